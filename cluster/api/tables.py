"""Answers as a Table, the form in which kubectl asks for what it prints; and as PartialObjectMetadata.

Upstream: `pkg/printers/storage/storage.go`, `apiserver/pkg/endpoints/handlers/response.go`. Cells are computed on
stored objects with the simulated moment; only the metadata that travels along has its times moved. It has the stored
managers alone, without those that are worked out: nobody reads them off a table.
"""

from typing import Any

from cluster.api import projection
from cluster.api.resource import Answer, Call
from cluster.core import printers
from cluster.core.errors import BadRequest
from cluster.core.kinds import Object

INCLUDED = ("Metadata", "Object", "None")


def table(call: Call, answer: Answer, version: str) -> Object:
    """The Table of an object or a list. Raises BadRequest for an unknown `includeObject`."""
    include = call.request.param("includeObject") or "Metadata"
    if include not in INCLUDED:
        raise BadRequest(f"unrecognized includeObject value: {include!r}")
    kind = call.resource.kind if answer.items is not None else answer.content.get("kind", "")
    items = answer.items if answer.items is not None else [answer.content]
    meta = answer.list_meta if answer.items is not None else _meta_of(answer.content)
    return {
        "kind": "Table",
        "apiVersion": f"meta.k8s.io/{version}",
        "metadata": meta,
        "columnDefinitions": _definitions(kind),
        "rows": [_row(call, obj, include, version) for obj in items],
    }


def _meta_of(obj: Object) -> dict[str, Any]:
    return {"resourceVersion": (obj.get("metadata") or {}).get("resourceVersion", "")}


def _definitions(kind: str) -> list[dict[str, Any]]:
    return [
        {
            "name": column.name,
            "type": column.type,
            "format": column.format,
            "description": printers.description(column),
            "priority": column.priority,
        }
        for column in printers.columns(kind)
    ]


def _row(call: Call, obj: Object, include: str, version: str) -> dict[str, Any]:
    # An age is a difference, a LimitRange tells the moment itself.
    told = obj if obj.get("kind") != "LimitRange" else call.shown(obj)
    row: dict[str, Any] = {"cells": printers.cells(told, call.now)}
    conditions = printers.row_conditions(obj)
    if conditions:
        row["conditions"] = conditions
    if include == "Metadata":
        row["object"] = partial(call, obj, version)
    elif include == "Object":
        row["object"] = call.shown(obj)
    else:
        row["object"] = None
    return row


def partial(call: Call, obj: Object, version: str) -> Object:
    """The PartialObjectMetadata of an object."""
    metadata = projection.metadata(obj["metadata"], call.shift)
    return {"kind": "PartialObjectMetadata", "apiVersion": f"meta.k8s.io/{version}", "metadata": metadata}


def partial_list(call: Call, answer: Answer, version: str) -> Object:
    """The PartialObjectMetadataList of a list."""
    return {
        "kind": "PartialObjectMetadataList",
        "apiVersion": f"meta.k8s.io/{version}",
        "metadata": answer.list_meta,
        "items": [partial(call, obj, version) for obj in answer.items or ()],
    }
