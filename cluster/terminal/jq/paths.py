"""jq's assignments: which places of a value a filter means, and the value with something else there."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

from cluster.terminal.jq.evaluate import at, calculated, items, walk
from cluster.terminal.jq.parser import Tree
from cluster.terminal.jq.tokens import JqError

Path = tuple[Any, ...]
MOST_PLACES = 10_000


def paths(tree: Tree, value: Any) -> Iterator[Path]:
    """The places that a filter means, from the outside in. Raises JqError for filters that mean no places."""
    found = PLACES.get(tree[0])
    if found is None:
        raise JqError("Invalid path expression")
    yield from found(tree, value)


def _index(tree: Tree, value: Any) -> Iterator[Path]:
    for path in paths(tree[1], value):
        yield from ((*path, key) for key in walk(tree[2], value))


def _each(tree: Tree, value: Any) -> Iterator[Path]:
    for path in paths(tree[1], value):
        inner = got(value, path)
        keys = range(len(list(items(inner)))) if not isinstance(inner, dict) else inner
        yield from ((*path, key) for key in keys)


def _pipe(tree: Tree, value: Any) -> Iterator[Path]:
    for path in paths(tree[1], value):
        yield from ((*path, *rest) for rest in paths(tree[2], got(value, path)))


def _comma(tree: Tree, value: Any) -> Iterator[Path]:
    yield from paths(tree[1], value)
    yield from paths(tree[2], value)


def _call(tree: Tree, value: Any) -> Iterator[Path]:
    if tree[1] != "select" or len(tree[2]) != 1:
        raise JqError("Invalid path expression")
    if any(found is not None and found is not False for found in walk(tree[2][0], value)):
        yield ()


def _try(tree: Tree, value: Any) -> Iterator[Path]:
    try:
        yield from list(paths(tree[1], value))
    except JqError:
        return


PLACES: dict[str, Callable[[Tree, Any], Iterator[Path]]] = {
    "identity": lambda _tree, _value: iter([()]),
    "index": _index, "each": _each, "pipe": _pipe, "comma": _comma, "call": _call, "try": _try,
}  # fmt: skip


def got(value: Any, path: Path) -> Any:
    """What stands there. Raises JqError."""
    for key in path:
        value = at(value, key)
    return value


def updated(tree: Tree, value: Any, change: Callable[[Any], Any]) -> Any:
    """The value with what stands at all these places changed. Raises JqError."""
    for count, path in enumerate(list(paths(tree, value))):
        if count >= MOST_PLACES:
            raise JqError("too many places")
        value = _put(value, path, change)
    return value


def _put(value: Any, path: Path, change: Callable[[Any], Any]) -> Any:
    if not path:
        return change(value)
    key = path[0]
    inner = _put(at(value, key), path[1:], change)
    if value is None:
        value = {} if isinstance(key, str) else []
    if isinstance(value, dict):
        return {**value, key: inner}
    place = int(key) + (len(value) if key < 0 else 0)
    if not 0 <= place <= MOST_PLACES:
        raise JqError("Out of bounds negative array index" if place < 0 else "Array index too large")
    return [*value[:place], *[None] * (place - len(value)), inner, *value[place + 1 :]]


def without(tree: Tree, value: Any) -> Any:
    """The value without these places. Raises JqError."""
    found = sorted(set(paths(tree, value)), key=lambda path: [(str(type(key)), key) for key in path], reverse=True)
    for path in found:
        value = _dropped(value, path) if path else None
    return value


def _dropped(value: Any, path: Path) -> Any:
    key = path[0]
    if value is None:
        return None
    if len(path) > 1:
        inner = at(value, key)
        return value if inner is None else _put(value, path[:1], lambda old: _dropped(old, path[1:]))
    at(value, key)
    if isinstance(value, dict):
        return {name: item for name, item in value.items() if name != key}
    place = int(key) + (len(value) if key < 0 else 0)
    return [item for position, item in enumerate(value) if position != place]


def assigned(tree: Tree, value: Any) -> Iterator[Any]:
    """What `places = filter` and its likes make of a value. Raises JqError."""
    _, sign, left, right = tree
    if sign == "|=":
        yield updated(left, value, lambda old: next(walk(right, old), None))
        return
    for new in walk(right, value):
        yield updated(left, value, partial(_assigned, sign, new))


def _assigned(sign: str, new: Any, old: Any) -> Any:
    if sign == "=":
        return new
    if sign == "//=":
        return new if old is None or old is False else old
    return calculated(sign[0], old, new)
