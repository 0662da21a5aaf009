"""The work queue in the database: a list of what was touched per commit, written afresh when mostly outdated.

An entry is `[due, controller, kind, namespace, name]`; due null: taken from the queue. Reading all rows in order and
letting later entries win gives the queue. A commit so writes what changed and not what waits (after a rollout of 500
pods that is 5,000 Events to be forgotten in an hour); writing afresh costs as much as was touched since the last time.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

import orjson

from cluster.core import engine
from cluster.core.controllers import CONTROLLERS
from cluster.core.kinds import Key
from cluster.core.queue import WorkQueue
from cluster.models import Waiting
from cluster.store.rows import insert_sql

Entry = list[Any]

SLACK = 200
"""Outdated entries that never matter: below it rewriting costs more than reading them."""
TABLE = Waiting._meta.db_table
INSERT = insert_sql(TABLE, ("cluster_id", "entries"))
DELETE = f"DELETE FROM {TABLE} WHERE cluster_id = %s"


class Plan(NamedTuple):
    """What is to be written: `entries` beside those stored, or (`afresh`) instead of them; then there are `queued`."""

    afresh: bool
    entries: list[Entry]
    queued: int


def plan(before: WorkQueue, after: WorkQueue, queued: int) -> Plan:
    """What became of a queue of which `queued` entries are stored."""
    entries = None if after.trail is None else _touched(before, after)
    if entries is None or queued + len(entries) > 2 * len(after.items) + SLACK:
        entries = [[due, name, *key] for due, name, key in engine.dump_queue(after)]
        return Plan(True, entries, len(entries))
    return Plan(False, entries, queued + len(entries))


def write(cursor: Any, cluster_id: int, plan: Plan) -> None:
    """Store it."""
    if plan.afresh:
        cursor.execute(DELETE, [cluster_id])
    if plan.entries:
        cursor.execute(INSERT, [cluster_id, orjson.dumps(plan.entries).decode()])


def _touched(before: WorkQueue, after: WorkQueue) -> list[Entry]:
    entries: list[Entry] = []
    for item in after.touched():
        due = after.items.get(item)
        if due != before.items.get(item):
            entries.append([due, CONTROLLERS[item[0]].name, *item[1]])
    return entries


def read(texts: Iterable[str]) -> WorkQueue:
    """The queue that the rows make, ready to remember what is touched from here on."""
    waiting: dict[tuple[str, Key], int] = {}
    for text in texts:
        for due, controller, *key in orjson.loads(text):
            item = controller, (key[0], key[1], key[2])
            if due is None:
                waiting.pop(item, None)
            else:
                waiting[item] = due
    return engine.load_queue((due, name, key) for (name, key), due in waiting.items()).traced()
