"""`[sig-network] EndpointSlice` (`test/e2e/network/endpointslice.go`)."""

from tests.e2e.asking import eventually
from tests.e2e.manifests import NGINX, pod

OF = "kubernetes.io/service-name"


def slices(space, service):
    return space.list("endpointslices", labelSelector=f"{OF}={service}")


def addresses(space, service):
    """The addresses and ports that the Endpoints have, and those that the slices have."""
    subsets = space.get("endpoints", service).get("subsets") or ()
    of_endpoints = {
        (address["ip"], port["port"])
        for subset in subsets
        for address in (*subset.get("addresses", ()), *subset.get("notReadyAddresses", ()))
        for port in subset["ports"]
    }
    of_slices = {
        (address, port["port"])
        for one in slices(space, service)
        for endpoint in one.get("endpoints") or ()
        for address in endpoint["addresses"]
        for port in one["ports"]
    }
    return of_endpoints, of_slices


def service(name, selector, **port):
    ports = [{"name": "example", "port": 80, "protocol": "TCP", **port}]
    spec = {"selector": selector, "publishNotReadyAddresses": True, "ports": ports}
    return {"metadata": {"name": name}, "spec": spec}


def test_should_have_endpoints_and_endpoint_slices_pointing_to_api_server(cluster):
    space = cluster.space("default")
    assert space.exists("services", "kubernetes")
    of_endpoints, of_slices = addresses(space, "kubernetes")
    assert of_endpoints
    assert of_endpoints == of_slices


def test_should_create_and_delete_endpoints_and_endpoint_slices_for_a_service_with_a_selector_specified(space):
    name = "example-empty-selector"
    space.create("services", service(name, {"does-not-match-anything": "slices-should-still-be-created"}))
    eventually(lambda: space.exists("endpoints", name))
    (made,) = eventually(lambda: slices(space, name))
    assert made["metadata"]["labels"]["endpointslice.kubernetes.io/managed-by"] == "endpointslice-controller.k8s.io"
    assert not made.get("endpoints")
    space.delete("services", name)
    eventually(lambda: not space.exists("endpoints", name))
    eventually(lambda: not slices(space, name))


def test_should_create_endpoints_and_endpoint_slices_for_pods_matching_a_service(space):
    ports = [{"name": "example-name", "containerPort": 3000}]
    more = [{"name": "example-name", "containerPort": 3001}, {"name": "other-port", "containerPort": 3002}]
    space.create("pods", pod("pod1", {"pod1": "on", "shared12": "on"}, image=NGINX, ports=ports))
    space.create("pods", pod("pod2", {"pod2": "on", "shared12": "on"}, image=NGINX, ports=more))
    space.create("services", service("example-int-port", {"pod1": "on"}, targetPort=3000))
    space.create("services", service("example-named-port", {"shared12": "on"}, targetPort="example-name"))
    space.create("services", service("example-no-match", {"pod3": "on"}, targetPort=8080))
    one, two = _ip(space, "pod1"), _ip(space, "pod2")
    both = {(one, 3000), (two, 3001)}
    eventually(lambda: addresses(space, "example-int-port") == ({(one, 3000)}, {(one, 3000)}))
    eventually(lambda: addresses(space, "example-named-port") == (both, both))
    assert len(slices(space, "example-named-port")) == 2
    eventually(lambda: addresses(space, "example-no-match") == (set(), set()))
    assert len(slices(space, "example-no-match")) == 1
    space.delete("endpointslices", query={"labelSelector": f"{OF}=example-named-port"})
    eventually(lambda: addresses(space, "example-named-port") == (both, both))


def _ip(space, name):
    return eventually(lambda: space.get("pods", name)["status"].get("podIP"))


def test_should_support_creating_endpoint_slice_api_operations(space):
    cluster = space.cluster
    groups = {group["name"]: group for group in cluster.ask("GET", "apis")["groups"]}
    assert "v1" in {version["version"] for version in groups["discovery.k8s.io"]["versions"]}
    assert cluster.ask("GET", "apis/discovery.k8s.io")["versions"][0]["version"] == "v1"
    served = cluster.ask("GET", "apis/discovery.k8s.io/v1")["resources"]
    assert "endpointslices" in {resource["name"] for resource in served}
    metadata = {"generateName": "e2e-example-ing", "labels": {"special-label": space.name}}
    endpoints = [{"addresses": ["1.2.3.4", "5.6.7.8"]}, {"addresses": ["2.2.3.4", "6.6.7.8"]}]
    template = {"metadata": metadata, "addressType": "IPv4", "endpoints": endpoints}
    name = [space.create("endpointslices", template)["metadata"]["name"] for _ in range(3)][-1]
    chosen = {"labelSelector": f"special-label={space.name}"}
    listed = space.get("endpointslices", **chosen)
    assert len(listed["items"]) == len(cluster.space("").list("endpointslices", **chosen)) == 3
    with space.watch("endpointslices", **chosen, resourceVersion=listed["metadata"]["resourceVersion"]) as watch:
        space.patch("endpointslices", name, {"metadata": {"annotations": {"patched": "true"}}}, kind="merge")
        space.changed("endpointslices", name, lambda found: found["metadata"]["annotations"].update(updated="true"))
        watch.until("MODIFIED", lambda obj: obj["metadata"]["annotations"] == {"patched": "true", "updated": "true"})
        space.delete("endpointslices", name)
        watch.until("DELETED")
    assert len(space.list("endpointslices", **chosen)) == 2
    space.delete("endpointslices", query=chosen)
    assert space.list("endpointslices", **chosen) == []
