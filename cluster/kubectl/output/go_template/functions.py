"""The functions that templates may call (`text/template/funcs.go`, `cli-runtime/pkg/printers/template.go`)."""

import base64
import binascii
import html
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import quote_plus

from cluster.kubectl.output import go_values
from cluster.kubectl.output.go_template.formatting import sprint, sprintf
from cluster.kubectl.output.go_template.values import MISSING, Int, is_true, type_of

Function = Callable[..., Any]
__all__ = ["FUNCTIONS", "Int", "Signature"]


class CallFault(ValueError):
    """A function's own error."""


def _present(value: Any) -> bool:
    return value is not None and value is not MISSING


def index(item: Any, *keys: Any) -> Any:
    """`index x 1 "a"` is `x[1]["a"]`."""
    if not _present(item):
        raise CallFault("index of untyped nil")
    for key in keys:
        if item is None or item is MISSING:
            raise CallFault("index of nil pointer")
        if isinstance(item, dict):
            if not isinstance(key, str):
                told = f"has type {type_of(key)}" if _present(key) else "is nil"
                raise CallFault(f"value {told}; should be string")
            item = item.get(key, MISSING)
        elif isinstance(item, list | str):
            at = _position(key, len(item))
            item = item[at] if isinstance(item, list) else item.encode()[at]
        else:
            raise CallFault(f"can't index item of type {type_of(item)}")
    return item


def _position(key: Any, length: int, limit: bool = False) -> int:
    if not isinstance(key, int) or isinstance(key, bool):
        raise CallFault(
            f"cannot index slice/array with type {type_of(key)}"
            if _present(key)
            else "cannot index slice/array with nil"
        )
    if not 0 <= key < length + limit:
        raise CallFault(f"index out of range: {key}")
    return key


def slice_(item: Any, *keys: Any) -> Any:
    """`slice x 1 2` is `x[1:2]`."""
    if not _present(item):
        raise CallFault("slice of untyped nil")
    if not isinstance(item, list | str):
        raise CallFault(f"can't slice item of type {type_of(item)}")
    if len(keys) > 3:
        raise CallFault(f"too many slice indexes: {len(keys)}")
    low, high = [*[_position(key, len(item), True) for key in keys[:2]], *[0, len(item)][len(keys[:2]) :]]
    if low > high:
        raise CallFault(f"invalid slice index: {low} > {high}")
    return item[low:high]


def length(item: Any) -> Any:
    """How many items, keys or bytes."""
    if not _present(item):
        raise CallFault("reflect: call of reflect.Value.Type on zero Value")
    if not isinstance(item, list | dict | str):
        raise CallFault(f"len of type {type_of(item)}")
    return Int(len(item.encode()) if isinstance(item, str) else len(item))


def eq(first: Any, *others: Any) -> bool:
    """Whether the first is one of the others."""
    if not others:
        raise CallFault("missing argument for comparison")
    return any(_equal(first, other) for other in others)


def _equal(left: Any, right: Any) -> bool:
    if not _present(left) or not _present(right):
        return _present(left) == _present(right)
    for one, other in ((left, right), (right, left)):
        if isinstance(one, dict | list):
            if type(one) is type(other):
                raise CallFault(f"non-comparable type {go_values.text(left)}: {type_of(right)}")
            raise CallFault(go_values.INCOMPATIBLE)
    return _compared("==", left, right)


def _compared(operator: str, left: Any, right: Any) -> bool:
    try:
        return go_values.compare(operator, _plain(left), _plain(right))
    except go_values.CannotCompare as fault:
        raise CallFault(str(fault)) from fault


def _plain(value: Any) -> Any:
    return None if value is MISSING else value


def _comparison(operator: str) -> Function:
    return lambda left, right: _compared(operator, left, right)


def base64decode(text: str) -> str:
    """A Secret's value as text."""
    try:
        return base64.b64decode(text.replace("\n", "").replace("\r", ""), validate=True).decode(errors="replace")
    except (binascii.Error, ValueError) as fault:
        raise CallFault(f"base64 decode failed: illegal base64 data at input byte {_fault(text)}") from fault


def _fault(text: str) -> int:
    """Where Go stops reading: at the first strange character, or at the start of an incomplete group of four."""
    strange = (at for at, char in enumerate(text) if not (char.isascii() and (char.isalnum() or char in "+/")))
    return next(strange, len(text) // 4 * 4)


def exists(item: Any, *keys: Any) -> bool:
    """Whether `index` would find something."""
    try:
        return _present(index(item, *keys))
    except CallFault:
        return False


def js(*values: Any) -> str:
    """Text for JavaScript's quotes."""
    return json.dumps(sprint(values))[1:-1].replace("<", "\\u003C").replace(">", "\\u003E").replace("'", "\\'")


class Signature:
    """A function, how many arguments it takes (`most` None: any number), and whether they must be texts."""

    __slots__ = ("function", "least", "most", "texts")

    def __init__(self, function: Function, least: int = 0, most: int | None = None, texts: bool = False) -> None:
        self.function, self.least, self.most, self.texts = function, least, most, texts


FUNCTIONS = {
    "and": Signature(lambda *values: values[-1], 1),
    "or": Signature(lambda *values: values[-1], 1),
    "not": Signature(lambda value: not is_true(value), 1, 1),
    "index": Signature(index, 1),
    "slice": Signature(slice_, 1),
    "len": Signature(length, 1, 1),
    "print": Signature(lambda *values: sprint(values)),
    "println": Signature(lambda *values: " ".join(go_values.text(_plain(value)) for value in values) + "\n"),
    "printf": Signature(lambda form, *values: sprintf(form, values), 1),
    "html": Signature(
        lambda *values: html.escape(sprint(values)).replace("&quot;", "&#34;").replace("&#x27;", "&#39;")
    ),
    "js": Signature(js),
    "urlquery": Signature(lambda *values: quote_plus(sprint(values), safe="")),
    "call": Signature(lambda *_: None, 1),
    "eq": Signature(eq, 1),
    "ne": Signature(lambda left, right: not _equal(left, right), 2, 2),
    "lt": Signature(_comparison("<"), 2, 2),
    "le": Signature(_comparison("<="), 2, 2),
    "gt": Signature(_comparison(">"), 2, 2),
    "ge": Signature(_comparison(">="), 2, 2),
    "exists": Signature(exists, 1),
    "base64decode": Signature(base64decode, 1, 1, texts=True),
}
