"""The feed: what happens in a cluster, drawn and pushed to the pages that show it.

A page tells up to which revision it was drawn. An announcement only wakes the feed; what is new is read from the log
after the feed's own cursor, so lost and doubled announcements do no harm. Many changes within a moment make one push.
"""

import asyncio
import json
from functools import partial
from typing import Any
from urllib.parse import parse_qs
from weakref import WeakValueDictionary

from channels.db import database_sync_to_async
from channels.generic.websocket import AsyncWebsocketConsumer
from django.conf import settings

from cluster import store
from playground import access
from playground.sandbox import files, fragments
from playground.sandbox.crowds import Crowd
from playground.sandbox.editing.tree import tree_html
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import revision_in
from playground.sandbox.stage import FIRST

PAUSE = 0.1
"""Least seconds between two pushes: ten a second look continuous, and a rollout of 500 pods makes 15,000 changes."""
BACKSTOP = 10.0
"""Seconds after which the log is read even if nobody said that there is something new. Pages that hear nothing for
twice as long and more take the connection for dead (feed.js)."""
STRANGER = 4404
TOO_MANY = 4429
FEEDS = 200
"""Pages of one sandbox, all of one browser, in this process; the setting FEEDS_PER_SANDBOX overrules. Far more than
anybody opens by hand: it keeps one visitor from taking all threads."""
feeds = Crowd(lambda: getattr(settings, "FEEDS_PER_SANDBOX", FEEDS))
_turns: "WeakValueDictionary[int, asyncio.Lock]" = WeakValueDictionary()
"""By sandbox: its pages are drawn one after the other, each with what was drawn for the one before it."""


class FeedConsumer(AsyncWebsocketConsumer):
    """One page's feed. Closes with 4404 for a sandbox that is not the visitor's, with 4429 for one too many."""

    sandbox: Sandbox
    joined = False
    view = FIRST
    in_past = False
    cursor = 0
    shown: int | None = None
    has_new_files = False
    pushing: asyncio.Task[None] | None = None

    async def connect(self) -> None:
        """Join before the first read, so that nothing falls in between; then catch up."""
        found = await self._own_sandbox()
        await self.accept()
        if found is None or not feeds.join(found.pk):
            await self.close(code=STRANGER if found is None else TOO_MANY)
            return
        self.sandbox, self.joined = found, True
        self._look(self._asked())
        self.shown = None if self.in_past else self.cursor
        self.news = asyncio.Event()
        self.turn = _turns.setdefault(found.pk, asyncio.Lock())
        await self.channel_layer.group_add(store.group(found.cluster_id), self.channel_name)
        await self.channel_layer.group_add(files.group(found.pk), self.channel_name)
        self.pushing = asyncio.create_task(self._push_news())

    async def disconnect(self, code: int) -> None:
        """Leave nothing behind."""
        if self.joined:
            feeds.leave(self.sandbox.pk)
        if self.pushing is not None:
            self.pushing.cancel()
            await self.channel_layer.group_discard(store.group(self.sandbox.cluster_id), self.channel_name)
            await self.channel_layer.group_discard(files.group(self.sandbox.pk), self.channel_name)

    async def receive(self, text_data: str | None = None, bytes_data: bytes | None = None) -> None:
        """The page shows something else now: another view, the past, or the present again from `after` on."""
        try:
            message = json.loads(text_data or "")
        except (ValueError, RecursionError):
            return
        if self.pushing is not None and isinstance(message, dict):
            self._look({key: str(value) for key, value in message.items()})
            self.news.set()

    async def cluster_reached(self, _message: dict[str, Any]) -> None:
        """Something is new."""
        self.news.set()

    async def files_changed(self, _message: dict[str, Any]) -> None:
        """A terminal or another page wrote a file."""
        self.has_new_files = True
        self.news.set()

    async def _push_news(self) -> None:
        while True:
            try:
                asked = self.cursor, self.view, self.in_past
                async with self.turn:
                    news = await self._news()
            except store.Cluster.DoesNotExist:
                await self.close(code=STRANGER)
                return
            # Unless the page asked for something else meanwhile.
            if (self.cursor, self.view, self.in_past) == asked:
                self.cursor = news.cursor
                self.shown = None if self.in_past else news.cursor
            await self.send(text_data=news.html + await self._files())
            await asyncio.sleep(PAUSE)
            try:
                await asyncio.wait_for(self.news.wait(), BACKSTOP)
            except TimeoutError:
                continue
            finally:
                self.news.clear()

    @database_sync_to_async
    def _own_sandbox(self) -> Sandbox | None:
        return access.own_sandbox(self.scope["session"], self.scope["url_route"]["kwargs"]["name"])

    # In a thread of its own: the pages of one sandbox, however large, keep nobody else's waiting.
    @partial(database_sync_to_async, thread_sensitive=False)
    def _news(self) -> fragments.News:
        if not access.is_open(self.sandbox):
            raise store.Cluster.DoesNotExist
        return fragments.news(self.sandbox, self.cursor, self.view, in_past=self.in_past, shown=self.shown)

    @database_sync_to_async
    def _files(self) -> str:
        if not self.has_new_files:
            return ""
        self.has_new_files = False
        return tree_html(self.sandbox)

    def _asked(self) -> dict[str, str]:
        query = parse_qs(self.scope.get("query_string", b"").decode("latin-1"))
        return {"after": "0"} | {key: values[0] for key, values in query.items()}

    def _look(self, asked: dict[str, str]) -> None:
        self.shown = None
        self.view = asked.get("view", self.view)
        self.in_past = asked.get("past", "yes" if self.in_past else "no") == "yes"
        after = revision_in(asked.get("after", ""))
        self.cursor = self.cursor if after is None else after
