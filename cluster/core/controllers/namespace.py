"""The namespace controller: empties a namespace that is being deleted, pods first, then lets it go.

Upstream: `pkg/controller/namespace/deletion/namespaced_resources_deleter.go` (Delete, deleteAllContent) and
`status_condition_utils.go`.
"""

from collections import Counter
from collections.abc import Iterable, Iterator

from cluster.core import times
from cluster.core.controllers.controller import Controller, itself
from cluster.core.deletion import delete
from cluster.core.kinds import KINDS, Key, Kind, Object, key_of
from cluster.core.moves import Change, Delete, Move, Put
from cluster.core.objects import is_deleting, with_spec, with_status
from cluster.core.state import State

FINALIZER = "kubernetes"
NAMESPACED = tuple(kind for kind in KINDS.values() if kind.namespaced)
FAILURES = (
    ("NamespaceDeletionDiscoveryFailure", "ResourcesDiscovered", "All resources successfully discovered"),
    ("NamespaceDeletionGroupVersionParsingFailure", "ParsedGroupVersions", "All legacy kube types successfully parsed"),
    (
        "NamespaceDeletionContentFailure",
        "ContentDeleted",
        "All content successfully deleted, may be waiting on finalization",
    ),
)
"""(type, reason, message) of the conditions for mishaps that do not occur here: they stay False."""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Deletes what is left in the namespace; with nothing left, drops the finalizer that holds the namespace."""
    namespace = state.at(key)
    if namespace is None or not is_deleting(namespace):
        return
    finalizers = (namespace.get("spec") or {}).get("finalizers") or []
    if FINALIZER not in finalizers:
        return
    content = sorted(state.of_kind("Pod", key[2]), key=_name) or _content(state, key[2])
    if not content:
        rest = [name for name in finalizers if name != FINALIZER]
        yield Put(with_spec(namespace, finalizers=rest), f"nothing is left in namespace {key[2]}, so it may go")
        return
    stays = []
    for obj in content:
        reason = f"namespace {key[2]} is being deleted, and {obj['kind']} {obj['metadata']['name']} is in it"
        moves = delete(state, key_of(obj), propagation="Background", reason=reason)
        if not any(isinstance(move, Delete) for move in moves):
            stays.append(obj)
        yield from moves
    if stays:
        conditions = _conditions(namespace, stays, state.now)
        yield Put(with_status(namespace, conditions=conditions), _why(key[2], stays), "status")


def _content(state: State, namespace: str) -> list[Object]:
    """All that is in a namespace, kind by kind, each sorted by name."""
    return [obj for kind in NAMESPACED for obj in sorted(state.of_kind(kind.kind, namespace), key=_name)]


def _name(obj: Object) -> str:
    return str(obj["metadata"]["name"])


def _why(namespace: str, stays: list[Object]) -> str:
    amounts = ", ".join(f"{number} {kind.plural}" for kind, number in _counted(stays).items())
    return f"namespace {namespace} waits for {amounts}" + ("; pods go first" if stays[0]["kind"] == "Pod" else "")


def _counted(objects: list[Object]) -> dict[Kind, int]:
    return {KINDS[kind]: number for kind, number in Counter(obj["kind"] for obj in objects).items()}


def _conditions(namespace: Object, stays: list[Object], now: int) -> list[dict[str, str]]:
    """What still stands in the way, as `kubectl describe namespace` shows it; a status that stays keeps its time."""
    amounts = _counted(stays).items()
    content = _listed(f"{kind.plural}.{kind.group} has {number} resource instances" for kind, number in amounts)
    counts = Counter(name for obj in stays for name in obj["metadata"].get("finalizers") or ())
    held = _listed(f"{name} in {number} resource instances" for name, number in counts.items())
    wanted = [
        *((type, ("False", reason, message)) for type, reason, message in FAILURES),
        ("NamespaceContentRemaining", ("True", "SomeResourcesRemain", f"Some resources are remaining: {content}")),
        ("NamespaceFinalizersRemaining", _finalizers_remaining(held)),
    ]
    known = {c["type"]: c for c in (namespace.get("status") or {}).get("conditions") or ()}
    return [_condition(known.get(type), type, words, now) for type, words in wanted]


def _listed(parts: Iterable[str]) -> str:
    return ", ".join(sorted(parts))


def _finalizers_remaining(held: str) -> tuple[str, str, str]:
    if not held:
        return "False", "ContentHasNoFinalizers", "All content-preserving finalizers finished"
    return "True", "SomeFinalizersRemain", f"Some content in the namespace has finalizers remaining: {held}"


def _condition(known: dict[str, str] | None, type: str, wanted: tuple[str, str, str], now: int) -> dict[str, str]:
    same = known is not None and known["status"] == wanted[0]
    moment = known["lastTransitionTime"] if known is not None and same else times.to_text(now)
    status, reason, message = wanted
    return {"type": type, "status": status, "lastTransitionTime": moment, "reason": reason, "message": message}


def content_changed(state: State, change: Change) -> Iterable[Key]:
    """The namespace of something that went or came, if it is being deleted."""
    if change.verb == "update":
        return ()
    namespace = state.get("Namespace", "", change.key[1])
    if namespace is None or not namespace["metadata"].get("deletionTimestamp"):
        return ()
    return (("Namespace", "", change.key[1]),)


CONTROLLER = Controller(
    "namespace-controller", reconcile, {"Namespace": itself} | {kind.kind: content_changed for kind in NAMESPACED}
)
