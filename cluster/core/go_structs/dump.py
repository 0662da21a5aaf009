"""Values written as Go's spew writes them for hashes: each with its type, structs with all their fields."""

import re
from collections.abc import Iterator
from typing import Any

from cluster.core import quantity
from cluster.core.go_structs.fields import Field, structs

_INTEGERS = frozenset({"int32", "int64"})
_ZERO_TIME = "{Time:(time.Time){wall:(uint64)0 ext:(int64)0 loc:(*time.Location)<nil>}}"
_EXPONENTS = {"n": -9, "u": -6, "m": -3, "": 0, "k": 3, "M": 6, "G": 9, "T": 12, "P": 15, "E": 18}
_QUANTITY = re.compile(r"([+-]?)(\d*)\.?(\d*)([A-Za-z]*)(-?\d*)")


def dump(template: dict[str, Any]) -> str:
    """A pod template as upstream dumps it (`utils/dump/dump.go`, ForHash): the input of `pod-template-hash`."""
    return f"(v1.PodTemplateSpec){_value('PodTemplateSpec', template)}"


def _typed(type_: str, value: Any) -> str:
    return f"({_type_text(type_)}){_value(type_, value)}"


def _type_text(type_: str) -> str:
    """`[]Container` -> `[]v1.Container`."""
    name = type_.lstrip("[]*")
    start = type_.removesuffix(name)
    local = "." not in name and not name.startswith("map[") and name not in {"string", "bool", *_INTEGERS}
    return f"{start}v1.{name}" if local else type_


def _value(type_: str, value: Any) -> str:
    """A value without its type. A missing one is its type's zero; empty lists and maps do not outlast protobuf."""
    if type_[0] == "*":
        return "<nil>" if value is None or type_ in {"*Time", "*FieldsV1"} else _value(type_[1:], value)
    if type_.startswith("[]"):
        return f"[{' '.join(_value(type_[2:], one) for one in value)}]" if value else "<nil>"
    if type_ == "map[string]string":
        return _map("string", value)
    if type_ == "ResourceList":
        return _map("resource.Quantity", value)
    if type_ in structs():
        return "{" + " ".join(_fields(structs()[type_], value or {})) + "}"
    return _simple(type_, value)


def _map(type_: str, value: Any) -> str:
    if not value:
        return "<nil>"
    return f"map[{' '.join(f'{name}:{_value(type_, one)}' for name, one in sorted(value.items()))}]"


def _fields(fields: tuple[Field, ...], value: dict[str, Any]) -> Iterator[str]:
    for field in fields:
        found = value.get(field.json) if field.json else value
        yield f"{field.name}:{_typed(field.type, found)}"


def _simple(type_: str, value: Any) -> str:
    if type_ == "Time":
        return _ZERO_TIME
    if type_ == "resource.Quantity":
        return _quantity(value)
    if type_ == "intstr.IntOrString":
        number, text = (0, value) if isinstance(value, str) else (value or 0, "")
        return f"{{Type:(intstr.Type){int(isinstance(value, str))} IntVal:(int32){number} StrVal:(string){text}}}"
    if type_ == "bool":
        return "true" if value else "false"
    return str(value or 0) if type_ in _INTEGERS else str(value or "")


def _quantity(value: Any) -> str:
    """A parsed quantity keeps its text if that is canonical (`apimachinery/pkg/api/resource/quantity.go`)."""
    text = "" if value is None else quantity.canonical(value)
    found = _QUANTITY.match(text)
    assert found is not None  # it matches ""
    sign, whole, part, suffix, _ = found.groups()
    binary = suffix.endswith("i")
    scale = 0 if binary else _EXPONENTS.get(suffix, 0) - len(part)
    number = int(whole + part or 0)
    amount = number << (10 * " KMGTPE".index(suffix[0])) if binary else number
    kept = text if text == "0" or (number & 7 if binary else number and not f"{number}".endswith("000")) else ""
    form = "" if value is None else "BinarySI" if binary else "DecimalSI"
    return (
        f"{{i:(resource.int64Amount){{value:(int64){sign.strip('+')}{amount} scale:(resource.Scale){scale}}} "
        f"d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){kept} Format:(resource.Format){form}}}"
    )
