"""Cluster IPs and node ports: handed out once, kept, refused in upstream's words."""

import pytest

from cluster.core import services
from cluster.core.errors import Invalid
from tests.core.around_pods import new_cluster, put, service

PORT = {"port": 1, "nodePort": 30080}
TAKEN = {
    **service(type="NodePort", clusterIP="10.96.5.5", clusterIPs=["10.96.5.5"], ports=[PORT]),
    "metadata": {"name": "other", "namespace": "default"},
}


def allocated(state=None, **spec):
    return services.allocate(state or new_cluster(), service(**{"clusterIP": "", **spec}))["spec"]


def test_a_service_gets_an_ip_of_the_dynamic_range():
    spec = allocated()
    assert spec["clusterIPs"] == [spec["clusterIP"]]
    assert (spec["ipFamilies"], spec["ipFamilyPolicy"]) == (["IPv4"], "SingleStack")
    assert services.IPv4Address(spec["clusterIP"]) in services.NETWORK


def test_the_same_seed_and_revision_give_the_same_ip():
    assert allocated() == allocated()


def test_a_wish_is_granted():
    assert allocated(clusterIP="10.96.0.10")["clusterIPs"] == ["10.96.0.10"]


def test_a_headless_service_gets_no_ip():
    assert allocated(clusterIP="None")["clusterIPs"] == ["None"]


def test_an_external_name_has_none():
    assert "clusterIP" not in allocated(type="ExternalName", externalName="example.com")


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        (
            {"clusterIP": "10.96.0.1"},
            'spec.clusterIPs: Invalid value: ["10.96.0.1"]: failed to allocate IP 10.96.0.1: '
            "provided IP is already allocated",
        ),
        (
            {"clusterIP": "192.168.0.1"},
            'spec.clusterIPs: Invalid value: ["192.168.0.1"]: failed to allocate IP 192.168.0.1: the provided IP '
            "(192.168.0.1) is not in the valid range. The range of valid IPs is 10.96.0.0/12",
        ),
        (
            {"ipFamilies": ["IPv6"]},
            'spec.ipFamilies[0]: Invalid value: "IPv6": not configured on this cluster',
        ),
        (
            {"ipFamilyPolicy": "RequireDualStack"},
            'spec.ipFamilyPolicy: Invalid value: "RequireDualStack": '
            "this cluster is not configured for dual-stack services",
        ),
        (
            {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]},
            "spec.ports[0].nodePort: Invalid value: 30080: provided port is already allocated",
        ),
        (
            {"type": "NodePort", "ports": [{"port": 80, "nodePort": 80}]},
            "spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. "
            "The range of valid ports is 30000-32767",
        ),
    ],
    ids=["ip-taken", "ip-out-of-range", "ipv6", "dual-stack", "port-taken", "port-out-of-range"],
)
def test_it_refuses_in_the_words_of_kubernetes(spec, message):
    with pytest.raises(Invalid) as refusal:
        allocated(new_cluster(TAKEN), **spec)
    assert refusal.value.message == f'Service "web" is invalid: {message}'


@pytest.mark.parametrize("kind", ["NodePort", "LoadBalancer"])
def test_a_node_port_lies_between_30000_and_32767(kind):
    assert 30000 <= allocated(type=kind)["ports"][0]["nodePort"] <= 32767


def test_a_cluster_ip_service_has_no_node_port():
    assert "nodePort" not in allocated()["ports"][0]


def test_a_load_balancer_may_do_without_node_ports():
    assert "nodePort" not in allocated(type="LoadBalancer", allocateLoadBalancerNodePorts=False)["ports"][0]


def test_a_local_load_balancer_gets_a_health_check_port_of_its_own():
    spec = allocated(type="LoadBalancer", externalTrafficPolicy="Local")
    assert spec["healthCheckNodePort"] not in {0, spec["ports"][0]["nodePort"]}


def test_tcp_and_udp_of_one_port_share_a_node_port():
    ports = [{"name": "a", "port": 53, "protocol": "TCP"}, {"name": "b", "port": 53, "protocol": "UDP"}]
    tcp, udp = allocated(type="NodePort", ports=ports)["ports"]
    assert tcp["nodePort"] == udp["nodePort"]


def test_a_new_version_keeps_what_the_old_one_was_given():
    before = services.allocate(new_cluster(), service(type="NodePort", clusterIP=""))
    state = put(new_cluster(), before)
    after = services.allocate(state, service(type="NodePort", clusterIP=""))
    assert after["spec"] == before["spec"]


def test_node_ports_go_when_the_type_needs_none():
    before = services.allocate(new_cluster(), service(type="NodePort", clusterIP=""))
    after = {**before, "spec": {**before["spec"], "type": "ClusterIP"}}
    assert "nodePort" not in services.allocate(put(new_cluster(), before), after)["spec"]["ports"][0]
