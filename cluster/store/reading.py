"""Reading a cluster: its present state, from memory where that is still true."""

from collections.abc import Sequence
from typing import NamedTuple

import orjson
from django.db import connection

from cluster.core.clock import Clock
from cluster.core.kinds import Object
from cluster.core.state import State, assemble
from cluster.models import Cluster, Waiting
from cluster.store import cache, waiting
from cluster.store.held import Held
from cluster.store.rows import TABLES

OBJECTS = " UNION ALL ".join(f"SELECT object FROM {table} WHERE cluster_id = %s" for table in TABLES.values())


def load(cluster_id: int) -> State:
    """The newest committed state. Raises Cluster.DoesNotExist."""
    return hold(cluster_id).state


def clock(cluster_id: int) -> Clock:
    """How the cluster's clock runs. Raises Cluster.DoesNotExist."""
    return row_of(cluster_id).clock


def hold(cluster_id: int) -> Held:
    """The newest committed state with what a commit needs. Raises Cluster.DoesNotExist."""
    return held_of(row_of(cluster_id))


class Row(NamedTuple):
    """What workers and acts read of a cluster: in each turn of each, so that 200 µs of the ORM would be felt."""

    id: int
    name: str
    seed: str
    now: int
    revision: int
    anchor_now: int
    anchor_wall: int
    speed: float
    paused: bool
    stamp: int
    holder: int
    compacted: int
    snapshot_at: int
    queued: int
    wake_at: int | None

    @property
    def clock(self) -> Clock:
        """How simulated time follows from the wall's."""
        return Clock(self.anchor_now, self.anchor_wall, self.speed, bool(self.paused))


def rows(condition: str, values: Sequence[int]) -> list[Row]:
    """The clusters for which an SQL condition holds; what follows a WHERE may stand in it too."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(Row._fields)} FROM {Cluster._meta.db_table} WHERE {condition}", values)
        return [Row(*row) for row in cursor.fetchall()]


def row_of(cluster_id: int) -> Row:
    """The cluster's row. Raises Cluster.DoesNotExist, also for one that is just being made or removed."""
    for row in rows("id = %s AND NOT unfinished", [cluster_id]):
        return row
    raise Cluster.DoesNotExist(f"there is no cluster {cluster_id}")


def held_of(row: Row) -> Held:
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


def _read(row: Row) -> Held:
    queue = waiting.read(Waiting.objects.filter(cluster_id=row.id).order_by("id").values_list("entries", flat=True))
    state = assemble(row.seed, row.now, row.revision, _objects(row.id), queue)
    return Held(row.id, row.stamp, row.clock, state, row.holder, row.compacted, row.snapshot_at, row.queued)


def _objects(cluster_id: int) -> list[Object]:
    with connection.cursor() as cursor:
        cursor.execute(OBJECTS, [cluster_id] * len(TABLES))
        texts = [text for (text,) in cursor.fetchall()]
    objects: list[Object] = orjson.loads(f"[{','.join(texts)}]")
    return objects
