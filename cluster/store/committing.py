"""The only place that writes clusters: objects, log and waiting work in one transaction, guarded by compare-and-set."""

import secrets
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any, NamedTuple

from django.db import connection, transaction

from cluster import announce
from cluster.core import engine
from cluster.core.clock import Clock
from cluster.core.moves import Change
from cluster.core.state import State
from cluster.models import Cluster
from cluster.store import cache, log, past, waiting
from cluster.store.held import Held, Lost, wall_now
from cluster.store.rows import Batch

TICK = 50
"""Milliseconds. Workers are called at multiples of it, so that what is due about the same time is done at once. The
simulated moments stay exact; only their becoming visible waits, shorter than a person notices."""

SET = (
    "now",
    "revision",
    "speed",
    "paused",
    "anchor_now",
    "anchor_wall",
    "wake_at",
    "holder",
    "error",
    "stamp",
    "compacted",
    "snapshot_at",
    "queued",
    "committed_at",
)
COMPARE_AND_SET = (
    f"UPDATE {Cluster._meta.db_table} SET {', '.join(f'{column} = %s' for column in SET)} WHERE id = %s AND stamp = %s"
)


class Turn(NamedTuple):
    """A wish to commit: what was seen, what it became, by which changes, under which clock."""

    seen: Held
    state: State
    changes: tuple[Change, ...]
    clock: Clock


class _Prepared(NamedTuple):
    """All that a turn will write, made before others have to wait for it."""

    turn: Turn
    held: Held
    plan: waiting.Plan
    batch: Batch
    snapshot: log.Packed | None


def commit(turn: Turn, beside: Callable[[], None] | None = None) -> Held:
    """Store one turn and announce it. Raises Lost when another commit came first; then nothing is written.

    `beside` writes more rows in the same transaction.
    """
    prepared = _prepared(turn, 0)
    with transaction.atomic():
        (held,) = _written([prepared], 0)
        if held is None:
            raise Lost(f"cluster {turn.seen.id} moved on from revision {turn.seen.state.revision}")
        if beside is not None:
            beside()
    return held


def commit_all(turns: Sequence[Turn], worker: int = 0) -> list[Held | None]:
    """Store the turns of several clusters in one transaction; None for each that lost its race.

    `worker` says which worker commits, and is thereby the clusters' holder. If it is none, the workers are told too,
    for something may be due earlier now.
    """
    prepared = [_prepared(turn, worker) for turn in turns]
    with transaction.atomic():
        return _written(prepared, worker)


def _prepared(turn: Turn, worker: int) -> _Prepared:
    seen, state = turn.seen, turn.state
    plan = waiting.plan(seen.state.queue, state.queue, seen.queued)
    held = _held_after(turn, plan.queued, worker)
    batch = Batch()
    batch.add(seen.id, turn.changes)
    snapshot = None
    if held.snapshot_at != seen.snapshot_at or log.wants_mark(seen, state):
        snapshot = log.packed(state, whole=held.snapshot_at != seen.snapshot_at)
    return _Prepared(turn, held, plan, batch, snapshot)


def _written(prepared: Sequence[_Prepared], worker: int) -> list[Held | None]:
    with connection.cursor() as cursor:
        wall = wall_now()
        outcomes = [one.held if _commit_row(cursor, one, wall) else None for one in prepared]
        batch = Batch()
        for one, held in zip(prepared, outcomes, strict=True):
            if held is not None:
                batch.join(one.batch)
        batch.write(cursor)
        transaction.on_commit(partial(_landed, [one.turn for one in prepared], outcomes, not worker))
    return outcomes


def wake_at(state: State, clock: Clock) -> int | None:
    """The real moment at which a worker is needed; None: at rest, or the clock stands."""
    due = engine.wake_at(state)
    wall = None if due is None else clock.wall_of(due)
    return None if wall is None else -(-wall // TICK) * TICK


def _commit_row(cursor: Any, prepared: _Prepared, wall: int) -> bool:
    """Win or lose the race for one cluster; the winner's waiting work and snapshot are written here as well."""
    seen, held = prepared.turn.seen, prepared.held
    cursor.execute(COMPARE_AND_SET, [*_values(held, wall), seen.id, seen.stamp])
    if cursor.rowcount != 1:
        return False
    waiting.write(cursor, seen.id, prepared.plan)
    if prepared.snapshot is not None:
        prepared.snapshot.keep(seen.id)
    if held.compacted != seen.compacted:
        log.compact(seen.id, held.compacted)
    return True


def _held_after(turn: Turn, queued: int, worker: int) -> Held:
    seen, state = turn.seen, turn.state
    compacted, snapshot_at = seen.compacted, seen.snapshot_at
    if log.wants_snapshot(seen, state):
        compacted, snapshot_at = log.compaction_mark(seen, state.revision), state.revision
    state = state._replace(queue=state.queue.traced())
    return Held(seen.id, secrets.randbits(63), turn.clock, state, worker or seen.holder, compacted, snapshot_at, queued)


def _values(held: Held, wall: int) -> tuple[Any, ...]:
    state, clock = held.state, held.clock
    timing = (state.now, state.revision, clock.speed, clock.paused, clock.now, clock.wall, wake_at(state, clock))
    return (*timing, held.holder, "", held.stamp, held.compacted, held.snapshot_at, held.queued, wall)


def _landed(turns: Sequence[Turn], outcomes: Sequence[Held | None], poke: bool) -> None:
    for turn, held in zip(turns, outcomes, strict=True):
        if held is None:
            continue
        cache.put(held)
        if turn.changes and log.wants_mark(turn.seen, held.state):
            past.keep(held, turn.changes[-1])
        announce.remember(held.id, held.stamp)
        if turn.changes or turn.clock != turn.seen.clock:
            announce.reached(held.id, held.state.revision, poke)
