"""jq's functions."""

from collections.abc import Callable, Iterator
from itertools import groupby
from typing import Any

from cluster.terminal.commands.options import Usage
from cluster.terminal.commands.regexes import compiled as regex
from cluster.terminal.jq.evaluate import items, order, results, short, tostring, type_of, walk
from cluster.terminal.jq.parser import Tree
from cluster.terminal.jq.paths import without
from cluster.terminal.jq.plain import PLAIN
from cluster.terminal.jq.tokens import JqError

MOST_RANGE = 1_000_000


def called(name: str, arguments: tuple[Tree, ...], value: Any) -> Iterator[Any]:
    """The results of a function. Raises JqError."""
    count = len(arguments)
    if (name, count) in FILTERS:
        yield from FILTERS[name, count](value, *arguments)
    elif name in PLAIN and count == 0:
        try:
            yield PLAIN[name](value)
        except (TypeError, AttributeError, ValueError, IndexError, OverflowError) as fault:
            if isinstance(fault, JqError):
                raise
            raise JqError(f"{short(value)} does not fit {name}") from fault
    else:
        raise JqError(f"{name}/{count} is not defined at <top-level>, line 1:")


def _one(tree: Tree, value: Any) -> Any:
    return next(walk(tree, value), None)


def _select(value: Any, condition: Tree) -> Iterator[Any]:
    for found in walk(condition, value):
        if found is not None and found is not False:
            yield value


def _del(value: Any, places: Tree) -> Iterator[Any]:
    yield without(places, value)


def _map(value: Any, inner: Tree) -> Iterator[Any]:
    yield [found for item in items(value) for found in results(inner, item)]


def _map_values(value: Any, inner: Tree) -> Iterator[Any]:
    items(value)
    yield (
        {key: _one(inner, item) for key, item in value.items()}
        if isinstance(value, dict)
        else [_one(inner, i) for i in value]
    )


def _sort_by(value: Any, key: Tree) -> Iterator[Any]:
    yield sorted(items(value), key=lambda item: [order(one) for one in walk(key, item)])


def _group_by(value: Any, key: Tree) -> Iterator[Any]:
    def by(item: Any) -> Any:
        return [order(one) for one in walk(key, item)]

    yield [list(group) for _, group in groupby(sorted(items(value), key=by), key=by)]


def _unique_by(value: Any, key: Tree) -> Iterator[Any]:
    for groups in _group_by(value, key):
        yield [group[0] for group in groups]


def _recurse(value: Any) -> Iterator[Any]:
    yield value
    if isinstance(value, list | dict):
        for item in items(value):
            yield from _recurse(item)


def _has(value: Any, key: Tree) -> Iterator[Any]:
    for found in walk(key, value):
        if isinstance(value, dict):
            yield found in value
        elif isinstance(value, list) and isinstance(found, int):
            yield 0 <= found < len(value)
        else:
            raise JqError(f"Cannot check whether {type_of(value)} has a {type_of(found)} key")


def _test(value: Any, pattern: Tree) -> Iterator[Any]:
    for found in walk(pattern, value):
        if not isinstance(value, str) or not isinstance(found, str):
            raise JqError(f"{short(value)} cannot be matched, as it is not a string")
        try:
            yield regex(found, True).search(value) is not None
        except Usage as fault:
            raise JqError(f"{found} (at offset 0) is not a valid regex: {fault}") from fault


def _texts(form: Callable[[str, Any], Any]) -> Callable[[Any, Tree], Iterator[Any]]:
    def run(value: Any, argument: Tree) -> Iterator[Any]:
        for found in walk(argument, value):
            try:
                yield form(value, found)
            except (TypeError, AttributeError, ValueError):
                raise JqError(f"{short(value)} and {short(found)} do not fit") from None

    return run


def _contains(value: Any, part: Any) -> bool:
    if isinstance(value, dict) and isinstance(part, dict):
        return all(key in value and _contains(value[key], item) for key, item in part.items())
    if isinstance(value, list) and isinstance(part, list):
        return all(any(_contains(one, item) for one in value) for item in part)
    return part in value if isinstance(value, str) and isinstance(part, str) else bool(value == part)


def _range(value: Any, *ends: Tree) -> Iterator[Any]:
    numbers = [_one(end, value) for end in ends]
    if not all(isinstance(number, int | float) for number in numbers):
        raise JqError("Range bounds must be numeric")
    yield from range(*map(int, numbers))[:MOST_RANGE]


def _with_entries(value: Any, inner: Tree) -> Iterator[Any]:
    entries = (
        [found for entry in PLAIN["to_entries"](value) for found in walk(inner, entry)]
        if isinstance(value, dict)
        else []
    )
    yield PLAIN["from_entries"](entries)


def _sub(count: int) -> Callable[[Any, Tree, Tree], Iterator[Any]]:
    def run(value: Any, pattern: Tree, replacement: Tree) -> Iterator[Any]:
        made = str(_one(replacement, value)).replace("\\", r"\\")
        try:
            yield regex(str(_one(pattern, value)), True).sub(made, str(value), count=count)
        except Usage as fault:
            raise JqError(str(fault)) from fault

    return run


FILTERS: dict[tuple[str, int], Callable[..., Iterator[Any]]] = {
    ("empty", 0): lambda _value: iter(()),
    ("recurse", 0): _recurse,
    ("select", 1): _select,
    ("del", 1): _del,
    ("map", 1): _map,
    ("map_values", 1): _map_values,
    ("sort_by", 1): _sort_by,
    ("group_by", 1): _group_by,
    ("unique_by", 1): _unique_by,
    ("min_by", 1): lambda v, key: iter(next(_sort_by(v, key))[:1] or [None]),
    ("max_by", 1): lambda v, key: iter(next(_sort_by(v, key))[-1:] or [None]),
    ("has", 1): _has,
    ("test", 1): _test,
    ("any", 1): lambda v, inner: iter([any(_one(inner, item) not in (None, False) for item in items(v))]),
    ("all", 1): lambda v, inner: iter([all(_one(inner, item) not in (None, False) for item in items(v))]),
    ("first", 1): lambda v, inner: iter(list(results(inner, v))[:1]),
    ("last", 1): lambda v, inner: iter(list(results(inner, v))[-1:]),
    ("join", 1): _texts(lambda v, sep: sep.join("" if one is None else tostring(one) for one in v)),
    ("split", 1): _texts(lambda v, sep: v.split(sep) if sep else list(v)),
    ("startswith", 1): _texts(lambda v, start: v.startswith(start)),
    ("endswith", 1): _texts(lambda v, end: v.endswith(end)),
    ("ltrimstr", 1): _texts(lambda v, start: v.removeprefix(start)),
    ("rtrimstr", 1): _texts(lambda v, end: v.removesuffix(end)),
    ("contains", 1): _texts(_contains),
    ("inside", 1): _texts(lambda v, whole: _contains(whole, v)),
    ("index", 1): _texts(lambda v, part: v.find(part) if part in v else None),
    ("with_entries", 1): _with_entries,
    ("range", 1): _range,
    ("range", 2): _range,
    ("sub", 2): _sub(1),
    ("gsub", 2): _sub(0),
    ("error", 1): lambda v, text: (_ for _ in ()).throw(JqError(tostring(_one(text, v)))),
}
