"""The state at any revision of the log, exactly: its objects, its clock, its waiting work.

The log tells objects, but not who was about to look at what. So the way from the nearest known state on is lived
through again: what people did is taken from the log, what controllers did is simulated, and must come out as the log
has it, byte for byte. Where it does not (a release changed how a controller decides), the objects are read from the
log, and every controller is to look at everything again.
"""

import logging
from itertools import groupby

import orjson

from cluster.core import engine
from cluster.core.actors import SETUP, is_act
from cluster.core.moves import Change as Made
from cluster.core.queue import WorkQueue
from cluster.core.state import State, assemble
from cluster.models import Change, Cluster, Leap, Snapshot
from cluster.store import past
from cluster.store.log import COLUMNS, Compacted, Entry
from cluster.store.restoring import restored, write_over

logger = logging.getLogger(__name__)

CHECKPOINT_EVERY = 50
"""Changes between the states that are kept in memory of a way that was gone: who drags a slider looks nearby next."""
OBJECTS_A_CHANGE = 8
"""Objects that are restored from a snapshot, in 8 µs each, in the time in which a change is simulated."""


class Differs(Exception):
    """Living through it again gave something else than the log tells."""


def state_at(cluster_id: int, revision: int) -> State:
    """The state right after a revision, at the moment of its change. Raises Compacted, LookupError.

    In the middle of a step, the one who does it still waits for its turn. If the simulation
    does not agree with the log, the objects are exact, and all of them are queued as after a restart.
    """
    cluster = Cluster.objects.get(pk=cluster_id)
    if not 0 <= revision <= cluster.revision:
        raise LookupError(revision)
    if revision == 0:
        return State(cluster.seed, cluster.now)
    row = _rows(cluster_id, revision, revision)
    if not row:
        return _kept(cluster, revision)
    return past.at(_place(cluster, row[0])) or _found(cluster, revision, row[0])


def _place(cluster: Cluster, row: Entry) -> past.Place:
    return past.place_of(cluster.pk, cluster.seed, row.revision, row.now, row.text.encode())


def _rows(cluster_id: int, first: int, last: int) -> list[Entry]:
    rows = Change.objects.filter(cluster_id=cluster_id, revision__gte=first, revision__lte=last)
    return [Entry(*row) for row in rows.order_by("revision").values_list(*COLUMNS)]


def _kept(cluster: Cluster, revision: int) -> State:
    """The state of a revision whose change is gone from the log, from a snapshot that was spared."""
    snapshot = Snapshot.objects.filter(cluster_id=cluster.pk, revision=revision).first()
    if snapshot is None or not snapshot.whole:
        raise Compacted(cluster.compacted)
    return restored(cluster, snapshot)


def _found(cluster: Cluster, revision: int, row: Entry) -> State:
    base = _base(cluster, revision)
    if base.revision == revision:
        return base
    rows = _rows(cluster.pk, base.revision + 1, revision + 1)
    entries = [entry for entry in rows if entry.revision <= revision]
    if Leap.objects.filter(cluster_id=cluster.pk, first__gt=base.revision, first__lte=revision).exists():
        return _read(cluster, base, entries)
    try:
        return _relived(cluster, base, entries, is_whole=rows[-1].revision == revision or rows[-1].step != row.step)
    except Exception as difference:
        # Whatever a controller of today raises about a state of yesterday: the log still tells the objects.
        logger.warning("The log of %s is read, not lived through, up to %d: %s", cluster.name, revision, difference)
        return _read(cluster, base, entries)


