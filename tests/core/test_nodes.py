"""What a person may do to a node, and what its kubelet last said."""

import pytest

from cluster.core import nodes
from cluster.core.moves import Delete
from tests.core.around_pods import START, act, new_cluster

SECOND = 1000


def test_a_silenced_node_looks_healthy_at_first():
    state = new_cluster()
    state = act(state, *nodes.silence(state, "node-2"))
    assert nodes.is_ready(state.get("Node", "", "node-2"))


def test_silencing_twice_changes_nothing():
    state = new_cluster()
    state = act(state, *nodes.silence(state, "node-2"))
    assert nodes.silence(state, "node-2") == []


def test_reviving_leaves_the_node_as_it_was():
    state = new_cluster()
    before = state.get("Node", "", "node-2")
    state = act(state, *nodes.silence(state, "node-2"))
    after = nodes.revive(state, "node-2")[0].object
    assert {**after, "metadata": 0} == {**before, "metadata": 0}


@pytest.mark.parametrize("move", [nodes.silence, nodes.revive], ids=["silence", "revive"])
def test_an_unknown_node_is_refused(move):
    with pytest.raises(LookupError, match='nodes "node-9" not found'):
        move(new_cluster(), "node-9")


@pytest.mark.parametrize(("stopped", "heard"), [(0, 0), (9.9, 0), (10, 10), (47, 40)])
def test_the_last_heartbeat_is_at_most_ten_seconds_old(stopped, heard):
    state = new_cluster()._replace(now=START + round(stopped * SECOND))
    state = act(state, *nodes.silence(state, "node-1"))
    assert nodes.last_heartbeat(state.get("Node", "", "node-1")) == START + heard * SECOND


def test_a_new_machine_takes_the_first_free_number():
    state = new_cluster()
    state = act(state, Delete(("Node", "", "node-2"), "a test wants it"))
    node = nodes.add_node(state, "bigger", {"cpu": "16"})[0].object
    assert node["spec"]["podCIDR"] == "10.244.2.0/24"
    assert node["status"]["capacity"]["cpu"] == "16"


def test_a_cordoned_node_is_not_schedulable():
    node = new_cluster().get("Node", "", "node-1")
    assert nodes.is_schedulable(node)
    assert not nodes.is_schedulable({**node, "spec": {**node["spec"], "unschedulable": True}})
