"""What DELETE does: how an object goes, and what keeps it.

An object goes at once, unless a finalizer holds it or (pods only) its kubelet still has to stop it; then it stays with
a deletionTimestamp. What becomes of its dependents is written as a finalizer too (`propagation`) and carried out by the
garbage collector. Upstream: `apiserver/pkg/registry/rest/delete.go` (BeforeDelete),
`apiserver/pkg/registry/generic/registry/store.go` (Delete, deletionFinalizersForGarbageCollection).
"""

from collections.abc import Mapping
from typing import Any

from cluster.core import pods, times
from cluster.core.draft import is_released
from cluster.core.errors import Conflict, Forbidden, NotFound
from cluster.core.kinds import KINDS, Key, Object, key_of
from cluster.core.moves import Delete, Move, Put
from cluster.core.objects import is_deleting, with_metadata
from cluster.core.state import State

ORPHAN = "orphan"
FOREGROUND = "foregroundDeletion"
PROPAGATIONS = {"Orphan": ORPHAN, "Foreground": FOREGROUND, "Background": ""}
IMMORTAL = frozenset({"default", "kube-system", "kube-public"})
"""Namespaces that may not be deleted (`apiserver/pkg/admission/plugin/namespace/lifecycle/admission.go`)."""
DEFAULT_GRACE = 30
ORPHANING = frozenset({"ReplicationController"})
"""Kinds whose dependents stay unless told otherwise (`pkg/registry/*/strategy.go`, DefaultGarbageCollectionPolicy)."""
PRECONDITIONS = (("uid", "UID", "deleted and then recreated"), ("resourceVersion", "ResourceVersion", "modified"))


def delete(
    state: State,
    key: Key,
    *,
    grace_period_seconds: int | None = None,
    propagation: str | None = None,
    preconditions: Mapping[str, str] | None = None,
    reason: str | None = None,
) -> list[Move]:
    """The moves of a DELETE request; none when nothing changes (a second request with no shorter grace).

    `propagation` is Background, Foreground, Orphan or None (keep the finalizers that are there); `preconditions` may
    hold `uid` and `resourceVersion`. `reason` replaces the explanation. Raises NotFound, Conflict or Forbidden.
    """
    stored = state.at(key)
    kind = KINDS[key[0]]
    if stored is None:
        raise NotFound(kind.group, kind.plural, key[2])
    if key[0] == "Namespace" and key[2] in IMMORTAL:
        raise Forbidden("", "namespaces", key[2], "this namespace may not be deleted")
    _judge_preconditions(stored, preconditions or {})
    if key[0] == "Namespace":
        after, why = _terminating_namespace(stored, state.now, propagation)
    elif kind.graceful:
        after, why = _graceful(stored, state.now, grace_period_seconds, propagation)
    else:
        after, why = _immediate(stored, state.now, propagation)
    if after is stored:
        return []
    return [Delete(key, reason or why) if is_released(after) else Put(after, reason or why)]


def finish_pod(state: State, pod: Object, reason: str | None = None) -> Move:
    """A kubelet's last word on a pod whose containers have stopped: DELETE with grace 0.

    Finalizers keep the object, then without grace. The pod may be newer than the stored one (its last status).
    """
    marked = pod if is_deleting(pod) else _marked(pod, times.to_text(state.now), 0)
    gone = with_metadata(marked, deletionGracePeriodSeconds=0)
    why = reason or "all containers have stopped, so the kubelet lets the pod object go"
    if gone["metadata"].get("finalizers"):
        return Put(gone, why)
    return Delete(key_of(pod), why)


def _judge_preconditions(stored: Object, preconditions: Mapping[str, str]) -> None:
    kind, metadata = KINDS[stored["kind"]], stored["metadata"]
    for field, word, guess in PRECONDITIONS:
        wanted, real = preconditions.get(field), metadata.get(field)
        if wanted and wanted != real:
            raise Conflict(
                kind.group,
                kind.kind,
                metadata["name"],
                (
                    f"the {word} in the precondition ({wanted}) does not match the {word} in record ({real}). "
                    f"The object might have been {guess}"
                ),
            )


def _immediate(stored: Object, now: int, propagation: str | None) -> tuple[Object, str]:
    """Kinds without grace: marked as deleted; whether something still holds the object is seen afterwards."""
    finalizers = _finalizers(stored, propagation)
    known = is_deleting(stored)
    if known and finalizers == (stored["metadata"].get("finalizers") or []) and finalizers:
        return stored, ""
    marked = stored if known else _marked(stored, times.to_text(now), 0)
    return _with_finalizers(marked, finalizers), _why_immediate(stored, finalizers)


