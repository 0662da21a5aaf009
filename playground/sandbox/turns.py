"""Turns at what takes long to compute: one for each sandbox, and few at once, so that small requests are quick."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore, Lock
from weakref import WeakValueDictionary

AT_ONCE = 3
"""Threads share one interpreter: beside three that compute, a small request takes four times as long as alone."""


class _Turn:
    def __init__(self) -> None:
        self.lock = Lock()


SLICE = 0.005
"""Seconds of computing after which one looks whether somebody else waits."""
GLANCE = 0.0002
LATE = 0.001
"""Seconds: who comes back from a glance of 0.2 ms as late as this finds that another thread wanted to run."""
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


def courteous(seconds: float) -> Callable[[], bool]:
    """Whether what computes for long may go on, at most for so many seconds; to be asked every few milliseconds.

    Where others want to run, the answer comes after as long a pause as was worked. A request that asks the database ten
    times has to wait for the interpreter as often, 1 ms and more each time beside threads that compute without a break.
    """
    left, since = seconds, time.monotonic()

    def may_go_on() -> bool:
        nonlocal left, since
        now = time.monotonic()
        worked = now - since
        if worked >= SLICE:
            left -= worked
            time.sleep(GLANCE)
            if time.monotonic() - now > LATE:
                time.sleep(worked)
            since = time.monotonic()
        return left > 0

    return may_go_on
