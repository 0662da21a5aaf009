"""Clusters that go: out of sight at once, and then row by row, so that nobody has to wait for it."""

import secrets
from collections.abc import Callable

from django.db import connection, transaction

from cluster import announce
from cluster.models import Branch, Change, Cluster, Credential, Leap, Snapshot, Waiting
from cluster.store import cache, credentials, pieces
from cluster.store.held import wall_now
from cluster.store.rows import TABLES

OTHER_MODELS = (Change, Snapshot, Leap, Branch, Waiting, Credential)
TABLES_OF_A_CLUSTER = (*TABLES.values(), *(model._meta.db_table for model in OTHER_MODELS))
ABANDONED = 300_000
"""Milliseconds without progress after which an unfinished cluster is nobody's: who made or removed it was killed."""
SWEPT = 10
"""Unfinished clusters removed at one go."""


def delete(cluster_id: int, beside: Callable[[], object] = lambda: None) -> None:
    """Remove a cluster with all that belongs to it.

    `beside` removes what else must be gone together with it; if the process is killed later, `sweep` goes on.
    """
    with pieces.piece():
        # Whoever would commit meanwhile waits for this, and then loses.
        row = Cluster.every.filter(pk=cluster_id)
        row.update(stamp=secrets.randbits(63), wake_at=None, unfinished=True, committed_at=wall_now())
        Credential.objects.filter(cluster_id=cluster_id).delete()
        beside()
        transaction.on_commit(lambda: announce.reached(cluster_id, 0))
    cache.forget(cluster_id)
    credentials.forget(cluster_id)
    _remove(cluster_id)


def sweep() -> None:
    """Remove what a process that was killed had begun to make, or to remove."""
    left = Cluster.every.filter(unfinished=True, committed_at__lt=wall_now() - ABANDONED)
    for cluster_id in list(left.values_list("pk", flat=True)[:SWEPT]):
        _remove(cluster_id)


def _remove(cluster_id: int) -> None:
    tables = list(TABLES_OF_A_CLUSTER)
    while tables:
        with pieces.piece(), connection.cursor() as cursor:
            left = pieces.ROWS
            while tables and left:
                some = f"SELECT id FROM {tables[-1]} WHERE cluster_id = %s LIMIT %s"
                cursor.execute(f"DELETE FROM {tables[-1]} WHERE id IN ({some})", [cluster_id, left])
                if cursor.rowcount < left:
                    tables.pop()
                left -= cursor.rowcount
    with pieces.piece(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {Cluster._meta.db_table} WHERE id = %s", [cluster_id])
