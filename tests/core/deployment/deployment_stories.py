"""The acts of the recorded stories, by the recordings' names; each yields the name of every moment to compare."""

from deployment_builders import pod_template

from cluster.core.deployments import CHANGE_CAUSE, ROLLBACK_TO
from cluster.core.kinds import key_of
from cluster.core.objects import annotations_of, with_metadata, with_spec, with_status

APP = {"app": "web"}


def update(world):
    world.set_image("img:2")
    yield "final"


def bad_image_deadline_undo(world):
    world.set_image("bad:1")
    world.wait_for_wake()
    yield "at_deadline"
    world.undo(1)
    yield "final"


def pause_edit_scale_resume(world):
    world.change(paused=True)
    world.set_image("img:2")
    world.change(replicas=5)
    yield "while_paused"
    world.change(paused=False)
    yield "final"


def proportional_10_to_30_to_5(world):
    world.set_image("bad:1")
    yield "stuck"
    world.change(replicas=30)
    yield "after_30"
    world.change(replicas=5)
    yield "final"


def history_limit_2(world):
    for number in range(2, 7):
        world.state = world.state._replace(now=world.state.now + 1000)
        world.set_image(f"img:{number}")
    yield "final"


def rollback_revisions(world):
    for number, cause in ((2, "two"), (3, "three")):
        world.state = world.state._replace(now=world.state.now + 1000)
        annotated = with_metadata(world.web, annotations={**annotations_of(world.web), CHANGE_CAUSE: cause})
        world.act(with_spec(annotated, template=pod_template(f"img:{number}", APP)))
    for revision in (2, 3, 1):
        world.undo(revision)
    yield "final"


def change_cause_without_template_change(world):
    world.annotate(**{CHANGE_CAUSE: "late"})
    yield "after_annotate"
    world.set_image("img:2")
    yield "final"


def rs_label_change_releases_and_collides(world):
    rs = world.new
    world.act(with_metadata(rs, labels={"app": "gone"}))
    yield None
    world.state = world.state._replace(now=world.state.now + 1000)
    world.act(with_metadata(world.state.at(key_of(rs)), labels=APP))
    yield "final"


def scale_up_down(world):
    world.change(replicas=10)
    world.change(replicas=2)
    yield "final"


def rollover_mid_rollout(world):
    world.set_image("bad:1")
    yield "stuck"
    world.state = world.state._replace(now=world.state.now + 1000)
    world.set_image("img:3")
    yield "final"


def size_and_template_together(world):
    world.set_image("img:2", replicas=6)
    yield "final"


def same_template_again_is_noop(world):
    world.set_image("img:1")
    yield "final"


def scale_to_zero_and_back(world):
    world.change(replicas=0)
    yield "at_zero"
    world.set_image("img:2")
    yield "template_changed_at_zero"
    world.change(replicas=2)
    yield "final"


def strategy_switch_mid(world):
    world.change(strategy={"type": "Recreate"})
    world.set_image("img:2")
    yield "final"


def legacy_rollback_annotation(world):
    world.set_image("img:2")
    for to, name in (("0", "after_to_0"), ("77", "after_to_77"), ("3", "final")):
        world.annotate(**{ROLLBACK_TO: to})
        yield name


def pods_unready_after_complete(world):
    for ready, name in ((3, "one_unready"), (2, "two_unready"), (4, "final")):
        world.ready = ready == 4
        world.act(with_status(world.new, readyReplicas=ready, availableReplicas=ready))
        yield name


def old_pods_unready_are_removed_first(world):
    world.ready = False
    world.act(with_status(world.new, readyReplicas=2, availableReplicas=2))
    world.set_image("bad:1")
    yield "final"


def recreate_old_pod_stuck_terminating(world):
    world.graceful = True
    world.set_image("img:2")
    yield "while_terminating"
    world.graceful = False
    world.remove_terminating()
    yield "final"


def pause_during_rollout(world):
    world.ready = False
    world.set_image("notready:2")
    world.change(paused=True)
    yield "paused"
    world.mark_ready()
    yield "paused_new_pods_became_ready"
    world.ready = False
    world.change(paused=False)
    yield "resumed_then_stuck_again"


def deadline_infinite_and_removed(_world):
    yield "final"


def deadline_recovers_by_itself(world):
    world.wait_for_wake()
    yield "exceeded"
    world.mark_ready()
    yield "final"


def progress_deadline_resets_on_progress(world):
    moment = world.state.now + 4000
    world.state = world.state._replace(now=moment)
    world.act(with_status(world.new, readyReplicas=1, availableReplicas=1))
    world.wait_for_wake()
    assert world.state.now - moment == 7000
    yield "final"


def rs_create_blocked_by_quota(world):
    quota = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q", "namespace": "default"}}
    world.act({**quota, "spec": {"hard": {"count/replicasets.apps": "1"}}})
    world.set_image("img:2")
    yield "blocked"
    world.act({**world.state.get("ResourceQuota", "default", "q"), "spec": {"hard": {"count/replicasets.apps": "5"}}})
    yield "final"


STORIES = {
    "rolling_10_default": update,
    "rolling_3_default": update,
    "rolling_1_default": update,
    "rolling_4_surge0_unavailable1": update,
    "rolling_4_surge1_unavailable0": update,
    "recreate_3": update,
    "history_limit_0": update,
} | {
    story.__name__: story
    for story in (
        bad_image_deadline_undo,
        pause_edit_scale_resume,
        proportional_10_to_30_to_5,
        history_limit_2,
        rollback_revisions,
        change_cause_without_template_change,
        rs_label_change_releases_and_collides,
        scale_up_down,
        rollover_mid_rollout,
        size_and_template_together,
        same_template_again_is_noop,
        scale_to_zero_and_back,
        strategy_switch_mid,
        legacy_rollback_annotation,
        pods_unready_after_complete,
        old_pods_unready_are_removed_first,
        recreate_old_pod_stuck_terminating,
        pause_during_rollout,
        rs_create_blocked_by_quota,
        deadline_infinite_and_removed,
        deadline_recovers_by_itself,
        progress_deadline_resets_on_progress,
    )
}
