"""Fragments of the page: drawn once per revision, used three ways: in the page, by htmx, and pushed over the socket."""

from typing import Any, NamedTuple

from django.template.loader import render_to_string

from cluster import store
from cluster.core import times
from playground.sandbox.drawing import stage_html, stage_news
from playground.sandbox.log import log_steps
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import Moment
from playground.sandbox.stage import FIRST, View, view_named
from playground.sandbox.time.links import token_of
from playground.sandbox.time.speeds import STOPS, stop_of

LOG_ROWS = 200
"""Changes that a page shows at first, and at most those that one push adds; older ones are in the database."""
STEPS = 20
"""Of fewer steps the log tells nothing: then as many changes are read again, at most MORE times. Going back in time is
one step of as many changes as there are objects, and who went back wants to see what had led there."""
MORE = 3


class News(NamedTuple):
    """What a page needs to show the present: HTML to swap in by id, and up to where the page then knows all."""

    html: str
    cursor: int


def clock_of(cluster_id: int, revision: int) -> dict[str, Any]:
    """What the clock shows: simulated `now` (ms), speed, whether it stands; and how far the page that shows it is."""
    clock = store.clock(cluster_id)
    pace = {"speed": clock.speed, "speed_text": f"{clock.speed:g}×", "stop": stop_of(clock.speed), "stops": STOPS}
    return pace | {"paused": clock.paused} | _at(clock.at(store.wall_now()), revision)


def _at(now: int, revision: int) -> dict[str, Any]:
    return {"now": now, "text": f"{times.to_text(now)[11:19]}.{now % 1000 // 100}", "revision": revision}


def page(moment: Moment, view: View, rows: int = LOG_ROWS) -> dict[str, Any]:
    """What a page shows when it is opened or goes to another moment: the same fragments that are pushed later."""
    sandbox, state = moment.sandbox, moment.state
    along = store.lineage(sandbox.cluster_id, state.revision if moment.is_past else None)
    entries = _newest(sandbox.cluster_id, rows, state.revision, along)
    return {
        "sandbox": sandbox,
        "moment": moment,
        "picture_html": stage_html(sandbox, state, view),
        "steps": log_steps(entries),
        "missing": _missing(along, 0, entries),
        **_clocks(moment),
    }


def _clocks(moment: Moment) -> dict[str, Any]:
    """The clock of what is looked at, and that of the newest moment to be seen, which may be another one."""
    cluster_id, now = moment.sandbox.cluster_id, moment.state.now
    present = clock_of(cluster_id, moment.newest)
    if not moment.is_past:
        return {"clock": present, "present": present}
    shown = present | _at(now, moment.revision) | {"paused": True, "is_past": True}
    token = "" if moment.can_act else token_of(moment.sandbox, moment.revision)
    if token:
        present = present | _at(store.state_at(cluster_id, moment.newest).now, moment.newest) | {"paused": True}
    return {"clock": shown, "present": present, "token": token}


def news(sandbox: Sandbox, cursor: int, view: str = FIRST, *, in_past: bool = False, shown: int | None = None) -> News:
    """What a page drawn at revision `cursor` needs. Raises Cluster.DoesNotExist.

    `shown` is the revision at which it shows the view, when that is known: then only what differs is sent.

    A page that is too far behind gets the newest changes and is told how many are missing between; one that shows a
    course of events that was left since gets the log anew. Where nothing is new, only the clock is sent: it may have
    been stopped, and the page hears that the server is there. A page that looks at the past is told only how far the
    present is.
    """
    state = store.load(sandbox.cluster_id)
    clock = clock_of(sandbox.cluster_id, state.revision)
    context: dict[str, Any] = {"sandbox": sandbox, "clock": clock, "present": clock, "in_past": in_past}
    if state.revision != cursor and not in_past:
        along = store.lineage(sandbox.cluster_id)
        after = cursor if any(first <= cursor <= last for first, last in along) else 0
        entries = _newest(sandbox.cluster_id, LOG_ROWS, state.revision, along, after)
        context["picture_html"] = stage_news(sandbox, state, view_named(view), shown)
        context["steps"] = log_steps(entries)
        context["missing"] = _missing(along, after, entries)
        context["log_swap"] = "afterbegin" if after else "innerHTML"
    return News(render_to_string("sandbox/_news.html", context), state.revision)


def _newest(
    cluster_id: int, rows: int, until: int, along: tuple[tuple[int, int], ...], after: int = 0
) -> list[store.Entry]:
    entries = store.newest_changes(cluster_id, rows, until, after, along)
    for times_read in range(1, MORE + 1):
        if after or len(entries) < rows * times_read or len({entry.step for entry in entries}) >= STEPS:
            break
        entries = store.newest_changes(cluster_id, rows, entries[0].revision - 1, after, along) + entries
    return entries


def _missing(along: tuple[tuple[int, int], ...], after: int, entries: list[store.Entry]) -> int:
    """How many changes of a lineage lie between a revision and the entries."""
    first_shown = entries[0].revision if entries else 0
    return sum(max(0, min(last + 1, first_shown) - max(first, after + 1)) for first, last in along)
