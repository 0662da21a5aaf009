"""Living through an exported file again, without storing anything: the same seed and acts give the same cluster."""

import time
from collections.abc import Iterable, Iterator
from typing import NamedTuple

import orjson

from cluster.core import engine, replay
from cluster.core.actors import SETUP
from cluster.core.moves import Change
from cluster.core.queue import WorkQueue
from cluster.core.state import State, assemble
from cluster.store.exporting import Digest, ordered
from cluster.store.file_format import Act, File, Kept

PIECE = 300
"""Changes that are stored at once, in some 20 ms."""
PATIENCE = 60.0
"""Seconds; 20,000 changes take some 2."""
OTHERWISE = "This file was changed, or was written by another release: lived through again, it leads elsewhere."


class Piece(NamedTuple):
    """Some of the log, and the state after it. A piece that is a leap says so, and what it left."""

    state: State
    changes: tuple[Change, ...]
    leap: Act | None = None
    left: State | None = None


class Otherwise(Exception):
    """It did not come as the file says."""


def relived(file: File) -> list[Piece]:
    """The life that a file tells, in pieces. Raises ValueError with one sentence if it does not lead where it says."""
    try:
        life = _Life(file)
        *pieces, last = life.pieces()
        last = last._replace(state=last.state._replace(queue=engine.load_queue(file.end.queue)))
    except TimeoutError:
        raise ValueError(f"This file takes more than {PATIENCE:.0f} seconds to live through.") from None
    except Exception:
        # Objects that were never stored may meet any controller: whatever it raises, it is the file's fault.
        raise ValueError(OTHERWISE) from None
    end = last.state
    reached = (end.now, end.revision, life.digest.hex(), orjson.dumps(ordered(end)))
    if reached != (file.end.now, file.end.revision, file.end.sha256, orjson.dumps(file.end.objects)):
        raise ValueError(OTHERWISE)
    return [*pieces, last]


def state_of(seed: str, kept: Kept) -> State:
    """A state that a file holds."""
    return assemble(seed, kept.now, kept.revision, kept.objects, engine.load_queue(kept.queue))


class _Life:
    """A life being lived through. `targets` are the states that leaps go to."""

    def __init__(self, file: File) -> None:
        self.file, self.digest = file, Digest()
        self.deadline = time.monotonic() + PATIENCE
        begins = file.acts[0].at if file.acts else file.end.now
        self.state = state_of(file.seed, file.beginning) if file.beginning else State(file.seed, begins)
        self.pending: list[Change] = []
        self.wanted = {act.back_to for act in file.acts}
        self.targets: dict[int, State] = {}
        self._remember()

    def pieces(self) -> Iterator[Piece]:
        for act in self.file.acts:
            if act.actor == SETUP:
                yield from self._set_up(act)
                continue
            yield from self._simulated(act.revision - 1, act.left_at if act.back_to else act.at)
            yield from self._leapt(act) if act.back_to else self._acted(act)
        yield from self._simulated(self.file.end.revision, self.file.end.now)
        yield self._piece()

    def _set_up(self, act: Act) -> Iterator[Piece]:
        state, changes = engine.adopt(self.state, act.told, act.at, act.actor)
        yield from self._take(state._replace(queue=WorkQueue()), changes)

    def _acted(self, act: Act) -> Iterator[Piece]:
        yield from self._take(*engine.adopt(self.state, act.told, act.at, act.actor))

    def _leapt(self, act: Act) -> Iterator[Piece]:
        yield self._piece()
        left = self.state
        target = state_of(self.file.seed, act.state) if act.state else replay.later(self.targets[act.back_to], act.at)
        state, changes = replay.put_back(left, target, act.actor, act.reason)
        list(self._take(state, changes))
        self.pending.clear()
        yield Piece(state, changes, act, left)

    def _simulated(self, revision: int, until: int) -> Iterator[Piece]:
        """All that happens by itself up to a revision; then looks in vain, until a moment."""
        while (looked := engine.look(self.state, until)) is not None:
            if time.monotonic() > self.deadline:
                raise TimeoutError
            state, step = looked
            if step is None:
                self.state = state
            elif state.revision <= revision:
                yield from self._take(state, step.changes)
            else:
                break
        if self.state.revision != revision:
            raise Otherwise(f"revision {self.state.revision} instead of {revision}")
        self.state = self.state._replace(now=max(self.state.now, until))

    def _take(self, state: State, changes: Iterable[Change]) -> Iterator[Piece]:
        self.state = state
        for change in changes:
            self.digest.add_made(change)
            self.pending.append(change)
        self._remember()
        if len(self.pending) >= PIECE:
            yield self._piece()

    def _remember(self) -> None:
        if self.state.revision in self.wanted:
            self.targets[self.state.revision] = self.state

    def _piece(self) -> Piece:
        piece = Piece(self.state, tuple(self.pending))
        self.pending.clear()
        return piece
