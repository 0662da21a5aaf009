"""Fragments of the page: drawn once per revision, used three ways: in the page, by htmx, and pushed over the socket."""

from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from cluster import store
from cluster.core import times
from cluster.core.state import State
from playground.sandbox.log import log_steps
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import Moment
from playground.sandbox.stage import FIRST, View, view_named

SPEEDS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
LOG_ROWS = 200
"""Changes that a page shows at first, and at most those that one push adds; older ones are in the database."""
PICTURES_KEPT = 32
"""Drawn pictures kept for other pages of the same sandbox; one of 300 pods has 100 kB."""


class News(NamedTuple):
    """What a page needs to show the present: HTML to swap in by id, and up to where the page then knows all."""

    html: str
    cursor: int


class _Drawable(NamedTuple):
    """A state under a name that tells it from all others: its own objects would be long to compare."""

    sandbox: str
    cluster_id: int
    revision: int
    view: str
    state: State

    def __hash__(self) -> int:
        return hash(self[:4])

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Drawable) and self[:4] == other[:4]


def clock_of(cluster_id: int, revision: int) -> dict[str, Any]:
    """What the clock shows: simulated `now` (ms), speed, whether it stands; and how far the page that shows it is."""
    clock = store.clock(cluster_id)
    now = clock.at(store.wall_now())
    speeds = SPEEDS if clock.speed in SPEEDS else tuple(sorted({*SPEEDS, clock.speed}))
    return {
        "now": now,
        "text": f"{times.to_text(now)[11:19]}.{now % 1000 // 100}",
        "speed": clock.speed,
        "paused": clock.paused,
        "speeds": speeds,
        "revision": revision,
    }


def stage_html(sandbox: Sandbox, state: State, view: View) -> str:
    """The drawn state, as one view shows it."""
    return _drawn(_Drawable(sandbox.name, sandbox.cluster_id, state.revision, view.name, state))


@lru_cache(maxsize=PICTURES_KEPT)
def _drawn(drawable: _Drawable) -> str:
    view = view_named(drawable.view)
    return render_to_string(view.template, view.draw(drawable.state) | {"sandbox": {"name": drawable.sandbox}})


def page(moment: Moment, view: View) -> dict[str, Any]:
    """What a page shows when it is opened: the same fragments that are pushed later."""
    sandbox, state = moment.sandbox, moment.state
    entries = store.newest_changes(sandbox.cluster_id, LOG_ROWS, state.revision)
    return {
        "picture_html": stage_html(sandbox, state, view),
        "clock": clock_of(sandbox.cluster_id, state.revision),
        "steps": log_steps(entries),
        "missing": entries[0].revision - 1 if entries else 0,
    }


def news(sandbox: Sandbox, cursor: int, view: str = FIRST, *, in_past: bool = False) -> News:
    """What a page drawn at revision `cursor` needs. Raises Cluster.DoesNotExist.

    A page that is too far behind gets the newest changes and is told how many are missing between. Where nothing is
    new, only the clock is sent: it may have been stopped, and the page hears that the server is there. A page that
    looks at the past hears from the clock how far the present is.
    """
    state = store.load(sandbox.cluster_id)
    context: dict[str, Any] = {"sandbox": sandbox, "clock": clock_of(sandbox.cluster_id, state.revision)}
    if state.revision != cursor and not in_past:
        after = min(cursor, state.revision)
        entries = store.newest_changes(sandbox.cluster_id, LOG_ROWS, state.revision, after=after)
        context["picture_html"] = stage_html(sandbox, state, view_named(view))
        context["steps"] = log_steps(entries)
        context["missing"] = state.revision - after - len(entries)
    return News(render_to_string("sandbox/_news.html", context), state.revision)
