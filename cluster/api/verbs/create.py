"""POST: a new object."""

from collections.abc import Iterator

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies, writing
from cluster.core import admission
from cluster.core.kinds import Key, key_of
from cluster.core.moves import Move, Put
from cluster.core.state import State


def create(call: Call) -> Answer:
    """The object as it was stored, 201. Raises any error of admission and validation, and AlreadyExists."""
    asked = options.write_options(call.request, "CreateOptions")
    obj = bodies.judge_namespace(call, bodies.read(call, asked))
    obj = bodies.to_simulated(call, call.resource.accepted(obj))
    made: list[Key] = []

    def moves(state: State) -> Iterator[Move]:
        stored = admission.create(state, obj, call.info.namespace, asked.field_manager)
        made[:] = [key_of(stored)]
        yield Put(stored, f"you created {writing.title(call, stored['metadata']['name'])}")

    state = writing.carry_out(call, moves, asked.dry_run)
    stored = writing.written(state, made[0])
    writing.warn(call, stored)
    return Answer(stored, code=201)
