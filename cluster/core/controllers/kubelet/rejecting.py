"""What a kubelet checks itself before it takes a pod on that no scheduler has seen.

Upstream: `pkg/kubelet/lifecycle/predicate.go` (Admit), `pkg/kubelet/kubelet.go` (rejectPod).
"""

from typing import NamedTuple

from cluster.core.controllers.kubelet.life import Life
from cluster.core.pod_resources import amount, request_of
from cluster.core.usage import NOTHING


class Rejection(NamedTuple):
    """Becomes `status.reason` and `status.message` of a Failed pod."""

    reason: str
    message: str


def rejection(life: Life) -> Rejection | None:
    """Why the node does not take the pod; None: it does. The scheduler has asked all this already for its own pods."""
    for condition in (life.pod.get("status") or {}).get("conditions") or ():
        if condition["type"] == "PodScheduled" and condition["status"] == "True":
            return None
    return _too_big(life) or _wrong_node(life)


def _too_big(life: Life) -> Rejection | None:
    candidate = life.state.usage.nodes.get(life.node["metadata"]["name"])
    taken = candidate.taken if candidate else NOTHING
    wanted = request_of(life.pod)
    allocatable = (life.node.get("status") or {}).get("allocatable") or {}
    asked = (("pods", 1, taken.pods), ("cpu", wanted.cpu, taken.cpu), ("memory", wanted.memory, taken.memory))
    for resource, request, used in asked:
        capacity = amount(resource, allocatable.get(resource, 0))
        if request and used > capacity:
            return Rejection(
                f"OutOf{resource}",
                f"Node didn't have enough resource: {resource}, requested: {request}, "
                f"used: {used - request}, capacity: {capacity}",
            )
    return None


def _wrong_node(life: Life) -> Rejection | None:
    labels = life.node["metadata"].get("labels") or {}
    selector = life.spec.get("nodeSelector") or {}
    if all(labels.get(key) == value for key, value in selector.items()):
        return None
    return Rejection("NodeAffinity", "Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector")
