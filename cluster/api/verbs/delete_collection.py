"""DELETE of a collection: all objects that the selectors find."""

from collections.abc import Iterator

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.verbs import writing
from cluster.api.verbs.delete import body_of, moves_of
from cluster.api.verbs.reading import select
from cluster.core.kinds import Object, key_of
from cluster.core.moves import Move
from cluster.core.state import State


def delete_collection(call: Call) -> Answer:
    """The list of what was there. Raises BadRequest or Invalid."""
    asked = options.delete_options(call.request, body_of(call))
    which = options.list_options(call.request)
    found: list[Object] = []

    def moves(state: State) -> Iterator[Move]:
        found[:] = select(call, state, which.label_selector, which.field_selector)
        for obj in found:
            yield from moves_of(call, state, key_of(obj), asked)

    state = writing.carry_out(call, moves, asked.dry_run)
    return Answer(items=found, list_meta={"resourceVersion": str(state.revision)})
