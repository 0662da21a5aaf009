"""From a commit to the frame on a socket that tells of it."""

import asyncio
import time
from typing import Any

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from channels.routing import ChannelNameRouter, ProtocolTypeRouter
from channels.testing import WebsocketCommunicator

from benchmarks.table import Table
from cluster import announce, store
from cluster.worker import Embedded, channel_names
from tests.cluster.samples import config_map, putting

COMMITS = 200
SOCKETS = 20
"""Sockets that all watch the same cluster, as a class watches its teacher's."""


class Feed(AsyncJsonWebsocketConsumer):
    """The least that a feed does: hear of a revision, read on from its cursor, send what it read."""

    async def connect(self) -> None:
        self.cluster_id, self.cursor = self.scope["cluster"]
        await self.channel_layer.group_add(store.group(self.cluster_id), self.channel_name)
        await self.accept()

    async def cluster_reached(self, _message: dict[str, Any]) -> None:
        """Send the changes after the cursor."""
        for entry in await database_sync_to_async(store.changes_after)(self.cluster_id, self.cursor):
            self.cursor = entry.revision
            await self.send_json({"revision": entry.revision, "what": entry.what, "reason": entry.reason})


def report() -> Table:
    """Half and 95% of the times, for one socket and for many."""
    table = Table("From commit to websocket frame", "sockets", "commits", "p50 ms", "p95 ms", "most ms")
    for sockets in (1, SOCKETS):
        times = sorted(asyncio.run(_measure(sockets)))
        half, most = times[len(times) // 2], times[len(times) * 95 // 100]
        table.add(sockets, COMMITS, *(f"{seconds * 1000:.2f}" for seconds in (half, most, times[-1])))
    table.note("With the worker in the same event loop, as in `make run`; each frame is read from the database first.")
    return table


async def _measure(sockets: int) -> list[float]:
    cluster = await database_sync_to_async(store.create_cluster)()
    protocols = {"websocket": Feed.as_asgi(), "channel": ChannelNameRouter(channel_names)}
    application = Embedded(ProtocolTypeRouter(protocols))
    watching = []
    for _ in range(sockets):
        communicator = WebsocketCommunicator(application, "/")
        communicator.scope["cluster"] = (cluster.id, cluster.revision)
        await communicator.connect()
        watching.append(communicator)
    times = [took for number in range(COMMITS) for took in await _commit(cluster.id, number, watching)]
    for communicator in watching:
        await communicator.disconnect()
    await application.stop()
    return times


async def _commit(cluster_id: int, number: int, watching: list[WebsocketCommunicator]) -> list[float]:
    """Seconds from one commit to each socket's frame."""
    committed = []
    tell = announce.reached

    def noted(cluster_id: int, revision: int, poke: bool = True) -> None:
        committed.append(time.perf_counter())
        tell(cluster_id, revision, poke)

    announce.reached = noted
    try:
        act = asyncio.create_task(database_sync_to_async(store.act)(cluster_id, putting(config_map(count=str(number)))))
        arrived = await asyncio.gather(*(_frame(communicator) for communicator in watching))
        await act
    finally:
        announce.reached = tell
    return [moment - committed[0] for moment in arrived]


async def _frame(communicator: WebsocketCommunicator) -> float:
    await communicator.receive_from(timeout=10)
    return time.perf_counter()
