"""Turns at what takes long to compute: one for each sandbox, and few at once, so that small requests are quick."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from weakref import WeakValueDictionary

AT_ONCE = 3
"""Threads share one interpreter: beside three that compute, a small request takes four times as long as alone."""


class _Turn:
    def __init__(self) -> None:
        self.lock = Lock()


_turns: "WeakValueDictionary[int, _Turn]" = WeakValueDictionary()
_making = Lock()
_all = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn_of(sandbox_id: int) -> Iterator[None]:
    """Wait for the sandbox's own turn first, then for one of those that all share."""
    with _making:
        turn = _turns.setdefault(sandbox_id, _Turn())
    with turn.lock, _all:
        yield
