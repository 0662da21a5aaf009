"""`metrics.k8s.io/v1beta1`: what metrics-server tells of nodes and pods; `kubectl top` asks for it."""

from cluster.api.resource import Call, Resource
from cluster.core import load, times
from cluster.core.kinds import Object
from cluster.core.load import Loads, Use
from cluster.core.state import State

GROUP, VERSION = "metrics.k8s.io", "v1beta1"
WINDOW = "15s"


def nodes(call: Call, state: State, _namespace: str) -> list[Object]:
    """The use of each node whose kubelet speaks."""
    loads = Loads(state, call.now)
    found = sorted(state.of_kind("Node"), key=lambda node: str(node["metadata"]["name"]))
    heard = [node for node in found if "silent_since" not in (node.get("simulation") or {})]
    return [_metrics(call, "NodeMetrics", node, {"usage": _usage(loads.of_node(node))}) for node in heard]


def pods(call: Call, state: State, namespace: str) -> list[Object]:
    """The use of each container that has run long enough."""
    loads, found = Loads(state, call.now), []
    for pod in state.of_kind("Pod", namespace or None):
        uses = loads.containers(pod)
        if uses:
            listed = [{"name": name, "usage": _usage(use)} for name, use in uses.items()]
            found.append(_metrics(call, "PodMetrics", pod, {"containers": listed}))
    return found


def _usage(use: Use) -> dict[str, str]:
    return {"cpu": f"{use.cpu * 10**6}n" if use.cpu else "0", "memory": f"{use.memory // 1024}Ki"}


def _metrics(call: Call, kind: str, obj: Object, measured: Object) -> Object:
    metadata = {name: obj["metadata"][name] for name in ("name", "namespace", "labels") if name in obj["metadata"]}
    metadata["creationTimestamp"] = times.to_text(call.now)
    told = times.to_text(load.scraped_at(call.now) + call.shift * times.SECOND)
    head = {"kind": kind, "apiVersion": f"{GROUP}/{VERSION}", "metadata": metadata}
    return {**head, "timestamp": told, "window": WINDOW, **measured}


ROWS = (
    Resource("NodeMetrics", "nodes", GROUP, VERSION, namespaced=False, verbs=("get", "list"), objects=nodes),
    Resource("PodMetrics", "pods", GROUP, VERSION, verbs=("get", "list"), objects=pods),
)
