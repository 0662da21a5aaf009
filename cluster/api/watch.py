"""Watches: streams of what happens to a collection.

From a revision on, from now, or beginning with what is there; with bookmarks; until the client goes, the time is up, or
the log no longer reaches back (410). Upstream: `apiserver/pkg/endpoints/handlers/watch.go`,
`apiserver/pkg/storage/cacher/cacher.go`.
"""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from typing import Any, NamedTuple

from cluster import store
from cluster.api import dispatch, negotiation, options, paging, request, responses
from cluster.api.negotiation import Form
from cluster.api.options import ListOptions
from cluster.api.request import Request
from cluster.api.resource import Call
from cluster.api.responses import Stream
from cluster.api.verbs.reading import chosen, select
from cluster.api.watching import frames
from cluster.api.watching.events import Event, Selection
from cluster.api.watching.tail import News, Tail, tail_of
from cluster.core.errors import ApiError, Gone
from cluster.core.kinds import Object

LONGEST = 3600
"""Seconds that a watch lasts when it names no timeout (upstream: between 30 and 60 minutes, by chance)."""
BOOKMARK_EVERY = 60
InThread = Callable[[Callable[[], Any]], Awaitable[Any]]


class Start(NamedTuple):
    """Where a watch begins: what it tells first, and the revision after which changes are told."""

    objects: list[Object]
    revision: int


async def stream(cluster_id: int, asked: Request, in_thread: InThread) -> Stream:
    """The response to a watch request. Raises ApiError."""
    call = dispatch.call_of(cluster_id, asked, request.info_of(asked))
    if "watch" not in call.resource.verbs:
        raise dispatch.NotAllowed
    form = negotiation.form_of(asked.header("accept"))
    wishes = options.list_options(asked, watch=True)
    selection = await in_thread(lambda: _selection(call, wishes))
    chunks = _told(call, wishes, form, selection, in_thread)
    return Stream(chunks, headers=responses.warning_headers(call.warnings))


async def _told(
    call: Call, wishes: ListOptions, form: Form, selection: Selection, in_thread: InThread
) -> AsyncGenerator[bytes, None]:
    lasts = wishes.timeout_seconds if wishes.timeout_seconds > 0 else LONGEST
    deadline = asyncio.get_running_loop().time() + lasts
    async with tail_of(call.cluster_id, in_thread) as tail:
        try:
            start = await in_thread(lambda: _start(call, wishes, selection))
        except ApiError as refusal:
            yield frames.error_frame(refusal)
            return
        teller = Teller(call, form)
        for obj in start.objects:
            yield teller.frame(Event("ADDED", obj))
        if wishes.send_initial_events:
            yield frames.bookmark_frame(call, start.revision, form, initial_end=True)
        async for frame in _followed(teller, tail, selection, start.revision, wishes, deadline):
            yield frame


async def _followed(
    teller: "Teller", tail: Tail, selection: Selection, revision: int, wishes: ListOptions, deadline: float
) -> AsyncGenerator[bytes, None]:
    loop = asyncio.get_running_loop()
    bookmark_at = loop.time() + BOOKMARK_EVERY
    while (now := loop.time()) < deadline:
        try:
            news = await tail.after(revision, min(deadline, bookmark_at) - now)
        except store.Compacted:
            yield frames.error_frame(gone(revision, tail.held.compacted))
            return
        except store.Cluster.DoesNotExist:
            return
        revision = news.revision
        for frame in teller.told(news, selection):
            yield frame
        if loop.time() >= bookmark_at:
            bookmark_at += BOOKMARK_EVERY
            if wishes.bookmarks:
                yield frames.bookmark_frame(teller.call, revision, teller.form)


class Teller:
    """Writes the events of one watch; times are moved by what the clock shows at that moment."""

    def __init__(self, call: Call, form: Form) -> None:
        self.call, self.form = call, form
        self._headers = True

    def frame(self, event: Event) -> bytes:
        """One event."""
        written = frames.event_frame(self.call, event, self.form, self._headers)
        self._headers = False
        return written

    def told(self, news: News, selection: Selection) -> list[bytes]:
        """The events that some news come to."""
        self.call = self.call.renewed(news.held)
        kind = selection.kind
        events = (selection.event_of(one.happening) for one in news.happened if one.kind == kind)
        return [self.frame(event) for event in events if event is not None]


def _selection(call: Call, wishes: ListOptions) -> Selection:
    stored = call.resource.stored
    kind = stored.kind if stored else call.resource.kind
    return Selection(kind, call.info.namespace, chosen(call, wishes.label_selector, wishes.field_selector))


def _start(call: Call, wishes: ListOptions, selection: Selection) -> Start:
    """Where the watch begins; a start at a revision needs to know who matched then. Raises ApiError."""
    from_start = wishes.send_initial_events or (not wishes.revision and wishes.send_initial_events is None)
    if from_start:
        found = select(call, call.state, wishes.label_selector, wishes.field_selector)
        selection.begin(found)
        return Start(found, call.state.revision)
    revision = wishes.revision or call.state.revision
    if revision < call.held.compacted:
        raise gone(revision, call.held.compacted)
    if selection.matches is not None and revision <= call.state.revision:
        then = paging.state_at(call.cluster_id, call.state, revision)
        selection.begin(select(call, then, wishes.label_selector, wishes.field_selector))
    return Start([], revision)


def gone(revision: int, compacted: int) -> Gone:
    """410: what happened after this revision is no longer known."""
    return Gone(f"too old resource version: {revision} ({compacted})")
