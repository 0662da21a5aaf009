"""Is an object of the types that its schema says? Compiled to closures once, as it is asked at every write.

`is_typed` only says yes or no. Whoever wants to know what is wrong, or has nulls, asks `decoding`.
"""

import re
from collections.abc import Callable
from functools import cache
from typing import Any

from cluster.core import quantity, schema

Check = Callable[[Any], bool]

INT32 = 2**31
INT64 = 2**63
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)", re.ASCII)


def is_int32(value: Any) -> bool:
    """A whole number of 32 bits, not a boolean."""
    return type(value) is int and -INT32 <= value < INT32


def is_int64(value: Any) -> bool:
    """A whole number of 64 bits, not a boolean."""
    return type(value) is int and -INT64 <= value < INT64


def is_number(value: Any) -> bool:
    """Any JSON number."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def is_text(value: Any) -> bool:
    """A text."""
    return isinstance(value, str)


def is_bool(value: Any) -> bool:
    """True or false."""
    return isinstance(value, bool)


def is_int_or_string(value: Any) -> bool:
    """What `intstr.IntOrString` takes."""
    return isinstance(value, str) or is_int32(value)


def is_quantity(value: Any) -> bool:
    """What `resource.Quantity` takes: text or number that reads as a quantity."""
    try:
        quantity.parse(value)
    except quantity.QuantityError:
        return False
    return True


def is_moment(value: Any) -> bool:
    """An RFC 3339 time, as `metav1.Time` and `metav1.MicroTime` take it."""
    return isinstance(value, str) and _MOMENT.fullmatch(value) is not None


SPECIAL: dict[str, Check] = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString": is_int_or_string,
    "io.k8s.apimachinery.pkg.api.resource.Quantity": is_quantity,
    "io.k8s.apimachinery.pkg.apis.meta.v1.Time": is_moment,
    "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": is_moment,
}
"""Types that read themselves from JSON."""

_SCALAR: dict[tuple[str, str | None], Check] = {
    ("string", None): is_text,
    ("string", "byte"): is_text,
    ("boolean", None): is_bool,
    ("integer", "int32"): is_int32,
    ("integer", "int64"): is_int64,
    ("integer", None): is_int64,
    ("number", "double"): is_number,
    ("number", None): is_number,
}


def anything(_value: Any) -> bool:
    """Fields without a type (raw extensions)."""
    return True


def scalar(node: schema.Schema) -> Check | None:
    """The check of a scalar's schema, or None when it is a struct, list, map or raw."""
    return _SCALAR.get((schema.type_of(node), node.get("format"))) if "type" in node else None


@cache
def check_of(name: str) -> Check:
    """The check of a definition. Its fields are compiled at the first use, for definitions may contain themselves."""
    if name in SPECIAL:
        return SPECIAL[name]
    node = schema.definitions()[name]
    if "properties" not in node:
        return scalar(node) or anything
    return _struct_check(node["properties"])


def _struct_check(properties: dict[str, schema.Schema]) -> Check:
    fields: dict[str, Check] = {}

    def check(value: Any) -> bool:
        if not isinstance(value, dict):
            return False
        if not fields:
            fields.update({name: _node_check(node) for name, node in properties.items()})
        for name, item in value.items():
            field_check = fields.get(name)
            if field_check is not None and not field_check(item):
                return False
        return True

    return check


def _node_check(node: schema.Schema) -> Check:
    name = schema.reference(node)
    if name is not None:
        return check_of(name)
    kind = schema.type_of(node)
    if kind == "array":
        return _list_check(_node_check(node["items"]))
    if kind == "object" and isinstance(node.get("additionalProperties"), dict):
        return _map_check(_node_check(node["additionalProperties"]))
    return scalar(node) or anything


def _list_check(item_check: Check) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, list) and all(map(item_check, value))

    return check


def _map_check(item_check: Check) -> Check:
    def check(value: Any) -> bool:
        return isinstance(value, dict) and all(isinstance(key, str) and item_check(value[key]) for key in value)

    return check


def is_typed(obj: Any) -> bool:
    """Is this an object of a known kind whose every known field has its type, without nulls?"""
    if not isinstance(obj, dict):
        return False
    name = schema.name_of(obj.get("apiVersion"), obj.get("kind"))
    return name is not None and check_of(name)(obj)
