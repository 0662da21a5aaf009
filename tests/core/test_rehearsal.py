"""Rehearsals: acts in their time, and figures that are true of the whole run."""

import pytest

from cluster.core import rehearsal
from cluster.core.acts import deployments, rollouts
from cluster.core.errors import ApiError
from cluster.core.pods import is_active, is_available
from cluster.core.rehearsal import Act
from tests.core.laws.acting import manifest
from tests.core.laws.replaying import replayed

WEB = ("Deployment", "default", "web")
LIMITS = {"surge": (1, 0), "unavailable": (0, 1), "both": (2, 2)}


def web(size=3, limits=(1, 0), recreate=False, ready_seconds=0, image="img:1"):
    return manifest("web", size, image, limits, recreate, ready_seconds)


def act(name, *values, at=None):
    return Act(name, lambda state: getattr(deployments, name)(state, WEB, *values), at)


def rehearsed(*acts, objects=None, **options):
    return rehearsal.rehearse(rollouts.applications(objects or [web()]), acts, **options)


def counted(run, since):
    """(most pods not terminating, fewest available since a moment), counted anew after each step of the log."""
    most, fewest, changes = 0, None, run.changes
    for number, change in enumerate(changes):
        if number + 1 < len(changes) and changes[number + 1].step == change.step:
            continue
        pods = [obj for key, obj in replayed_pods(changes[: number + 1]).items() if is_active(obj)]
        most = max(most, len(pods))
        if change.now >= since:
            available = sum(is_available(pod, 0, change.now) for pod in pods)
            fewest = available if fewest is None else min(fewest, available)
    return most, fewest


def replayed_pods(changes):
    return replayed([change for change in changes if change.key[0] == "Pod"])


@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_it_stays_within_the_limits_of_a_rolling_update(limits):
    summary = rehearsed(act("set_image", "c", "img:2"), objects=[web(4, limits)]).summary()
    assert summary["most_pods"] == 4 + limits[0]
    assert summary["fewest_available"] == 4 - limits[1]
    assert summary["deployments"]["default/web"]["outcome"] == "complete"


def test_its_figures_are_those_of_the_log():
    run = rehearsed(act("set_image", "c", "img:2"), act("scale", 6), act("undo"), objects=[web(3, (2, 1))])
    assert counted(run, run.updated) == (run.most_pods, run.fewest_available)


def test_recreate_has_a_moment_with_no_pod():
    summary = rehearsed(act("set_image", "c", "img:2"), objects=[web(recreate=True)]).summary()
    assert (summary["most_pods"], summary["fewest_available"]) == (3, 0)


def test_without_an_act_nothing_is_said_of_availability():
    summary = rehearsed().summary()
    assert (summary["fewest_available"], summary["most_pods"]) == (None, 3)


def test_the_seconds_count_from_the_first_act():
    slow, quick = rehearsed(act("scale", 4, at=50_000)), rehearsed(act("scale", 4, at=20_000))
    assert slow.updated - quick.updated == 30_000
    assert slow.summary()["duration_seconds"] == pytest.approx(quick.summary()["duration_seconds"], abs=1)


def test_an_act_at_a_moment_does_not_wait_for_the_rollout_before():
    run = rehearsed(act("set_image", "c", "img:2"), act("set_image", "c", "img:3", at=6000))
    [moment] = [c.now for c in run.changes if c.actor == "you" and "c=img:3" in c.reason]
    assert moment == 6000
    assert run.summary()["deployments"]["default/web"]["revision"] == 3


def test_an_undo_after_a_missed_deadline_comes_to_its_end():
    run = rehearsed(act("set_image", "c", "img:does-not-exist"), act("undo"))
    assert run.summary()["deployments"]["default/web"]["outcome"] == "complete"
    assert run.summary()["deployments"]["default/web"]["available"] == 3


def test_a_missed_deadline_is_an_end():
    run = rehearsed(act("set_image", "c", "img:does-not-exist"))
    figures = run.summary()
    assert figures["deployments"]["default/web"]["outcome"] == "deadline exceeded"
    assert 60 <= figures["duration_seconds"] <= 63


def test_a_paused_rollout_ends_with_the_pods_it_may_have():
    run = rehearsed(act("pause"), act("set_image", "c", "img:2"), act("scale", 5))
    figures = run.summary()["deployments"]["default/web"]
    assert (figures["outcome"], figures["updated"], figures["available"]) == ("paused", 0, 5)


def test_it_ends_when_the_last_old_pod_is_gone():
    run = rehearsed(act("set_image", "c", "img:2"))
    assert not any(pod["metadata"].get("deletionTimestamp") for pod in run.state.of_kind("Pod"))


def test_the_story_is_the_log():
    run = rehearsed(act("set_image", "c", "img:2"))
    numbers = [change.revision for change in run.changes]
    assert numbers == list(range(numbers[0], run.state.revision + 1))


def test_a_refused_act_ends_the_rehearsal():
    with pytest.raises(ApiError, match="no rollout history found"):
        rehearsed(act("undo"))


def test_pods_that_become_available_by_waiting_are_counted():
    summary = rehearsed(act("set_image", "c", "img:2"), objects=[web(3, (1, 0), ready_seconds=5)]).summary()
    assert summary["fewest_available"] == 3
    assert summary["duration_seconds"] > 3 * 5


@pytest.mark.parametrize("later", [5200, 5600, 6000, 7000])
def test_a_rollout_that_is_rolled_over_stays_within_its_limits_at_every_step(later):
    run = rehearsed(act("set_image", "c", "img:2", at=5000), act("set_image", "c", "img:3", at=later))
    assert run.summary()["most_pods"] == 4
    assert run.summary()["fewest_available"] == 3
