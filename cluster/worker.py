"""The worker: a consumer on the channel `cluster` that lets all clusters' time pass.

It is woken by messages and by the clock, but what is to be done stands in the database alone (`Cluster.wake_at`), so
that a lost message costs nothing. Any number may run: `manage.py runworker cluster` on many machines, or one inside the
server's event loop (`Embedded`). The simulation and the database have threads of their own, for the loop serves people.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from typing import Any, TypeVar

from channels.consumer import AsyncConsumer
from channels.layers import InMemoryChannelLayer, get_channel_layer
from channels.worker import Worker
from django.conf import settings
from django.db import connections

from cluster import announce
from cluster.store import due, sweep, wall_now
from cluster.watch import Watch

logger = logging.getLogger(__name__)
Result = TypeVar("Result")

HEARTBEAT = 5.0
"""Seconds after which the database is asked even if nobody said a word."""
AFTER_TROUBLE = 1.0
"""Seconds until the next try when the database cannot be reached."""
TIDY_EVERY = 600.0
"""Seconds between two looks for what killed processes left half made."""


class Pacer:
    """Advances what is due, sleeps until the next moment, and hears when someone pokes it."""

    def __init__(self) -> None:
        self._poked = asyncio.Event()
        # One thread each, so that news are heard while a long turn is worked off.
        self._working, self._watching = (ThreadPoolExecutor(1, f"cluster-{part}") for part in ("worker", "watch"))

    def poke(self) -> None:
        """Something may be due earlier than it was."""
        self._poked.set()

    async def run(self) -> None:
        """Work until cancelled."""
        loop = asyncio.get_running_loop()
        announce.attach(loop)
        others = [loop.create_task(part) for part in (self._watch(), self._tidy())]
        try:
            while True:
                await self._turn()
        finally:
            for other in others:
                other.cancel()
            announce.detach(loop)
            for thread in (self._working, self._watching):
                thread.submit(connections.close_all)
                thread.shutdown()

    async def _turn(self) -> None:
        self._poked.clear()
        try:
            taken = await _done(self._working, due.advance_due)
            pause = 0.0 if taken == due.BATCH else until(await _done(self._working, due.next_due))
        except Exception:
            logger.exception("The worker could not do its part; it tries again.")
            pause = AFTER_TROUBLE
        # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes with a poke, and the worker never ends.
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._poked.wait()

    async def _watch(self) -> None:
        """Tell this process's sockets what other processes committed, where the layer does not reach across."""
        if not isinstance(get_channel_layer(), InMemoryChannelLayer):
            return
        with closing(Watch()) as watch:
            while True:
                await asyncio.sleep(watch.every)
                try:
                    if watch.anything_new():
                        for cluster_id, revision in await _done(self._watching, watch.foreign):
                            announce.reached(cluster_id, revision)
                except Exception:
                    logger.exception("The worker could not see what other processes did; it tries again.")

    async def _tidy(self) -> None:
        while True:
            try:
                await _done(self._watching, sweep)
            except Exception:
                logger.exception("The worker could not tidy up; it tries again.")
            await asyncio.sleep(TIDY_EVERY)


async def _done(thread: ThreadPoolExecutor, work: Callable[[], Result]) -> Result:
    """What the work gives, done in that thread."""

    def guarded() -> Result:
        try:
            return work()
        except Exception:
            connections.close_all()  # It may have been the connection that failed.
            raise

    return await asyncio.get_running_loop().run_in_executor(thread, guarded)


async def _ended(tasks: Iterable["asyncio.Future[Any]"]) -> None:
    """Cancel tasks, and wait until they have tidied up."""
    tasks = list(tasks)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def until(moment: int | None) -> float:
    """Seconds to sleep until a real moment in milliseconds; never longer than a heartbeat."""
    if moment is None:
        return HEARTBEAT
    return min(HEARTBEAT, max(0.0, (moment - wall_now()) / 1000))


class ClusterConsumer(AsyncConsumer):
    """What listens on the channel `cluster`; its life is the pacer's life."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        self.pacer = Pacer()
        parts = [asyncio.ensure_future(part) for part in (self.pacer.run(), super().__call__(scope, receive, send))]
        try:
            done, _ = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
            for part in done:
                part.result()
        finally:
            await _ended(parts)

    async def cluster_reached(self, _message: dict[str, Any]) -> None:
        """Someone committed: something may be due earlier than it was."""
        self.pacer.poke()


channel_names = {announce.CHANNEL: ClusterConsumer.as_asgi()}


class EagerWorker(Worker):
    """Channels' worker, that begins before the first message, and ends in good order.

    Channels' own starts a consumer with its first message, but a rollout left by a killed worker sends none.
    """

    async def arun(self) -> None:
        """Work until cancelled, or until the channel layer fails."""
        checking = asyncio.ensure_future(self.application_checker())
        try:
            await self.handle()
        finally:
            await _ended([checking])

    async def handle(self) -> None:
        """Start the consumer of each channel, then listen; in the end let the consumers end what they are doing."""
        for channel in self.channels:
            self.get_or_create_application_instance(channel, {"type": "channel", "channel": channel})
        listening = [asyncio.ensure_future(self.listener(channel)) for channel in self.channels]
        try:
            await asyncio.gather(*listening)
        finally:
            await _ended(listening + [instance["future"] for instance in self.application_instances.values()])


class Embedded:
    """An ASGI application with the worker inside its event loop, for servers that have nobody else to do the work.

    It starts with the first scope that comes, or with `start`. With Redis the workers are processes of their own.
    """

    def __init__(self, application: Callable[..., Awaitable[None]]) -> None:
        self.application = application
        self._working: asyncio.Task[None] | None = None

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if self.wanted() and scope["type"] != "channel":
            self.start(asyncio.get_running_loop())
        await self.application(scope, receive, send)

    @staticmethod
    def wanted() -> bool:
        """Whether a worker elsewhere could not reach the sockets here; the setting EMBEDDED_WORKER overrules."""
        wanted = getattr(settings, "EMBEDDED_WORKER", None)
        return isinstance(get_channel_layer(), InMemoryChannelLayer) if wanted is None else bool(wanted)

    def start(self, loop: asyncio.AbstractEventLoop) -> None:
        """Let the worker run in this loop, unless it does already."""
        if self._working is None or self._working.done() or self._working.get_loop() is not loop:
            worker = EagerWorker(self.application, [announce.CHANNEL], get_channel_layer())
            self._working = loop.create_task(worker.arun())

    async def stop(self) -> None:
        """End the worker, once what it is just doing is committed."""
        if self._working is not None:
            await _ended([self._working])
