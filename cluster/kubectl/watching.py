"""Watches for threads: the changes of a collection, read from the cluster's log whenever there is news.

What a change means to a watch, and how its object looks, is decided where the REST API decides it (`cluster.api`).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cluster import store
from cluster.api import dispatch, negotiation, options, paging, request
from cluster.api.resource import Call
from cluster.api.verbs.reading import chosen, select
from cluster.api.watching import frames
from cluster.api.watching.events import Event, Happening, Selection
from cluster.core.errors import ApiError
from cluster.core.kinds import Object
from cluster.kubectl.client import Client
from cluster.kubectl.errors import ApiRefused, Stopped
from cluster.kubectl.resources import Mapping as RestMapping
from cluster.kubectl.session import Session

CHUNK = 1000
PATIENCE = 1.0
"""Seconds to wait for news at most, before looking anyway."""
NOTHING_HAPPENS = "hint: this is a moment of the past, where nothing happens any more; Ctrl-C ends the waiting\n"
WatchEvent = tuple[str, Object]
"""(ADDED, MODIFIED, DELETED or ERROR, the object)."""


class Watch:
    """One watch; iterate over its events. Without a revision it begins with what there is, as ADDED."""

    def __init__(
        self,
        session: Session,
        client: Client,
        kind: RestMapping,
        namespace: str,
        query: Mapping[str, str],
        **headers: str,
    ) -> None:
        self._session, self._over = session, client.vantage.is_past
        asked = client.request("GET", kind.path(namespace), {**query, "watch": "true"}, **headers)
        try:
            self._call: Call = dispatch.call_of(session.cluster_id, asked, request.info_of(asked), client.vantage)
            self._form = negotiation.form_of(asked.header("accept"))
            wishes = options.list_options(asked, watch=True)
            self._selection = _selection(self._call, wishes)
            self._first, self._revision = self._begin(wishes)
        except ApiError as error:
            raise ApiRefused(error.status()) from None
        self._headers = True

    @property
    def anything(self) -> bool:
        """Whether there was anything when it began."""
        return bool(self._first)

    def _begin(self, wishes: options.ListOptions) -> tuple[list[Object], int]:
        state = self._call.state
        if not wishes.revision:
            found = select(self._call, state, wishes.label_selector, wishes.field_selector)
            self._selection.begin(found)
            return found, state.revision
        then = (
            paging.state_at(self._call.cluster_id, state, wishes.revision)
            if wishes.revision < state.revision
            else state
        )
        self._selection.begin(select(self._call, then, wishes.label_selector, wishes.field_selector))
        return [], wishes.revision

    def events(self, until: float | None = None) -> Iterator[WatchEvent]:
        """What happens, until the moment `until` of the session's clock. Raises Stopped at Ctrl-C."""
        for obj in self._first:
            yield self._shown(Event("ADDED", obj))
        if self._over and not self._session.stopped.is_set():
            self._session.err(NOTHING_HAPPENS)
        while True:
            if self._session.stopped.is_set():
                raise Stopped
            try:
                entries = self._entries()
                held = store.hold(self._call.cluster_id) if entries else None
            except store.Cluster.DoesNotExist:
                return
            except store.Compacted:
                yield (
                    "ERROR",
                    {"kind": "Status", "apiVersion": "v1", "status": "Failure", "reason": "Expired", "code": 410},
                )
                return
            if held is not None:
                self._call = self._call.renewed(held)
                yield from self._told(entries)
                continue
            left = PATIENCE if until is None else until - self._session.monotonic()
            if left <= 0:
                return
            self._session.wait(min(left, PATIENCE))

    def _entries(self) -> list[store.Entry]:
        """What happened since. At a moment of the past nothing happens any more."""
        if self._over:
            return []
        return store.changes_after(self._call.cluster_id, self._revision, CHUNK)

    def _told(self, entries: list[store.Entry]) -> Iterator[WatchEvent]:
        for entry in entries:
            self._revision = entry.revision
            if entry.kind != self._selection.kind:
                continue
            happening = Happening(entry.verb, entry.kind, entry.namespace, entry.object)
            event = self._selection.event_of(happening)
            if event is not None:
                yield self._shown(event)

    def _shown(self, event: Event) -> WatchEvent:
        shown = frames.represent(self._call, event.object, self._form, self._headers)
        self._headers = False
        return event.type, shown


def _selection(call: Call, wishes: Any) -> Selection:
    stored = call.resource.stored
    kind = stored.kind if stored else call.resource.kind
    return Selection(kind, call.info.namespace, chosen(call, wishes.label_selector, wishes.field_selector))
