"""Drawn views: once per revision and view, whoever looks; and what differs between two of them."""

from collections import OrderedDict
from threading import Lock

from django.template.loader import render_to_string

from cluster import store
from cluster.core.state import State
from playground.sandbox import clients
from playground.sandbox.models import Sandbox
from playground.sandbox.parts import Drawing, difference
from playground.sandbox.stage import View

KEPT = 16_000_000
"""Characters of drawings kept for other pages of the same sandbox, and to compare the next ones with.

One of 3 pods has 20 kB, one of 500 pods 400 kB: so the page of each of 800 classmates gets differences only, or of each
of 40 who all run 500 pods. What a drawing is taken apart into doubles it.
"""
_Name = tuple[int, int, str]


class _Kept:
    """The drawings that were used last; threads share it."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.size = 0
        self._drawings: OrderedDict[_Name, Drawing] = OrderedDict()
        self._lock = Lock()

    def get(self, name: _Name) -> Drawing | None:
        """The drawing of this cluster, revision and view, if it is still there."""
        with self._lock:
            if name in self._drawings:
                self._drawings.move_to_end(name)
            return self._drawings.get(name)

    def put(self, name: _Name, drawing: Drawing) -> None:
        """Keep one, and let go of those that were not used for longest."""
        with self._lock:
            if name in self._drawings:
                return
            self._drawings[name] = drawing
            self.size += drawing.size
            while self.size > self.most and len(self._drawings) > 1:
                self.size -= self._drawings.popitem(last=False)[1].size


_kept = _Kept(KEPT)


def stage_html(sandbox: Sandbox, state: State, view: View) -> str:
    """The drawn state, as one view shows it."""
    return _drawing(sandbox, state, view).html


def stage_news(sandbox: Sandbox, state: State, view: View, shown: int | None) -> str:
    """What a page that shows this view at the revision `shown` needs to show the state; None: it needs all of it."""
    old = _kept.get((sandbox.cluster_id, shown, view.name)) if shown is not None else None
    new = _drawing(sandbox, state, view)
    return new.html if old is None or not view.has_parts else difference(old, new, view.name)


def _drawing(sandbox: Sandbox, state: State, view: View) -> Drawing:
    name = sandbox.cluster_id, state.revision, view.name
    found = _kept.get(name)
    if found is None:
        found = _draw(sandbox, state, view)
        _kept.put(name, found)
    return found


def _draw(sandbox: Sandbox, state: State, view: View) -> Drawing:
    context = {**view.draw(state), "sandbox": {"name": sandbox.name}}
    if view.rows:
        along = store.lineage(sandbox.cluster_id, state.revision)
        rows = store.newest_changes(sandbox.cluster_id, view.rows, state.revision, along=along)
        context |= view.told(rows)
    if view.has_clients:
        context["requests"] = clients.told(sandbox.cluster_id, state)
    return Drawing(state.revision, render_to_string(view.template, context))
