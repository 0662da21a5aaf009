"""The run itself: the manifest is applied to a copy, which then lives on until all that it started is over."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from cluster.core import dry_run, engine, rehearsal, story
from cluster.core.dry_run import Outcome
from cluster.core.foretelling.courses import Course, begin
from cluster.core.moves import Change
from cluster.core.state import State

QUIET = 10_000
"""Milliseconds without anything worth telling after which a manifest without Deployments counts as through."""
MOST_PARTS = 400
LOOK_EVERY = 64
"""Changes between two looks at whether the run may go on, some 5 ms: one step may make 500 of them."""


class Part(NamedTuple):
    """What one controller would do in one go: `at` milliseconds after the start; `more` changes of the same kind."""

    at: int
    actor: str
    what: str
    why: str
    more: int


@dataclass(slots=True)
class Foretold:
    """What would happen. `duration` is in simulated milliseconds; `cut` says why the run was not seen to its end."""

    outcomes: list[Outcome]
    courses: list[Course] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)
    unlisted: int = 0
    changes: int = 0
    duration: int = 0
    cut: str = ""

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all would change."""
        return not self.changes


def foretell(
    state: State, text: str, namespace: str = "default", may_go_on: Callable[[], bool] = lambda: True
) -> Foretold:
    """Live through a manifest, at most 30 simulated minutes, and as long as `may_go_on()`.

    Raises BadRequest when the text cannot be read.
    """
    applied = dry_run.dry_run(state, text, namespace)
    run = _Run(applied.state, state.now, Foretold(applied.outcomes))
    touched = {change.key for change in applied.changes if change.key[0] == "Deployment"}
    run.told.courses = [begin(state, applied.state, key) for key in sorted(touched)]
    run.note(applied.changes)
    if applied.changes:
        run.live(may_go_on)
    for course in run.told.courses:
        course.close(run.state)
    return run.told


@dataclass(slots=True)
class _Run:
    state: State
    started: int
    told: Foretold
    loud: int = 0

    def note(self, changes: Iterable[Change]) -> None:
        """Take the changes of one step in."""
        listed: list[tuple[Change, str]] = []
        for change in changes:
            self.told.changes += 1
            for course in self.told.courses:
                course.see(self.state, change)
            what, quiet = story.tell(change)
            if not quiet or change.actor == "you":
                listed.append((change, what))
        for course in self.told.courses:
            course.measure(self.state.now)
        if listed:
            self._list(*listed[0], len(listed) - 1)

    def _list(self, change: Change, what: str, more: int) -> None:
        self.loud = self.state.now
        at = self.told.duration = self.state.now - self.started
        last = self.told.parts[-1] if self.told.parts else None
        if last and last.at == at and _component(last.actor) == _component(change.actor):
            # The scheduler binds 300 pods in 300 steps of one moment.
            self.told.parts[-1] = last._replace(more=last.more + more + 1)
        elif len(self.told.parts) < MOST_PARTS:
            self.told.parts.append(Part(at, change.actor, what, change.reason, more))
        else:
            self.told.unlisted += 1

    def live(self, may_go_on: Callable[[], bool]) -> None:
        """Let the copy live until all is over."""
        until = self.started + rehearsal.PATIENCE
        looked = 0
        self.loud = self.state.now
        while not self._is_over():
            if self.told.changes - looked >= LOOK_EVERY:
                looked = self.told.changes
                if not may_go_on():
                    self.told.cut = "This takes more computing than a look ahead may; what follows is the beginning."
                    return
            self.state, step = engine.step(self.state, until)
            if step is None:
                self._out_of_time(until)
                return
            self.note(step.changes)

    def _is_over(self) -> bool:
        for course in self.told.courses:
            course.judge(self.state, self.started)
        if any(course.ended is None for course in self.told.courses):
            return False
        if self.told.courses:
            return True
        due = engine.wake_at(self.state)
        return due is None or due > self.loud + QUIET

    def _out_of_time(self, until: int) -> None:
        if engine.wake_at(self.state) is not None and not self._is_over():
            self.told.duration = until - self.started
            self.told.cut = f"After {rehearsal.PATIENCE // 60_000} simulated minutes it is still not over."


def _component(actor: str) -> str:
    """`kubelet/node-1` -> `kubelet`."""
    return actor.partition("/")[0]
