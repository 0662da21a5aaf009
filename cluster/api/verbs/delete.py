"""DELETE of one object."""

from collections.abc import Iterable
from typing import Any

from cluster.api import negotiation, options, responses
from cluster.api.options import DeleteOptions
from cluster.api.resource import Answer, Call
from cluster.api.verbs import writing
from cluster.api.verbs.reading import key_of_call
from cluster.core import deletion
from cluster.core.errors import NotFound
from cluster.core.kinds import Key, Object
from cluster.core.moves import Move
from cluster.core.state import State

GIVEN_BACK = frozenset({"Pod", "Service", "ServiceAccount", "ResourceQuota"})
"""Kinds of which a deletion answers the object (`ReturnDeletedObject` in `pkg/registry`), others with a Status."""


def delete(call: Call) -> Answer:
    """The object while something still holds it, else what became of it. Raises NotFound, Conflict, Forbidden."""
    asked = options.delete_options(call.request, body_of(call))
    key = key_of_call(call)
    before: list[Object] = []

    def moves(state: State) -> Iterable[Move]:
        stored = state.at(key)
        if stored is None:
            raise NotFound(call.resource.group, call.resource.plural, key[2])
        before[:] = [stored]
        return moves_of(call, state, key, asked)

    state = writing.carry_out(call, moves, asked.dry_run)
    return _told(call, before[0], state.at(key), asked)


def body_of(call: Call) -> Any:
    """The DeleteOptions of the body, None when there is none."""
    if not call.request.body.strip():
        return None
    return negotiation.body_of(call.request.header("content-type"), call.request.body)


def moves_of(call: Call, state: State, key: Key, asked: DeleteOptions) -> list[Move]:
    """The moves of deleting one object."""
    return deletion.delete(
        state,
        key,
        grace_period_seconds=asked.grace_period_seconds,
        propagation=asked.propagation,
        preconditions={name: value for name, value in (asked.preconditions or {}).items() if isinstance(value, str)},
    )


def _told(call: Call, before: Object, after: Object | None, asked: DeleteOptions) -> Answer:
    if after is not None and after["metadata"]["uid"] == before["metadata"]["uid"]:
        return Answer(after)
    if before["kind"] in GIVEN_BACK:
        return Answer(before)
    metadata = before["metadata"]
    status = responses.success(call.resource.group, call.resource.plural, metadata["name"], metadata["uid"])
    return Answer(status, shown=True)
