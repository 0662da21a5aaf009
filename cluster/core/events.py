"""Events: recorded, counted together, folded and rate-limited as client-go's recorders do it.

Upstream: `client-go/tools/record/events_cache.go` (EventCorrelate). An Event equal in everything but time raises the
count of the first. From the 10th different message of one object, type, reason and source on, they are folded into one
Event, until nothing alike happens for 600 s. A source may speak about one object 25 times at once, then once in 300 s.

The scheduler uses the newer API (`client-go/tools/events/event_broadcaster.go`): a repetition becomes a series.

The recorder keeps no memory of its own: what upstream holds in caches is read from the `simulation` notes of the
Events: `at` when it last happened, `run` when its group began to be counted, `tokens` what the rate limit then left.
Occurrences that the rate limit swallows leave no trace, so they are missing in counts that go on later.
"""

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.moves import Emit, Put

if TYPE_CHECKING:
    from cluster.core.draft import Draft

MOST_MESSAGES = 9
"""Different messages that get Events of their own; the next one is folded."""
FOLD_WITHIN = 600 * times.SECOND
BURST = 25
REFILL = 300 * times.SECOND
PREFIX = "(combined from similar events): "
TTL = times.HOUR
"""How long an Event is kept after its last occurrence (`kube-apiserver --event-ttl`)."""
SERIES_WITHIN = 6 * times.MINUTE
"""After so much silence a repetition is a new Event (finishTime)."""
SCHEDULER = "default-scheduler"
ACTIONS = {"Scheduled": "Binding", "FailedScheduling": "Scheduling", "Preempted": "Preempting"}
"""What the scheduler was about when it reports a reason (`pkg/scheduler/schedule_one.go`)."""
COMPONENTS = {"disruption-controller": "controllermanager"}
"""Under which name those speak whose events do not bear their own (`pkg/controller/disruption/disruption.go`)."""

Note = dict[str, Any]


class Memory(NamedTuple):
    """What the recorder knows before an occurrence, read from the Events about its object."""

    tokens: float
    run: int
    messages: int
    same: Object | None
    combined: Object | None


def record(draft: "Draft", emit: Emit) -> Put | None:
    """The write that this occurrence leads to, None when the rate limit swallows it."""
    if draft.actor == SCHEDULER:
        return _record_series(draft, emit)
    source = source_of(draft.actor)
    memory = _memory(draft.events_about(emit.about["metadata"].get("uid", "")), source, emit, draft.now)
    if memory.tokens < 1:
        return None
    note = {"at": draft.now, "run": memory.run, "tokens": memory.tokens - 1}
    same, prefix = memory.same, ""
    if (same is None or same["simulation"]["run"] != memory.run) and memory.messages >= MOST_MESSAGES:
        same, prefix = memory.combined, PREFIX
    if same is not None:
        return Put(_again(same, prefix + emit.message, draft.now, note), emit.message)
    return Put(_first(draft, emit, source, note, prefix), emit.message)


def _memory(events: list[Object], source: dict[str, str], emit: Emit, now: int) -> Memory:
    newest, last, run, messages = {"at": 0, "tokens": BURST}, 0, 0, 0
    same = combined = None
    for event in events:
        note = event.get("simulation")
        if note is None or event["source"] != source:
            continue
        at = note["at"]
        if at > newest["at"] or (at == newest["at"] and note["tokens"] < newest["tokens"]):
            newest = note
        if event["reason"] != emit.reason or event["type"] != emit.type:
            continue
        last = max(last, at)
        if note["run"] > run:
            run, messages = note["run"], 0
        message = event["message"]
        if message.startswith(PREFIX):
            combined = event
            continue
        messages += note["run"] == run
        if message == emit.message and event["involvedObject"].get("fieldPath", "") == emit.field_path:
            same = event
    tokens = min(float(BURST), newest["tokens"] + (now - newest["at"]) / REFILL)
    if not run or now - last > FOLD_WITHIN:
        return Memory(tokens, now, 0, same, combined)
    return Memory(tokens, run, messages, same, combined)


def _record_series(draft: "Draft", emit: Emit) -> Put:
    involved = reference(emit.about, emit.field_path)
    for event in draft.events_about(emit.about["metadata"].get("uid", "")):
        alike = event["reason"] == emit.reason and event.get("reportingComponent") == SCHEDULER
        recent = alike and draft.now - last_seen(event) <= SERIES_WITHIN
        if recent and event["type"] == emit.type and event["involvedObject"] == involved:
            count = (event.get("series") or {"count": 1})["count"] + 1
            series = {"count": count, "lastObservedTime": times.to_micro_text(draft.now)}
            return Put({**event, "series": series, "simulation": {"at": draft.now}}, emit.message)
    first = _first(draft, emit, {}, {"at": draft.now}, "")
    del first["count"]
    newer = {
        "action": ACTIONS.get(emit.reason, emit.reason),
        "eventTime": times.to_micro_text(draft.now),
        "firstTimestamp": None,
        "lastTimestamp": None,
        "reportingComponent": SCHEDULER,
        "reportingInstance": f"{SCHEDULER}-control-plane",
    }
    return Put({**first, **newer}, emit.message)


def heard_at(events: Iterable[Object], source: dict[str, str], now: int) -> int:
    """The first moment from `now` on (milliseconds) at which a source is heard again about the object of these Events.

    `now` while it has a token left; with half a token, half of 300 s later.
    """
    mine = (event for event in events if event.get("source") == source)
    notes = [event["simulation"] for event in mine if "tokens" in event.get("simulation", ())]
    if not notes:
        return now
    newest = max(notes, key=lambda note: (note["at"], -note["tokens"]))
    missing = 1 - newest["tokens"] - (now - newest["at"]) / REFILL
    return now if missing <= 0 else now + int(missing * REFILL) + 1


def has_happened(events: Iterable[Object], emit: Emit, since: int) -> bool:
    """Whether one of these Events tells the same as `emit`, and has happened at or after `since` (milliseconds)."""
    texts = (emit.message, PREFIX + emit.message)
    return any(
        event["reason"] == emit.reason
        and event["message"] in texts
        and event["involvedObject"].get("fieldPath", "") == emit.field_path
        and last_seen(event) >= since
        for event in events
    )


def last_seen(event: Object) -> int:
    """When the event last happened (milliseconds), also of one that a person made."""
    if "simulation" in event:
        return int(event["simulation"]["at"])
    observed = (event.get("series") or {}).get("lastObservedTime")
    text = observed or event.get("lastTimestamp") or event.get("eventTime") or event["metadata"]["creationTimestamp"]
    return times.to_ms(text)


@lru_cache(maxsize=1024)
def source_of(actor: str) -> dict[str, str]:
    """`kubelet/node-1` -> component and host; other actors have no host."""
    component, _, host = COMPONENTS.get(actor, actor).partition("/")
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


def _again(known: Object, message: str, now: int, note: Note) -> Object:
    return {
        **known,
        "message": message,
        "count": known["count"] + 1,
        "lastTimestamp": times.to_text(now),
        "simulation": note,
    }


def _first(draft: "Draft", emit: Emit, source: dict[str, str], note: Note, prefix: str) -> Object:
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
        "reportingComponent": source.get("component", ""),
        "reportingInstance": source.get("host", ""),
        "simulation": note,
    }
