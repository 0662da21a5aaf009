"""Stories of rollouts that come to their end, undos, pauses, sizes and history."""

from cluster.core.deployments import CHANGE_CAUSE, ROLLBACK_TO
from tests.core.traces.manifests import deployment


def create_default_3(stage):
    stage.start()
    stage.saw("final")
    stage.type(3)


def one_update(stage):
    stage.start()
    stage.update("img:2")
    stage.saw("final")


def bad_image_deadline_undo(stage):
    stage.start()
    stage.type()
    stage.until(lambda: stage.get()["status"]["conditions"][-1]["reason"] == "ProgressDeadlineExceeded")
    stage.saw("at_deadline")
    stage.type(3)
    stage.until_complete()
    stage.type(3)
    stage.saw("final")


def pause_edit_scale_resume(stage):
    stage.start()
    stage.type(6)
    stage.until_quiet()
    stage.saw("while_paused")
    stage.type(5)
    stage.until_complete()
    stage.saw("final")


def history_limit_2(stage):
    stage.start()
    for number in range(2, 7):
        stage.update(f"img:{number}")
    stage.type(2)
    stage.saw("final")


def history_limit_0(stage):
    one_update(stage)
    stage.type(2)


def rollback_revisions(stage):
    stage.start()
    for number, cause in ((2, "two"), (3, "three")):
        stage.annotate(stage.get(), **{CHANGE_CAUSE: cause})
        stage.update(f"img:{number}")
    for command in stage.case["expect"]["kubectl"]:
        stage.type()
        if command["stdout"].endswith("rolled back\n"):
            stage.until_complete()
    # Recorded in one write, played in two: an annotation raises the generation as well.
    stage.case["expect"]["final"]["deployment"]["generation"] += 2
    stage.case["expect"]["final"]["deployment"]["status"]["observedGeneration"] += 2
    stage.saw("final")


def change_cause_without_template_change(stage):
    stage.start()
    stage.type()
    stage.until_quiet()
    stage.saw("after_annotate")
    stage.type(2)
    stage.until_complete()
    stage.type()
    stage.saw("final")


def rollout_restart(stage):
    stage.start()
    stage.type()
    stage.until_complete()
    stage.saw("final")
    annotations = stage.get()["spec"]["template"]["metadata"]["annotations"]
    assert list(annotations) == stage.case["expect"]["template_annotation_keys"]


def scale_up_down(stage):
    stage.start()
    stage.type()
    stage.skip()
    stage.until_complete()
    stage.type()
    stage.skip()
    stage.until_complete()
    stage.saw("final")


def rollover_mid_rollout(stage):
    stage.start()
    stage.set_image("bad:1")
    stage.until_quiet()
    stage.saw("stuck")
    stage.update("img:3")
    stage.saw("final")


def proportional_10_to_30_to_5(stage):
    stage.start()
    stage.set_image("bad:1")
    stage.until_quiet()
    stage.saw("stuck")
    stage.change(stage.get(), replicas=30)
    stage.until_quiet()
    stage.saw("after_30")
    stage.change(stage.get(), replicas=5)
    stage.until_quiet()
    stage.saw("final")


def size_and_template_together(stage):
    stage.start()
    template = {**stage.get()["spec"]["template"]}
    template["spec"] = {**template["spec"], "containers": [{**template["spec"]["containers"][0], "image": "img:2"}]}
    stage.change(stage.get(), replicas=6, template=template)
    stage.until_complete()
    stage.saw("final")


def same_template_again_is_noop(stage):
    stage.start()
    assert stage.get()["metadata"]["generation"] == stage.case["expect"]["generation_before"]
    stage.type()
    stage.until_quiet()
    assert stage.get()["metadata"]["generation"] == stage.case["expect"]["generation_after"]
    stage.saw("final")


def scale_to_zero_and_back(stage):
    stage.start()
    stage.change(stage.get(), replicas=0)
    stage.until_complete()
    stage.saw("at_zero")
    stage.set_image("img:2")
    stage.until_quiet()
    stage.saw("template_changed_at_zero")
    stage.change(stage.get(), replicas=2)
    stage.until_complete()
    stage.saw("final")


def strategy_switch_mid(stage):
    stage.start()
    stage.change(stage.get(), strategy={"type": "Recreate"})
    assert stage.get()["spec"]["strategy"] == stage.case["expect"]["strategy"]
    stage.run(1)
    stage.update("img:2")
    stage.saw("final")


def legacy_rollback_annotation(stage):
    stage.start()
    stage.update("img:2")
    for revision, moment in (("0", "after_to_0"), ("77", "after_to_77"), ("3", "final")):
        stage.annotate(stage.get(), **{ROLLBACK_TO: revision})
        stage.until_quiet()
        stage.saw(moment)


def deadline_infinite_and_removed(stage):
    stage.create(deployment(stage.case["given"]))
    stage.until_quiet()
    stage.saw("final")


ONE_UPDATE = (
    "rolling_10_default",
    "rolling_3_default",
    "rolling_1_default",
    "rolling_4_surge0_unavailable1",
    "rolling_4_surge1_unavailable0",
    "recreate_3",
)
STORIES = dict.fromkeys(ONE_UPDATE, one_update)
