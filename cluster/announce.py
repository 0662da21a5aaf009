"""After a commit, tell who listens: "cluster 7 reached revision 412", and nothing more.

Readers fetch what they miss after their own cursor, so a lost or doubled announcement does no harm. Sockets join the
group `group(cluster_id)` and handle `cluster.reached`; workers hear the same message on the channel `CHANNEL`.

Commits happen in many threads, but the in-memory layer belongs to one event loop: the worker inside a server attaches
that loop, and everything is then sent from there.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any

from asgiref.sync import async_to_sync
from channels.exceptions import ChannelFull
from channels.layers import InMemoryChannelLayer, get_channel_layer

CHANNEL = "cluster"
REMEMBERED = 20_000
"""Clusters whose newest commit of this process is remembered; beyond it all are forgotten, which costs doubles only."""

_loops: list[asyncio.AbstractEventLoop] = []
_own: dict[int, int] = {}


def group(cluster_id: int) -> str:
    """The group of everyone who wants to know about a cluster."""
    return f"cluster.{cluster_id}"


def attach(loop: asyncio.AbstractEventLoop) -> None:
    """Send from this event loop from now on, whichever thread commits."""
    _loops.append(loop)


def detach(loop: asyncio.AbstractEventLoop) -> None:
    """Undo `attach`."""
    if loop in _loops:
        _loops.remove(loop)


def remember(cluster_id: int, stamp: int) -> None:
    """This process has announced the commit of this stamp."""
    if len(_own) > REMEMBERED:
        _own.clear()
    _own[cluster_id] = stamp


def is_own(cluster_id: int, stamp: int) -> bool:
    """Whether this process has announced the commit of this stamp."""
    return _own.get(cluster_id) == stamp


def reached(cluster_id: int, revision: int, poke: bool = True) -> None:
    """Tell sockets and (`poke`) workers, from any thread; to be called after the commit, never inside a transaction."""
    _spread(lambda layer: _send(layer, cluster_id, revision, poke))


def tell(group_name: str, message: dict[str, Any]) -> None:
    """Send a message to a group of sockets, from any thread."""
    _spread(lambda layer: layer.group_send(group_name, message))


def _spread(send: Callable[[Any], Coroutine[Any, Any, None]]) -> None:
    layer = get_channel_layer()
    loop = _running_loop()
    if _loops and loop is not _loops[-1]:
        asyncio.run_coroutine_threadsafe(send(layer), _loops[-1])
    elif loop is not None:
        loop.create_task(send(layer))
    elif layer.groups if isinstance(layer, InMemoryChannelLayer) else layer is not None:
        async_to_sync(_done)(send(layer))


async def _done(sending: Coroutine[Any, Any, None]) -> None:
    await sending


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None


async def _send(layer: Any, cluster_id: int, revision: int, poke: bool) -> None:
    message = {"type": "cluster.reached", "cluster": cluster_id, "revision": revision}
    await layer.group_send(group(cluster_id), message)
    if poke:
        with suppress(ChannelFull):  # A worker with that much to read looks into the database anyway.
            await layer.send(CHANNEL, message)
