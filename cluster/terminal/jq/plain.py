"""jq's functions of one value."""

import base64
import binascii
import json
import re
from collections.abc import Callable
from itertools import groupby
from typing import Any

from cluster.terminal.jq.evaluate import calculated, dumped, items, order, short, tostring, type_of
from cluster.terminal.jq.tokens import JqError


def length(value: Any) -> Any:
    """Items, keys, characters; of a number its size; of null 0."""
    if isinstance(value, bool):
        raise JqError(f"boolean ({str(value).lower()}) has no length")
    return 0 if value is None else abs(value) if isinstance(value, int | float) else len(value)


def keys(value: Any) -> Any:
    """Keys in order, or positions."""
    if not isinstance(value, dict | list):
        raise JqError(f"{short(value)} has no keys")
    return sorted(value) if isinstance(value, dict) else list(range(len(value)))


def _add(value: Any) -> Any:
    total: Any = None
    for item in items(value):
        total = calculated("+", total, item)
    return total


def _tonumber(value: Any) -> Any:
    if isinstance(value, int | float):
        return value
    try:
        return json.loads(value) if re.fullmatch(r"-?\d+(\.\d+)?([eE][-+]?\d+)?", value) else _bad(value)
    except TypeError:
        return _bad(value)


def _bad(value: Any) -> Any:
    raise JqError(f"{short(value)} cannot be parsed as a number")


def _decoded(value: Any) -> str:
    try:
        return base64.b64decode(value, validate=False).decode(errors="replace")
    except binascii.Error:
        raise JqError(f"{short(value)} is not valid base64 data") from None


def _row(value: Any, separator: str, quote: bool) -> str:
    return separator.join(f'"{item}"' if quote and isinstance(item, str) else tostring(item) for item in items(value))


def _flatten(value: Any) -> list[Any]:
    return [inner for item in items(value) for inner in (_flatten(item) if isinstance(item, list) else [item])]


PLAIN: dict[str, Callable[[Any], Any]] = {
    "length": length,
    "keys": keys,
    "keys_unsorted": lambda v: list(v) if isinstance(v, dict) else keys(v),
    "values": lambda v: v,
    "type": type_of,
    "not": lambda v: (v in (None, False) and not isinstance(v, int)) or v is False,
    "add": _add,
    "any": lambda v: any(item not in (None, False) for item in items(v)),
    "all": lambda v: all(item not in (None, False) for item in items(v)),
    "sort": lambda v: sorted(items(v), key=order),
    "unique": lambda v: [next(group) for _, group in groupby(sorted(items(v), key=order), key=order)],
    "reverse": lambda v: v[::-1] if v is not None else [],
    "min": lambda v: min(items(v), key=order, default=None),
    "max": lambda v: max(items(v), key=order, default=None),
    "flatten": _flatten,
    "first": lambda v: v[0] if v else None,
    "last": lambda v: v[-1] if v else None,
    "tostring": tostring,
    "tonumber": _tonumber,
    "tojson": dumped,
    "fromjson": json.loads,
    "ascii_downcase": lambda v: v.lower(),
    "ascii_upcase": lambda v: v.upper(),
    "floor": lambda v: int(v // 1),
    "to_entries": lambda v: [{"key": key, "value": item} for key, item in v.items()],
    "from_entries": lambda v: {str(one.get("key", one.get("name"))): one.get("value") for one in v},
    "@base64": lambda v: base64.b64encode(tostring(v).encode()).decode(),
    "@base64d": _decoded,
    "@json": dumped,
    "@text": tostring,
    "@tsv": lambda v: _row(v, "\t", False),
    "@csv": lambda v: _row(v, ",", True),
}
