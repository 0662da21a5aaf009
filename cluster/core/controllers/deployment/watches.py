"""What wakes the controller (`pkg/controller/deployment/deployment_controller.go`, addReplicaSet and its likes)."""

from collections.abc import Iterable

from cluster.core.deployments import strategy_of
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change
from cluster.core.objects import labels_of
from cluster.core.selectors import matches
from cluster.core.state import State


def on_deployment(_state: State, change: Change) -> Iterable[Key]:
    """The Deployment itself, as long as it exists."""
    return () if change.verb == "delete" else (change.key,)


def on_replica_set(state: State, change: Change) -> Iterable[Key]:
    """Its Deployment; for an orphan every Deployment that might adopt it; for one that changed hands both owners."""
    rs, before = change.object, change.before
    owner = _owner(rs, "Deployment")
    if owner is not None and (before is None or _same(before, rs, "ownerReferences")):
        return (owner,)
    former = _owner(before, "Deployment") if before is not None else None
    found = [key for key in (former, owner) if key is not None]
    if owner is None and change.verb != "delete" and not _is_owned(rs) and _is_news(before, rs, former):
        found += deployments_for_replica_set(state, rs)
    return dict.fromkeys(found)


def _same(before: Object, after: Object, field: str) -> bool:
    a, b = before["metadata"].get(field), after["metadata"].get(field)
    return a is b or a == b


def _is_news(before: Object | None, rs: Object, former: Key | None) -> bool:
    """Whether an orphan is new, was let go, or has other labels than before."""
    return before is None or former is not None or before is rs or not _same(before, rs, "labels")


def _owner(obj: Object, kind: str) -> Key | None:
    for owner in obj["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            return (kind, obj["metadata"]["namespace"], owner["name"]) if owner["kind"] == kind else None
    return None


def _is_owned(obj: Object) -> bool:
    return any(owner.get("controller") for owner in obj["metadata"].get("ownerReferences") or ())


def deployments_for_replica_set(state: State, rs: Object) -> list[Key]:
    """The Deployments whose selector matches an orphan's labels, by name (GetDeploymentsForReplicaSet)."""
    namespace, labels = rs["metadata"]["namespace"], labels_of(rs)
    names = sorted(
        deployment["metadata"]["name"]
        for deployment in state.of_kind("Deployment", namespace)
        if labels and matches(deployment["spec"]["selector"], labels)
    )
    return [("Deployment", namespace, name) for name in names]


def on_pod(state: State, change: Change) -> Iterable[Key]:
    """A Recreate Deployment whose last pod is gone (deletePod); nothing else about pods concerns this controller."""
    if change.verb != "delete":
        return ()
    replica_set_key = _owner(change.object, "ReplicaSet")
    rs = state.at(replica_set_key) if replica_set_key else None
    key = _owner(rs, "Deployment") if rs is not None else None
    deployment = state.at(key) if key else None
    if key is None or deployment is None or strategy_of(deployment) != "Recreate":
        return ()
    own = state.dependents(deployment["metadata"]["uid"], "ReplicaSet")
    if any(True for rs in own for _ in state.dependents(rs["metadata"]["uid"], "Pod")):
        return ()
    return (key,)
