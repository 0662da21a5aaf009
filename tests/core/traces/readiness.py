"""Stories of pods that are not Ready, and of deadlines."""

from cluster.core.pods import is_ready, ready_since
from tests.core.traces.manifests import deployment


def progressing(stage):
    """The reason of condition Progressing."""
    conditions = (stage.get().get("status") or {}).get("conditions") or ()
    return next((c["reason"] for c in conditions if c["type"] == "Progressing"), "")


def is_late(stage):
    return progressing(stage) == "ProgressDeadlineExceeded"


def min_ready_seconds_3(stage):
    stage.create(deployment(stage.case["given"]))
    stage.until(lambda: stage.get().get("status", {}).get("readyReplicas") == 2)
    ready = max(ready_since(pod) for pod in stage.of_kind("Pod"))
    stage.until(lambda: stage.get()["status"].get("availableReplicas") == 2)
    # Counted from the whole second at which the pod says to have become ready; two controllers then react.
    assert 0 <= (stage.state.now - ready) / 1000 - stage.case["expect"]["ready_to_available_seconds"] < 1
    stage.until_complete()
    stage.saw("final")


def pods_unready_after_complete(stage):
    stage.start(gated=True)
    for pod, moment in zip(stage.of_kind("Pod")[:2], ("one_unready", "two_unready"), strict=True):
        stage.open_gate(pod, is_open=False)
        stage.until_quiet()
        stage.saw(moment)
    stage.type(2)
    for pod in stage.of_kind("Pod")[:2]:
        stage.open_gate(pod)
    stage.until_quiet()
    stage.saw("final")


def old_pods_unready_are_removed_first(stage):
    stage.start(gated=True)
    for pod in stage.of_kind("Pod")[:2]:
        stage.open_gate(pod, is_open=False)
    stage.until_quiet()
    stage.set_image("bad:1")
    stage.until_quiet()
    stage.saw("final")
    left = [is_ready(pod) for pod in stage.pods_of(stage.of_kind("ReplicaSet")[0])]
    assert left.count(False) == stage.case["expect"]["unready_old_pods_left"]
    assert left.count(True) == stage.case["expect"]["ready_old_pods_left"]


def scale_down_ranking(stage):
    stage.start(gated=True)
    unready, cheap = stage.of_kind("Pod")[:2]
    stage.open_gate(unready, is_open=False)
    stage.annotate(cheap, **{"controller.kubernetes.io/pod-deletion-cost": "-10"})
    stage.run(2)
    for size, goes, word in (
        (4, unready, "first_removed_is_the_unready_one"),
        (3, cheap, "then_the_one_with_cost_minus_10"),
    ):
        stage.change(stage.get(), replicas=size)
        stage.until_complete()
        left = {pod["metadata"]["name"] for pod in stage.of_kind("Pod")}
        assert (goes["metadata"]["name"] not in left) == stage.case["expect"][word]
        assert len(left) == size
    stage.saw("final")


def progress_deadline_resets_on_progress(stage):
    stage.create(deployment(stage.case["given"], gated=True))
    stage.run(4)
    stage.open_gate(stage.of_kind("Pod")[0])
    moment = stage.state.now
    stage.until(lambda: stage.get()["status"].get("readyReplicas") == 1)
    stage.until(lambda: is_late(stage))
    # Whole seconds in the condition, one more until the deadline has passed, and two controllers' reactions.
    wanted = stage.case["expect"]["seconds_from_progress_to_deadline"]
    assert abs((stage.state.now - moment) / 1000 - wanted) <= 1
    stage.run(1)
    stage.saw("final")


def deadline_recovers_by_itself(stage):
    stage.create(deployment(stage.case["given"], gated=True))
    stage.until(lambda: is_late(stage))
    stage.saw("exceeded")
    stage.run(3)
    stage.open_gate(stage.of_kind("Pod")[0])
    stage.until_complete()
    stage.saw("final")


def pause_during_rollout(stage):
    stage.start(gated=True)
    stage.set_image("notready:2")
    stage.until_quiet()
    stage.change(stage.get(), paused=True)
    stage.until_quiet()
    stage.saw("paused")
    for pod in stage.pods_of(stage.of_kind("ReplicaSet")[1]):
        stage.open_gate(pod)
    stage.until_quiet()
    stage.saw("paused_new_pods_became_ready")
    stage.change(stage.get(), paused=False)
    stage.until_quiet()
    stage.saw("resumed_then_stuck_again")


def recreate_old_pod_stuck_terminating(stage):
    stage.start(stay=3600)
    stage.set_image("img:2")
    stage.run(4)
    stage.saw("while_terminating")
    stage.type(2)
    for pod in stage.of_kind("Pod"):
        stage.delete(pod, grace_period_seconds=0)
    stage.until_complete()
    stage.saw("final")


STORIES = {}
