"""OpenAPI v3: which parameters writes take (kubectl asks before it validates on the server), and what fields mean.

Upstream: `kube-openapi/pkg/handler3`. One document for each group and version; schemas come from the core's schema data.
"""

from functools import cache
from typing import Any
from zlib import crc32

import orjson

from cluster.api import resources
from cluster.api.resource import Answer, Resource
from cluster.core import schema
from cluster.core.kinds import Object

TITLE = {"title": "Kubernetes", "version": "v1.36.2"}
QUERY = {
    "create": ("dryRun", "fieldManager", "fieldValidation"),
    "update": ("dryRun", "fieldManager", "fieldValidation"),
    "patch": ("dryRun", "fieldManager", "fieldValidation", "force"),
    "delete": ("dryRun", "gracePeriodSeconds", "orphanDependents", "propagationPolicy"),
    "get": ("resourceVersion",),
    "list": ("continue", "fieldSelector", "labelSelector", "limit", "resourceVersion", "resourceVersionMatch", "watch"),
    "deletecollection": ("dryRun", "fieldSelector", "labelSelector", "propagationPolicy"),
}
TYPES = {"force": "boolean", "watch": "boolean", "limit": "integer", "orphanDependents": "boolean"}
TYPES["gracePeriodSeconds"] = "integer"
METHODS = {"create": "post", "get": "get", "list": "get", "update": "put", "patch": "patch", "delete": "delete"}
METHODS["deletecollection"] = "delete"
ACTIONS = {"create": "post", "update": "put"}
PATCHES = ("apply-patch+yaml", "json-patch+json", "merge-patch+json", "strategic-merge-patch+json")


def answer(path: str) -> Answer | None:
    """`/openapi/v3` and what it names; None elsewhere."""
    parts = [part for part in path.split("/") if part]
    if parts == ["openapi", "v3"]:
        return Answer(index(), shown=True)
    if parts[:2] != ["openapi", "v3"]:
        return None
    group, version = _group_version(parts[2:])
    if (group, version) not in resources.SERVED:
        return None
    return Answer(orjson.loads(document(group, version)), shown=True)


def _group_version(parts: list[str]) -> tuple[str, str]:
    if len(parts) == 2 and parts[0] == "api":
        return "", parts[1]
    return (parts[1], parts[2]) if len(parts) == 3 and parts[0] == "apis" else ("?", "?")


@cache
def index() -> Object:
    """`/openapi/v3`: where the document of each version stands, with a hash for caches."""
    paths = {}
    for group, version in sorted(resources.SERVED):
        place = f"apis/{group}/{version}" if group else f"api/{version}"
        digest = crc32(document(group, version))
        paths[place] = {"serverRelativeURL": f"/openapi/v3/{place}?hash={digest:08X}"}
    return {"paths": paths}


@cache
def document(group: str, version: str) -> bytes:
    """The OpenAPI document of one version, as JSON text."""
    rows = resources.SERVED[group, version].values()
    paths: dict[str, Any] = {}
    for row in rows:
        paths |= _paths(row)
    names = [name for row in rows if (name := schema.name_of(row.api_version, row.kind))]
    return orjson.dumps({"openapi": "3.0.0", "info": TITLE, "paths": paths, "components": {"schemas": _schemas(names)}})


def _paths(row: Resource) -> dict[str, Any]:
    root = f"/apis/{row.group}/{row.version}" if row.group else f"/api/{row.version}"
    place = f"{root}/namespaces/{{namespace}}/{row.plural}" if row.namespaced else f"{root}/{row.plural}"
    verbs = set(row.verbs)
    paths = {place: _operations(row, verbs & {"create", "list", "deletecollection"}, place)}
    named = f"{place}/{{name}}"
    paths[named] = _operations(row, verbs & {"get", "update", "patch", "delete"}, named)
    if row.namespaced and "list" in verbs:
        everywhere = f"{root}/{row.plural}"
        paths[everywhere] = _operations(row, {"list"}, everywhere)
    for sub in row.subresources:
        below = f"{named}/{sub.name}"
        paths[below] = _operations(row, set(sub.verbs), below)
    return {path: operations for path, operations in paths.items() if operations}


def _operations(row: Resource, verbs: set[str], place: str) -> dict[str, Any]:
    gvk = {"group": row.group, "version": row.version, "kind": row.kind}
    body = {"$ref": f"#/components/schemas/{schema.name_of(row.api_version, row.kind)}"}
    found = {}
    for verb in sorted(verbs & set(QUERY)):
        names = [name for name in ("namespace", "name") if f"{{{name}}}" in place]
        operation: dict[str, Any] = {
            "tags": [f"{row.group or 'core'}_{row.version}"],
            "operationId": f"{verb}{place.replace('/', '_').replace('{', '').replace('}', '').replace('.', '_')}",
            "parameters": [
                *({"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names),
                *({"name": name, "in": "query", "schema": {"type": TYPES.get(name, "string")}} for name in QUERY[verb]),
            ],
            "responses": {"200": {"description": "OK", "content": {"application/json": {"schema": body}}}},
            "x-kubernetes-action": ACTIONS.get(verb, verb),
            "x-kubernetes-group-version-kind": gvk,
        }
        if verb in {"create", "update"}:
            operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": body}}}
        elif verb == "patch":
            content = {f"application/{name}": {"schema": {"type": "object"}} for name in PATCHES}
            operation["requestBody"] = {"required": True, "content": content}
        found[METHODS[verb]] = operation
    return found


def _schemas(names: list[str]) -> dict[str, Any]:
    """The schemas of some names with all that they refer to."""
    found: dict[str, Any] = {}
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name in found:
            continue
        found[name] = _spelled(schema.definitions()[name], waiting)
    return dict(sorted(found.items()))


def _spelled(node: Any, referred: list[str]) -> Any:
    """A schema in OpenAPI's spelling: no lists of types, references into components; names referred to are noted."""
    if isinstance(node, list):
        return [_spelled(item, referred) for item in node]
    if not isinstance(node, dict):
        return node
    name = schema.reference(node)
    if name is not None:
        referred.append(name)
        beside = {key: _spelled(value, referred) for key, value in node.items() if key != "$ref"}
        return {**beside, "allOf": [{"$ref": f"#/components/schemas/{name}"}]}
    found = {key: _spelled(value, referred) for key, value in node.items()}
    if isinstance(found.get("type"), list):
        found["type"] = next(kind for kind in found["type"] if kind != "null")
    return found
