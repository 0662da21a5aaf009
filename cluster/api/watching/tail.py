"""The end of a cluster's log, followed once for all who watch the cluster in this process.

Announcements wake it; what is new is read from the log after its own cursor. A watch asks for what comes after *its*
cursor: from memory if that is recent, else from the log. Nobody left watching: nothing is left behind.
"""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from itertools import takewhile
from typing import Any, NamedTuple

from channels.layers import get_channel_layer

from cluster import store
from cluster.api.watching.events import Happening

KEPT = 4096
"""Changes kept in memory for watches that begin a little behind."""
BACKSTOP = 5.0
"""Seconds after which the log is read even if no announcement came."""
CHUNK = 1000

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]


class Happened:
    """One change of the log; its object is parsed once, and only if somebody is interested."""

    def __init__(self, entry: store.Entry) -> None:
        self.revision, self.kind, self.namespace = entry.revision, entry.kind, entry.namespace
        self._entry = entry

    @cached_property
    def happening(self) -> Happening:
        """The change as watches see it."""
        return Happening(self._entry.verb, self.kind, self.namespace, self._entry.object)


class News(NamedTuple):
    """What came after a cursor, up to `revision`; `held` is the cluster as it then was, for its clock."""

    happened: list[Happened]
    revision: int
    held: store.Held


class Tail:
    """One cluster's newest changes."""

    def __init__(self, cluster_id: int, in_thread: InThread) -> None:
        self.cluster_id = cluster_id
        self.watchers = 0
        self.held: store.Held
        self._in_thread = in_thread
        self._recent: deque[Happened] = deque(maxlen=KEPT)
        self._newest = 0
        self._moved = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._failure: BaseException | None = None

    async def start(self) -> None:
        """Join before the first read, so that nothing falls in between."""
        layer: Any = get_channel_layer()
        channel = await layer.new_channel()
        await layer.group_add(store.group(self.cluster_id), channel)
        self.held = await self._in_thread(lambda: store.hold(self.cluster_id))
        self._newest = self.held.state.revision
        self._task = asyncio.create_task(self._follow(layer, channel))

    async def stop(self) -> None:
        """Leave nothing behind."""
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def after(self, revision: int, wait: float) -> News:
        """What came after a revision; waits up to `wait` seconds for something. Raises Compacted, DoesNotExist."""
        if revision >= self._newest and self._failure is None:
            # Not `wait_for`: in Python 3.11 it swallows a cancellation that comes with news: the watch lives on.
            with suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._moved.wait()
        if self._failure is not None:
            raise self._failure
        first = self._recent[0].revision if self._recent else self._newest + 1
        if revision + 1 >= first:
            return News(self._recent_after(revision), max(revision, self._newest), self.held)
        entries = await self._in_thread(lambda: store.changes_after(self.cluster_id, revision, CHUNK))
        return News([Happened(entry) for entry in entries], entries[-1].revision if entries else revision, self.held)

    def _recent_after(self, revision: int) -> list[Happened]:
        """From the newest backwards: of thousands kept, a watch that keeps up wants the last few."""
        found = list(takewhile(lambda one: one.revision > revision, reversed(self._recent)))
        found.reverse()
        return found

    async def _follow(self, layer: Any, channel: str) -> None:
        try:
            while True:
                with suppress(TimeoutError):
                    async with asyncio.timeout(BACKSTOP):
                        await layer.receive(channel)
                await self._in_thread_read()
        except asyncio.CancelledError:
            raise
        except Exception as failure:
            self._failure = failure
            self._moved.set()
        finally:
            await layer.group_discard(store.group(self.cluster_id), channel)

    async def _in_thread_read(self) -> None:
        while True:
            held, entries = await self._in_thread(self._read)
            self.held = held
            self._recent.extend(Happened(entry) for entry in entries)
            if entries:
                self._newest = entries[-1].revision
            moved, self._moved = self._moved, asyncio.Event()
            moved.set()
            if len(entries) < CHUNK:
                return

    def _read(self) -> tuple[store.Held, list[store.Entry]]:
        return store.hold(self.cluster_id), store.changes_after(self.cluster_id, self._newest, CHUNK)


_tails: dict[tuple[int, int], Tail] = {}
_lock = asyncio.Lock()


@asynccontextmanager
async def tail_of(cluster_id: int, in_thread: InThread) -> AsyncIterator[Tail]:
    """The tail of a cluster, shared by all watches of this event loop; the last one to leave ends it."""
    key = cluster_id, id(asyncio.get_running_loop())
    async with _lock:
        tail = _tails.get(key)
        if tail is None:
            tail = Tail(cluster_id, in_thread)
            await tail.start()
            _tails[key] = tail
        tail.watchers += 1
    try:
        yield tail
    finally:
        tail.watchers -= 1
        if not tail.watchers and _tails.get(key) is tail:
            del _tails[key]
            await tail.stop()


def open_tails() -> int:
    """How many clusters are being followed; for tests and metrics."""
    return len(_tails)
