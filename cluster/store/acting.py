"""What people do to a cluster: change its objects, or its clock. Each act sees the present moment, and lands whole."""

from collections.abc import Callable, Iterable
from typing import Any

from cluster.core import engine
from cluster.core.moves import Move
from cluster.core.state import State
from cluster.store.advancing import advanced, caught_up, rounded
from cluster.store.committing import Turn, commit
from cluster.store.held import Lost, wall_now
from cluster.store.reading import hold

ATTEMPTS = 50
"""Races lost in a row before giving up; a worker commits a cluster at most 20 times a second, an act takes some ms."""


def act(cluster_id: int, moves_fn: Callable[[State], Iterable[Move]], actor: str = "you") -> State:
    """Carry out the moves that `moves_fn` finds right at the present moment; returns the state after them.

    What `moves_fn` raises (an ApiError) goes on to the caller, and nothing is changed. It is called again, with a newer
    state, when someone else committed first, so it must decide from the state alone. Raises Cluster.DoesNotExist.
    """

    def acted(turn: Turn) -> Turn:
        turn = rounded(turn)
        state, changes = engine.commit(turn.state, moves_fn(turn.state), actor)
        return turn._replace(state=state, changes=turn.changes + changes)

    return retried(cluster_id, acted)


def pause(cluster_id: int) -> State:
    """Stop the clock at the present moment."""
    return retried(cluster_id, lambda turn: _clocked(turn, paused=True))


def resume(cluster_id: int) -> State:
    """Let the clock go on from where it stands."""
    return retried(cluster_id, lambda turn: _clocked(turn, paused=False))


def set_speed(cluster_id: int, speed: float) -> State:
    """Let simulated time pass `speed` times as fast as real time. Raises ValueError for a speed out of bounds."""

    def sped(turn: Turn) -> Turn:
        return turn._replace(clock=turn.clock.at_speed(speed, wall_now()))

    return retried(cluster_id, sped)


def step_once(cluster_id: int) -> State:
    """One controller does its part, whenever that is; the clock then shows its moment, and goes on if it ran."""

    def stepped(turn: Turn) -> Turn:
        state, done = engine.step(turn.state)
        if done is None:
            return turn
        return _clocked(turn._replace(state=state, changes=turn.changes + done.changes))

    return retried(cluster_id, stepped)


def skip_to_next(cluster_id: int) -> State:
    """The clock leaps to the next moment at which something happens, and all of that moment happens."""

    def skipped(turn: Turn) -> Turn:
        state, first = engine.step(turn.state)
        if first is None:
            return turn
        state, rest = engine.run(state, state.now)
        changes = (*turn.changes, *first.changes, *engine.changes_of(rest))
        return _clocked(turn._replace(state=state, changes=changes))

    return retried(cluster_id, skipped)


def advance(cluster_id: int) -> State:
    """Let happen what is due by now, as a worker would; if another one was quicker, its state is as good."""
    try:
        return commit(advanced(hold(cluster_id))).state
    except Lost:
        return hold(cluster_id).state


def _clocked(turn: Turn, **fields: Any) -> Turn:
    """The turn with its clock set to where its state stands."""
    return turn._replace(clock=turn.clock.moved(turn.state.now, wall_now())._replace(**fields))


Beside = Callable[[Turn, Turn], Callable[[], None]]
"""(what was found, what was made of it): prepares what is to be written beside the commit, and returns what writes it
in the commit's transaction."""


def retried(cluster_id: int, decide: Callable[[Turn], Turn], beside: Beside | None = None) -> State:
    """Commit what `decide` makes of the cluster at the present moment; again if someone else committed first."""
    for _ in range(ATTEMPTS):
        before = caught_up(hold(cluster_id))
        turn = decide(before)
        if turn == before:
            return before.state
        try:
            return commit(turn, beside and beside(before, turn)).state
        except Lost:
            continue
    raise Lost(f"cluster {cluster_id} was always changed by someone else first")
