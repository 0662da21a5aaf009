"""PriorityClasses: those that every cluster has, besides those that people make.

Upstream: `pkg/apis/scheduling/v1/helpers.go` (SystemPriorityClasses).
"""

from cluster.api.resource import Call
from cluster.core.draft import uid
from cluster.core.kinds import Object
from cluster.core.pod_admission import PRIORITIES
from cluster.core.state import State

MEANT = {
    "system-cluster-critical": "Used for system critical pods that must run in the cluster, but can be moved to "
    "another node if necessary.",
    "system-node-critical": "Used for system critical pods that must not be moved from their current node.",
}


def classes(_call: Call, state: State, _namespace: str) -> list[Object]:
    """All of them."""
    return [*(_of_system(state, name) for name in PRIORITIES), *state.of_kind("PriorityClass")]


def _of_system(state: State, name: str) -> Object:
    first = state.get("Namespace", "", "kube-system") or {"metadata": {"creationTimestamp": None}}
    return {
        "apiVersion": "scheduling.k8s.io/v1",
        "kind": "PriorityClass",
        "metadata": {
            "name": name,
            "uid": uid(f"{state.seed}/priority/{name}"),
            "resourceVersion": "1",
            "generation": 1,
            "creationTimestamp": first["metadata"]["creationTimestamp"],
        },
        "value": PRIORITIES[name],
        "description": MEANT[name],
        "preemptionPolicy": "PreemptLowerPriority",
    }
