"""Another cluster that is the same: with all that happened, or as it was at one moment."""

import secrets
from contextlib import suppress
from typing import Any

from django.db import connection, transaction

from cluster.core.clock import Clock
from cluster.core.draft import SAFE
from cluster.core.queue import WorkQueue
from cluster.core.state import State
from cluster.models import Branch, Change, Cluster, Leap, Snapshot, Waiting
from cluster.store import cache
from cluster.store.ancestry import end_of_step
from cluster.store.committing import Turn, commit_all
from cluster.store.held import Held, wall_now
from cluster.store.log import Compacted
from cluster.store.looking_back import state_at
from cluster.store.rows import TABLES, Batch

NAME_LENGTH = 10
"""Characters of a generated name: 27^10 of them, so that guessing one is hopeless."""
UP_TO = {Change: "revision", Snapshot: "revision", Leap: "last"}
"""What of the log belongs to a copy, and the column that says until when it does."""


def new_name() -> str:
    """A name by chance."""
    return "".join(secrets.choice(SAFE) for _ in range(NAME_LENGTH))


def copy(cluster_id: int, revision: int | None = None, name: str = "") -> Cluster:
    """A new cluster, which from now on goes its own way. Without a name it gets one by chance.

    Without a revision: all of it, with its log and its branches. At a revision: the state right after it (after its
    step), and the log until then. Its clock runs as that of the other. Raises Compacted, LookupError; IntegrityError
    when the name is taken.
    """
    return _whole(cluster_id, name) if revision is None else _at(cluster_id, revision, name)


def _whole(cluster_id: int, name: str) -> Cluster:
    with transaction.atomic(), connection.cursor() as cursor:
        # The row first: nobody commits to it meanwhile.
        row = Cluster.objects.select_for_update().get(pk=cluster_id)
        wall = wall_now()
        row.pk, row.name, row.holder, row.created_at, row.committed_at = None, name or new_name(), 0, wall, wall
        row.stamp = secrets.randbits(63)
        row.save(force_insert=True)
        tables = (*TABLES.values(), *(model._meta.db_table for model in (*UP_TO, Branch, Waiting)))
        for table in tables:
            _copy_rows(cursor, table, cluster_id, row.pk)
    return row


def _at(cluster_id: int, revision: int, name: str) -> Cluster:
    with suppress(Compacted):  # A branch may end there: its state is kept, though its log is not.
        revision = end_of_step(cluster_id, revision)
    state = state_at(cluster_id, revision)
    with transaction.atomic(), connection.cursor() as cursor:
        source = Cluster.objects.select_for_update().get(pk=cluster_id)
        row = _row_of(source, state, name)
        for model, column in UP_TO.items():
            _copy_rows(cursor, model._meta.db_table, cluster_id, row.pk, f" AND {column} <= {int(revision)}")
        placed(row, state)
    row.refresh_from_db()
    return row


def _row_of(source: Cluster, state: State, name: str) -> Cluster:
    """A new row for a state of another cluster."""
    wall = wall_now()
    whole = Snapshot.objects.filter(cluster=source, whole=True, revision__lte=state.revision).order_by("-revision")
    return Cluster.objects.create(
        name=name or new_name(),
        seed=source.seed,
        now=state.now,
        anchor_now=state.now,
        anchor_wall=wall,
        speed=source.speed,
        paused=source.paused,
        compacted=min(source.compacted, state.revision),
        snapshot_at=whole.values_list("revision", flat=True).first() or 0,
        created_at=wall,
        committed_at=wall,
    )


def placed(row: Cluster, state: State) -> Held:
    """Write a state's objects and waiting work for a cluster that has none; its log is another's business."""
    clock = Clock(state.now, row.anchor_wall, row.speed, row.paused)
    batch = Batch()
    batch.place(row.pk, state.objects.values())
    with connection.cursor() as cursor:
        batch.write(cursor)
    bare = state._replace(queue=WorkQueue())
    seen = Held(row.pk, row.stamp, clock, bare, 0, row.compacted, max(row.snapshot_at, state.revision))
    (held,) = commit_all([Turn(seen, state, (), clock)])
    assert held is not None
    cache.forget(row.pk)
    return held


def _copy_rows(cursor: Any, table: str, source: int, target: int, condition: str = "") -> None:
    """Copy a table's rows of one cluster to another, all columns but the row's own number."""
    with connection.cursor() as asking:
        described = connection.introspection.get_table_description(asking, table)
    columns = ", ".join(column.name for column in described if column.name not in {"id", "cluster_id"})
    chosen = f"SELECT %s, {columns} FROM {table} WHERE cluster_id = %s{condition} ORDER BY id"
    cursor.execute(f"INSERT INTO {table} (cluster_id, {columns}) {chosen}", [target, source])
