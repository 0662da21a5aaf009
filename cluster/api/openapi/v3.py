"""OpenAPI 3: one document for each group and version (`kube-openapi/pkg/handler3`)."""

from collections.abc import Iterable
from typing import Any

from cluster.api import resources
from cluster.api.openapi import operations
from cluster.api.openapi.operations import Operation
from cluster.api.openapi.parameters import Parameter
from cluster.api.openapi.schemas import collect, reference
from cluster.core.nodes import VERSION

OBJECT_TYPES = ("application/json", "application/yaml")
PATCH_TYPES = {
    "application/apply-patch+yaml": "object",
    "application/json-patch+json": "array",
    "application/merge-patch+json": "object",
    "application/strategic-merge-patch+json": "object",
}
STREAM = "application/json;stream=watch"
WATCH_EVENT = "io.k8s.apimachinery.pkg.apis.meta.v1.WatchEvent"
REFUSALS = ("400", "401", "403", "404", "405", "406", "409", "410", "413", "415", "422", "429", "504")
SECURITY = {"BearerToken": {"type": "http", "scheme": "bearer"}, "Basic": {"type": "http", "scheme": "basic"}}

Json = dict[str, Any]


def document(group: str, version: str) -> Json:
    """The document of one served version. Raises KeyError for one that is not served."""
    paths: Json = {}
    names = {operations.STATUS, operations.DELETE_OPTIONS, WATCH_EVENT}
    for row in resources.SERVED[group, version].values():
        for path, found in operations.paths(row).items():
            paths[path] = _path(path, found)
            names.update(name for each in found for name in (each.body, *each.answers) if name)
    return {
        "openapi": "3.0.0",
        "info": {"title": "Kubernetes", "version": VERSION},
        "paths": paths,
        "components": {
            "schemas": collect(names, "v3"),
            "responses": {"Refused": {"description": "why not", "content": _json([operations.STATUS])}},
            "securitySchemes": SECURITY,
        },
        "security": [{name: []} for name in SECURITY],
    }


def _path(path: str, found: Iterable[Operation]) -> Json:
    item: Json = {each.method: _operation(each) for each in found}
    if parameters := operations.path_parameters(path):
        item["parameters"] = [_parameter(parameter) for parameter in parameters]
    return item


def _operation(operation: Operation) -> Json:
    group, version, kind = operation.kind
    found: Json = {
        "tags": [operation.tag],
        "operationId": operation.name,
        "parameters": [_parameter(parameter) for parameter in operation.parameters],
        "responses": {
            **{str(code): {"description": "OK", "content": _answer(operation)} for code in operation.codes},
            **{code: {"$ref": "#/components/responses/Refused"} for code in REFUSALS},
        },
        "x-kubernetes-action": operation.action,
        "x-kubernetes-group-version-kind": {"group": group, "kind": kind, "version": version},
    }
    if operation.is_patch:
        content = {type_: {"schema": _patch(of)} for type_, of in PATCH_TYPES.items()}
        found["requestBody"] = {"content": content, "required": True}
    elif operation.body:
        must = {"required": True} if operation.method != "delete" else {}
        found["requestBody"] = {"content": _json([operation.body]), **must}
    return found


def _parameter(parameter: Parameter) -> Json:
    schema: Json = {"type": parameter.type, "uniqueItems": True}
    if parameter.values:
        schema["enum"] = list(parameter.values)
    must = {"required": True} if parameter.place == "path" else {}
    return {
        "name": parameter.name,
        "in": parameter.place,
        "description": parameter.description,
        **must,
        "schema": schema,
    }


def _patch(of: str) -> Json:
    return {"type": of, "items": {"type": "object"}} if of == "array" else {"type": of}


def _answer(operation: Operation) -> Json:
    if operation.action == "connect" or not operation.answers:
        return {"text/plain": {"schema": {"type": "string"}}}
    content = _json(operation.answers)
    if operation.action == "list":
        content[STREAM] = {"schema": reference(WATCH_EVENT, "v3")}
    return content


def _json(names: Iterable[str]) -> Json:
    found = [reference(name, "v3") for name in dict.fromkeys(names)]
    schema = found[0] if len(found) == 1 else {"anyOf": found}
    return {type_: {"schema": schema} for type_ in OBJECT_TYPES}
