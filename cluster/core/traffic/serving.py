"""A Service as the kube-proxies of the nodes know it, which is a little later than its EndpointSlices."""

from collections import deque
from dataclasses import dataclass, field
from itertools import pairwise
from typing import NamedTuple

from cluster.core import times
from cluster.core.kinds import Object, key_of
from cluster.core.network import Target
from cluster.core.state import State
from cluster.core.traffic.counting import EVERY, count, numbers
from cluster.core.traffic.requests import PAGES, has_clients, targets_of, turning_points
from cluster.core.traffic.tallies import Tally, total

Targets = tuple[Target, ...]
BEHIND_MS = 500
"""From a change of a slice until the nodes' rules follow. A kube-proxy writes them at most once a second
(`--iptables-min-sync-period`), so that a change waits for half of that on average."""

PATIENCE_MS = 10 * times.SECOND
"""Clients of a new Service begin when there is an endpoint, at the latest so long after its creation: until then nobody
was told of it."""
STRETCHES = 16
"""How many stretches of time are looked at when something is foretold; most of them are alike."""


class Stretch(NamedTuple):
    """From `start` (ms) on, of each `of` requests so much becomes this."""

    start: int
    of: int
    tally: Tally

    @property
    def shares(self) -> tuple[object, ...]:
        """What is the same in two stretches in which the same goes on."""
        of = max(self.of, 1)
        answers = [{who: count / of for who, count in part} for part in (self.tally.answered, self.tally.failed)]
        return (*answers, {(kind, lost.pods): lost.number / of for kind, lost in self.tally.lost})


@dataclass(slots=True)
class Served:
    """`targets`: to whom its requests go now; `coming`: from when on (ms) they go to those of a later state.

    `opens`: when clients send their first request (ms).
    """

    service: Object
    targets: Targets
    opens: int
    coming: deque[tuple[int, State]] = field(default_factory=deque)

    def copy(self) -> "Served":
        """One that may be counted with, while this one stays where it is."""
        return Served(self.service, self.targets, self.opens, deque(self.coming))

    def will_know(self, state: State, now: int) -> None:
        """The Service or a slice of it changed; of several changes at one moment the last one counts."""
        if self.coming and self.coming[-1][0] == now + BEHIND_MS:
            self.coming.pop()
        self.coming.append((now + BEHIND_MS, state))

    def count(self, state: State, start: int, end: int) -> Tally:
        """What becomes of the requests in [start, end), all through which the cluster is in this state."""
        tallies = []
        while self.coming and self.coming[0][0] < end:
            turn = self.coming[0][0]
            tallies.append(self._count(state, start, turn))
            self._turn()
            start = max(start, turn)
        tallies.append(self._count(state, start, end))
        return total(tallies)

    def course(self, state: State, now: int) -> list[Stretch]:
        """What is to come from `now` on if nothing changes: how each stretch of time begins."""
        last = _targets(self.service, self.coming[-1][1]) if self.coming else self.targets
        points = {moment for target in {*self.targets, *last} for moment in turning_points(state, target)}
        turns = sorted(turn for turn in {*points, self.opens, *(turn for turn, _ in self.coming)} if turn > now)
        one, found = self.copy(), list[Stretch]()
        starts = [now, *turns[: STRETCHES - 1]]
        for start, end in pairwise([*starts, starts[-1] + times.HOUR]):
            while one.coming and one.coming[0][0] <= start:
                one._turn()
            until = min(end, start + max(len(one.targets), 1) * PAGES * EVERY)
            stretch = Stretch(start, len(numbers(start, until)), one._count(state, start, until))
            if not found or found[-1].shares != stretch.shares:
                found.append(stretch)
        return found

    def _turn(self) -> None:
        turn, known = self.coming.popleft()
        self.targets = _targets(self.service, known)
        if self.targets:
            self.opens = min(self.opens, turn)

    def _count(self, state: State, start: int, end: int) -> Tally:
        return count(state, self.service, self.targets, max(start, self.opens), end)


def _targets(service: Object, known: State) -> Targets:
    there = known.at(key_of(service))
    return targets_of(known, there) if there is not None and has_clients(there) else ()


def served(service: Object, targets: Targets, now: int) -> Served:
    """A Service that is new at `now`, or was there before."""
    created = times.to_ms(service["metadata"]["creationTimestamp"])
    return Served(service, targets, now if targets else created + PATIENCE_MS)
