"""Fields by their path: of which type, whether required, which values they take, and what they mean."""

from functools import lru_cache
from typing import Any, NamedTuple

from cluster.core import enums, schema
from cluster.core.editing.outline import Path
from cluster.core.kinds import KINDS

COMPUTED = frozenset({"status"})
"""What controllers write: no field for a manifest, so not offered, but explained."""
META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"
WRITTEN = {META: ("name", "namespace", "labels", "annotations", "generateName", "finalizers", "ownerReferences")}
"""Of some types few fields are ever written by people; the others are offered after them."""
OFTEN = ("apiVersion", "kind", "metadata", "spec", "name", "image", "replicas", "selector", "template")


class Field(NamedTuple):
    """One field: its schema as it stands in its struct, the full name of that struct, and its own name."""

    schema: schema.Schema
    struct: str
    name: str
    is_required: bool

    @property
    def type(self) -> str:
        """The type in kubectl's words: `[]Container`, `map[string]string`, `integer`."""
        return type_text(self.schema)

    @property
    def description(self) -> str:
        """What the field means, with the values that it takes: the text of `kubectl explain`."""
        found = schema.description(schema.resolve(self.schema))
        values = enums.enum_of(self.struct, self.name)
        return found + enums.told(values) if values and "items" not in self.schema else found


def type_text(node: schema.Schema) -> str:
    """The type of a schema as `kubectl explain` writes it."""
    if "items" in node:
        return f"[]{type_text(node['items'])}"
    name = schema.reference(node)
    if name is not None:
        kind = schema.type_of(schema.definitions()[name])
        return name.rpartition(".")[2] if kind in {"object", "int-or-string"} else kind
    more = node.get("additionalProperties")
    if isinstance(more, dict):
        return f"map[string]{type_text(more)}"
    kind = schema.type_of(node)
    return "Object" if kind == "object" else kind


@lru_cache(maxsize=2048)
def fields_of(name: str) -> dict[str, Field]:
    """The fields of a struct by its full name, in the order of their names."""
    node = schema.definitions()[name]
    needed = node.get("required", ())
    properties: dict[str, Any] = node.get("properties", {})
    return {field: Field(properties[field], name, field, field in needed) for field in sorted(properties)}


def struct_of(node: schema.Schema) -> str | None:
    """The full name of the struct that a schema refers to, or None for scalars, lists and maps."""
    name = schema.reference(node)
    return name if name is not None and "properties" in schema.definitions()[name] else None


def find(kind_schema: str, path: Path) -> Field | None:
    """The field at a path from the top of a kind; a list's item or a map's value counts as a field of its own."""
    current: Field | None = Field({"$ref": f"#/$defs/{kind_schema}"}, "", "", is_required=False)
    for part in path:
        current = _below(current, part) if current else None
    return current


def _below(field: Field, part: str | int) -> Field | None:
    node = field.schema
    if isinstance(part, int):
        return field._replace(schema=node["items"], is_required=False) if "items" in node else None
    struct = struct_of(node)
    if struct is not None:
        return fields_of(struct).get(part)
    more = node.get("additionalProperties")
    return Field(more, field.struct, part, is_required=False) if isinstance(more, dict) else None


def values_of(field: Field) -> dict[str, str]:
    """The values that a field takes, each with its meaning; empty when it takes any."""
    found = enums.enum_of(field.struct, field.name)
    if found:
        return {value: meaning for value, meaning in found.items() if value}
    if schema.type_of(field.schema) == "boolean":
        return {"true": "", "false": ""}
    return {}


def order(field: Field) -> tuple[int, int, str]:
    """What is offered first: required fields, what people write most, the rest by name."""
    written = WRITTEN.get(field.struct, ())
    rank = written.index(field.name) if field.name in written else 50
    usual = OFTEN.index(field.name) if field.name in OFTEN and field.struct != META else 50
    return (0 if field.is_required else 1, min(rank, usual), field.name)


def schema_name(api_version: str, kind: str) -> str | None:
    """The full name of a served kind's schema; without an apiVersion the kind alone decides."""
    served = KINDS.get(kind)
    if served is None or (api_version and api_version != served.api_version):
        return None
    return schema.name_of(served.api_version, kind)
