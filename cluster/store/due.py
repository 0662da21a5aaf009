"""The workers' side: which clusters are due, and letting their time pass, many in few queries.

Compare-and-set alone guarantees that no cluster is advanced twice; the rest only saves workers from thinking in vain.
Who advanced a cluster last is its holder, and has GRACE before others look after it too: a running cluster so stays
with one worker, which has it in memory, and costs no statement more. To take any other cluster is to say so, by moving
its `wake_at` ahead by LEASE; the commit sets it right. If the worker is killed, others see it late, or the lease over.
"""

import logging
import secrets
import traceback
from typing import Any, NamedTuple

from django.db import connection, transaction

from cluster.models import Cluster
from cluster.store.advancing import advanced
from cluster.store.committing import Turn, commit_all
from cluster.store.held import wall_now
from cluster.store.reading import Row, held_of, rows

logger = logging.getLogger(__name__)

BATCH = 16
"""Clusters taken at once; with PATIENCE for each this bounds how long others wait for one worker: 1.6 s."""
AT_ONCE = 1000
"""Changes that are enough for one transaction, of some 30 ms: others write too, and see what happened earlier."""
GRACE = 250
"""Milliseconds of being late after which a cluster's holder is taken to be busy, or gone."""
LEASE = 3000
"""Milliseconds that a worker may take for its batch before others help."""
ASIDE = 60_000
"""Milliseconds for which a cluster is left alone when its simulation fails."""

ME = secrets.randbits(62) + 1
"""This process, as a worker."""
TABLE = Cluster._meta.db_table
DUE = "wake_at <= %s AND (holder IN (0, %s) OR wake_at <= %s) ORDER BY wake_at LIMIT %s"
FIRST = f"SELECT MIN(wake_at) FROM {TABLE} WHERE wake_at IS NOT NULL"
CLAIM = f"UPDATE {TABLE} SET wake_at = %s WHERE id = %s AND wake_at = %s"
SET_ASIDE = f"UPDATE {TABLE} SET wake_at = %s, error = %s WHERE id = %s AND stamp = %s"


class Committed(NamedTuple):
    """A cluster that some process committed."""

    id: int
    stamp: int
    revision: int
    committed_at: int


def next_due() -> int | None:
    """The real moment (milliseconds) at which the next cluster needs a worker; None: all are at rest."""
    with connection.cursor() as cursor:
        cursor.execute(FIRST)
        moment: int | None = cursor.fetchone()[0]
    return moment


def advance_due(batch: int = BATCH, me: int = ME) -> int:
    """Bring the clusters that have been due longest to the present; returns how many were taken."""
    taken = claim(batch, me)
    turns: list[Turn] = []
    for row in taken:
        turn = _turn(row)
        if turn is not None:
            turns.append(turn)
        if sum(len(turn.changes) for turn in turns) >= AT_ONCE:
            commit_all(turns, worker=me)
            turns = []
    if turns:
        commit_all(turns, worker=me)
    return len(taken)


def claim(batch: int = BATCH, me: int = ME) -> list[Row]:
    """Due clusters that are this worker's to advance; those that another one took first are left out."""
    wall = wall_now()
    due = rows(DUE, [wall, me, wall - GRACE, batch])
    mine = [row for row in due if row.holder == me and (row.wake_at or 0) > wall - GRACE]
    if len(mine) == len(due):
        return mine
    with transaction.atomic(), connection.cursor() as cursor:
        return mine + [row for row in due if row not in mine and _claimed(cursor, row, wall + LEASE)]


def committed_since(moment: int) -> list[Committed]:
    """The clusters whose newest commit is not older than `moment` (real, in milliseconds)."""
    newest = Cluster.objects.filter(committed_at__gte=moment).order_by("committed_at")
    return [Committed(*row) for row in newest.values_list(*Committed._fields)]


def _claimed(cursor: Any, row: Row, until: int) -> bool:
    cursor.execute(CLAIM, [until, row.id, row.wake_at])
    return bool(cursor.rowcount == 1)


def _turn(row: Row) -> Turn | None:
    """What one cluster does until now; None if its simulation fails, which is written down, and others go on."""
    try:
        return advanced(held_of(row))
    except Cluster.DoesNotExist:
        return None
    except Exception:
        logger.exception("The simulation of cluster %s failed; it is left alone for %d s.", row.name, ASIDE // 1000)
        with connection.cursor() as cursor:
            cursor.execute(SET_ASIDE, [wall_now() + ASIDE, traceback.format_exc(limit=-8), row.id, row.stamp])
        return None
