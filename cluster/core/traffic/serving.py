"""A Service as the kube-proxies of the nodes know it, which is a little later than its EndpointSlices."""

from collections import deque
from dataclasses import dataclass, field

from cluster.core import times
from cluster.core.kinds import Object, key_of
from cluster.core.network import Target
from cluster.core.state import State
from cluster.core.traffic.counting import count
from cluster.core.traffic.requests import has_clients, targets_of
from cluster.core.traffic.tallies import Tally, total

Targets = tuple[Target, ...]
BEHIND_MS = 500
"""From a change of a slice until the nodes' rules follow. A kube-proxy writes them at most once a second
(`--iptables-min-sync-period`), so that a change waits for half of that on average."""

PATIENCE_MS = 10 * times.SECOND
"""Clients of a new Service begin when there is an endpoint, at the latest so long after its creation: until then nobody
was told of it."""


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
            turn, known = self.coming.popleft()
            tallies.append(self._count(state, start, turn))
            start = max(start, turn)
            service = known.at(key_of(self.service))
            self.targets = targets_of(known, service) if service is not None and has_clients(service) else ()
            if self.targets:
                self.opens = min(self.opens, turn)
        tallies.append(self._count(state, start, end))
        return total(tallies)

    def _count(self, state: State, start: int, end: int) -> Tally:
        return count(state, self.service, self.targets, max(start, self.opens), end)


def served(service: Object, targets: Targets, now: int) -> Served:
    """A Service that is new at `now`, or was there before."""
    created = times.to_ms(service["metadata"]["creationTimestamp"])
    return Served(service, targets, now if targets else created + PATIENCE_MS)
