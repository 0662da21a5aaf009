"""jq trees against values."""

import json
from collections.abc import Callable, Iterator
from typing import Any

from cluster.terminal.jq.parser import Tree
from cluster.terminal.jq.tokens import JqError
from cluster.terminal.jq.work import WORK

MOST = 1_000_000
MOST_TEXT = 1 << 22
Filter = Callable[[Any], Iterator[Any]]
TYPES = {
    bool: "boolean",
    int: "number",
    float: "number",
    str: "string",
    list: "array",
    dict: "object",
    type(None): "null",
}


def type_of(value: Any) -> str:
    """jq's name of a value's type."""
    return TYPES[type(value)]


def short(value: Any) -> str:
    """`array ([1,2])`: a value as jq's errors show it."""
    text = dumped(value)
    return f"{type_of(value)} ({text if len(text) <= 11 else text[:10] + '...'})"


def measure(value: Any) -> None:
    """Counts what a value holds: lists may hold the same list many times. Raises JqError."""
    WORK.step()
    if isinstance(value, list | dict):
        for item in value.values() if isinstance(value, dict) else value:
            measure(item)


def dumped(value: Any) -> str:
    """JSON without blanks. Raises JqError."""
    measure(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def results(tree: Tree, value: Any) -> Iterator[Any]:
    """All that a filter makes of a value, at most a million. Raises JqError."""
    for count, found in enumerate(walk(tree, value)):
        if count >= MOST:
            raise JqError("too many results")
        yield found


def walk(tree: Tree, value: Any) -> Iterator[Any]:
    """The results of any part of a filter."""
    WORK.step()
    kind = tree[0]
    if kind == "identity":
        yield value
    elif kind == "value":
        yield tree[1]
    elif kind == "pipe":
        for inner in walk(tree[1], value):
            yield from walk(tree[2], inner)
    elif kind == "comma":
        yield from walk(tree[1], value)
        yield from walk(tree[2], value)
    else:
        yield from WALKS[kind](tree, value)


def _index(tree: Tree, value: Any) -> Iterator[Any]:
    for base in walk(tree[1], value):
        for key in walk(tree[2], value):
            yield at(base, key)


def at(base: Any, key: Any) -> Any:
    """`base[key]`. Raises JqError."""
    if base is None:
        return None
    if isinstance(base, dict) and isinstance(key, str):
        return base.get(key)
    if isinstance(base, list) and isinstance(key, int | float) and not isinstance(key, bool):
        whole = int(key)
        return base[whole] if -len(base) <= whole < len(base) else None
    named = f'with "{key}"' if isinstance(key, str) else f"with {type_of(key)}"
    raise JqError(f"Cannot index {type_of(base)} {named}")


def _each(tree: Tree, value: Any) -> Iterator[Any]:
    for base in walk(tree[1], value):
        yield from items(base)


def items(base: Any) -> Iterator[Any]:
    """What `.[]` goes through. Raises JqError."""
    if not isinstance(base, list | dict):
        raise JqError(f"Cannot iterate over {short(base) if base is not None else 'null'}")
    yield from base.values() if isinstance(base, dict) else base


def _slice(tree: Tree, value: Any) -> Iterator[Any]:
    for base in walk(tree[1], value):
        for first in walk(tree[2], value):
            for last in walk(tree[3], value):
                if base is not None and not isinstance(base, list | str):
                    raise JqError(f"Cannot index {type_of(base)} with object")
                ends = [None if end is None else int(end) for end in (first, last)]
                yield None if base is None else base[ends[0] : ends[1]]


def _try(tree: Tree, value: Any) -> Iterator[Any]:
    try:
        yield from walk(tree[1], value)
    except JqError:
        return


def _array(tree: Tree, value: Any) -> Iterator[Any]:
    yield list(results(tree[1], value))


def _object(tree: Tree, value: Any) -> Iterator[Any]:
    made: list[dict[str, Any]] = [{}]
    for key_tree, value_tree in tree[1]:
        made = [{**one, key: item} for one in made for key in walk(key_tree, value) for item in walk(value_tree, value)]
        if not all(isinstance(key, str) for one in made for key in one):
            raise JqError("Object keys must be strings")
        if len(made) > MOST // 100:
            raise JqError("too many results")
    yield from made


def _text(tree: Tree, value: Any) -> Iterator[Any]:
    texts = [""]
    for part in tree[1]:
        texts = [text + tostring(found) for text in texts for found in walk(part, value)]
    yield from texts


def tostring(value: Any) -> str:
    """A text as it is, anything else as JSON."""
    return value if isinstance(value, str) else dumped(value)


def _if(tree: Tree, value: Any) -> Iterator[Any]:
    for condition in walk(tree[1], value):
        yield from walk(tree[2] if condition not in (None, False) else tree[3], value)


def _binary(tree: Tree, value: Any) -> Iterator[Any]:
    sign = tree[1]
    if sign == "//":
        chosen = [one for one in walk(("try", tree[2]), value) if one is not None and one is not False]
        yield from chosen or walk(tree[3], value)
        return
    for left in walk(tree[2], value):
        if sign in {"and", "or"}:
            decided = (left in (None, False)) == (sign == "and")
            yield from [sign == "or"] if decided else [one not in (None, False) for one in walk(tree[3], value)]
            continue
        for right in walk(tree[3], value):
            yield calculated(sign, left, right)


def order(value: Any) -> Any:
    """What values are compared by: null < false < true < numbers < texts < lists < objects."""
    WORK.step()
    if isinstance(value, list):
        return (5, [order(item) for item in value])
    if isinstance(value, dict):
        return (6, [(key, order(value[key])) for key in sorted(value)])
    if value is None or isinstance(value, bool):
        return ([None, False, True].index(value), 0)
    return (4 if isinstance(value, str) else 3, value)


def calculated(sign: str, left: Any, right: Any) -> Any:
    """A sum or a comparison. Raises JqError."""
    a, b = order(left), order(right)
    compared = {"==": a == b, "!=": a != b, "<": a < b, "<=": a <= b, ">": a > b, ">=": a >= b}
    if sign in compared:
        return compared[sign]
    if sign == "+" and (left is None or right is None):
        return right if left is None else left
    same = type_of(left) == type_of(right)
    if same and type_of(left) == "number":
        return _number(sign, left, right)
    if same and sign == "+" and isinstance(left, str | list):
        if len(left) + len(right) > MOST_TEXT:
            raise JqError("too much text")
        return left + right
    if same and sign in "+*" and isinstance(left, dict):
        return {**left, **right}
    if same and sign == "-" and isinstance(left, list):
        return [item for item in left if item not in right]
    if same and sign == "/" and isinstance(left, str):
        return left.split(right) if right else list(left)
    verb = {"+": "added", "-": "subtracted", "*": "multiplied", "/": "divided", "%": "divided"}[sign]
    raise JqError(f"{short(left)} and {short(right)} cannot be {verb}")


def _number(sign: str, left: Any, right: Any) -> Any:
    try:
        match sign:
            case "+":
                return left + right
            case "-":
                return left - right
            case "*":
                return left * right
            case "%":
                return int(abs(left)) % int(abs(right)) * (1 if left >= 0 else -1)
        return left // right if left % right == 0 else left / right
    except (ZeroDivisionError, OverflowError, ValueError):
        raise JqError(f"{short(left)} and {short(right)} cannot be divided because the divisor is zero") from None


def _variable(tree: Tree, _value: Any) -> Iterator[Any]:
    if tree[1] not in WORK.variables:
        raise JqError(f"${tree[1]} is not defined at <top-level>, line 1:")
    yield WORK.variables[tree[1]]


def _assign(tree: Tree, value: Any) -> Iterator[Any]:
    from cluster.terminal.jq.paths import assigned  # noqa: PLC0415  # paths walk trees themselves

    yield from assigned(tree, value)


def _call(tree: Tree, value: Any) -> Iterator[Any]:
    from cluster.terminal.jq.functions import called  # noqa: PLC0415  # functions walk trees themselves

    yield from called(tree[1], tree[2], value)


WALKS: dict[str, Callable[[Tree, Any], Iterator[Any]]] = {
    "index": _index, "each": _each, "slice": _slice, "try": _try, "array": _array, "object": _object, "text": _text,
    "if": _if, "binary": _binary, "call": _call, "assign": _assign,
    "variable": _variable,
}  # fmt: skip
