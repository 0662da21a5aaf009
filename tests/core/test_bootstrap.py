"""A new cluster is complete, at rest and cheap."""

import pytest

from cluster.core import bootstrap, engine
from cluster.core.nodes import is_ready
from tests.core.around_pods import START, new_cluster

NAMESPACES = ["default", "kube-node-lease", "kube-public", "kube-system"]


def test_it_has_the_four_namespaces():
    assert sorted(obj["metadata"]["name"] for obj in new_cluster().of_kind("Namespace")) == NAMESPACES


@pytest.mark.parametrize("namespace", NAMESPACES)
@pytest.mark.parametrize(("kind", "name"), [("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")])
def test_each_namespace_has_what_pods_need(namespace, kind, name):
    assert new_cluster().get(kind, namespace, name) is not None


def test_it_has_as_many_ready_nodes_as_asked_for():
    state, _ = bootstrap.new_state("seed", START, nodes=5)
    assert [is_ready(node) for node in state.of_kind("Node")] == [True] * 5


def test_a_node_has_the_capacity_asked_for():
    state, _ = bootstrap.new_state("seed", START, node_capacity={"cpu": "2"})
    allocatable = state.get("Node", "", "node-1")["status"]["allocatable"]
    assert allocatable == {"cpu": "2", "ephemeral-storage": "100Gi", "memory": "8Gi", "pods": "110"}


def test_nodes_share_neither_address_nor_pod_network():
    state, _ = bootstrap.new_state("seed", START, nodes=300)
    networks = {node["spec"]["podCIDR"] for node in state.of_kind("Node")}
    addresses = {node["status"]["addresses"][0]["address"] for node in state.of_kind("Node")}
    assert len(networks) == len(addresses) == 300


def test_the_api_server_is_found_as_a_service():
    state = new_cluster()
    assert state.get("Service", "default", "kubernetes")["spec"]["clusterIP"] == "10.96.0.1"
    assert state.get("Endpoints", "default", "kubernetes") is not None
    assert state.get("EndpointSlice", "default", "kubernetes") is not None


def test_nothing_is_due():
    assert engine.wake_at(new_cluster()) is None


def test_no_controller_finds_anything_to_do():
    _, steps = engine.settle(engine.resync(new_cluster()))
    assert steps == []


def test_the_changes_are_one_step_of_the_installer_with_reasons():
    _, changes = bootstrap.new_state("seed", START)
    assert {(change.actor, change.step) for change in changes} == {("kubeadm", 1)}
    assert all(change.reason for change in changes)


def test_the_same_seed_gives_the_same_cluster():
    assert bootstrap.new_state("seed", START)[1] == bootstrap.new_state("seed", START)[1]