def _graceful(stored: Object, now: int, grace: int | None, propagation: str | None) -> tuple[Object, str]:
    """Pods: deletionTimestamp lies in the future, and a later request may only bring it nearer.

    12:00:00 with 30 s -> 12:00:30; at 12:00:10 once more with 5 s -> 12:00:05 (already over: the kubelet kills).
    """
    metadata = stored["metadata"]
    period = _period(stored, grace)
    left = metadata.get("deletionGracePeriodSeconds") or 0
    if not is_deleting(stored):
        marked = _marked(stored, times.to_text(now + period * times.SECOND), period)
        if period:
            # The timestamp has whole seconds; the kubelet counts the grace from this millisecond.
            marked["simulation"] = {**(stored.get("simulation") or {}), "deleted": now}
        return _with_finalizers(marked, _finalizers(stored, propagation)), _why_graceful(stored, period)
    if not left:
        return _immediate(stored, now, propagation)
    if grace is None or period >= left:
        return stored, ""
    begun = times.to_ms(metadata["deletionTimestamp"]) - left * times.SECOND
    nearer = with_metadata(
        stored, deletionTimestamp=times.to_text(begun + period * times.SECOND), deletionGracePeriodSeconds=period
    )
    return nearer, f"grace shortened from {left} to {period} seconds"


def _period(pod: Object, grace: int | None) -> int:
    """Seconds of grace (`pkg/registry/core/pod/strategy.go`, CheckGracefulDelete)."""
    if not pods.node_of(pod) or pods.is_terminal(pod):
        return 0
    if grace is None:
        grace = int(pod["spec"].get("terminationGracePeriodSeconds", DEFAULT_GRACE))
    return 1 if grace < 0 else grace


def _terminating_namespace(stored: Object, now: int, propagation: str | None) -> tuple[Object, str]:
    """`pkg/registry/core/namespace/storage/storage.go`, Delete: the namespace controller empties it first."""
    if is_deleting(stored):
        return stored, ""
    marked = with_metadata(
        stored, deletionTimestamp=times.to_text(now), finalizers=_finalizers(stored, propagation) or None
    )
    marked = {**marked, "status": {**(stored.get("status") or {}), "phase": "Terminating"}}
    return marked, "the namespace is being deleted: nothing new may be made in it, and all that is in it goes first"


def _marked(stored: Object, moment: str, grace: int) -> Object:
    """With a deletionTimestamp; the generation grows once, so that controllers notice."""
    generation = stored["metadata"].get("generation")
    return with_metadata(
        stored,
        deletionTimestamp=moment,
        deletionGracePeriodSeconds=grace,
        generation=generation + 1 if generation else None,
    )


def _finalizers(stored: Object, propagation: str | None) -> list[str]:
    known: list[str] = stored["metadata"].get("finalizers") or []
    if propagation is None and stored["kind"] in ORPHANING and FOREGROUND not in known:
        propagation = "Orphan"
    if propagation is None:
        return known
    wanted = PROPAGATIONS[propagation]
    if wanted in known:
        return known
    return [name for name in known if name not in {ORPHAN, FOREGROUND}] + ([wanted] if wanted else [])


def _with_finalizers(obj: Object, finalizers: list[str]) -> Object:
    return with_metadata(obj, finalizers=finalizers or None)


def _why_immediate(stored: Object, finalizers: list[str]) -> str:
    name = stored["metadata"]["name"]
    if FOREGROUND in finalizers:
        return f"foreground deletion: {name} stays until its dependents are gone"
    if ORPHAN in finalizers:
        return f"orphaning deletion: {name} stays until its dependents are released"
    if finalizers:
        return f"{name} is being deleted, held by finalizer {', '.join(finalizers)}"
    return f"{name} was deleted"


def _why_graceful(stored: Object, period: int) -> str:
    name: Any = stored["metadata"]["name"]
    if period:
        return f"{name} is being deleted: its containers have {period} seconds to stop"
    if not pods.node_of(stored):
        return f"{name} was deleted at once: it is on no node, so nothing has to be stopped"
    if pods.is_terminal(stored):
        return f"{name} was deleted at once: its containers have already stopped"
    return f"{name} was deleted at once, with no grace for its containers"
