"""A silent node: missed after the grace, tainted, its pods out of service; and back again."""

import pytest

from cluster.core import nodes, times
from cluster.core.controllers import node_lifecycle
from cluster.core.controllers.node_taints import interval_of
from cluster.core.moves import Delete, Put
from cluster.core.objects import condition_of, with_spec
from tests.core.around_pods import START, act, events, look, new_cluster, pod, taints, trace, unplug, wakes

UNREACHABLE = ["node.kubernetes.io/unreachable:NoExecute", "node.kubernetes.io/unreachable:NoSchedule"]
NODE = ("Node", "", "node-3")


def ready(state, name="node-3"):
    condition = condition_of(state.get("Node", "", name), "Ready")
    return [condition["status"], condition["reason"], condition["message"]]


def after(seconds, *objects, silent=("node-3",)):
    return act(unplug(new_cluster(*objects), *silent), seconds=seconds)


def test_a_silent_node_is_ready_until_its_grace_is_over():
    assert ready(after(49.9))[0] == "True"


def test_then_nobody_knows_its_state():
    state = after(51)
    assert ready(state) == ["Unknown", "NodeStatusUnknown", "Kubelet stopped posting node status."]
    assert {c["status"] for c in state.at(NODE)["status"]["conditions"]} == {"Unknown"}
    assert taints(state, "node-3") == UNREACHABLE


@pytest.mark.parametrize(("stopped", "missed"), [(0, 50), (9, 50), (12, 60), (27, 70)])
def test_the_grace_counts_from_the_last_heartbeat(stopped, missed):
    state = new_cluster()._replace(now=START + stopped * times.SECOND)
    assert wakes(look(node_lifecycle.CONTROLLER, unplug(state, "node-3"), NODE)) == [missed]


def test_at_rest_nobody_waits_for_heartbeats():
    assert look(node_lifecycle.CONTROLLER, new_cluster(), NODE) == []


def test_pods_of_a_lost_node_are_not_ready():
    state = after(51, pod("here", "10.0.0.1"), pod("there", "10.0.0.2", node="node-3"))
    here, there = (condition_of(state.get("Pod", "default", name), "Ready") for name in ("here", "there"))
    assert (here["status"], there["status"]) == ("True", "False")
    assert there["lastTransitionTime"] == "2026-01-01T00:00:50Z"


def test_the_events_are_those_of_a_real_cluster():
    expected = trace("node_lost")["expect"]["events"]
    wanted = {
        (event["reason"], event["message"].replace("n3", "node-3"))
        for event in expected
        if event["source"] == "node-controller" and event["reason"] != "RegisteredNode"
    }
    state = after(51, pod("there", "10.0.0.2", node="node-3"))
    assert {event[1:] for event in events(state) if event[0] == "node-controller"} == wanted


def test_it_goes_through_the_recorded_states():
    recorded = trace("node_lost")["expect"]["states"]
    for moment in recorded:
        state = after(moment["t"] + 0.2)
        assert ready(state) == moment["state"]["node_ready"]
        assert taints(state, "node-3") == moment["state"]["taints"]


def test_a_node_that_is_back_is_as_good_as_new():
    state = after(60)
    state = act(state, *nodes.revive(state, "node-3"), seconds=2)
    assert ready(state) == ["True", "KubeletReady", "kubelet is posting ready status"]
    assert condition_of(state.at(NODE), "Ready")["lastTransitionTime"] == "2026-01-01T00:01:00Z"
    assert taints(state, "node-3") == []
    assert ("kubelet", "NodeReady", "Node node-3 status is now: NodeReady") in events(state)


def test_a_short_silence_is_never_noticed():
    state = after(30)
    state = act(state, *nodes.revive(state, "node-3"), seconds=100)
    assert events(state) == []


def test_two_lost_nodes_drive_pods_away_one_after_the_other():
    silent = ("node-2", "node-3")
    assert [taints(after(55, silent=silent), name) == UNREACHABLE for name in silent] == [True, False]
    assert [taints(after(65, silent=silent), name) == UNREACHABLE for name in silent] == [True, True]


def test_nobody_is_driven_away_when_all_nodes_are_lost():
    state = after(100, silent=("node-1", "node-2", "node-3"))
    assert {tuple(taints(state, f"node-{i}")) for i in (1, 2, 3)} == {(UNREACHABLE[1],)}


def test_evictions_stop_when_the_last_node_is_lost_too():
    state = after(60)
    assert taints(state, "node-3") == UNREACHABLE
    state = act(unplug(state, "node-1", "node-2"), seconds=60)
    assert taints(state, "node-3") == UNREACHABLE[1:]


def test_evictions_go_on_when_one_node_returns():
    state = after(100, silent=("node-1", "node-2", "node-3"))
    state = act(state, *nodes.revive(state, "node-1"), seconds=15)
    assert [taints(state, f"node-{i}") for i in (1, 2, 3)] == [[], UNREACHABLE, UNREACHABLE]


@pytest.mark.parametrize(
    ("size", "unhealthy", "interval"),
    [(3, 1, 10_000), (3, 2, 10_000), (3, 3, 10_000), (5, 2, 10_000), (5, 3, None), (60, 32, 10_000), (60, 33, 100_000)],
)
def test_a_zone_in_trouble_is_emptied_more_slowly(size, unhealthy, interval):
    assert interval_of(size, unhealthy) == interval


def test_a_cordoned_node_is_tainted_and_an_open_one_not():
    state = new_cluster()
    state = act(state, Put(with_spec(state.at(NODE), unschedulable=True), "cordon"), seconds=1)
    assert taints(state, "node-3") == ["node.kubernetes.io/unschedulable:NoSchedule"]
    state = act(state, Put(with_spec(state.at(NODE), unschedulable=False), "uncordon"), seconds=1)
    assert taints(state, "node-3") == []


def test_taints_of_others_stay():
    state = new_cluster()
    own = {"key": "team", "value": "blue", "effect": "NoSchedule"}
    state = act(state, Put(with_spec(state.at(NODE), taints=[own], unschedulable=True), "cordon"), seconds=1)
    state = act(state, Put(with_spec(state.at(NODE), unschedulable=False), "uncordon"), seconds=1)
    assert state.at(NODE)["spec"]["taints"] == [own]


def test_nodes_that_come_and_go_are_announced():
    state = new_cluster()
    state = act(state, *nodes.add_node(state, "node-4"), seconds=20)
    state = act(state, Delete(("Node", "", "node-4"), "unplugged for good"), seconds=1)
    assert [message for _, _, message in events(state)] == [
        "Node node-4 event: Registered Node node-4 in Controller",
        "Node node-4 event: Removing Node node-4 from Controller",
    ]


def test_a_node_that_no_kubelet_reports_is_given_up_after_a_minute():
    bare = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "paper"}, "spec": {}}
    state = act(new_cluster(), Put(bare, "you made it"), seconds=61)
    assert ready(state, "paper") == ["Unknown", "NodeStatusNeverUpdated", "Kubelet never posted node status."]
    assert act(state, seconds=600).get("Node", "", "paper") == state.get("Node", "", "paper")
