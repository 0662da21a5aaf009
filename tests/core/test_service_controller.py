"""A load balancer comes after a little while, and goes before its Service does."""

from cluster.core import deletion
from cluster.core.controllers.service import FINALIZER
from cluster.core.moves import Put
from tests.core.around_pods import act, events, new_cluster, service

KEY = ("Service", "default", "web")


def balanced(seconds: float = 10):
    return act(new_cluster(), Put(service(type="LoadBalancer"), "you made it"), seconds=seconds)


def test_the_finalizer_comes_first():
    state = balanced(1)
    assert state.at(KEY)["metadata"]["finalizers"] == [FINALIZER]
    assert "status" not in state.at(KEY)


def test_the_address_comes_after_five_seconds():
    status = balanced().at(KEY)["status"]
    assert status["loadBalancer"]["ingress"][0]["ip"].startswith("203.0.113.")
    assert [reason for _, reason, _ in events(balanced())] == ["EnsuringLoadBalancer", "EnsuredLoadBalancer"]


def test_a_deleted_service_goes_once_its_load_balancer_is_gone():
    state = balanced()
    state = act(state, *deletion.delete(state, KEY), seconds=2)
    assert state.at(KEY) is None
    assert [reason for _, reason, _ in events(state)][2:] == ["DeletingLoadBalancer", "DeletedLoadBalancer"]


def test_another_type_gives_the_address_back():
    state = balanced()
    plain = {**state.at(KEY), "spec": {**state.at(KEY)["spec"], "type": "ClusterIP"}}
    after = act(state, Put(plain, "you changed it"), seconds=2).at(KEY)
    assert after["status"] == {"loadBalancer": {}}
    assert "finalizers" not in after["metadata"]


def test_a_class_of_its_own_is_left_to_another_controller():
    state = act(new_cluster(), Put(service(type="LoadBalancer", loadBalancerClass="x/y"), ""), seconds=10)
    assert "finalizers" not in state.at(KEY)["metadata"]


def test_two_services_get_two_addresses():
    second = {**service(type="LoadBalancer"), "metadata": {"name": "second", "namespace": "default"}}
    state = act(new_cluster(), Put(service(type="LoadBalancer"), ""), Put(second, ""), seconds=10)
    balancers = [s["status"]["loadBalancer"] for s in state.of_kind("Service") if s["spec"]["type"] == "LoadBalancer"]
    assert len({balancer["ingress"][0]["ip"] for balancer in balancers}) == 2
