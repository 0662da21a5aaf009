"""PUT: an object replaced, under the condition that its resourceVersion (if one is sent) is the newest."""

from collections.abc import Iterator

from cluster.api import heartbeats, options
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies, writing
from cluster.api.verbs.reading import key_of_call
from cluster.core import admission
from cluster.core.moves import Move, Put
from cluster.core.state import State


def update(call: Call, subresource: str = "") -> Answer:
    """The object as it is stored now. It never creates: raises NotFound, Conflict, Invalid, BadRequest."""
    asked = options.write_options(call.request, "UpdateOptions")
    obj = bodies.judge_name(call, bodies.judge_namespace(call, bodies.read(call, asked)))
    obj = call.resource.accepted(obj)
    key = key_of_call(call)

    def moves(state: State) -> Iterator[Move]:
        before = state.at(key)
        new = bodies.to_simulated(call, obj, before)
        if before is not None and key[0] == "Node":
            new = heartbeats.unbeaten(before, new)
        stored = admission.update(state, new, subresource, call.info.namespace, asked.field_manager)
        verb = f"replaced the {subresource} of" if subresource else "replaced"
        yield Put(stored, writing.reason_of(call, verb, before or {}, stored), subresource)

    state = writing.carry_out(call, moves, asked.dry_run)
    return finished(call, state)


def finished(call: Call, state: State) -> Answer:
    """The answer to a write of the object that the request names: as it is now, or, if the write let it go, was."""
    stored = state.at(key_of_call(call))
    if stored is None:
        return Answer(call.state.at(key_of_call(call)))
    writing.warn(call, stored)
    return Answer(stored)
