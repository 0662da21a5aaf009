"""`[sig-network] Services`, as far as no packet is sent (`test/e2e/network/service.go`), and Endpoints."""

import pytest

from tests.e2e.asking import Refused, eventually
from tests.e2e.manifests import AGNHOST, pod

PORTS = [{"name": "http", "port": 80, "targetPort": 80, "protocol": "TCP"}]


def service(name, labels=None, ports=PORTS, **spec):
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": {"ports": ports, **spec}}


def endpoints(space, name):
    """Pod -> ports (`validateEndpointsPortsOrFail`)."""
    eventually(lambda: space.exists("endpoints", name))
    found = {}
    for subset in space.get("endpoints", name).get("subsets") or ():
        for address in subset.get("addresses", ()):
            found.setdefault(address["targetRef"]["name"], set()).update(port["port"] for port in subset["ports"])
    return found


def test_should_provide_secure_master_service(cluster):
    found = cluster.space("default").get("services", "kubernetes")
    assert [(port["name"], port["port"]) for port in found["spec"]["ports"]] == [("https", 443)]


def _pod(space, name, labels, port):
    ports = [{"name": "p", "containerPort": port}]
    space.create("pods", pod(name, labels, image=AGNHOST, args=["netexec", f"--http-port={port}"], ports=ports))


def test_should_serve_a_basic_endpoint_from_pods(space):
    space.create("services", service("endpoint-test2", selector={"name": "e"}))
    assert endpoints(space, "endpoint-test2") == {}
    for name in ("pod1", "pod2"):
        _pod(space, name, {"name": "e"}, 80)
    eventually(lambda: endpoints(space, "endpoint-test2") == {"pod1": {80}, "pod2": {80}})
    space.delete("pods", "pod1", gracePeriodSeconds=0)
    eventually(lambda: endpoints(space, "endpoint-test2") == {"pod2": {80}})
    space.delete("pods", "pod2", gracePeriodSeconds=0)
    eventually(lambda: endpoints(space, "endpoint-test2") == {})


def test_should_serve_multiport_endpoints_from_pods(space):
    ports = [{"name": "portname1", "port": 80, "targetPort": 100}, {"name": "portname2", "port": 81, "targetPort": 101}]
    space.create("services", service("multi-endpoint-test", ports=ports, selector={"name": "m"}))
    for name, port in (("pod1", 100), ("pod2", 101)):
        _pod(space, name, {"name": "m"}, port)
    eventually(lambda: set(endpoints(space, "multi-endpoint-test")) == {"pod1", "pod2"})


def test_should_be_able_to_update_service_type_to_node_port_listening_on_same_port_over_both_protocols(
    space,
):
    tcp = {"port": 80, "protocol": "TCP"}
    space.create("services", service("nodeport-update-service", ports=[tcp]))
    changed = space.changed("services", "nodeport-update-service", _to_node_ports)
    ports = changed["spec"]["ports"]
    assert [port["protocol"] for port in ports] == ["TCP", "UDP"]
    assert all(30000 <= port["nodePort"] <= 32767 for port in ports)


def _to_node_ports(found):
    protocols = ("TCP", "UDP")
    ports = [{"name": f"{protocol.lower()}-port", "port": 80, "protocol": protocol} for protocol in protocols]
    found["spec"].update(type="NodePort", ports=ports)


@pytest.mark.parametrize(("before", "after"), [("ClusterIP", "ExternalName"), ("NodePort", "ExternalName")])
def test_should_be_able_to_change_the_type(space, before, after):
    space.create("services", service("changing", type=before))

    def outwards(found):
        found["spec"].update(type=after, externalName="example.com")
        for field in ("clusterIP", "clusterIPs"):
            found["spec"].pop(field, None)
        found["spec"]["ports"][0].pop("nodePort", None)

    out = space.changed("services", "changing", outwards)
    assert "clusterIP" not in out["spec"]

    def inwards(found):
        found["spec"].update(type=before, ports=PORTS)
        found["spec"].pop("externalName")

    assert space.changed("services", "changing", inwards)["spec"]["clusterIP"].startswith("10.")


