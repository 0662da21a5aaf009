"""From JSON values to an object of its kind, as the API server decodes a request body.

Nulls become absent, quantities canonical, empty optional lists and maps absent; unknown fields are dropped and told,
wrong types told in the words of Go's JSON decoder. Upstream: `sigs.k8s.io/json` (a fork of `encoding/json`),
`staging/src/k8s.io/apimachinery/pkg/runtime/serializer/json/json.go`.
"""

import json
from dataclasses import dataclass, field
from typing import Any

from cluster.core import go_types, quantity, schema, typed
from cluster.core.errors import BadRequest
from cluster.core.field_errors import FieldError, invalid, type_invalid
from cluster.core.go_text import quote

Object = dict[str, Any]


@dataclass(slots=True)
class Decoded:
    """`object` as it can be used; `unknown` holds sentences; `fault` is the decoder's complaint, if any."""

    object: Any
    unknown: list[str] = field(default_factory=list)
    fault: str = ""
    errors: list[FieldError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the decoder stands: `path` with indexes for people, `go_path` without, `struct` the innermost Go type."""

    path: str = ""
    go_path: str = ""
    struct: str = ""

    def field(self, name: str, struct: str) -> "_Place":
        path = f"{self.path}.{name}" if self.path else name
        go_path = f"{self.go_path}.{name}" if self.go_path else name
        return _Place(path, go_path, struct)

    def item(self, index: int) -> "_Place":
        return _Place(f"{self.path}[{index}]", self.go_path, self.struct)

    def key(self, key: str) -> "_Place":
        return _Place(f"{self.path}[{key}]", self.go_path, self.struct)


class _Decoder:
    """One pass over one object. The first complaint counts, except that types that read themselves stop everything."""

    def __init__(self, *, keep_unknown: bool) -> None:
        self.keep_unknown = keep_unknown
        self.unknown: list[str] = []
        self.errors: list[FieldError] = []
        self.first = ""
        self.fatal = ""

    def complain(self, place: _Place, value: Any, go_type: str) -> None:
        where = f"Go struct field {place.struct}.{place.go_path}" if place.struct else "Go value"
        number = go_type.startswith(("int", "float"))
        text = f"json: cannot unmarshal {go_types.json_kind(value, number=number)} into {where} of type {go_type}"
        self.first = self.first or text
        self.errors.append(_wrong(place, value, f"must be of type {go_type}"))

    def struct(self, name: str, value: Any, place: _Place) -> Any:
        if name in typed.SPECIAL:
            return self.special(name, value, place)
        node = schema.definitions()[name]
        if "properties" not in node:
            return self.scalar(node, value, place, "") if "type" in node else value
        if not isinstance(value, dict):
            self.complain(place, value, go_types.struct_type(name))
            return {}
        return self.fields(name, node, value, place)

    def fields(self, name: str, node: schema.Schema, value: Object, place: _Place) -> Object:
        properties, needed, found = node["properties"], node.get("required", ()), {}
        struct = go_types.short(name)
        for key, item in value.items():
            here = place.field(str(key), struct)
            if key not in properties:
                self.unknown.append(f"unknown field {quote(here.path)}")
                if self.keep_unknown:
                    found[key] = item
            elif item is not None:
                decoded = self.node(properties[key], item, here)
                if key in needed or not go_types.is_omitted(key, properties[key], decoded):
                    found[key] = decoded
        return found

    def node(self, node: schema.Schema, value: Any, place: _Place) -> Any:
        name = schema.reference(node)
        if name is not None:
            return self.struct(name, value, place)
        kind = schema.type_of(node)
        if kind == "array":
            return self.items(node, value, place)
        if kind == "object" and isinstance(node.get("additionalProperties"), dict):
            return self.entries(node, value, place)
        return self.scalar(node, value, place, place.go_path.rpartition(".")[2])

    def items(self, node: schema.Schema, value: Any, place: _Place) -> list[Any]:
        if not isinstance(value, list):
            self.complain(place, value, f"[]{go_types.type_text(node['items'])}")
            return []
        inner = node["items"]
        return [
            self.node(inner, go_types.zero(inner) if item is None else item, place.item(index))
            for index, item in enumerate(value)
        ]

    def entries(self, node: schema.Schema, value: Any, place: _Place) -> Object:
        inner = node["additionalProperties"]
        if not isinstance(value, dict):
            self.complain(place, value, go_types.type_text(node))
            return {}
        return {
            str(key): self.node(inner, go_types.zero(inner) if item is None else item, place.key(str(key)))
            for key, item in value.items()
        }

    def scalar(self, node: schema.Schema, value: Any, place: _Place, name: str) -> Any:
        check = typed.scalar(node)
        if check is None or check(value):
            return value
        self.complain(place, value, go_types.scalar_type(node, place.struct, name))
        return go_types.zero(node)

    def special(self, name: str, value: Any, place: _Place) -> Any:
        if typed.SPECIAL[name](value):
            return quantity.canonical(value) if name.endswith("Quantity") else value
        fault = go_types.special_fault(name, value)
        self.fatal = self.fatal or fault
        self.errors.append(_wrong(place, value, fault))
        return go_types.special_zero(name)


def _unknown_kind(obj: Object) -> FieldError:
    kind, version = obj.get("kind"), obj.get("apiVersion")
    shown = version if isinstance(version, str) else ""
    return invalid(
        "kind", kind if isinstance(kind, str) else "", f"no such kind is registered for version {quote(shown)}"
    )


def _wrong(place: _Place, value: Any, why: str) -> FieldError:
    """Of objects and lists only the kind is told: they may be as large and deep as somebody likes."""
    told = go_types.json_kind(value, number=False) if isinstance(value, dict | list) else value
    return type_invalid(place.path, told, why)


def decode(obj: Any, *, keep_unknown: bool = False) -> Decoded:
    """The object as the API server understands it, with everything that is wrong with it. Never raises.

    An object of a kind without schema is left as it is.
    """
    if not isinstance(obj, dict):
        return Decoded({}, errors=[_wrong(_Place(), obj, "must be an object")], fault=_not_an_object(obj))
    name = schema.name_of(obj.get("apiVersion"), obj.get("kind"))
    if name is None:
        return Decoded(obj)
    decoder = _Decoder(keep_unknown=keep_unknown)
    decoded = decoder.struct(name, obj, _Place())
    return Decoded(decoded, decoder.unknown, decoder.fatal or decoder.first, decoder.errors)


def _not_an_object(value: Any) -> str:
    kind = go_types.json_kind(value, number=False)
    return f"json: cannot unmarshal {kind} into Go value of type struct"


def decode_strictly(obj: Object) -> Object:
    """The decoded object (`fieldValidation=Strict`). Raises BadRequest with the API server's text."""
    decoded = decode(obj)
    if decoded.fault:
        raise cannot_be_handled(obj, decoded.fault)
    if decoded.unknown:
        raise cannot_be_handled(obj, f"strict decoding error: {', '.join(decoded.unknown)}")
    found: Object = decoded.object
    return found


def cannot_be_handled(obj: Any, why: str) -> BadRequest:
    """The API server's 400 for a body that it cannot decode."""
    kind = obj.get("kind", "") if isinstance(obj, dict) else ""
    version = str(obj.get("apiVersion", "")).rpartition("/")[2] if isinstance(obj, dict) else ""
    return BadRequest(f'{kind} in version "{version}" cannot be handled as a {kind}: {why}')


def typed_object(obj: Any) -> tuple[Any, list[FieldError]]:
    """The object free of nulls, unknown fields kept, and what has the wrong type. Fast when nothing is to be done.

    An object of a kind without schema comes back as it is, with an error.
    """
    if typed.is_typed(obj):
        return obj, []
    if isinstance(obj, dict) and schema.name_of(obj.get("apiVersion"), obj.get("kind")) is None:
        return obj, [_unknown_kind(obj)]
    decoded = decode(obj, keep_unknown=True)
    return decoded.object, decoded.errors


class _Pairs(dict[str, Any]):
    """An object of JSON text that remembers which keys came twice."""

    repeated: tuple[str, ...] = ()


def _pairs(pairs: list[tuple[str, Any]]) -> _Pairs:
    found, repeated = _Pairs(), []
    for key, value in pairs:
        if key in found:
            repeated.append(key)
        found[key] = value
    found.repeated = tuple(dict.fromkeys(repeated))
    return found


def duplicate_fields(text: str) -> list[str]:
    """Sentences about keys given twice: `duplicate field "spec.replicas"`. Raises ValueError when it is no JSON."""
    found: list[str] = []
    waiting: list[tuple[str, Any]] = [("", json.loads(text, object_pairs_hook=_pairs))]
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, _Pairs):
            dotted = f"{path}." if path else ""
            found += [f"duplicate field {quote(dotted + key)}" for key in value.repeated]
            waiting += [(dotted + key, item) for key, item in reversed(value.items())]
        elif isinstance(value, list):
            waiting += [(f"{path}[{index}]", item) for index, item in reversed(list(enumerate(value)))]
    return found
