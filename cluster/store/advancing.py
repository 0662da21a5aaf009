"""Letting a cluster's own time pass: from where it stands to the present moment, at most for a while of real time."""

import time

from cluster.core import engine
from cluster.core.clock import Clock
from cluster.core.moves import Change
from cluster.core.state import State
from cluster.store.committing import Turn
from cluster.store.held import Held, wall_now

PATIENCE = 0.1
"""Seconds of real time that one cluster may take before others have their turn; its clock then lags and catches up."""
LATE = 2000
"""Milliseconds. Who comes later than this finds that nobody was there: the machine slept, the worker was killed, or it
cannot keep pace. The cluster's time has then stood still, instead of leaping."""


def advanced(held: Held, patience: float | None = None) -> Turn:
    """What happens until the present moment, not committed yet; at most for `patience` seconds (without: PATIENCE)."""
    wall = wall_now()
    clock = punctual(held, wall)
    state, changes = _run(held.state, clock.at(wall), PATIENCE if patience is None else patience)
    return Turn(held, state, changes, clock)


def punctual(held: Held, wall: int) -> Clock:
    """The cluster's clock, set back to the next due moment if that went by unattended more than LATE ago."""
    due = engine.wake_at(held.state)
    if due is None:
        return held.clock
    due_wall = held.clock.wall_of(due)
    if due_wall is None or wall - due_wall <= LATE:
        return held.clock
    return held.clock.moved(due, wall)


def caught_up(held: Held) -> Turn:
    """`advanced`, or where the cluster stands, if its clock does or the simulation fails.

    A cluster that was stepped to the middle of a moment stays there. People must be able to act on a broken one.
    """
    if held.clock.paused:
        return Turn(held, held.state, (), held.clock)
    try:
        return advanced(held)
    except Exception:
        return Turn(held, held.state, (), held.clock.moved(held.state.now, wall_now()))


def rounded(turn: Turn) -> Turn:
    """The turn with its moment over: whoever acts comes after all that is due by then.

    So the log alone tells what came before an act, looks in vain included, and can be lived through again.
    """
    try:
        state, steps = engine.run(turn.state, turn.state.now)
    except Exception:
        return turn
    return turn._replace(state=state, changes=(*turn.changes, *engine.changes_of(steps)))


def _run(state: State, until: int, patience: float) -> tuple[State, tuple[Change, ...]]:
    changes: list[Change] = []
    deadline = time.monotonic() + patience
    while True:
        state, done = engine.step(state, until)
        if done is None:
            return state._replace(now=max(state.now, until)), tuple(changes)
        changes.extend(done.changes)
        if time.monotonic() > deadline:
            return state, tuple(changes)
