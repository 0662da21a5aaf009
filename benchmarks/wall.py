"""A real time that leaps to the next due moment instead of being waited for, so that only work is measured."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

from cluster.store import due, held


class Wall:
    """Milliseconds since the Unix epoch, moved by hand."""

    def __init__(self) -> None:
        self.now = 1_767_225_600_000

    def work_until_rest(self, seconds: float) -> None:
        """Do all that a worker does, for at most so many seconds of this clock."""
        end = self.now + seconds * 1000
        while (moment := due.next_due()) is not None and moment <= end:
            self.now = max(self.now, moment)
            due.advance_due()


@contextmanager
def leaping_wall() -> Iterator[Wall]:
    """The store reads this clock meanwhile."""
    wall, real = Wall(), held.time
    held.time = SimpleNamespace(time_ns=lambda: wall.now * 1_000_000)  # type: ignore[assignment]
    try:
        yield wall
    finally:
        held.time = real  # type: ignore[misc]
