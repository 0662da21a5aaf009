"""Values as Go's `fmt` prints them and its templates compare them.

Upstream: `fmt` (`%v`, `%#v`), `text/template/funcs.go` (basicKind, eq, lt), which `client-go/third_party/forked/golang/
template` repeats. A value of a decoded object is a dict, list, str, int, float, bool or None.
"""

import math
from typing import Any

from cluster.core.go_text import quote

BAD_TYPE = "invalid type for comparison"
INCOMPATIBLE = "incompatible types for comparison"


class CannotCompare(ValueError):
    """Two values that Go does not compare; the message is Go's."""


def text(value: Any) -> str:
    """`%v`: `map[a:1 b:[x y]]`, `true`, `<nil>`."""
    match value:
        case None:
            return "<nil>"
        case bool():
            return "true" if value else "false"
        case float():
            return float_text(value)
        case dict():
            return f"map[{' '.join(f'{key}:{text(value[key])}' for key in sorted(value))}]"
        case list() | tuple():
            return f"[{' '.join(text(item) for item in value)}]"
    return str(value)


def syntax(value: Any) -> str:
    """`%#v`: the value as Go source."""
    match value:
        case None:
            return "interface {}(nil)"
        case str():
            return quote(value)
        case dict():
            inner = ", ".join(f"{quote(key)}:{syntax(value[key])}" for key in sorted(value))
            return f"map[string]interface {{}}{{{inner}}}"
        case list() | tuple():
            return f"[]interface {{}}{{{', '.join(syntax(item) for item in value)}}}"
    return text(value)


def float_text(value: float) -> str:
    """Go's shortest form: an exponent below -4 and from 21 on, `1e+21`."""
    if math.isnan(value) or math.isinf(value):
        return "NaN" if math.isnan(value) else "+Inf" if value > 0 else "-Inf"
    digits = repr(float(value))
    exponent = math.floor(math.log10(abs(value))) if value else 0
    if -5 < exponent < 21:
        return str(int(value)) if value == int(value) else f"{value:f}".rstrip("0") if "e" in digits else digits
    mantissa, _, power = f"{value:e}".partition("e") if "e" not in digits else digits.partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return f"{mantissa}e{power[0] if power[0] in '+-' else '+'}{power.lstrip('+-').zfill(2)}"


def type_name(value: Any) -> str:
    """The Go type that a decoded value has."""
    names = {bool: "bool", int: "int64", float: "float64", str: "string", dict: "map[string]interface {}"}
    return "[]interface {}" if isinstance(value, list) else names.get(type(value), "<nil>")


def kind_of(value: Any) -> str:
    """The basic kind for comparisons. Raises CannotCompare for maps, lists and null."""
    for types, kind in ((bool, "bool"), (int, "int"), (float, "float"), (str, "string")):
        if isinstance(value, types):
            return kind
    raise CannotCompare(BAD_TYPE)


def equal(left: Any, right: Any) -> bool:
    """`==` of two basic values of one kind. Raises CannotCompare."""
    if kind_of(left) != kind_of(right):
        raise CannotCompare(INCOMPATIBLE)
    return bool(left == right)


def less(left: Any, right: Any) -> bool:
    """`<` of two numbers or two strings. Raises CannotCompare."""
    kind = kind_of(left)
    if kind != kind_of(right):
        raise CannotCompare(INCOMPATIBLE)
    if kind == "bool":
        raise CannotCompare(BAD_TYPE)
    return bool(left.encode() < right.encode() if kind == "string" else left < right)


def compare(operator: str, left: Any, right: Any) -> bool:
    """`==`, `!=`, `<`, `<=`, `>`, `>=`, as Go's templates combine them from two. Raises CannotCompare."""
    match operator:
        case "==":
            return equal(left, right)
        case "!=":
            return not equal(left, right)
        case "<":
            return less(left, right)
        case "<=":
            return less(left, right) or equal(left, right)
        case ">":
            return not (less(left, right) or equal(left, right))
    return not less(left, right)
