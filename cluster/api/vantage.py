"""From where somebody looks at a cluster: the present, or a moment of the past, until they change something there."""

from collections.abc import Callable, Iterable

from cluster import store
from cluster.core import engine
from cluster.core.clock import Clock
from cluster.core.errors import Conflict
from cluster.core.moves import Move
from cluster.core.state import State

Decide = Callable[[State], Iterable[Move]]


class Vantage:
    """One looker at one cluster. At a moment of the past its clock stands; the first change begins a branch there."""

    def __init__(self, cluster_id: int, left: Callable[[int], None] | None = None) -> None:
        """`left` is told the revision of the past from which a branch begins."""
        self.cluster_id = cluster_id
        self._left = left
        self._past: store.Held | None = None

    @property
    def is_past(self) -> bool:
        """Whether what is shown is over."""
        return self._past is not None

    def held(self) -> store.Held:
        """The cluster as it is looked at. Raises Cluster.DoesNotExist."""
        return self._past or store.hold(self.cluster_id)

    def go(self, revision: int | None) -> None:
        """Look at the moment right after a revision, or (None, or the newest) at the present. Raises LookupError."""
        present = store.hold(self.cluster_id)
        if revision is None or revision >= present.state.revision:
            self._past = None
            return
        state = store.state_at(self.cluster_id, revision)
        clock = Clock(state.now, store.wall_now(), present.clock.speed, paused=True)
        self._past = present._replace(state=state, clock=clock)

    def act(self, decide: Decide, actor: str) -> State:
        """`store.act`, from where one looks: what would be refused there is refused, and begins no branch.

        In the new branch an object may have another resourceVersion than in the past it repeats. That is no conflict.
        """
        past = self._past
        if past is None:
            return store.act(self.cluster_id, decide, actor)
        moves = list(decide(past.state))
        engine.commit(past.state, moves, actor)
        store.fork_at(self.cluster_id, past.state.revision)
        self._past = None
        if self._left is not None:
            self._left(past.state.revision)

        def decide_again(state: State) -> Iterable[Move]:
            try:
                return list(decide(state))
            except Conflict:
                return moves

        return store.act(self.cluster_id, decide_again, actor)