def _base(cluster: Cluster, revision: int) -> State:
    """The nearest known state: in memory or a snapshot. One of this very revision was taken later, but for leaps."""
    snapshots = Snapshot.objects.filter(cluster_id=cluster.pk)
    leaps = Leap.objects.filter(cluster_id=cluster.pk, last__lte=revision).order_by("-last")
    leapt = leaps.values_list("last", flat=True).first() or 0
    if leapt == revision:
        snapshot = snapshots.filter(revision=revision, whole=True).first()
        if snapshot is not None:
            return restored(cluster, snapshot)
    found = snapshots.filter(revision__lt=revision).order_by("-revision").values_list("revision", flat=True).first()
    known = _remembered(cluster, leapt, found or 0, revision)
    if known is not None:
        return known
    if found is None:
        return State(cluster.seed, cluster.now)
    return _remembering(cluster, snapshots.get(revision=found))


def _remembered(cluster: Cluster, leapt: int, noted: int, before: int) -> State | None:
    """The newest state kept in memory, if it is what the log still tells, no leap lies between, and going on from there
    takes no longer than restoring the snapshot at `noted`."""
    revision, size = past.nearest(cluster.pk, leapt - 1, before) or (0, 0)
    rows = _rows(cluster.pk, revision, revision) if revision >= noted - size // OBJECTS_A_CHANGE else []
    return past.base(_place(cluster, rows[0])) if rows else None


def _remembering(cluster: Cluster, snapshot: Snapshot) -> State:
    """The state of a snapshot, kept in memory for those who look nearby next."""
    state = restored(cluster, snapshot)
    rows = _rows(cluster.pk, snapshot.revision, snapshot.revision)
    if rows:
        weight = 200 + len(state.objects) // 4
        past.put(past.Known(_place(cluster, rows[0]), state, weight, is_answer=False, is_base=True))
    return state


def _relived(cluster: Cluster, state: State, entries: list[Entry], is_whole: bool) -> State:
    """The state after these entries. `is_whole`: they end with the end of a step, so that one may go on from there."""
    steps = [list(rows) for _, rows in groupby(entries, key=lambda entry: entry.step)]
    kept = state.revision
    for rows in steps:
        state = relive(state, rows)
        is_last = rows is steps[-1]
        if state.revision - kept >= CHECKPOINT_EVERY or is_last:
            place, weight, kept = _place(cluster, rows[-1]), 20 + state.revision - kept, state.revision
            past.put(past.Known(place, state, weight, is_answer=True, is_base=is_whole or not is_last))
    return state


def relive(state: State, rows: list[Entry]) -> State:
    """The state after one more step, of which the log has these rows; perhaps not all. Raises Differs."""
    first = rows[0]
    if first.actor == SETUP:
        # Nobody is called: what they would do is done already.
        return _adopted(state, rows)._replace(queue=WorkQueue())
    if is_act(first.actor):
        state, steps = engine.run(state, first.now)
        if steps:
            raise Differs(f"{steps[0].actor} acted before revision {first.revision}")
        return _adopted(state, rows)
    after, done = engine.step(state, first.now)
    made = done.changes if done else ()
    if len(made) < len(rows) or not all(_agree(change, row) for change, row in zip(made, rows, strict=False)):
        raise Differs(f"revision {first.revision}")
    return _adopted(state, rows) if len(made) > len(rows) else after


def _adopted(state: State, rows: list[Entry]) -> State:
    told = ((row.verb, row.object, row.reason) for row in rows)
    return engine.adopt(state, told, rows[0].now, rows[0].actor)[0]


def _agree(made: Made, row: Entry) -> bool:
    told = (row.revision, row.now, row.actor, row.verb, row.reason)
    simulated = (made.revision, made.now, made.actor, made.verb, made.reason)
    return simulated == told and orjson.dumps(made.object).decode() == row.text


def _read(cluster: Cluster, state: State, entries: list[Entry]) -> State:
    """The state after these entries, which follow it without a gap: the objects of the log, everything queued."""
    objects = dict(state.objects)
    write_over(objects, ((*entry.key, entry.verb, entry.text) for entry in entries))
    last = entries[-1]
    state = engine.resync(assemble(state.seed, last.now, last.revision, objects.values(), WorkQueue()))
    past.put(past.Known(_place(cluster, last), state, len(state.objects), is_answer=True, is_base=False))
    return state