def test_should_prevent_node_port_collisions(space):
    taken = space.create("services", service("nodeport-collision-1", type="NodePort"))["spec"]["ports"][0]["nodePort"]
    other = service("nodeport-collision-2", ports=[{**PORTS[0], "nodePort": taken}], type="NodePort")
    with pytest.raises(Refused, match="provided port is already allocated") as refused:
        space.create("services", other)
    assert refused.value.code == 422
    space.delete("services", "nodeport-collision-1")
    assert space.create("services", other)["spec"]["ports"][0]["nodePort"] == taken


def test_should_check_node_port_out_of_range(space):
    made = space.create("services", service("nodeport-range-test", type="NodePort"))
    outside = 61000
    made["spec"]["ports"][0]["nodePort"] = outside
    with pytest.raises(Refused, match=r"provided port is not in the valid range\. .*30000-32767"):
        space.update("services", made)
    with pytest.raises(Refused, match="not in the valid range"):
        space.create("services", service("other", ports=[{**PORTS[0], "nodePort": outside}], type="NodePort"))


def test_should_find_a_service_from_listing_all_namespaces(space):
    space.create("services", service("listed-everywhere"))
    found = space.cluster.space("").list("services")
    assert "listed-everywhere" in {one["metadata"]["name"] for one in found}


def test_should_complete_a_service_status_lifecycle(space):
    name, chosen = "test-service-lifecycle", {"labelSelector": "test-service-static=true"}
    version = space.get("services")["metadata"]["resourceVersion"]
    with space.watch("services", **chosen, resourceVersion=version) as watch:
        space.create("services", service(name, {"test-service-static": "true"}, type="LoadBalancer"))
        watch.until("ADDED")
        assert "status" in space.get("services", name, "status")
        balanced = {"loadBalancer": {"ingress": [{"ip": "203.0.113.1"}]}}
        patch = {"metadata": {"annotations": {"patchedstatus": "true"}}, "status": balanced}
        space.patch("services", name, patch, "status", kind="merge")
        watch.until("MODIFIED", lambda obj: obj["status"].get("loadBalancer") == balanced["loadBalancer"])
        condition = {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from e2e test"}
        condition["lastTransitionTime"] = "2026-01-01T00:00:00Z"
        space.changed("services", name, lambda found: found["status"].update(conditions=[condition]), "status")
        watch.until("MODIFIED", lambda obj: "StatusUpdate" in str(obj["status"].get("conditions")))
        space.patch("services", name, {"metadata": {"labels": {"test-service": "patched"}}})
        watch.until("MODIFIED", lambda obj: obj["metadata"]["labels"].get("test-service") == "patched")
        space.delete("services", name)
        watch.until("DELETED")


def test_should_delete_a_collection_of_services(space):
    for number in range(3):
        space.create("services", service(f"e2e-svc-{number}", {"e2e": "collected" if number else "not"}))
    space.delete("services", query={"labelSelector": "e2e=collected"})
    assert [one["metadata"]["name"] for one in space.list("services")] == ["e2e-svc-0"]


def test_should_test_the_lifecycle_of_an_endpoint(space):
    name, everywhere = "testservice", space.cluster.space("")
    chosen = {"labelSelector": "test-endpoint-static=true"}
    version = space.get("endpoints")["metadata"]["resourceVersion"]
    subsets = [{"addresses": [{"ip": "10.0.0.24"}], "ports": [{"name": "http", "port": 80, "protocol": "TCP"}]}]
    metadata = {"name": name, "labels": {"test-endpoint-static": "true"}}
    with space.watch("endpoints", **chosen, resourceVersion=version) as watch:
        space.create("endpoints", {"metadata": metadata, "subsets": subsets})
        watch.until("ADDED")
        assert len(everywhere.list("endpoints", **chosen)) == 1
        space.changed("endpoints", name, lambda found: found["metadata"]["labels"].update({"test-service": "updated"}))
        watch.until("MODIFIED")
        newer = [{"addresses": [{"ip": "10.0.0.25"}], "ports": [{"name": "http-test", "port": 8080}]}]
        space.patch("endpoints", name, {"metadata": {"labels": {"test-service": "patched"}}, "subsets": newer})
        assert watch.until("MODIFIED")["subsets"][0]["addresses"] == [{"ip": "10.0.0.25"}]
        space.delete("endpoints", query=chosen)
        watch.until("DELETED")
    assert everywhere.list("endpoints", **chosen) == []
