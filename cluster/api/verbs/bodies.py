"""Reading an object out of a request body: decoded, checked against the URL, its times moved to the cluster's."""

from typing import Any

from cluster.api import negotiation, projection
from cluster.api.options import WriteOptions
from cluster.api.resource import Call
from cluster.core import decoding, schema
from cluster.core.errors import BadRequest
from cluster.core.go_text import quote
from cluster.core.kinds import Object, public

SCHEME = "pkg/api/legacyscheme/scheme.go:30"
"""Where upstream's scheme is made: the text is part of the message."""


def read(call: Call, options: WriteOptions, expected: tuple[str, str] = ("", "")) -> Object:
    """The object of the body, in the served form; `expected` is (apiVersion, kind), by default the resource's own.

    Raises UnsupportedMediaType or BadRequest; what `fieldValidation` lets pass goes to the call's warnings.
    """
    body = call.request.body
    value = negotiation.body_of(call.request.header("content-type"), body)
    api_version, kind = expected if expected[0] else (call.resource.api_version, call.resource.kind)
    if not isinstance(value, dict):
        raise BadRequest(f"the object provided is unrecognized (must be of type {kind}): {_unreadable(body)}")
    value = {**value, "apiVersion": value.get("apiVersion") or api_version, "kind": value.get("kind") or kind}
    judge_kind(value, api_version, kind)
    repeated = negotiation.duplicates(body) if options.field_validation != "Ignore" else []
    return decoded(call, value, options, repeated)


def judge_kind(value: Object, api_version: str, kind: str) -> None:
    """Whether the body is of the kind that the URL is about. Raises BadRequest."""
    if value.get("apiVersion") != api_version:
        given = f"the API version in the data ({value.get('apiVersion', '')})"
        raise BadRequest(f"{given} does not match the expected API version ({api_version})")
    if value.get("kind") == kind:
        return
    version = api_version.rpartition("/")[2]
    told = value["kind"] if isinstance(value.get("kind"), str) else ""
    if schema.name_of(api_version, told) is None:
        why = f"no kind {quote(told)} is registered for version {quote(api_version)} in scheme {quote(SCHEME)}"
    else:
        why = f"unable to convert a {told} into a {kind}"
    raise BadRequest(f"{told} in version {quote(version)} cannot be handled as a {kind}: {why}")


def decoded(call: Call, value: Object, options: WriteOptions, repeated: list[str]) -> Object:
    """The object as the API server understands it. Raises BadRequest; adds to the call's warnings."""
    result = decoding.decode(value)
    if result.fault:
        raise decoding.cannot_be_handled(value, result.fault)
    complaints = [*result.unknown, *repeated]
    if complaints and options.field_validation == "Strict":
        raise decoding.cannot_be_handled(value, f"strict decoding error: {', '.join(complaints)}")
    if options.field_validation == "Warn":
        call.warnings.extend(complaints)
    obj: Object = public(result.object)
    metadata = obj.get("metadata")
    return obj if isinstance(metadata, dict) else {**obj, "metadata": {}}


def judge_namespace(call: Call, obj: Object) -> Object:
    """The object in the namespace of the URL. Raises BadRequest when it wants to be elsewhere."""
    given, wanted = obj["metadata"].get("namespace") or "", call.info.namespace
    if given and given != wanted:
        raise BadRequest("the namespace of the provided object does not match the namespace sent on the request")
    return {**obj, "metadata": {**obj["metadata"], "namespace": wanted}} if wanted else obj


def judge_name(call: Call, obj: Object) -> Object:
    """The object under the name of the URL. Raises BadRequest when it has another."""
    given, wanted = obj["metadata"].get("name") or "", call.info.name
    if not given:
        return {**obj, "metadata": {**obj["metadata"], "name": wanted}}
    if given != wanted:
        raise BadRequest(f"the name of the object ({given}) does not match the name on the URL ({wanted})")
    return obj


def to_simulated(call: Call, obj: Object, stored: Object | None = None) -> Object:
    """What a client sent with times as the cluster counts them; `stored` is the object that it replaces."""
    seconds = projection.shift_between(stored, obj, call.shift) if stored is not None else call.shift
    return projection.project(obj, -seconds)


def _unreadable(body: bytes) -> str:
    if not body.strip():
        return "couldn't get version/kind; json parse error: unexpected end of JSON input"
    return "couldn't get version/kind; json parse error: the body is not an object"


def version_of(value: Any) -> str:
    """`v1` of `apps/v1`."""
    return str(value.get("apiVersion", "")).rpartition("/")[2] if isinstance(value, dict) else ""
