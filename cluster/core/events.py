"""Events: recorded, counted together, folded and rate-limited as client-go's recorder does it.

Upstream: `client-go/tools/record/events_cache.go` (EventCorrelate): an Event equal in everything but time raises the
count of the first; more than 10 different messages of one object, type, reason and source within 600 s are folded into
one; a source may speak about one object 25 times at once and then once in 300 s.

The recorder keeps no memory of its own: what upstream holds in caches is read from the Events themselves, the tokens left
from the `simulation` note of the newest one.
"""

from typing import TYPE_CHECKING, Any

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.moves import Emit, Put

if TYPE_CHECKING:
    from cluster.core.draft import Draft

FOLD_AFTER = 10
FOLD_WITHIN = 600 * times.SECOND
BURST = 25
REFILL = 300 * times.SECOND
PREFIX = "(combined from similar events): "
TTL = times.HOUR
"""How long an Event is kept after its last occurrence (`kube-apiserver --event-ttl`)."""


def record(draft: "Draft", emit: Emit) -> Put | None:
    """The write that this occurrence leads to, None when the rate limit swallows it."""
    source = source_of(draft.actor)
    mine = [event for event in draft.events_about(emit.about["metadata"].get("uid", "")) if event["source"] == source]
    tokens = _tokens(mine, draft.now)
    if tokens < 1:
        return None
    note = {"tokens": tokens - 1, "at": draft.now}
    alike = [event for event in mine if event["type"] == emit.type and event["reason"] == emit.reason]
    recent = [event for event in alike if draft.now - event["simulation"]["at"] <= FOLD_WITHIN]
    known = _same(alike, emit) or next((event for event in recent if event["message"].startswith(PREFIX)), None)
    if known is not None:
        return Put(_again(known, emit, draft.now, note), emit.message)
    prefix = PREFIX if len(recent) >= FOLD_AFTER else ""
    return Put(_first(draft, emit, source, note, prefix), emit.message)


def source_of(actor: str) -> dict[str, str]:
    """`kubelet/node-1` -> component and host; other actors have no host."""
    component, _, host = actor.partition("/")
    return {"component": component, "host": host} if host else {"component": component}


def reference(obj: Object, field_path: str = "") -> dict[str, Any]:
    """An ObjectReference to an object (`client-go/tools/reference/ref.go`, GetReference)."""
    metadata = obj["metadata"]
    reference = {
        "kind": obj["kind"],
        "namespace": metadata.get("namespace"),
        "name": metadata["name"],
        "uid": metadata.get("uid"),
        "apiVersion": obj["apiVersion"],
        "resourceVersion": metadata.get("resourceVersion"),
        "fieldPath": field_path,
    }
    return {name: value for name, value in reference.items() if value}


def _tokens(events: list[Object], now: int) -> float:
    newest = max((event["simulation"] for event in events), key=lambda note: note["at"], default=None)
    if newest is None:
        return BURST
    return min(float(BURST), newest["tokens"] + (now - newest["at"]) / REFILL)


def _same(alike: list[Object], emit: Emit) -> Object | None:
    for event in alike:
        if event["message"] == emit.message and event["involvedObject"].get("fieldPath", "") == emit.field_path:
            return event
    return None


def _again(known: Object, emit: Emit, now: int, note: dict[str, Any]) -> Object:
    message = known["message"]
    if message.startswith(PREFIX):
        message = PREFIX + emit.message
    return {
        **known,
        "message": message,
        "count": known["count"] + 1,
        "lastTimestamp": times.to_text(now),
        "simulation": note,
    }


def _first(draft: "Draft", emit: Emit, source: dict[str, str], note: dict[str, Any], prefix: str) -> Object:
    about = emit.about["metadata"]
    now = times.to_text(draft.now)
    return {
        "apiVersion": "v1",
        "kind": "Event",
        "metadata": {
            "name": f"{about['name']}.{draft.now * 1_000_000 + draft.revision % 1_000_000:x}",
            "namespace": about.get("namespace") or "default",
        },
        "involvedObject": reference(emit.about, emit.field_path),
        "reason": emit.reason,
        "message": prefix + emit.message,
        "source": source,
        "firstTimestamp": now,
        "lastTimestamp": now,
        "count": 1,
        "type": emit.type,
        "eventTime": None,
        "reportingComponent": source["component"],
        "reportingInstance": source.get("host", ""),
        "simulation": note,
    }
