"""`kubectl explain`.

Upstream: `kubectl/pkg/cmd/explain/explain.go`, `kubectl/pkg/explain/v2/templates/plaintext.tmpl`.
"""

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from cluster.api.openapi import schemas
from cluster.core import schema as core_schema
from cluster.kubectl import resources
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.output.wrapping import indented, wrapped

Schema = dict[str, Any]
SUGGEST = 'Use "kubectl api-resources" for a complete list of supported resources.'
OUTPUTS = ("plaintext", "plaintext-openapiv2")


def run(call: Call) -> None:
    """Tell what a kind or one of its fields means."""
    if not call.args:
        raise KubectlError(f"You must specify the type of resource to explain. {SUGGEST}")
    if len(call.args) > 1:
        raise KubectlError("We accept only this format: explain RESOURCE\n")
    kind, path = _asked(call)
    word = call.args[0].split(".")[0]
    name = core_schema.name_of(kind.api_version, kind.kind)
    if call["output"] not in OUTPUTS:
        raise KubectlError(f"unrecognized format: {call['output']}")
    if name is None:
        raise KubectlError(f"couldn't find resource for {json.dumps(word)}")
    group = f"GROUP:      {kind.group}\n" if kind.group else ""
    call.out(f"{group}KIND:       {kind.kind}\nVERSION:    {kind.version}\n\n")
    text = _output(_resolved(name), path, bool(call["recursive"]))
    if not text:
        raise KubectlError(f'field "{path[-1]}" does not exist')
    call.out(text + "\n")


def _asked(call: Call) -> tuple[resources.Mapping, list[str]]:
    """The kind and the path of fields: `deployments.spec`, or with the group `deployments.apps.spec`."""
    given = call.args[0].removesuffix(".")
    word, *path = given.split(".")
    if "" in (word, *path[:-1]):
        raise KubectlError("invalid jsonpath syntax, first node must be field node")
    kind = _kind(call, word, call["api-version"])
    if f"{given}.".startswith(f"{kind.group_resource}.") and kind.group:
        path = [part for part in given[len(kind.group_resource) + 1 :].split(".") if part]
    return kind, path


def _kind(call: Call, word: str, version: str) -> resources.Mapping:
    try:
        found = resources.mapping(word)
    except KubectlError as fault:
        raise Exit(1, f"{fault}\n") from None
    if not version:
        return found
    other = resources.of_kind(version, found.kind)
    if other is None and any(row.api_version == version for row in resources.served()):
        group, _, number = version.rpartition("/")
        raise KubectlError(f"GVR ({group}/{number}, Resource={found.plural}) not found in OpenAPI schema")
    if other is None:
        shown = version if "/" in version else f"/{version}"
        raise KubectlError(f'couldn\'t find resource for "{shown}, Resource={found.plural}"')
    return other


@lru_cache(maxsize=512)
def _resolved(name: str) -> Schema:
    return schemas.spelled(name, "v3")


def _target(schema: Schema) -> Schema | None:
    """What a `$ref` refers to."""
    reference = schema.get("$ref")
    return _resolved(reference.removeprefix(schemas.PLACES["v3"])) if reference else None


def _output(schema: Schema, path: list[str], recursive: bool) -> str:
    found = _target(schema) or schema
    if not path:
        text = indented(wrapped(_description(found) or "<empty>", 76), 4)
        fields = "".join(_fields(found, 1, recursive, frozenset()))
        return f"DESCRIPTION:\n{text}\n" + (f"FIELDS:\n{fields}" if fields else "")
    properties = found.get("properties") or {}
    if path[0] in properties:
        inner = properties[path[0]]
        head = ""
        if len(path) == 1:
            head = f"FIELD: {path[0]} <{_type(inner)}>\n{_enum(inner, 'ENUM:', -1, '    ')}\n\n"
        rest = _output(inner, path[1:], recursive)
        return head + rest if rest else ""
    for inner in _inside(found):
        text = _output(inner, path, recursive)
        if text:
            return text
    return ""


