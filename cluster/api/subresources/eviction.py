"""`pods/eviction`: a deletion that asks the pod's disruption budget first."""

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.subresources.answers import success
from cluster.api.verbs import bodies, writing
from cluster.core import eviction
from cluster.core.errors import BadRequest
from cluster.core.moves import Move
from cluster.core.state import State

MISNAMED = "name in URL does not match name in Eviction object: name should be "


def create(call: Call) -> Answer:
    """Success. Raises TooManyRequests when the budget does not allow it now, NotFound, Conflict or BadRequest."""
    asked = options.write_options(call.request, "CreateOptions")
    body = bodies.read(call, asked, ("policy/v1", "Eviction"))
    name = call.info.name
    if (body["metadata"].get("name") or name) != name:
        raise BadRequest(MISNAMED + f'"{name}"')
    given = body.get("deleteOptions")
    wishes = options.delete_options(call.request, given if given is not None else {})

    def moves(state: State) -> list[Move]:
        return eviction.evict(
            state,
            call.info.namespace,
            name,
            grace_period_seconds=wishes.grace_period_seconds,
            preconditions=wishes.preconditions,
        )

    writing.carry_out(call, moves, asked.dry_run or wishes.dry_run)
    return success()


HANDLERS = {"create": create}
