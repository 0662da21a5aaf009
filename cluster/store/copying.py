"""Another cluster that is the same: with all that happened, or as it was at one moment."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any, NamedTuple

from django.db import connection, models

from cluster.core.clock import Clock
from cluster.core.queue import WorkQueue
from cluster.core.state import State
from cluster.models import Branch, Change, Cluster, Leap, Snapshot
from cluster.store import log, making, pieces
from cluster.store.ancestry import end_of_step
from cluster.store.held import Held, wall_now
from cluster.store.log import Compacted
from cluster.store.looking_back import state_at
from cluster.store.reading import hold, row_of

SNAPSHOTS = 5
"""Snapshots that are copied at once; one has up to some 500 kB."""


class _Source(NamedTuple):
    """What is copied: a state, a clock, and the log between what is `compacted` and the state's revision."""

    id: int
    state: State
    clock: Clock
    compacted: int
    branches: list[Branch]


def copy(cluster_id: int, revision: int | None = None, name: str = "", settle: making.Settle | None = None) -> Cluster:
    """A new cluster, which from now on goes its own way. Without a name it gets one by chance.

    Without a revision: all of it, with its log and its branches. At a revision: the state right after it (after its
    step), and the log until then. Its clock runs as that of the other. Nobody sees it before all is there, together
    with what `settle` writes. Raises Compacted, LookupError, Cluster.DoesNotExist; IntegrityError when the name is
    taken.
    """
    source = _present(cluster_id) if revision is None else _moment(cluster_id, revision)
    state = source.state
    fields = {"seed": state.seed, "now": state.now, "speed": source.clock.speed, "compacted": source.compacted}
    with making.begun(name, **fields) as row:
        _copy_log(source, row.pk)
        making.place(row.pk, state.objects.values())
        with making.piece(row.pk):
            _copy_branches(source, row.pk)
            compacted = _let_go(source, row.pk)
        # All of the waiting work is to be written, not what was touched since it was written for the other.
        bare, state = state._replace(queue=WorkQueue()), state._replace(queue=state.queue._replace(trail=None))
        seen = Held(row.pk, row.stamp, source.clock, bare, 0, compacted, state.revision)
        making.finish(row, seen, state, source.clock, settle)
    return row


def _present(cluster_id: int) -> _Source:
    while True:
        held = hold(cluster_id)
        branches = list(Branch.objects.filter(cluster_id=cluster_id).order_by("id"))
        if row_of(cluster_id).stamp == held.stamp:
            return _Source(cluster_id, held.state, held.clock, held.compacted, branches)


def _moment(cluster_id: int, revision: int) -> _Source:
    with suppress(Compacted):  # A branch may end there: its state is kept, though its log is not.
        revision = end_of_step(cluster_id, revision)
    state, row = state_at(cluster_id, revision), row_of(cluster_id)
    clock = Clock(state.now, wall_now(), row.speed, bool(row.paused))
    return _Source(cluster_id, state, clock, min(row.compacted, state.revision), [])


def _copy_log(source: _Source, target: int) -> None:
    """Changes first: should the source let go of old ones meanwhile, the snapshots that go on from there are left."""
    until = source.state.revision
    for after in range(source.compacted, until, pieces.ROWS):
        with making.piece(target):
            _copy_rows(
                Change, source.id, target, "revision > %s AND revision <= %s", after, min(until, after + pieces.ROWS)
            )
    for some in _snapshots(source):
        with making.piece(target):
            _copy_rows(Snapshot, source.id, target, f"id IN ({', '.join(['%s'] * len(some))})", *some)
    with making.piece(target):
        _copy_rows(Leap, source.id, target, "last <= %s", until)


def _snapshots(source: _Source) -> Iterator[list[int]]:
    found = Snapshot.objects.filter(cluster_id=source.id, revision__lte=source.state.revision).order_by("id")
    ids = list(found.values_list("id", flat=True))
    return (ids[first : first + SNAPSHOTS] for first in range(0, len(ids), SNAPSHOTS))


def _copy_rows(model: type[models.Model], source: int, target: int, condition: str, *values: Any) -> None:
    """Copy a table's rows of one cluster to another, all columns but the row's own number."""
    table = model._meta.db_table
    names = (field.attname for field in model._meta.concrete_fields)
    columns = ", ".join(name for name in names if name not in {"id", "cluster_id"})
    chosen = f"SELECT %s, {columns} FROM {table} WHERE cluster_id = %s AND {condition} ORDER BY id"
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} (cluster_id, {columns}) {chosen}", [target, source, *values])


def _copy_branches(source: _Source, target: int) -> None:
    for branch in source.branches:
        branch.pk, branch.cluster_id = None, target
    Branch.objects.bulk_create(source.branches)


def _let_go(source: _Source, target: int) -> int:
    """How much of the log is gone; what the source let go of meanwhile was perhaps copied in part."""
    mark = min(row_of(source.id).compacted, source.state.revision)
    if mark > source.compacted:
        log.packed(source.state).keep(target)
        log.compact(target, mark)
    return mark
