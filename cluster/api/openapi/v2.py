"""Swagger 2: one document for everything that is served (`kube-openapi/pkg/handler`)."""

from collections.abc import Iterable
from typing import Any

from cluster.api import resources
from cluster.api.openapi import operations
from cluster.api.openapi.operations import Operation
from cluster.api.openapi.parameters import Parameter
from cluster.api.openapi.schemas import collect, reference
from cluster.api.openapi.v3 import OBJECT_TYPES, PATCH_TYPES
from cluster.core.nodes import VERSION

Json = dict[str, Any]


def document() -> Json:
    """The one document."""
    paths: Json = {}
    names = {operations.STATUS, operations.DELETE_OPTIONS}
    for rows in resources.SERVED.values():
        for row in rows.values():
            for path, found in operations.paths(row).items():
                paths[path] = _path(path, found)
                names.update(name for each in found for name in (each.body, *each.answers) if name)
    return {
        "swagger": "2.0",
        "info": {"title": "Kubernetes", "version": VERSION},
        "paths": dict(sorted(paths.items())),
        "definitions": collect(names, "v2"),
        "securityDefinitions": {"BearerToken": {"type": "apiKey", "name": "authorization", "in": "header"}},
        "security": [{"BearerToken": []}],
    }


def _path(path: str, found: Iterable[Operation]) -> Json:
    item: Json = {each.method: _operation(each) for each in found}
    if parameters := operations.path_parameters(path):
        item["parameters"] = [_parameter(parameter) for parameter in parameters]
    return item


def _operation(operation: Operation) -> Json:
    group, version, kind = operation.kind
    answer = {"description": "OK", "schema": _answer(operation)}
    refusal = {"description": "Unauthorized"}
    parameters = [*_bodies(operation), *(_parameter(parameter) for parameter in operation.parameters)]
    return {
        "tags": [operation.tag],
        "operationId": operation.name,
        "consumes": list(PATCH_TYPES if operation.is_patch else OBJECT_TYPES),
        "produces": list(OBJECT_TYPES) if operation.answers else ["text/plain"],
        **({"parameters": parameters} if parameters else {}),
        "responses": {**{str(code): answer for code in operation.codes}, "401": refusal},
        "x-kubernetes-action": operation.action,
        "x-kubernetes-group-version-kind": {"group": group, "kind": kind, "version": version},
    }


def _bodies(operation: Operation) -> list[Json]:
    if operation.is_patch:
        return [{"name": "body", "in": "body", "required": True, "schema": {"type": "object"}}]
    if not operation.body:
        return []
    must = {} if operation.method == "delete" else {"required": True}
    return [{"name": "body", "in": "body", **must, "schema": reference(operation.body, "v2")}]


def _parameter(parameter: Parameter) -> Json:
    must = {"required": True} if parameter.place == "path" else {}
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        **must,
        "type": parameter.type,
        "uniqueItems": True,
    }


def _answer(operation: Operation) -> Json:
    """Swagger 2 has no alternatives: the first is told."""
    return reference(operation.answers[0], "v2") if operation.answers else {"type": "string"}
