"""The OpenAPI schemas of Kubernetes: which fields a kind has, of which type, how lists merge, what fields mean.

The schemas are data of the package `kubernetes-validate`. Reading them, once and lazily, is the one I/O of the core:
they never change while the program runs.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from importlib.util import find_spec, module_from_spec
from typing import Any

Schema = dict[str, Any]

NEWEST = (1, 36)
"""The version of Kubernetes whose behaviour is simulated; the newest schemas up to it are taken."""

_REFERENCE = "#/$defs/"
_GROUP_VERSION_KIND = "x-kubernetes-group-version-kind"


def _minor(directory: str) -> tuple[int, int]:
    """`v1.36.0-local` -> (1, 36)."""
    major, minor = directory.removeprefix("v").split(".")[:2]
    return int(major), int(minor)


@lru_cache(maxsize=1)
def definitions() -> dict[str, Schema]:
    """Every schema by its full name, such as `io.k8s.api.apps.v1.DeploymentSpec`."""
    spec = find_spec("kubernetes_validate")
    assert spec is not None
    # The package is only looked for: its code, which would take 60 ms to import, is not needed.
    root = files(module_from_spec(spec)) / "kubernetes-json-schema"
    found = [entry for entry in root.iterdir() if entry.name.endswith("-local") and _minor(entry.name) <= NEWEST]
    newest = max(found, key=lambda entry: _minor(entry.name))
    loaded: dict[str, Schema] = json.loads((newest / "_definitions.json").read_text("utf-8"))["$defs"]
    return loaded


@lru_cache(maxsize=1)
def _names() -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for name, schema in definitions().items():
        for gvk in schema.get(_GROUP_VERSION_KIND, ()):
            group = f"{gvk['group']}/" if gvk["group"] else ""
            found.setdefault((f"{group}{gvk['version']}", gvk["kind"]), name)
    return found


def kinds() -> Iterator[tuple[str, str]]:
    """Every (apiVersion, kind) that has a schema."""
    return iter(_names())


def name_of(api_version: Any, kind: Any) -> str | None:
    """The full name of a kind's schema, or None: ("apps/v1", "Deployment") -> `io.k8s.api.apps.v1.Deployment`."""
    return _names().get((api_version, kind)) if isinstance(api_version, str) and isinstance(kind, str) else None


def reference(schema: Schema) -> str | None:
    """The full name of the schema that this one refers to, or None."""
    found = schema.get("$ref")
    return found.removeprefix(_REFERENCE) if isinstance(found, str) else None


def resolve(schema: Schema) -> Schema:
    """The schema with its reference followed; what stands beside the reference (description, merge keys) wins."""
    name = reference(schema)
    if name is None:
        return schema
    return {**definitions()[name], **{key: value for key, value in schema.items() if key != "$ref"}}


def schema_of(api_version: str, kind: str) -> Schema | None:
    """The schema of a kind, or None when there is no such kind."""
    name = name_of(api_version, kind)
    return definitions()[name] if name else None


def field_of(schema: Schema, name: str) -> Schema | None:
    """The schema of one field, reference followed; lists and maps are looked through, as kubectl explain does."""
    current = resolve(schema)
    while "properties" not in current and ("items" in current or isinstance(current.get("additionalProperties"), dict)):
        current = resolve(current["items"] if "items" in current else current["additionalProperties"])
    found = current.get("properties", {}).get(name)
    return resolve(found) if found is not None else None


def field(api_version: str, kind: str, path: str = "") -> Schema | None:
    """The schema of a field by its dotted path (`spec.template.spec.containers.image`), or None."""
    current = schema_of(api_version, kind)
    for name in path.split(".") if path else ():
        current = field_of(current, name) if current else None
    return current


def type_of(schema: Schema) -> str:
    """The JSON type without null, `int-or-string` for either, `object` when nothing is said."""
    types = schema.get("type", "object")
    if "oneOf" in schema:
        return "int-or-string"
    return str(next((name for name in types if name != "null"), "null") if isinstance(types, list) else types)


def required(schema: Schema) -> tuple[str, ...]:
    """Names of the fields that must be given."""
    return tuple(resolve(schema).get("required", ()))


def description(schema: Schema) -> str:
    """What the field means, in Kubernetes' words."""
    return str(schema.get("description", ""))


def patch_strategies(schema: Schema) -> tuple[str, ...]:
    """How a strategic merge patch treats the field: `merge`, `retainKeys`, both, `replace` or nothing."""
    found = schema.get("x-kubernetes-patch-strategy", "")
    return tuple(part for part in found.split(",") if part)


def merge_key(schema: Schema) -> str | None:
    """The field by which a strategic merge patch recognises items of a list: `name` for containers."""
    found = schema.get("x-kubernetes-patch-merge-key")
    return str(found) if found else None


def list_map_keys(schema: Schema) -> tuple[str, ...]:
    """The fields by which server-side apply recognises items of a list; empty when the list is no map."""
    return tuple(schema.get("x-kubernetes-list-map-keys", ())) if list_type(schema) == "map" else ()


def list_type(schema: Schema) -> str:
    """`map`, `set` or `atomic`; lists of which nothing is said are atomic."""
    return str(schema.get("x-kubernetes-list-type", "atomic"))


def map_type(schema: Schema) -> str:
    """`granular` or `atomic` for maps and structs."""
    return str(schema.get("x-kubernetes-map-type", "granular"))
