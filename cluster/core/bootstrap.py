"""A new cluster, as it stands when the installer is done: complete, and at rest."""

from collections.abc import Iterator, Mapping

from cluster.core import namespaces
from cluster.core.draft import Draft
from cluster.core.kinds import Object
from cluster.core.moves import Change, Put
from cluster.core.nodes import new_node
from cluster.core.state import State

API_SERVER_IP = "172.18.0.1"
API_SERVER_PORT = 6443
KUBERNETES_SERVICE_IP = "10.96.0.1"


def new_state(
    seed: str, now: int, nodes: int = 3, node_capacity: Mapping[str, str] | None = None
) -> tuple[State, tuple[Change, ...]]:
    """A new cluster at `now` (milliseconds), and the changes that made it.

    `node_capacity` replaces single resources of all nodes, such as `{"cpu": "2"}`. Controllers are not called: what
    they would make is made here already, so nothing is due afterwards.
    """
    draft = Draft(State(seed, now), "kubeadm")
    for move in _moves(now, nodes, dict(node_capacity or {})):
        draft.apply(move)
    return draft.freeze(), tuple(draft.changes)


def _moves(now: int, count: int, capacity: dict[str, str]) -> Iterator[Put]:
    for name in namespaces.SYSTEM_NAMESPACES:
        yield Put(namespaces.new_namespace(name), f"every cluster has the namespace {name}")
    for name in namespaces.SYSTEM_NAMESPACES:
        yield Put(namespaces.default_service_account(name), "pods that name no ServiceAccount run as this one")
        yield Put(namespaces.root_ca(name), "lets pods verify the API server's certificate")
    for number in range(1, count + 1):
        node = new_node(f"node-{number}", number, now, capacity)
        # The node controller knows them already: no RegisteredNode event is due.
        yield Put({**node, "simulation": {"registered": True}}, f"machine {number} of {count} joins the cluster")
    yield Put(_kubernetes_service(), "pods find the API server under the name kubernetes.default.svc")
    yield Put(_kubernetes_endpoints(), f"the API server listens on {API_SERVER_IP}:{API_SERVER_PORT}")
    yield Put(_kubernetes_endpoint_slice(), f"the API server listens on {API_SERVER_IP}:{API_SERVER_PORT}")


def _kubernetes_service() -> Object:
    # `pkg/controlplane/controller/kubernetesservice/controller.go`, CreateOrUpdateMasterServiceIfNeeded
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": {"component": "apiserver", "provider": "kubernetes"},
        },
        "spec": {
            "clusterIP": KUBERNETES_SERVICE_IP,
            "clusterIPs": [KUBERNETES_SERVICE_IP],
            "internalTrafficPolicy": "Cluster",
            "ipFamilies": ["IPv4"],
            "ipFamilyPolicy": "SingleStack",
            "ports": [{"name": "https", "port": 443, "protocol": "TCP", "targetPort": API_SERVER_PORT}],
            "sessionAffinity": "None",
            "type": "ClusterIP",
        },
        "status": {"loadBalancer": {}},
    }


def _kubernetes_endpoints() -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Endpoints",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": {"endpointslice.kubernetes.io/skip-mirror": "true"},
        },
        "subsets": [{"addresses": [{"ip": API_SERVER_IP}], "ports": [_port()]}],
    }


def _kubernetes_endpoint_slice() -> Object:
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "name": "kubernetes",
            "namespace": "default",
            "labels": {"kubernetes.io/service-name": "kubernetes"},
        },
        "addressType": "IPv4",
        "endpoints": [{"addresses": [API_SERVER_IP], "conditions": {"ready": True}}],
        "ports": [_port()],
    }


def _port() -> dict[str, object]:
    return {"name": "https", "port": API_SERVER_PORT, "protocol": "TCP"}
