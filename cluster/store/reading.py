"""Reading a cluster: its present state, from memory where that is still true."""

import orjson
from django.db import connection

from cluster.core.clock import Clock
from cluster.core.kinds import Object
from cluster.core.state import State, assemble
from cluster.models import Cluster, Waiting
from cluster.store import cache, waiting
from cluster.store.held import Held
from cluster.store.rows import TABLES

ROW = f"SELECT * FROM {Cluster._meta.db_table} WHERE id = %s"
OBJECTS = " UNION ALL ".join(f"SELECT object FROM {table} WHERE cluster_id = %s" for table in TABLES.values())


def load(cluster_id: int) -> State:
    """The newest committed state. Raises Cluster.DoesNotExist."""
    return hold(cluster_id).state


def clock(cluster_id: int) -> Clock:
    """How the cluster's clock runs. Raises Cluster.DoesNotExist."""
    return Cluster.objects.get(pk=cluster_id).clock


def hold(cluster_id: int) -> Held:
    """The newest committed state with what a commit needs. Raises Cluster.DoesNotExist."""
    return held_of(row_of(cluster_id))


def row_of(cluster_id: int) -> Cluster:
    """The cluster's row. Raises Cluster.DoesNotExist."""
    # Plain SQL, because the ORM takes 150 µs to write this statement each time.
    for row in Cluster.objects.raw(ROW, [cluster_id]):
        return row
    raise Cluster.DoesNotExist(f"there is no cluster {cluster_id}")


def held_of(row: Cluster) -> Held:
    """The state that belongs to a row read just now, or to a newer one. Raises Cluster.DoesNotExist."""
    cached = cache.get(row.id, row.stamp)
    if cached is not None:
        return cached
    while True:
        held = _read(row)
        # A few statements see one moment only if nobody committed meanwhile; a transaction would hold up all writers.
        again = row_of(row.id)
        if again.stamp == row.stamp:
            cache.put(held)
            return held
        row = again


def _read(row: Cluster) -> Held:
    queue = waiting.read(Waiting.objects.filter(cluster_id=row.id).order_by("id").values_list("entries", flat=True))
    state = assemble(row.seed, row.now, row.revision, _objects(row.id), queue)
    return Held(row.id, row.stamp, row.clock, state, row.holder, row.compacted, row.snapshot_at, row.queued)


def _objects(cluster_id: int) -> list[Object]:
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS, [cluster_id] * len(TABLES))
        texts = [text for (text,) in cursor.fetchall()]
    objects: list[Object] = orjson.loads(f"[{','.join(texts)}]")
    return objects
