"""PATCH: JSON patch, merge patch, strategic merge patch; server-side apply is in `apply`.

A patch is applied to the object as the client sees it, its times included, and the result moved back to the cluster's
time: what the patch leaves alone comes back as it was. Upstream: `apiserver/pkg/endpoints/handlers/patch.go`.
"""

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from cluster.api import go_json, negotiation, options, projection
from cluster.api.options import WriteOptions
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies, writing
from cluster.api.verbs.apply import APPLY, apply
from cluster.api.verbs.reading import key_of_call
from cluster.api.verbs.update import finished
from cluster.core import admission, decoding
from cluster.core import patch as engines
from cluster.core.errors import BadRequest, Invalid, NotFound, UnsupportedMediaType
from cluster.core.field_errors import invalid
from cluster.core.kinds import Object, public
from cluster.core.moves import Move, Put
from cluster.core.state import State

JSON_PATCH, MERGE, STRATEGIC = (
    "application/json-patch+json",
    "application/merge-patch+json",
    "application/strategic-merge-patch+json",
)
TYPES = (JSON_PATCH, MERGE, STRATEGIC, APPLY)
Change = Callable[[Object], Object]


def patch(call: Call, subresource: str = "") -> Answer:
    """The object as it is stored now.

    Raises NotFound, Conflict, Invalid, Unprocessable, BadRequest, UnsupportedMediaType.
    """
    asked = options.write_options(call.request, "PatchOptions")
    if media_type(call) == APPLY:
        return apply(call, asked, subresource)
    change = patched_by(call, asked, (call.resource.api_version, call.resource.kind))
    key = key_of_call(call)

    def moves(state: State) -> Iterator[Move]:
        before = state.at(key)
        if before is None:
            raise NotFound(call.resource.group, call.resource.plural, key[2])
        live = call.shown(before)
        sent = bodies.judge_name(call, bodies.judge_namespace(call, change(live)))
        new = projection.project(call.resource.accepted(sent), -call.shift)
        stored = admission.update(state, new, subresource, call.info.namespace, asked.field_manager)
        verb = f"patched the {subresource} of" if subresource else "patched"
        yield Put(stored, writing.reason_of(call, verb, before, stored), subresource)

    return finished(call, writing.carry_out(call, moves, asked.dry_run))


def media_type(call: Call) -> str:
    """The type of the patch. Raises UnsupportedMediaType."""
    found = call.request.header("content-type").partition(";")[0].strip().lower()
    if found not in TYPES:
        text = "the body of the request was in an unknown format - accepted media types include: "
        raise UnsupportedMediaType(text + ", ".join(TYPES))
    return found


def patched_by(call: Call, asked: WriteOptions, expected: tuple[str, str]) -> Change:
    """The change that the body makes to an object of this (apiVersion, kind), decoded and of the right kind.

    Raises BadRequest for a body that is no patch; the change itself raises Invalid, Unprocessable or BadRequest.
    """
    kind_of_patch = media_type(call)
    body = _body(call, kind_of_patch)

    def change(live: Object) -> Object:
        if kind_of_patch == JSON_PATCH:
            patched = engines.json_patch(live, body)
        elif kind_of_patch == MERGE:
            patched = engines.merge_patch(live, body)
        else:
            patched = engines.strategic_merge_patch(live, body, *expected)
        obj = _decoded(call, asked, patched, body, kind_of_patch)
        bodies.judge_kind(obj, *expected)
        return obj

    return change


def _body(call: Call, kind_of_patch: str) -> Any:
    fault = go_json.fault_of(call.request.body)
    if fault:
        raise BadRequest(f"error decoding patch: {fault}")
    body = negotiation.read_json(call.request.body)
    if kind_of_patch != JSON_PATCH and not isinstance(body, dict):
        kind = {list: "array", str: "string", bool: "bool", type(None): "null"}.get(type(body), "number")
        text = f"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}"
        raise BadRequest(f"error decoding patch: {text}")
    return body


def _decoded(call: Call, asked: WriteOptions, patched: Object, body: Any, kind_of_patch: str) -> Object:
    """The patched object as the API server understands it; complaints name the patch, or what came of it."""
    result = decoding.decode(patched)
    shown = go_text(body) if kind_of_patch == STRATEGIC else orjson.dumps(patched).decode()
    if result.fault:
        fault = unstructured_fault(result.fault) if kind_of_patch == STRATEGIC else result.fault
        raise Invalid("", "", "", [invalid("patch", shown, fault)])
    complaints = list(result.unknown)
    if asked.field_validation != "Ignore":
        complaints += negotiation.duplicates(call.request.body)
    if complaints and asked.field_validation == "Strict":
        raise Invalid("", "", "", [invalid("patch", shown, f"strict decoding error: {', '.join(complaints)}")])
    if asked.field_validation == "Warn":
        call.warnings.extend(complaints)
    obj: Object = public(result.object)
    return obj if isinstance(obj.get("metadata"), dict) else {**obj, "metadata": {}}


def unstructured_fault(fault: str) -> str:
    """A decoder's complaint as `runtime.DefaultUnstructuredConverter` words it: `unrecognized type: int32`."""
    found, _, go_type = fault.rpartition(" of type ")
    if not found.startswith("json: cannot unmarshal "):
        return fault
    given = found.removeprefix("json: cannot unmarshal ").partition(" ")[0]
    if go_type.startswith("[]"):
        return f"cannot restore slice from {given}"
    if go_type.startswith("map["):
        return f"cannot restore map from {given}"
    return f"cannot restore struct from: {given}" if "." in go_type else f"unrecognized type: {go_type}"


def go_text(value: Any) -> str:
    """A JSON value as Go's `%+v` prints it: `map[spec:map[replicas:many]]`."""
    if isinstance(value, dict):
        return f"map[{' '.join(f'{name}:{go_text(value[name])}' for name in sorted(value))}]"
    if isinstance(value, list):
        return f"[{' '.join(map(go_text, value))}]"
    if value is None:
        return "<nil>"
    return str(value).lower() if isinstance(value, bool) else str(value)
