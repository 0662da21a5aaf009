"""Which pods are tried, and when they are tried again."""

import pytest

from cluster.core import engine, times
from cluster.core.controllers.scheduler import queue
from cluster.core.kinds import key_of, public
from cluster.core.moves import Delete, Put
from cluster.core.objects import condition_of
from tests.core.scheduler.scheduling_world import (
    START,
    act,
    cluster,
    node,
    place_of,
    pod,
    put,
    stored,
    verdict,
)

BIG = pod("big", requests={"cpu": "3"})
THERE = pod("there", on="a", requests={"cpu": "2"})


def waiting(seconds=1.0):
    """A cluster of one node in which `big` has just failed for the first time."""
    return act(cluster(node("a"), THERE), BIG, seconds=seconds)


def attempts(state):
    return stored(state, BIG)["simulation"]["scheduler"]["attempts"]


def near_db():
    term = {"labelSelector": {"matchLabels": {"app": "db"}}, "topologyKey": "kubernetes.io/hostname"}
    return pod("p", affinity={"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [term]}})


def test_it_binds_a_pod_in_one_write():
    state = act(cluster(node("a")), pod("p"), seconds=1)
    bound = stored(state, pod("p"))
    assert bound["spec"]["nodeName"] == "a"
    assert condition_of(bound, "PodScheduled") == {
        "type": "PodScheduled", "status": "True", "lastProbeTime": None, "lastTransitionTime": "2026-01-01T00:00:00Z",
        "observedGeneration": 1,
    }  # fmt: skip
    assert bound["metadata"]["generation"] == 1
    assert "simulation" not in bound


def test_it_reports_the_binding():
    event = next(act(cluster(node("a")), pod("p"), seconds=1).of_kind("Event"))
    assert (event["type"], event["reason"]) == ("Normal", "Scheduled")
    assert event.get("message", event.get("note")) == "Successfully assigned default/p to a"


@pytest.mark.parametrize(
    "obj",
    [
        pod("p", schedulerName="other"),
        pod("p", schedulingGates=[{"name": "x/y"}]),
        pod("p", deleting=True),
        pod("p", phase="Failed"),
        pod("p", on="ghost"),
    ],
    ids=["other-scheduler", "gated", "being-deleted", "finished", "placed-by-hand"],
)
def test_it_leaves_pods_alone_that_are_not_its_own(obj):
    assert list(queue.reconcile(put(cluster(node("a")), obj), key_of(obj))) == []


def test_it_tries_a_gated_pod_once_the_gates_are_gone():
    state = act(cluster(node("a")), pod("p", schedulingGates=[{"name": "x/y"}]), seconds=1)
    assert place_of(act(state, pod("p"), seconds=1), pod("p")) == "a"


def test_it_backs_off_longer_each_time():
    assert [queue.backoff(n) for n in (1, 2, 3, 4, 5, 50)] == [1000, 2000, 4000, 8000, 10000, 10000]


@pytest.mark.parametrize(
    "help",
    [
        Delete(key_of(THERE), "gone"),
        pod("there", on="a", requests={"cpu": "2"}, phase="Succeeded"),
        node("b"),
        node("a", cpu="8"),
    ],
    ids=["pod-deleted", "pod-finished", "node-added", "node-grown"],
)
def test_it_tries_again_when_something_helps(help):
    assert place_of(act(waiting(2), help, seconds=1), BIG) != ""


def test_it_says_the_same_thing_once_a_pod_could_be_placed():
    state = act(waiting(2), node("b"), seconds=1)
    assert condition_of(stored(state, BIG), "PodScheduled")["status"] == "True"
    assert "simulation" not in stored(state, BIG)


def test_it_waits_out_the_rest_when_help_comes_early():
    state = act(waiting(0.5), node("b"), seconds=0.6)
    assert place_of(state, BIG) == ""
    assert place_of(act(state, seconds=0.2), BIG) == "b"


@pytest.mark.parametrize(
    "idle",
    [
        pod("other", on="a"),
        {**node("a"), "metadata": {"name": "a", "annotations": {"x": "y"}}},
        {**BIG, "metadata": {**BIG["metadata"], "annotations": {"x": "y"}}},
        Delete(("Node", "", "c"), "gone"),
    ],
    ids=["pod-bound", "node-annotated", "own-annotation", "node-removed"],
)
def test_it_does_not_try_again_when_nothing_helps(idle):
    state = act(cluster(node("a"), node("c", cordoned="yes"), THERE), BIG, seconds=2)
    known = {} if isinstance(idle, Delete) else state.at(key_of(idle)) or {}
    if known:
        idle = {**known, "metadata": {**known["metadata"], **idle["metadata"]}}
    assert attempts(act(state, idle, seconds=30)) == 1


def test_it_tries_again_when_company_comes_for_a_pod_that_needs_it():
    state = act(cluster(node("a")), near_db(), seconds=2)
    assert "didn't match pod affinity rules" in verdict(state, near_db())
    assert place_of(act(state, pod("db", on="a", labels={"app": "db"}), seconds=1), near_db()) == "a"


def test_it_tries_again_after_five_minutes_whatever_happens():
    state = waiting(299)
    assert attempts(state) == 1
    assert attempts(act(state, seconds=3)) == 2


def test_it_counts_attempts_and_rests_longer():
    state = waiting(2)
    for number in "12":
        state = act(state, node("a", {"painted": number}), seconds=20)
    note = stored(state, BIG)["simulation"]["scheduler"]
    assert (note["attempts"], note["retry_at"] - note["at"]) == (3, 4000)


def test_it_is_at_rest_between_attempts():
    state = waiting(5)
    assert engine.wake_at(state) == START + 200 + 5 * times.MINUTE
    assert list(queue.reconcile(waiting(0.5), key_of(BIG))) == [queue.Wake(START + 1200)]


def test_it_keeps_its_notes_to_itself():
    assert "simulation" not in public(stored(waiting(), BIG))
    assert "scheduler" not in str(public(stored(waiting(), BIG)))


def test_it_leaves_its_input_alone():
    state = put(cluster(node("a")), BIG)
    before = repr(stored(state, BIG))
    moves = [list(queue.reconcile(state, key_of(BIG))) for _ in range(2)]
    assert moves[0] == moves[1]
    assert isinstance(moves[0][0], Put)
    assert repr(stored(state, BIG)) == before
