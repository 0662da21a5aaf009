"""What a control loop is: a name, a reaction delay, what wakes it, and what it wishes when it looks at one key."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from cluster.core.kinds import Key
from cluster.core.moves import Change, Move
from cluster.core.state import State

Watch = Callable[[State, Change], Iterable[Key]]
"""(state after the change, change) -> the keys that this controller should look at because of it."""


@dataclass(frozen=True, slots=True)
class Controller:
    """One control loop.

    `reconcile(state, key)` looks at the state, never at what happened, and yields moves; twice gives the same, and a
    settled key yields nothing but perhaps a `Wake`. `delay` (milliseconds) is how long it takes to react, so that a
    person can follow the chain at speed 1x; it never changes what is decided. What `slow_watches` see may wait for
    `slow_delay`, so that many small changes make one look.
    """

    name: str
    reconcile: Callable[[State, Key], Iterator[Move]]
    watches: Mapping[str, Watch]
    delay: int = 200
    actor: Callable[[State, Key], str] | None = None
    slow_watches: Mapping[str, Watch] = field(default_factory=dict)
    slow_delay: int = 200

    def actor_for(self, state: State, key: Key) -> str:
        """Who is said to act: `replicaset-controller`, `kubelet/node-1`."""
        return self.actor(state, key) if self.actor else self.name


def itself(_state: State, change: Change) -> Iterable[Key]:
    """The most common watch: the changed object's own key."""
    return (change.key,)
