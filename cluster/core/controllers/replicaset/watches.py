"""What wakes the ReplicaSet controller (`pkg/controller/replicaset/replica_set.go`, addPod, updatePod, deletePod)."""

from collections.abc import Callable, Iterable, Iterator

from cluster.core.kinds import Key, Object
from cluster.core.moves import Change
from cluster.core.selectors import matches
from cluster.core.state import State

NAME = "replicaset-controller"
KIND = "ReplicaSet"


def replica_set_changed(_state: State, change: Change) -> Iterable[Key]:
    """The ReplicaSet itself, except when the controller has only written its status."""
    if change.actor == NAME and change.before is not None and change.before["spec"] is change.object["spec"]:
        return ()
    return (change.key,)


def pod_changed(state: State, change: Change) -> Iterable[Key]:
    """The ReplicaSets that own the pod now or did before; for one without controller those whose selector matches."""
    return concerned(state, change, KIND, _selector)


def pod_fared(_state: State, change: Change) -> Iterable[Key]:
    """The ReplicaSet whose pod became ready or ceased to be, came to its end, or is gone after it was being deleted."""
    return fared(change, KIND)


def fared(change: Change, kind: str) -> Iterable[Key]:
    """The owner of that kind of a pod that only fared well or ill; see `concerned` for what cannot wait."""
    before, pod = change.before, change.object
    if before is None or (change.verb != "delete" and not _changed_state(before, pod)):
        return ()
    owner = _owner(pod, kind)
    return () if owner is None else (owner,)


def _selector(rs: Object) -> Object | None:
    selector: Object | None = rs["spec"].get("selector")
    return selector


def concerned(state: State, change: Change, kind: str, selector_of: Callable[[Object], Object | None]) -> Iterable[Key]:
    """The objects of a kind that own the pod now or did before; for one without controller those that select it."""
    before, pod = change.before, change.object
    if before is not None and not _matters(before, pod, change.verb):
        return ()
    keys = [key for key in (_owner(pod, kind), _owner(before, kind) if before else None) if key is not None]
    if len(keys) == 2 and keys[0] == keys[1]:
        return keys[:1]
    if change.verb != "delete" and _is_orphan(pod):
        keys += selecting(state, pod, kind, selector_of)
    return keys


def selecting(
    state: State, pod: Object, kind: str = KIND, selector_of: Callable[[Object], Object | None] = _selector
) -> Iterator[Key]:
    """The ReplicaSets (or objects of another kind) of the pod's namespace whose selector matches it."""
    namespace, labels = pod["metadata"]["namespace"], pod["metadata"].get("labels")
    if not labels:
        return
    for owner in state.of_kind(kind, namespace):
        if matches(selector_of(owner), labels):
            yield kind, namespace, owner["metadata"]["name"]


def _matters(before: Object, pod: Object, verb: str) -> bool:
    """Whether a pod came, went or changed hands. Called for every change of every pod."""
    old, new = before["metadata"], pod["metadata"]
    if verb == "delete":
        return "deletionTimestamp" not in old or _is_orphan(pod)
    if old.get("labels") is not new.get("labels") or old.get("ownerReferences") is not new.get("ownerReferences"):
        return True
    if old.get("deletionTimestamp") != new.get("deletionTimestamp"):
        return True
    return _is_orphan(pod) and _changed_state(before, pod)


def _changed_state(before: Object, pod: Object) -> bool:
    was, now = before.get("status") or {}, pod.get("status") or {}
    return was is not now and (was.get("phase") != now.get("phase") or _ready(was) != _ready(now))


def _ready(status: Object) -> tuple[str, str] | None:
    for condition in status.get("conditions") or ():
        if condition["type"] == "Ready":
            return condition["status"], condition.get("lastTransitionTime") or ""
    return None


def _owner(pod: Object, kind: str) -> Key | None:
    for owner in pod["metadata"].get("ownerReferences") or ():
        if owner.get("controller"):
            return (kind, pod["metadata"]["namespace"], owner["name"]) if owner["kind"] == kind else None
    return None


def _is_orphan(pod: Object) -> bool:
    return not any(owner.get("controller") for owner in pod["metadata"].get("ownerReferences") or ())
