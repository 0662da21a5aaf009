"""Simulated times as real ones: the one place where a cluster's clock meets the clock of a client.

Objects carry simulated time, but kubectl computes an age as "my clock minus creationTimestamp". So every time in an
answer is moved by `shift` = real now - simulated now, in whole seconds: what was created 5 simulated minutes ago then
reads `5m`, at any speed and after any pause. A cluster that always ran at speed 1 has a constant shift, so that two
reads of an unchanged object are the same.

What clients send is moved back. By how much, their copy tells itself: it carries the creationTimestamp that they were
shown, and the stored one is known (`shift_between`). Replacing an object by the copy that was got therefore changes
nothing, however the clock ran meanwhile. Texts that are times only by convention (annotations such as `restartedAt`
or last-applied-configuration, ConfigMap data) are left alone in both directions.

Times are known by the names of their fields. Whole seconds keep both forms of text: `metav1.Time` and `MicroTime`.
"""

from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any

from cluster.core.kinds import Object

NAMED = frozenset({"startedAt", "finishedAt", "time"})
"""Fields that hold a time though their name does not end with Time or Timestamp."""
MAPS = frozenset({"disruptedPods"})
"""Fields that hold times by name: of a PodDisruptionBudget, when each pod was evicted."""
SPEC_TIMES = frozenset({"Lease"})
"""Kinds whose spec holds times; elsewhere a spec only says what is wished for."""
UNTOUCHED = frozenset({"apiVersion", "kind", "data", "binaryData", "stringData"})


def shift(wall: int, now: int) -> int:
    """Whole seconds from simulated to real time; both moments in milliseconds: (9_700, 1_000) -> 8."""
    return (wall - now) // 1000


def project(obj: Object, seconds: int) -> Object:
    """The object with all its times moved; the same object where there is nothing to move."""
    if not seconds:
        return obj
    moved = {**obj}
    for name, value in obj.items():
        if name == "metadata":
            moved[name] = metadata(value, seconds) if isinstance(value, dict) else value
        elif name == "spec":
            moved[name] = _walk(value, seconds) if obj.get("kind") in SPEC_TIMES else value
        elif name not in UNTOUCHED:
            moved[name] = _walk(value, seconds) if isinstance(value, dict | list) else _field(name, value, seconds)
    return moved


def metadata(meta: dict[str, Any], seconds: int) -> dict[str, Any]:
    """The metadata with its times moved: of creation, deletion, and in managedFields."""
    if not seconds:
        return meta
    moved = {**meta}
    for name in ("creationTimestamp", "deletionTimestamp"):
        if meta.get(name):
            moved[name] = moved_text(meta[name], seconds)
    entries = meta.get("managedFields")
    if isinstance(entries, list):
        moved["managedFields"] = [_entry(entry, seconds) for entry in entries]
    return moved


def _entry(entry: Any, seconds: int) -> Any:
    """One of managedFields; its `fieldsV1` has field names as keys, and no times."""
    if isinstance(entry, dict) and entry.get("time"):
        return {**entry, "time": moved_text(entry["time"], seconds)}
    return entry


def shift_between(stored: Object, sent: Object, otherwise: int) -> int:
    """The shift under which the sender got their copy of a stored object; `otherwise` when the copy does not tell."""
    ours, theirs = (_created(obj) for obj in (stored, sent))
    return otherwise if ours is None or theirs is None else round((theirs - ours).total_seconds())


def _created(obj: Object) -> datetime | None:
    meta = obj.get("metadata")
    text = meta.get("creationTimestamp") if isinstance(meta, dict) else None
    return _parsed(text) if isinstance(text, str) else None


def _walk(value: Any, seconds: int) -> Any:
    if isinstance(value, dict):
        return {
            name: _nested(name, item, seconds) if isinstance(item, dict | list) else _field(name, item, seconds)
            for name, item in value.items()
        }
    if isinstance(value, list):
        return [_walk(item, seconds) if isinstance(item, dict | list) else item for item in value]
    return value


def _nested(name: str, value: Any, seconds: int) -> Any:
    if name in MAPS and isinstance(value, dict):
        return {key: moved_text(item, seconds) if isinstance(item, str) else item for key, item in value.items()}
    return _walk(value, seconds)


def _field(name: str, value: Any, seconds: int) -> Any:
    if isinstance(value, str) and value and (name.endswith(("Time", "Timestamp")) or name in NAMED):
        return moved_text(value, seconds)
    return value


@lru_cache(maxsize=65536)
def moved_text(text: str, seconds: int) -> str:
    """An RFC 3339 time moved, in its own precision; any other text as it is."""
    moment = _parsed(text)
    if moment is None:
        return text
    try:
        moved = (moment + timedelta(seconds=seconds)).astimezone(UTC)
    except OverflowError:
        return text
    digits = "%Y-%m-%dT%H:%M:%S.%fZ" if "." in text else "%Y-%m-%dT%H:%M:%SZ"
    return moved.strftime(digits)


def _parsed(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None
