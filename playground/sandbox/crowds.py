"""How many sockets of one kind a sandbox has open in this process: each costs a thread's time with every change."""

from collections import Counter
from collections.abc import Callable


class Crowd:
    """The open sockets, by sandbox. `most` says how many one sandbox may have."""

    def __init__(self, most: Callable[[], int]) -> None:
        self.most = most
        self.open: Counter[int] = Counter()

    def join(self, sandbox_id: int) -> bool:
        """One more, if there is room."""
        if self.open[sandbox_id] >= self.most():
            return False
        self.open[sandbox_id] += 1
        return True

    def leave(self, sandbox_id: int) -> None:
        """One less."""
        self.open[sandbox_id] -= 1
        if not self.open[sandbox_id]:
            del self.open[sandbox_id]
