"""Events of a watch as bytes: one JSON document a line. What several watches are told alike is written once."""

from collections import OrderedDict
from typing import Any

import orjson

from cluster.api import tables
from cluster.api.negotiation import Form
from cluster.api.resource import Answer, Call
from cluster.api.watching.events import Event
from cluster.core.errors import ApiError
from cluster.core.kinds import Object

KEPT = 2048
INITIAL_EVENTS_END = "k8s.io/initial-events-end"
_written: OrderedDict[tuple[Any, ...], bytes] = OrderedDict()


def event_frame(call: Call, event: Event, form: Form, headers: bool) -> bytes:
    """One event in the form that the client wants; a Table names its columns in its first event only."""
    metadata = event.object["metadata"]
    row = call.resource
    key = (
        *(call.cluster_id, row.api_version, row.kind, call.shift, form, headers, event.type),
        *(metadata["uid"], metadata["resourceVersion"], call.request.param("includeObject")),
    )
    if form.kind != "Table" and key in _written:
        _written.move_to_end(key)
        return _written[key]
    frame = _frame(event.type, represent(call, event.object, form, headers))
    if form.kind != "Table":
        _written[key] = frame
        while len(_written) > KEPT:
            _written.popitem(last=False)
    return frame


def represent(call: Call, obj: Object, form: Form, headers: bool) -> Object:
    """The object of an event as itself, as a Table of one row, or as its metadata."""
    if form.kind == "Table":
        table = tables.table(call, Answer(obj), form.version)
        return table if headers else {**table, "columnDefinitions": None}
    if form.kind:
        return tables.partial(call, obj, form.version)
    return call.shown(obj)


def bookmark_frame(call: Call, revision: int, form: Form, initial_end: bool = False) -> bytes:
    """A BOOKMARK: everything up to this revision has been told."""
    metadata: dict[str, Any] = {"resourceVersion": str(revision), "creationTimestamp": None}
    if initial_end:
        metadata["annotations"] = {INITIAL_EVENTS_END: "true"}
    if form.kind == "Table":
        version = f"meta.k8s.io/{form.version}"
        return _frame("BOOKMARK", {"kind": "Table", "apiVersion": version, "metadata": metadata, "rows": []})
    if form.kind:
        kind, api_version = "PartialObjectMetadata", f"meta.k8s.io/{form.version}"
    else:
        kind, api_version = call.resource.kind, call.resource.api_version
    return _frame("BOOKMARK", {"kind": kind, "apiVersion": api_version, "metadata": metadata})


def error_frame(error: ApiError) -> bytes:
    """An ERROR, after which a watch ends."""
    return _frame("ERROR", error.status())


def _frame(type_: str, obj: Object) -> bytes:
    return orjson.dumps({"type": type_, "object": obj}, option=orjson.OPT_APPEND_NEWLINE)
