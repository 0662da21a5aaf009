"""`attach -i`: what a client types goes into the container, as an act of its own each time."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from cluster.api.verbs import writing
from cluster.core import logs
from cluster.core.attached import with_input
from cluster.core.kinds import Object
from cluster.core.moves import Move, Put
from cluster.core.state import State

if TYPE_CHECKING:
    from cluster.api.streaming.remote import Remote


async def type_in(remote: "Remote", container: Object) -> None:
    """Until the client goes, or its input ends and others may follow (no `stdinOnce`)."""
    once = bool(container.get("stdinOnce"))
    while (received := await remote.streams.receive()) is not None:
        if received.name != "resize":
            text, closed = received.data.decode(errors="replace"), once and received.name == "closed"
            await remote.in_thread(partial(_keep, remote, text, closed))
        if received.name == "closed" and not once:
            return


def _keep(remote: "Remote", text: str, closed: bool) -> None:
    call, container = remote.call, remote.wish.container

    def moves(state: State) -> Iterator[Move]:
        pod = state.get("Pod", call.info.namespace, call.info.name)
        run = logs.run_of(pod, container) if pod else None
        if pod is not None and run is not None and run.ended is None:
            why = f"somebody typed into container {container} of pod {call.info.name}"
            yield Put(with_input(pod, container, text, closed, run.restarts, state.now), why)

    writing.carry_out(call, moves, False)
