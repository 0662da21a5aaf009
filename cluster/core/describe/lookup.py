"""What `kubectl describe` would fetch besides the object, found in a state."""

from cluster.core import pods, selectors
from cluster.core.describe.related import Related
from cluster.core.kinds import Object, public
from cluster.core.objects import controlled_by, name_of, namespace_of, uid_of
from cluster.core.state import State


def related_to(state: State, obj: Object) -> Related:
    """Everything that a description of `obj` shows, as of now; kinds that need nothing more get their events alone."""
    kind, namespace = obj["kind"], namespace_of(obj)
    return Related(
        now=state.now,
        events=[public(event) for event in state.events_about(uid_of(obj))],
        replica_sets=_replica_sets(state, obj) if kind == "Deployment" else (),
        pods=_pods(state, obj) if kind in {"ReplicaSet", "Node"} else (),
        endpoint_slices=_slices(state, obj) if kind == "Service" else (),
        resource_quotas=_all(state, "ResourceQuota", name_of(obj)) if kind == "Namespace" else (),
        secrets=_all(state, "Secret", namespace) if kind == "ServiceAccount" else (),
    )


def _replica_sets(state: State, deployment: Object) -> tuple[Object, ...]:
    uid = uid_of(deployment)
    owned = (rs for rs in state.dependents(uid, "ReplicaSet") if controlled_by(rs, uid))
    return tuple(sorted(owned, key=name_of))


def _pods(state: State, obj: Object) -> tuple[Object, ...]:
    if obj["kind"] == "Node":
        found = [pod for pod in state.pods_on(name_of(obj)) if not pods.is_terminal(pod)]
    else:
        selector = obj["spec"].get("selector") or {}
        labels = selector.get("matchLabels") or {}
        candidates = state.labelled("Pod", namespace_of(obj), labels)
        found = [pod for pod in candidates if selectors.matches(selector, pod["metadata"].get("labels") or {})]
    return tuple(sorted(found, key=lambda pod: (namespace_of(pod), name_of(pod))))


def _slices(state: State, service: Object) -> tuple[Object, ...]:
    mine = (
        found
        for found in state.of_kind("EndpointSlice", namespace_of(service))
        if (found["metadata"].get("labels") or {}).get("kubernetes.io/service-name") == name_of(service)
    )
    return tuple(sorted(mine, key=name_of))


def _all(state: State, kind: str, namespace: str) -> tuple[Object, ...]:
    return tuple(sorted(state.of_kind(kind, namespace), key=name_of))
