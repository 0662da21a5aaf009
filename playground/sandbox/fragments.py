"""Fragments of the page: drawn once per revision, used three ways: in the page, by htmx, and pushed over the socket."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from django.template.loader import render_to_string

from cluster import store
from cluster.core import times
from playground.sandbox import picture
from playground.sandbox.models import Sandbox

SPEEDS = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)
SETUP = "kubeadm"
"""Who sets a new cluster up; nobody needs to read that first."""
LOG_ROWS = 200
"""Rows that a page shows at first, and at most those that one push adds; older ones are in the database."""


class LogRow(NamedTuple):
    """One change as a row of the log; `continues` marks the later changes of the same step."""

    revision: int
    time: str
    component: str
    actor: str
    what: str
    why: str
    quiet: bool
    continues: bool


def log_rows(entries: Iterable[store.Entry]) -> list[LogRow]:
    """Rows for entries in ascending order, newest first as the page shows them."""
    rows = []
    for entry in entries:
        component, _, host = entry.actor.partition("/")
        rows.append(
            LogRow(
                entry.revision,
                f"{times.to_text(entry.now)[11:19]}.{entry.now % 1000 // 100}",
                component,
                f"{component} on {host}" if host else component,
                entry.what,
                entry.reason,
                entry.quiet or entry.actor == SETUP,
                continues=False,
            )
        )
    return rows[::-1]


def clock_of(cluster_id: int) -> dict[str, Any]:
    """What the clock shows: simulated `now` (ms), speed, whether it stands."""
    clock = store.clock(cluster_id)
    now = clock.at(store.wall_now())
    speeds = SPEEDS if clock.speed in SPEEDS else tuple(sorted({*SPEEDS, clock.speed}))
    return {
        "now": now,
        "text": times.to_text(now)[11:19],
        "speed": clock.speed,
        "paused": clock.paused,
        "speeds": speeds,
    }


@lru_cache(maxsize=256)
def picture_html(sandbox_name: str, cluster_id: int, revision: int) -> str:
    """The drawn picture of a cluster's present state; `revision` only serves to draw each one once."""
    drawn = picture.draw(store.load(cluster_id))
    return render_to_string("sandbox/_picture.html", {"picture": drawn, "sandbox": {"name": sandbox_name}})


def clock_html(sandbox: Sandbox) -> str:
    """The clock's controls."""
    return render_to_string("sandbox/_clock.html", {"clock": clock_of(sandbox.cluster_id), "sandbox": sandbox})


def log_html(entries: list[store.Entry]) -> str:
    """Rows of the log."""
    return render_to_string("sandbox/_log_rows.html", {"rows": log_rows(entries)})


def news(sandbox: Sandbox, cursor: int) -> tuple[str, int]:
    """What a page drawn at revision `cursor` needs to show the present: HTML to swap in by id, and the new cursor.

    A page that is too far behind gets the newest rows and is told that some are missing between.
    """
    cluster_id = sandbox.cluster_id
    revision = store.load(cluster_id).revision
    entries = store.newest_changes(cluster_id, LOG_ROWS, revision, after=min(cursor, revision))
    context = {
        "sandbox": sandbox,
        "clock": clock_of(cluster_id),
        "picture_html": picture_html(sandbox.name, cluster_id, revision),
        "rows": log_rows(entries),
        "missing": max(0, revision - cursor - len(entries)),
        "revision": revision,
    }
    return render_to_string("sandbox/_news.html", context), revision
