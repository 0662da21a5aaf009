"""The workers' side: which clusters are due, and letting their time pass, many in few queries.

Compare-and-set alone guarantees that no cluster is advanced twice. Taking a cluster moves its `wake_at` ahead by LEASE,
so that other workers do not think the same in vain; the commit sets it right. If its worker is killed meanwhile, the
cluster is due again when the lease is over.
"""

import logging
import traceback
from typing import Any, NamedTuple

from django.db import connection, transaction
from django.db.models import Min

from cluster.models import Cluster
from cluster.store.advancing import advanced
from cluster.store.committing import Turn, commit_all
from cluster.store.held import wall_now
from cluster.store.reading import held_of

logger = logging.getLogger(__name__)

BATCH = 16
"""Clusters taken at once; with PATIENCE for each this bounds how long others wait for one worker: 1.6 s."""
LEASE = 3000
"""Milliseconds that a worker may take for its batch before others help."""
ASIDE = 60_000
"""Milliseconds for which a cluster is left alone when its simulation fails."""

CLAIM = f"UPDATE {Cluster._meta.db_table} SET wake_at = %s WHERE id = %s AND wake_at = %s"
SET_ASIDE = f"UPDATE {Cluster._meta.db_table} SET wake_at = %s, error = %s WHERE id = %s AND stamp = %s"


class Committed(NamedTuple):
    """A cluster that some process committed."""

    id: int
    stamp: int
    revision: int
    committed_at: int


def next_due() -> int | None:
    """The real moment (milliseconds) at which the next cluster needs a worker; None: all are at rest."""
    moment: int | None = Cluster.objects.aggregate(first=Min("wake_at"))["first"]
    return moment


def advance_due(batch: int = BATCH) -> int:
    """Bring the clusters that have been due longest to the present; returns how many were taken."""
    rows = claim(batch)
    turns = [turn for turn in map(_turn, rows) if turn is not None]
    if turns:
        commit_all(turns, poke=False)
    return len(rows)


def claim(batch: int) -> list[Cluster]:
    """Take due clusters for LEASE; those that another worker took first are left out."""
    wall = wall_now()
    due = list(Cluster.objects.filter(wake_at__lte=wall).order_by("wake_at")[:batch])
    if not due:
        return []
    with transaction.atomic(), connection.cursor() as cursor:
        return [row for row in due if _claimed(cursor, row, wall + LEASE)]


def committed_since(moment: int) -> list[Committed]:
    """The clusters whose newest commit is not older than `moment` (real, in milliseconds)."""
    rows = Cluster.objects.filter(committed_at__gte=moment).order_by("committed_at")
    return [Committed(*row) for row in rows.values_list(*Committed._fields)]


def _claimed(cursor: Any, row: Cluster, until: int) -> bool:
    cursor.execute(CLAIM, [until, row.id, row.wake_at])
    return bool(cursor.rowcount == 1)


def _turn(row: Cluster) -> Turn | None:
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
