"""A tally of pods kept change by change: how many there are, how many of them are available, at any moment.

Counting all pods after every step would cost the square of their number; a change concerns one.
"""

from dataclasses import dataclass, field
from heapq import heappop, heappush

from cluster.core.kinds import Key, Object
from cluster.core.moves import Change
from cluster.core.objects import controller_of
from cluster.core.pods import available_at, is_active
from cluster.core.state import State


@dataclass(slots=True)
class Tally:
    """Counts over pods that are neither finished nor terminating."""

    active: set[Key] = field(default_factory=set)
    available: set[Key] = field(default_factory=set)
    ripening: list[tuple[int, Key]] = field(default_factory=list)
    due: dict[Key, int] = field(default_factory=dict)

    def see(self, state: State, change: Change) -> None:
        """Take one change in; anything but a pod is ignored."""
        if change.key[0] != "Pod":
            return
        key, pod = change.key, change.object
        self.available.discard(key)
        self.due.pop(key, None)
        if change.verb == "delete" or not is_active(pod):
            self.active.discard(key)
            return
        self.active.add(key)
        moment = available_at(pod, min_ready_seconds_of(state, pod))
        if moment is not None:
            self.due[key] = moment
            heappush(self.ripening, (moment, key))

    def count(self, now: int) -> tuple[int, int]:
        """(pods, available pods) at `now` (milliseconds, never earlier than at the last call)."""
        while self.ripening and self.ripening[0][0] <= now:
            moment, key = heappop(self.ripening)
            if self.due.get(key) == moment:
                self.available.add(key)
        return len(self.active), len(self.available)


def min_ready_seconds_of(state: State, pod: Object) -> int:
    """`minReadySeconds` of the ReplicaSet that controls a pod; 0 for a pod on its own."""
    owner = controller_of(pod)
    if owner is None:
        return 0
    owning = state.get(owner["kind"], pod["metadata"]["namespace"], owner["name"])
    return int((owning or {}).get("spec", {}).get("minReadySeconds") or 0)
