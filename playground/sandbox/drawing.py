"""Drawn views: once per revision and view, whoever looks; and what differs between two of them."""

from collections import OrderedDict
from threading import Lock

from django.template.loader import render_to_string

from cluster import store
from cluster.core.state import State
from playground.sandbox.models import Sandbox
from playground.sandbox.parts import Drawing, difference
from playground.sandbox.stage import View

KEPT = 32
"""Drawings kept for other pages of the same sandbox, and to compare the next ones with; one of 500 pods has 400 kB."""
_kept: OrderedDict[tuple[int, int, str], Drawing] = OrderedDict()
_lock = Lock()


def stage_html(sandbox: Sandbox, state: State, view: View) -> str:
    """The drawn state, as one view shows it."""
    return _drawing(sandbox, state, view).html


def stage_news(sandbox: Sandbox, state: State, view: View, shown: int | None) -> str:
    """What a page that shows this view at the revision `shown` needs to show the state; None: it needs all of it."""
    old = _recall((sandbox.cluster_id, shown, view.name)) if shown is not None else None
    new = _drawing(sandbox, state, view)
    return new.html if old is None or not view.has_parts else difference(old, new, view.name)


def _drawing(sandbox: Sandbox, state: State, view: View) -> Drawing:
    name = sandbox.cluster_id, state.revision, view.name
    found = _recall(name)
    if found is None:
        found = _draw(sandbox, state, view)
        with _lock:
            _kept[name] = found
            while len(_kept) > KEPT:
                _kept.popitem(last=False)
    return found


def _recall(name: tuple[int, int, str]) -> Drawing | None:
    with _lock:
        if name not in _kept:
            return None
        _kept.move_to_end(name)
        return _kept[name]


def _draw(sandbox: Sandbox, state: State, view: View) -> Drawing:
    context = {**view.draw(state), "sandbox": {"name": sandbox.name}}
    if view.rows:
        along = store.lineage(sandbox.cluster_id, state.revision)
        rows = store.newest_changes(sandbox.cluster_id, view.rows, state.revision, along=along)
        context |= view.told(rows)
    return Drawing(state.revision, render_to_string(view.template, context))
