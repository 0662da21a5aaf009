"""The core's schemas in OpenAPI's two spellings, and which of them a document needs.

The package's JSON schemas allow null everywhere and tell each kind's own name as an enum; the API server's say neither.
"""

from collections.abc import Iterable
from typing import Any, Literal

from cluster.core import enums, schema
from cluster.core.schema import Schema

Dialect = Literal["v2", "v3"]
PLACES: dict[Dialect, str] = {"v2": "#/definitions/", "v3": "#/components/schemas/"}
INT_OR_STRING = "io.k8s.apimachinery.pkg.util.intstr.IntOrString"
QUANTITY = "io.k8s.apimachinery.pkg.api.resource.Quantity"
ALTERNATIVES = {INT_OR_STRING: ("integer", "string"), QUANTITY: ("string", "number")}
"""Types of a JSON value that can be either; Swagger 2 cannot say so, and calls both a string."""
DESCRIPTIONS = {
    INT_OR_STRING: "IntOrString is a type that can hold an int32 or a string.  When used in JSON or YAML marshalling "
    "and unmarshalling, it produces or consumes the inner type.  This allows you to have, for example, a JSON field "
    "that can accept a name or number.",
    QUANTITY: "Quantity is a fixed-point representation of a number. It provides convenient marshaling/unmarshaling "
    "in JSON and YAML, in addition to String() and AsInt64() accessors.",
}
MOMENTS = {f"io.k8s.apimachinery.pkg.apis.meta.v1.{name}" for name in ("Time", "MicroTime")}
"""Written as null when they are not set; OpenAPI 3 can say so."""
NAMED_BY_KIND = ("apiVersion", "kind")


def reference(name: str, dialect: Dialect) -> Schema:
    """A reference to a schema by its full name."""
    return {"$ref": PLACES[dialect] + name}


def collect(names: Iterable[str], dialect: Dialect) -> dict[str, Schema]:
    """The schemas of these names with all that they refer to, sorted by name."""
    found: dict[str, Schema] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in found:
            found[name] = spelled(name, dialect)
            waiting.extend(_referred(schema.definitions()[name]))
    return dict(sorted(found.items()))


def spelled(name: str, dialect: Dialect) -> Schema:
    """One schema as the API server tells it."""
    if name in ALTERNATIVES:
        return _alternatives(name, dialect)
    found: Schema = _value(schema.definitions()[name], dialect)
    if name in MOMENTS and dialect == "v3":
        found["nullable"] = True
    if "properties" in found:
        found["properties"] = {
            field: _with_enum(_without_name(field, value), name, field) for field, value in found["properties"].items()
        }
    return found


def _alternatives(name: str, dialect: Dialect) -> Schema:
    found: Schema = {"description": DESCRIPTIONS[name]}
    if name == INT_OR_STRING:
        found["format"] = "int-or-string"
    if dialect == "v2":
        return {**found, "type": "string"}
    return {**found, "oneOf": [{"type": kind} for kind in ALTERNATIVES[name]]}


def _value(value: Any, dialect: Dialect) -> Any:
    """A schema without null, and with references as the dialect writes them."""
    if isinstance(value, list):
        return [_value(item, dialect) for item in value]
    if not isinstance(value, dict):
        return value
    name = schema.reference(value)
    found = {key: _value(item, dialect) for key, item in value.items() if key != "$ref"}
    if isinstance(found.get("type"), list):
        found["type"] = next(kind for kind in found["type"] if kind != "null")
    if name is None:
        return found
    # Nothing may stand beside a reference in OpenAPI 3; Kubernetes wraps even those that stand alone.
    return {**found, **reference(name, dialect)} if dialect == "v2" else {"allOf": [reference(name, dialect)], **found}


def _without_name(field: str, value: Schema) -> Schema:
    return {key: item for key, item in value.items() if key != "enum"} if field in NAMED_BY_KIND else value


def _with_enum(value: Schema, name: str, field: str) -> Schema:
    values = enums.enum_of(name, field)
    if values is None:
        return value
    if "items" in value:
        return {**value, "items": {**value["items"], "enum": list(values)}}
    return {**value, "enum": list(values), "description": value.get("description", "") + enums.told(values)}


def _referred(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        for item in value:
            yield from _referred(item)
    elif isinstance(value, dict):
        name = schema.reference(value)
        if name is not None:
            yield name
        for item in value.values():
            yield from _referred(item)
