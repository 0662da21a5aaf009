"""A rehearsal: a cluster in memory lives through a manifest and a list of acts, and is measured while it does.

An act happens when the one before has come to its end (every rollout is over, or cannot go on by itself), or at a
moment of its own, counted from the manifest's application. The result is the story, change by change, and a summary.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cluster.core import deployments, engine, times
from cluster.core.bootstrap import new_state
from cluster.core.endings import is_over, verdict
from cluster.core.kinds import Object
from cluster.core.moves import Change, Move
from cluster.core.state import State
from cluster.core.tally import Tally
from cluster.core.traffic import Tally as Requests
from cluster.core.traffic import Traffic, lost_sentence
from cluster.core.traffic.words import by_image

Perform = Callable[[State], list[Move]]
PATIENCE = 30 * times.MINUTE
"""How long (simulated) a rollout is waited for; the default progress deadline is 10 minutes."""


@dataclass(frozen=True, slots=True)
class Act:
    """Something a person does: the command to show, the moves, and when: `at` milliseconds, or None: in its turn."""

    command: str
    perform: Perform
    at: int | None = None


@dataclass(slots=True)
class Rehearsal:
    """A run in progress: `changes` is the story so far, `summary()` its figures."""

    state: State
    started: int
    tally: Tally = field(default_factory=Tally)
    traffic: Traffic = field(default_factory=Traffic)
    changes: list[Change] = field(default_factory=list)
    acted: int = 0
    updated: int | None = None
    most_pods: int = 0
    fewest_available: int | None = None

    def perform(self, act: Perform) -> None:
        """Do one act now. Raises ApiError when it is refused."""
        self.acted = self.state.now
        self.state, changes = engine.commit(self.state, act(self.state), "you")
        self._note(changes)

    def update(self, act: Act) -> None:
        """Do an act that counts as the update: from the first one on, availability is measured."""
        if self.updated is None:
            self.updated = self.state.now
        self.perform(act.perform)

    def run_until(self, moment: int) -> None:
        """Let the cluster live until `moment` (milliseconds)."""
        while True:
            self.state, step = engine.step(self.state, moment)
            if step is None:
                self.state = self.state._replace(now=max(self.state.now, moment))
                return
            self._note(step.changes)

    def run_to_the_end(self) -> None:
        """Let the cluster live until every rollout is over, at most `PATIENCE`."""
        until = self.state.now + PATIENCE
        while not is_over(self.state, self.acted):
            self.state, step = engine.step(self.state, until)
            if step is None:
                return
            self._note(step.changes)

    def _note(self, changes: Iterable[Change]) -> None:
        for change in changes:
            self.changes.append(change)
            self.tally.see(self.state, change)
            self.traffic.see(change, self.state)
        pods, available = self.tally.count(self.state.now)
        self.most_pods = max(self.most_pods, pods)
        if self.updated is not None:
            known = self.fewest_available
            self.fewest_available = available if known is None else min(known, available)

    def summary(self) -> dict[str, Any]:
        """Figures of the run; seconds are simulated, counted from the first act on (without one: from the start)."""
        begin = self.started if self.updated is None else self.updated
        return {
            "duration_seconds": round((self.state.now - begin) / 1000, 3),
            "most_pods": self.most_pods,
            "fewest_available": self.fewest_available,
            "deployments": {_title(d): _figures(d) for d in sorted(self.state.of_kind("Deployment"), key=_title)},
            "changes": len(self.changes),
            "requests": _requests(self.requests(), begin),
        }

    def requests(self) -> Requests:
        """What became of the clients' requests to all Services, from the first act on (without one: from the start).

        It goes on after the last change until every program listens, for some pods count as available before.
        """
        until = max([self.state.now, *(one.ended or 0 for one in self.traffic.rollouts.all)])
        return self.traffic.in_all(self.started if self.updated is None else self.updated, until)


def _requests(found: Requests, begin: int) -> dict[str, Any]:
    first = found.first_lost
    return {
        "sent": found.sent,
        "answered": by_image(found.answered),
        "failed": found.count_failed,
        "lost": found.count_lost,
        "first_lost_seconds": None if first is None else (first - begin) / 1000,
        "why": lost_sentence(found),
    }


def _title(deployment: Object) -> str:
    return f"{deployment['metadata']['namespace']}/{deployment['metadata']['name']}"


def _figures(deployment: Object) -> dict[str, Any]:
    status = deployment.get("status") or {}
    return {
        "outcome": verdict(deployment),
        "revision": deployments.revision_of(deployment),
        "replicas": status.get("replicas", 0),
        "updated": status.get("updatedReplicas", 0),
        "available": status.get("availableReplicas", 0),
    }


def rehearse(
    manifest: Iterable[Perform], acts: Iterable[Act], nodes: int = 3, seed: str = "rehearsal", now: int = 0
) -> Rehearsal:
    """Apply a manifest to a new cluster and do the acts, each in its time. Raises ApiError when one is refused."""
    state, _ = new_state(seed, now, nodes)
    run = Rehearsal(state, started=state.now)
    for application in manifest:
        run.perform(application)
    for act in acts:
        if act.at is None:
            run.run_to_the_end()
        else:
            run.run_until(run.started + act.at)
        run.update(act)
    run.run_to_the_end()
    return run
