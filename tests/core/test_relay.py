"""Who woke whom: each step of the log with the step that caused it."""

import pytest

from cluster.core.relay import Relay, lane_of
from tests.core.recorded import MANIFEST, Recorded


@pytest.fixture(scope="module")
def rolled():
    """A rolling update of three pods behind a Service, from the file to its end."""
    return Recorded().passes(30).set_image("nginx:1.28").passes(40)


@pytest.fixture(scope="module")
def steps(rolled):
    return list(Relay().see(rolled.rows))


def chain(steps, step):
    """The lanes that led to a step, itself last."""
    by_name = {one.step: one for one in steps}
    lanes = [step.lane]
    while step.cause is not None:
        step = by_name[step.cause.step]
        lanes.insert(0, step.lane)
    return lanes


def the(steps, lane, said):
    """The first step of a lane that says so."""
    return next(step for step in steps if step.lane == lane and any(said in what for what in step.whats))


FIRST_POD = ["you", "deployment", "replicaset"]
RELAY = {
    "the person": ("you", "image of nginx", ["you"]),
    "the deployment controller": ("deployment", "created ReplicaSet", FIRST_POD[:2]),
    "the replicaset controller": ("replicaset", "created Pod", FIRST_POD),
    "the scheduler": ("scheduler", "bound to", [*FIRST_POD, "scheduler"]),
    "the kubelet takes it on": ("kubelet", "ContainerCreating", [*FIRST_POD, "scheduler", "kubelet"]),
    "the kubelet starts it": ("kubelet", "Pending → Running", [*FIRST_POD, "scheduler", "kubelet", "kubelet"]),
    "the endpoints": ("endpoints", "joined", [*FIRST_POD, "scheduler", "kubelet", "kubelet", "endpoints"]),
}


@pytest.mark.parametrize(("lane", "said", "lanes"), RELAY.values(), ids=RELAY)
def test_it_follows_the_relay_of_an_update_from_hand_to_hand(rolled, steps, lane, said, lanes):
    update = next(row.step for row in rolled.rows if "image of nginx" in row.what)
    assert chain(steps, the([step for step in steps if step.step >= update], lane, said)) == lanes


def test_it_says_that_a_kubelet_waited_for_its_own_pull(steps):
    started = the(steps, "kubelet", "Pending → Running")
    assert started.cause.itself
    assert started.cause.waited > 1000


def test_it_follows_a_pod_out_of_the_endpoints_to_the_scaling_that_cost_it(steps):
    left = the(steps, "endpoints", "left")
    assert chain(steps, left)[-4:] == ["replicaset", "deployment", "replicaset", "endpoints"]


def test_it_finds_a_cause_for_all_that_no_person_began(steps):
    assert {step.actor for step in steps if step.cause is None} <= {"kubeadm", "you"}
    assert all(step.cause.step < step.step and step.cause.waited >= 0 for step in steps if step.cause)


def test_it_says_what_was_written(steps):
    scaled = the(steps, "deployment", "scaled from 3 to 2")
    assert scaled.writes == (("ReplicaSet", "update", 1), ("Deployment", "update", 1))
    assert "maxUnavailable 0 = at least 3 available" in scaled.why


def test_it_keeps_the_first_words_of_a_step_that_does_much():
    steps = list(Relay().see(Recorded(MANIFEST.replace("replicas: 3", "replicas: 50")).passes(1).rows))
    created = the(steps, "replicaset", "created Pod")
    assert (len(created.whats), created.telling, created.writes[0]) == (6, 50, ("Pod", "create", 50))


def test_it_goes_on_where_it_stopped(rolled, steps):
    relay, half = Relay(), next(i for i, row in enumerate(rolled.rows) if i > 60 and row.step == row.revision)
    assert [*relay.see(rolled.rows[:half]), *relay.see(rolled.rows[half:])] == steps


def test_it_blames_the_machine_for_pods_that_are_evicted():
    steps = list(Relay().see(Recorded().passes(30).unplug("node-1").passes(400).rows))
    evicted = next(step for step in steps if step.actor == "taint-eviction-controller")
    lanes = chain(steps, evicted)
    assert (evicted.cause.title, lanes[0]) == ("Node node-1", "you")


def test_it_lets_going_back_wake_nobody(rolled, steps):
    relay = Relay()
    list(relay.see(rolled.rows[:60]))
    leap = relay.leap(rolled.rows[-1]._replace(step=900, revision=950, reason="you went back to 00:00:05", actor="you"))
    assert (leap.lane, leap.whats, leap.cause) == ("you", ("you went back to 00:00:05",), None)
    assert [step for step in relay.see(rolled.rows[60:]) if step.cause and step.cause.step == 900] == []


@pytest.mark.parametrize(
    ("actor", "lane"),
    [("you (kubectl)", "you"), ("kubelet/node-1", "kubelet"), ("garbage-collector", "others"), ("kubeadm", "others")],
)
def test_it_knows_the_lane_of_an_actor(actor, lane):
    assert lane_of(actor) == lane
