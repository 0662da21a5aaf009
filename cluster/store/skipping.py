"""Letting simulated time pass at once until something is so, in pieces, so that pages see it happen."""

import time
from collections.abc import Callable
from functools import partial
from typing import NamedTuple

from cluster.core import engine, times
from cluster.core.endings import is_over
from cluster.core.state import State
from cluster.store.acting import retried
from cluster.store.ancestry import last_act, lineage
from cluster.store.committing import Turn
from cluster.store.held import wall_now
from cluster.store.reading import load

LIMIT = 30 * times.MINUTE
"""Simulated milliseconds that are skipped at most; a rollout that stands still is given up after 10 minutes."""
MOST_STEPS = 50_000
"""A rolling update of 500 replicas takes some 8,000."""
PIECE = 0.1
"""Seconds of real time between commits."""


class Skipped(NamedTuple):
    """Where the clock stands now, and whether what was waited for is so."""

    state: State
    is_met: bool


def skip_until(cluster_id: int, condition: Callable[[State], bool] | None = None) -> Skipped:
    """Let happen at once what would happen by itself, until a condition holds; at most 30 simulated minutes.

    Without a condition: until every rollout is over (complete, paused, or given up) and the last old pod is gone. It
    ends early when nothing happens by itself any more. The clock stands or runs as before.
    """
    state = load(cluster_id)
    if condition is None:
        act = last_act(cluster_id, lineage(cluster_id))
        condition = partial(is_over, since=act.now if act else 0)
    skip = _Skip(condition, until=state.now + LIMIT)
    while not skip.is_done:
        state = retried(cluster_id, skip.piece)
    return Skipped(state, condition(state))


class _Skip:
    """One skip on its way."""

    def __init__(self, condition: Callable[[State], bool], until: int) -> None:
        self.condition, self.until = condition, until
        self.left, self.is_done = MOST_STEPS, False

    def piece(self, turn: Turn) -> Turn:
        """As much as may be done before others see it."""
        state, changes, deadline = turn.state, list(turn.changes), time.monotonic() + PIECE
        self.is_done = True
        while not self.condition(state) and self.left > 0:
            state, step = engine.step(state, self.until)
            if step is None:
                break
            self.left -= 1
            changes.extend(step.changes)
            if time.monotonic() > deadline:
                self.is_done = False
                break
        if state is turn.state:
            return turn
        return turn._replace(state=state, changes=tuple(changes), clock=turn.clock.moved(state.now, wall_now()))
