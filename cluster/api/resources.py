"""The table of what is served. To add a kind or a subresource is to add a row, and a small module for what is special.

Verbs, categories and short names are upstream's (`pkg/registry/*/rest/storage_*.go`).
"""

from collections.abc import Iterable

from cluster.api import autoscaling_v1, components, events_v1, heartbeats, metrics, priorities, reviews
from cluster.api.resource import READING, Call, Resource, Subresource, of_kind
from cluster.api.subresources import binding, eviction, finalize, log, proxy, scale, status, token, upgrades
from cluster.core.kinds import Object
from cluster.core.state import State


def _leases(call: Call, state: State, namespace: str) -> list[Object]:
    of_nodes = heartbeats.leases(state, call.now) if namespace in {"", heartbeats.NAMESPACE} else []
    return [*of_nodes, *state.of_kind("Lease", namespace or None)]


STATUS = Subresource("status", status.HANDLERS)
SCALE = Subresource("scale", scale.HANDLERS, "Scale", "autoscaling", "v1")
FINALIZE = Subresource("finalize", finalize.HANDLERS)
OF_PODS = (
    Subresource("attach", upgrades.HANDLERS, "PodAttachOptions", "", "v1"),
    Subresource("binding", binding.HANDLERS, "Binding", "", "v1"),
    Subresource("eviction", eviction.HANDLERS, "Eviction", "policy", "v1"),
    Subresource("exec", upgrades.HANDLERS, "PodExecOptions", "", "v1"),
    Subresource("log", log.HANDLERS),
    Subresource("portforward", upgrades.HANDLERS, "PodPortForwardOptions", "", "v1"),
    Subresource("proxy", proxy.PODS, "PodProxyOptions", "", "v1"),
    STATUS,
)
PROXY_OF_NODES = Subresource("proxy", proxy.NODES, "NodeProxyOptions", "", "v1")
PROXY_OF_SERVICES = Subresource("proxy", proxy.SERVICES, "ServiceProxyOptions", "", "v1")
TOKEN = Subresource("token", token.HANDLERS, "TokenRequest", "authentication.k8s.io", "v1")

TABLE: tuple[Resource, ...] = (
    of_kind("ConfigMap"),
    of_kind("Endpoints", deprecated="v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"),
    of_kind("Event"),
    of_kind(
        "Namespace",
        subresources=(FINALIZE, STATUS),
        verbs=tuple(sorted({*READING, "create", "delete", "patch", "update"})),
    ),
    of_kind("Node", subresources=(PROXY_OF_NODES, STATUS)),
    of_kind("Pod", categories=("all",), subresources=OF_PODS),
    of_kind("PodTemplate"),
    of_kind("ReplicationController", categories=("all",), subresources=(SCALE, STATUS)),
    of_kind("ResourceQuota", subresources=(STATUS,)),
    of_kind("Secret"),
    of_kind("ServiceAccount", subresources=(TOKEN,)),
    of_kind("Service", categories=("all",), subresources=(PROXY_OF_SERVICES, STATUS)),
    of_kind("Deployment", categories=("all",), subresources=(SCALE, STATUS)),
    of_kind("ReplicaSet", categories=("all",), subresources=(SCALE, STATUS)),
    of_kind("EndpointSlice"),
    of_kind("Event", group="events.k8s.io", served=events_v1.served, accepted=events_v1.accepted),
    of_kind("Lease", objects=_leases),
    of_kind("LimitRange"),
    of_kind("HorizontalPodAutoscaler", categories=("all",), subresources=(STATUS,)),
    of_kind(
        "HorizontalPodAutoscaler",
        version="v1",
        categories=("all",),
        subresources=(STATUS,),
        served=autoscaling_v1.served,
        accepted=autoscaling_v1.accepted,
    ),
    of_kind("PodDisruptionBudget", subresources=(STATUS,)),
    of_kind("PriorityClass", objects=priorities.classes),
    *reviews.ROWS,
    *metrics.ROWS,
    *components.ROWS,
)

PREFERRED_ORDER = (
    "", "apps", "events.k8s.io", "authentication.k8s.io", "authorization.k8s.io", "autoscaling", "batch",
    "networking.k8s.io", "policy", "scheduling.k8s.io", "coordination.k8s.io", "discovery.k8s.io", "metrics.k8s.io",
)  # fmt: skip
"""Groups as discovery lists them; groups that are not named here come last."""

GroupVersion = tuple[str, str]


def by_group_version(table: Iterable[Resource]) -> dict[GroupVersion, dict[str, Resource]]:
    """The rows by (group, version) and plural."""
    found: dict[GroupVersion, dict[str, Resource]] = {}
    for row in table:
        found.setdefault((row.group, row.version), {})[row.plural] = row
    return found


SERVED = by_group_version(TABLE)


def find(group: str, version: str, plural: str) -> Resource | None:
    """The row of a resource, or None."""
    return SERVED.get((group, version), {}).get(plural)


def versions_of(group: str) -> list[str]:
    """The served versions of a group, the preferred one first."""
    return sorted((version for name, version in SERVED if name == group), reverse=True)


def groups() -> list[str]:
    """The served groups but the core one, in the order of discovery."""
    names = {group for group, _ in SERVED if group}
    known = [name for name in PREFERRED_ORDER if name in names]
    return [*known, *sorted(names - set(known))]