def _inside(schema: Schema) -> Iterator[Schema]:
    if schema.get("items"):
        yield schema["items"]
    elif isinstance(schema.get("additionalProperties"), dict):
        yield schema["additionalProperties"]
    else:
        yield from schema.get("allOf") or ()


def _description(schema: Schema) -> str:
    found = _target(schema) or schema
    text = f"{found['description']}\n" if found.get("description") else ""
    text += "".join(_description(inner) for inner in found.get("allOf") or ())
    text += _description(found["items"]) if found.get("items") else ""
    more = found.get("additionalProperties")
    return text + (_description(more) if isinstance(more, dict) else "")


def _fields(schema: Schema, level: int, recursive: bool, seen: frozenset[str]) -> Iterator[str]:
    reference = schema.get("$ref") or ""
    if reference and reference in seen:
        return
    seen = seen | {reference}
    found = _target(schema) or schema
    for name in sorted(found.get("properties") or {}):
        inner = found["properties"][name]
        yield _field(name, inner, name in (found.get("required") or ()), level, recursive)
        if recursive:
            yield from _fields(inner, level + 1, recursive, seen)
    for inner in found.get("allOf") or ():
        yield from _fields(inner, level, recursive, seen)
    if found.get("items"):
        yield from _fields(found["items"], level, recursive, seen)
    if isinstance(found.get("additionalProperties"), dict):
        yield from _fields(found["additionalProperties"], level, recursive, seen)


def _field(name: str, schema: Schema, required: bool, level: int, short: bool) -> str:
    indent = " " * (2 * level)
    enum = _enum(schema, f"\n{indent}enum: ", 4, "")
    text = f"{indent}{name}\t<{_type(schema)}>{' -required-' if required else ''}{enum}\n"
    if short:
        return text
    description = wrapped(schema.get("description") or "<no description>", 78 - 2 * level)
    return text + indented(description, 2 * level + 2) + "\n\n"


def _type(schema: Schema) -> str:
    more, parts = schema.get("additionalProperties"), schema.get("allOf") or []
    if schema.get("items"):
        return f"[]{_type(schema['items'])}"
    if isinstance(more, dict):
        return f"map[string]{_type(more)}"
    if len(parts) == 1 and not schema.get("properties"):
        return _type(parts[0])
    target = _target(schema)
    if target is not None:
        if target.get("type", "object") == "object":
            return str(schema["$ref"]).split("/")[-1].split(".")[-1] or "Object"
        return str(target["type"])
    type_ = schema.get("type") or "Object"
    return "Object" if type_ == "object" else str(type_)


def _enum(schema: Schema, head: str, limit: int, indent: str) -> str:
    values = schema.get("enum")
    if not values:
        return ""
    shown = [str(value) or '""' for value in values]
    if limit == -1:
        return head + "".join(f"\n{indent}{value}" for value in shown)
    return head + ", ".join(shown[:limit]) + (", ...." if len(shown) > limit else "")


COMMAND = Command(
    name="explain",
    use="explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group]"
    " [-o|--output=plaintext|plaintext-openapiv2]",
    short="Get documentation for a resource",
    about="""
        Tells what the fields of a kind mean, in Kubernetes' own words. Dots lead to fields of fields.
    """,
    examples="""
        # A kind
        kubectl explain deployments

        # One of its fields
        kubectl explain deployment.spec.strategy.rollingUpdate

        # All fields at a glance
        kubectl explain deployment.spec --recursive
    """,
    run=run,
    group="Basic Commands (Intermediate)",
    flags=(
        Flag("api-version", help="in this version: apps/v1"),
        Flag("output", default="plaintext", short="o", help="plaintext or plaintext-openapiv2"),
        Flag("recursive", "bool", False, help="with fields of fields, without what they mean"),
    ),
)
