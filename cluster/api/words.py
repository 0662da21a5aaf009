"""A difference between two objects in a few words: `spec.replicas 3 → 5, image of web nginx:1 → nginx:2`. Pure."""

from collections.abc import Iterator
from typing import Any

from cluster.core.kinds import Object

MOST = 3
"""Differences told; the rest is counted."""
WIDTH = 40
"""Characters of a value that are told."""
NO_NEWS = frozenset({"resourceVersion", "generation", "managedFields", "uid", "creationTimestamp"})
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
MISSING = object()


def difference(before: Object, after: Object) -> str:
    """What changed, most important first; '' when nothing did that a person would call a change."""
    found = sorted(_changes(before, after), key=lambda change: _weight(change[0]))
    told = [_told(path, old, new) for path, old, new in found[:MOST]]
    if len(found) > MOST:
        told.append(f"and {len(found) - MOST} more")
    return ", ".join(told)


def _weight(path: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
    order = ("spec", "data", "stringData", "metadata", "status")
    return order.index(path[0]) if path[0] in order else len(order), path


def _changes(before: Any, after: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any, Any]]:
    """(path, old, new) of each leaf that differs; items of lists are known by their name where they have one."""
    if isinstance(before, dict) and isinstance(after, dict):
        for name in [*before, *(name for name in after if name not in before)]:
            if path == ("metadata",) and name in NO_NEWS:
                continue
            if name == LAST_APPLIED or (not path and name == "simulation"):
                continue
            old, new = before.get(name, MISSING), after.get(name, MISSING)
            if old is not new and old != new:
                yield from _changes(old, new, (*path, str(name)))
    elif _named(before) and _named(after):
        yield from _changes({item["name"]: item for item in before}, {item["name"]: item for item in after}, path)
    elif path:
        yield path, before, after


def _named(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(i, dict) and i.get("name") for i in value)


def _told(path: tuple[str, ...], old: Any, new: Any) -> str:
    if len(path) > 2 and path[-1] == "image":
        where = f"image of {path[-2]}"
    elif path[:1] == ("metadata",) and len(path) == 3:
        where = f"{path[1].removesuffix('s')} {path[2]}"
    else:
        where = ".".join(path)
    if old is MISSING:
        return f"{where} set to {_short(new)}"
    if new is MISSING:
        return f"{where} removed (was {_short(old)})"
    return f"{where} {_short(old)} → {_short(new)}"


def _short(value: Any) -> str:
    if isinstance(value, dict):
        text = "{" + ", ".join(map(str, value)) + "}"
    elif isinstance(value, list):
        text = f"{len(value)} item{'' if len(value) == 1 else 's'}"
    elif isinstance(value, bool):
        text = str(value).lower()
    else:
        text = str(value)
    return text if len(text) <= WIDTH else f"{text[: WIDTH - 1]}…"
