"""Server-side apply: PATCH with `application/apply-patch+yaml`. It creates what does not exist.

Upstream: `apiserver/pkg/endpoints/handlers/patch.go` (applyPatcher).
"""

from collections.abc import Iterator

from cluster.api import negotiation, options
from cluster.api.options import WriteOptions
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies, writing
from cluster.api.verbs.reading import key_of_call
from cluster.core import admission, decoding, managed_fields
from cluster.core.errors import BadRequest, Invalid
from cluster.core.field_errors import required
from cluster.core.kinds import Object, public
from cluster.core.moves import Move, Put
from cluster.core.state import State

APPLY = "application/apply-patch+yaml"


def apply(call: Call, asked: WriteOptions, subresource: str = "") -> Answer:
    """The object as it is stored now, 201 when it is new. Raises Conflict (fields of other managers), Invalid, ...."""
    if not call.request.param("fieldManager"):
        why = required("fieldManager", "is required for apply patch")
        raise Invalid("PatchOptions", options.META, "", [why])
    config = _config(call, asked)
    key = key_of_call(call)
    new: list[bool] = []

    def moves(state: State) -> Iterator[Move]:
        before = state.at(key)
        new[:] = [before is None]
        live = public(before) if before is not None else None
        merged = managed_fields.apply(
            live, config, asked.field_manager, bool(asked.force), state.now, subresource=subresource
        )
        merged = decoding.decode(merged).object
        if before is None:
            stored = admission.create(state, merged, call.info.namespace, None)
            yield Put(stored, f"you applied {writing.title(call, key[2])}: it is new")
            return
        stored = admission.update(state, merged, subresource, call.info.namespace, None)
        stored = managed_fields.unless_only_times_changed(before, stored)
        yield Put(stored, writing.reason_of(call, "applied", before, stored), subresource)

    state = writing.carry_out(call, moves, asked.dry_run)
    stored = writing.written(state, key)
    writing.warn(call, stored)
    return Answer(stored, code=201 if new[0] else 200)


def _config(call: Call, asked: WriteOptions) -> Object:
    """What is applied, with unknown fields dropped or refused. Raises BadRequest."""
    value = negotiation.read_yaml(call.request.body)
    if not isinstance(value, dict):
        raise BadRequest("error decoding YAML: the body is not an object")
    resource = call.resource
    for field, wanted in (("apiVersion", resource.api_version), ("kind", resource.kind)):
        if not value.get(field):
            raise BadRequest(f"invalid object type: {field} must be set")
        del wanted
    bodies.judge_kind(value, resource.api_version, resource.kind)
    obj = bodies.decoded(call, value, asked, [])
    if obj["metadata"].get("managedFields"):
        raise BadRequest("metadata.managedFields must be nil")
    obj = bodies.judge_name(call, bodies.judge_namespace(call, obj))
    return bodies.to_simulated(call, call.resource.accepted(obj))
