"""What belongs to an object, looked up in the cluster's state: the requests that kubectl's describers make."""

from collections.abc import Iterable

from cluster.core.describe.parts import meta, part
from cluster.core.describe.related import Related
from cluster.core.kinds import Object
from cluster.core.state import State

SERVICE_NAME = "kubernetes.io/service-name"
NODE_LEASES = "kube-node-lease"


def gather(state: State, obj: Object, show_events: bool = True) -> Related:
    """`Related` for one object of this state; in the order in which the API lists."""
    kind, name, namespace = obj.get("kind"), meta(obj).get("name") or "", meta(obj).get("namespace") or ""
    uid = meta(obj).get("uid") or ""
    here = name if kind == "Namespace" else namespace
    return Related(
        now=state.now,
        events=list(_listed(state.events_about(uid))) if show_events else None,
        replica_sets=_listed(state.dependents(uid, "ReplicaSet")) if kind == "Deployment" else (),
        pods=_pods(state, obj),
        endpoint_slices=_slices(state, name, namespace) if kind == "Service" else (),
        lease=state.get("Lease", NODE_LEASES, name) if kind == "Node" else None,
        resource_quotas=_listed(state.of_kind("ResourceQuota", here)) if kind == "Namespace" else (),
        limit_ranges=_listed(state.of_kind("LimitRange", here)) if kind == "Namespace" else (),
        secrets=_listed(state.of_kind("Secret", here)) if kind == "ServiceAccount" else (),
    )


def _listed(objects: Iterable[Object]) -> tuple[Object, ...]:
    return tuple(sorted(objects, key=lambda obj: (meta(obj).get("namespace") or "", meta(obj).get("name") or "")))


def _pods(state: State, obj: Object) -> tuple[Object, ...]:
    if obj.get("kind") == "ReplicaSet":
        return _listed(state.dependents(meta(obj).get("uid") or "", "Pod"))
    if obj.get("kind") != "Node":
        return ()
    pods = state.pods_on(meta(obj).get("name") or "")
    return _listed(pod for pod in pods if part(pod, "status").get("phase") not in ("Succeeded", "Failed"))


def _slices(state: State, name: str, namespace: str) -> tuple[Object, ...]:
    slices = state.of_kind("EndpointSlice", namespace)
    return _listed(item for item in slices if (meta(item).get("labels") or {}).get(SERVICE_NAME) == name)
