"""The garbage collector: what has owners goes when the last of them is gone.

Upstream: `pkg/controller/garbagecollector/garbagecollector.go` (attemptToDeleteItem, processDeletingDependentsItem,
orphanDependents). Owners are known by uid: an owner of the right name but with another uid is absent. References to
kinds that this cluster does not serve are trusted.
"""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from cluster.core.controllers.controller import Controller
from cluster.core.deletion import FOREGROUND, ORPHAN, delete
from cluster.core.kinds import KINDS, Key, Object, key_of
from cluster.core.moves import Change, Emit, Move, Put
from cluster.core.objects import is_deleting, with_metadata
from cluster.core.state import State

NAME = "garbage-collector"
Reference = dict[str, Any]


class Owners(NamedTuple):
    """An object's ownerReferences: `solid` owners live, `dangling` are absent, `waiting` are deleted in foreground."""

    solid: list[Reference]
    dangling: list[Reference]
    waiting: list[Reference]


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Deletes the object if no owner is left, and carries out what its own finalizers promise its dependents."""
    item = state.at(key)
    if item is None:
        return
    if is_deleting(item):
        yield from _carry_out(state, item)
        return
    owners = classify_references(state, item)
    lost = [*owners.dangling, *owners.waiting]
    if not lost:
        return
    yield from _misplaced(state, item, owners.dangling)
    if owners.solid:
        reason = f"{_names(owners.solid)} still owns {key[2]}, so only the reference to {_names(lost)} goes"
        yield _without_references(item, {owner["uid"] for owner in lost}, reason)
    elif owners.waiting and any(True for _ in state.dependents(item["metadata"]["uid"])):
        yield from _delete_in_foreground(state, item, owners.waiting)
    else:
        word = f"is gone and {key[2]} has no other owner" if owners.dangling else f"waits for {key[2]} to go"
        yield from delete(state, key, propagation=_propagation(item), reason=f"owner {_names(lost)} {word}")


def classify_references(state: State, item: Object) -> Owners:
    """Sorts the ownerReferences by what became of their owners (classifyReferences)."""
    owners = Owners([], [], [])
    for reference in item["metadata"].get("ownerReferences") or ():
        if not _is_resolvable(item, reference):
            owners.solid.append(reference)
            continue
        owner = owner_of(state, item, reference)
        if owner is None:
            owners.dangling.append(reference)
        elif _waits_for_dependents(owner):
            owners.waiting.append(reference)
        else:
            owners.solid.append(reference)
    return owners


def owner_of(state: State, item: Object, reference: Reference) -> Object | None:
    """The living owner that a reference means: same kind, place, name and uid."""
    owner = state.at(_owner_key(item, reference))
    return owner if owner is not None and owner["metadata"]["uid"] == reference["uid"] else None


def _owner_key(item: Object, reference: Reference) -> Key:
    namespaced = reference["kind"] in KINDS and KINDS[reference["kind"]].namespaced
    return reference["kind"], item["metadata"].get("namespace", "") if namespaced else "", reference["name"]


def _is_resolvable(item: Object, reference: Reference) -> bool:
    kind = KINDS.get(reference["kind"])
    if kind is None or kind.api_version != reference["apiVersion"]:
        return False
    return not kind.namespaced or bool(item["metadata"].get("namespace"))


def _carry_out(state: State, item: Object) -> Iterator[Move]:
    finalizers = item["metadata"].get("finalizers") or ()
    uid, name = item["metadata"]["uid"], item["metadata"]["name"]
    if ORPHAN in finalizers:
        for dependent in _by_name(state.dependents(uid)):
            reason = f"{name} is deleted with its dependents orphaned, so {dependent['metadata']['name']} stays"
            yield _without_references(dependent, {uid}, reason)
        yield _without_finalizer(item, ORPHAN, "all its dependents are released")
    elif FOREGROUND in finalizers and not any(_blocks(dependent, uid) for dependent in state.dependents(uid)):
        yield _without_finalizer(item, FOREGROUND, "all dependents that blocked its deletion are gone")


def _delete_in_foreground(state: State, item: Object, waiting: list[Reference]) -> Iterator[Move]:
    """Dependents of its own go first; two that wait for each other are freed by no longer blocking."""
    key, uid = key_of(item), item["metadata"]["uid"]
    if any(_waits_for_dependents(dependent) for dependent in state.dependents(uid)):
        references = item["metadata"]["ownerReferences"]
        free = [{**reference, "blockOwnerDeletion": False} for reference in references]
        if any(reference.get("blockOwnerDeletion") for reference in references):
            yield Put(with_metadata(item, ownerReferences=free), f"{key[2]} and its owner wait for each other")
            return
    reason = f"owner {_names(waiting)} waits for {key[2]} to go, which waits for its own dependents"
    yield from delete(state, key, propagation="Foreground", reason=reason)


def _propagation(item: Object) -> str:
    finalizers = item["metadata"].get("finalizers") or ()
    return "Orphan" if ORPHAN in finalizers else "Foreground" if FOREGROUND in finalizers else "Background"


def _misplaced(state: State, item: Object, dangling: list[Reference]) -> Iterator[Emit]:
    """Tells of owners that live in another namespace: they count as absent."""
    namespace = item["metadata"].get("namespace", "")
    for reference in dangling:
        kind = KINDS[reference["kind"]]
        if kind.namespaced and any(o["metadata"]["uid"] == reference["uid"] for o in state.of_kind(kind.kind)):
            text = (
                f"[{reference['apiVersion']}/{kind.kind}, namespace: {namespace}, name: {reference['name']}, "
                f"uid: {reference['uid']}]"
            )
            message = f'ownerRef {text} does not exist in namespace "{namespace}"'
            yield Emit(item, "Warning", "OwnerRefInvalidNamespace", message)


def _without_references(item: Object, uids: set[str], reason: str) -> Put:
    left = [owner for owner in item["metadata"]["ownerReferences"] if owner["uid"] not in uids]
    return Put(with_metadata(item, ownerReferences=left or None), reason)


def _without_finalizer(item: Object, finalizer: str, reason: str) -> Put:
    left = [name for name in item["metadata"]["finalizers"] if name != finalizer]
    return Put(with_metadata(item, finalizers=left or None), reason)


def _blocks(dependent: Object, uid: str) -> bool:
    owners = dependent["metadata"]["ownerReferences"]
    return any(owner["uid"] == uid and owner.get("blockOwnerDeletion") for owner in owners)


def _waits_for_dependents(item: Object) -> bool:
    return is_deleting(item) and FOREGROUND in (item["metadata"].get("finalizers") or ())


def _names(references: list[Reference]) -> str:
    return ", ".join(f"{reference['kind']} {reference['name']}" for reference in references)


def _by_name(objects: Iterable[Object]) -> list[Object]:
    return sorted(objects, key=lambda obj: (str(obj["kind"]), str(obj["metadata"]["name"])))


def changed(state: State, change: Change) -> Iterator[Key]:
    """Whom a change concerns: dependents of what went or began to go, and owners that wait for it."""
    before, after = change.before, change.object
    new = after["metadata"]
    if change.verb == "delete":
        yield from map(key_of, _by_name(state.dependents(new["uid"])))
        yield from _waiting_owners(state, after)
        return
    old = before["metadata"] if before is not None else {}
    if old.get("ownerReferences") is not new.get("ownerReferences"):
        if before is not None or any(_is_lost(state, after, owner) for owner in new.get("ownerReferences") or ()):
            yield change.key
        if before is not None:
            yield from _waiting_owners(state, before)
    if new.get("deletionTimestamp") and old.get("finalizers") != new.get("finalizers"):
        yield change.key
        yield from map(key_of, _by_name(state.dependents(new["uid"])))


def _is_lost(state: State, item: Object, reference: Reference) -> bool:
    owner = owner_of(state, item, reference)
    return owner is None or _waits_for_dependents(owner)


def _waiting_owners(state: State, item: Object) -> Iterator[Key]:
    for reference in item["metadata"].get("ownerReferences") or ():
        owner = owner_of(state, item, reference)
        if owner is not None and _waits_for_dependents(owner):
            yield key_of(owner)


CONTROLLER = Controller(NAME, reconcile, {kind: changed for kind in KINDS if kind != "Event"})
