"""What is made of a whole log, kept in memory and continued with what is new: a line of the relay, a timeline.

One reader for each cluster and purpose follows the lineage of the newest revision that was asked for. It answers for
every revision on the way, for all that it holds says at which revision it came to be. Where the lineage turned
elsewhere (somebody went back in time), reading begins anew.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from threading import Lock
from typing import Generic, Protocol, TypeVar

from cluster import store
from playground.sandbox.moment import Moment

Ranges = tuple[tuple[int, int], ...]
KEPT = 40
"""Readers kept; one of a rollout of 500 pods holds some 3 MB."""


class Reader(Protocol):
    """Whoever makes something of the rows of a log, in order."""

    def read(self, rows: Iterable[store.Entry]) -> None:
        """Take rows in; a step is never cut in two."""

    def leap(self, row: store.Entry) -> None:
        """Take in that somebody went back in time; `row` has the last revision of that step."""


R = TypeVar("R", bound=Reader)
Make = Callable[[int, Ranges], R]
"""(cluster, the lineage to be read) -> a reader that has read nothing, or what is not to be read row by row."""


class _Followed(Generic[R]):
    def __init__(self, make: Make[R]) -> None:
        self.make, self.lock = make, Lock()
        self.reader: R | None = None
        self.along: Ranges = ()

    def reach(self, cluster_id: int, along: Ranges) -> R:
        """The reader, which has read at least this lineage."""
        if self.reader is None or not (is_prefix(self.along, along) or is_prefix(along, self.along)):
            self.reader, self.along = self.make(cluster_id, along), ()
        if not is_prefix(along, self.along):
            cursor = self.along[-1][1] if self.along else along[0][0] - 1
            for first, rows in store.changes_along(cluster_id, along, cursor):
                begins_with_leap = first > cursor and first != along[0][0]
                self.reader.read(_without_leap(self.reader, first, rows) if begins_with_leap else rows)
            self.along = along
        return self.reader


class Follower(Generic[R]):
    """The readers of one purpose, those used last."""

    def __init__(self, make: Make[R], kept: int = KEPT) -> None:
        self._make, self._kept, self._lock = make, kept, Lock()
        self._followed: OrderedDict[int, _Followed[R]] = OrderedDict()

    def forget(self) -> None:
        """Let go of all readers."""
        with self._lock:
            self._followed.clear()

    def reach(self, cluster_id: int, along: Ranges) -> "_Held[R]":
        """The reader of a cluster, to be used while it is held: `with follower.reach(...) as reader`."""
        with self._lock:
            followed = self._followed.setdefault(cluster_id, _Followed(self._make))
            self._followed.move_to_end(cluster_id)
            while len(self._followed) > self._kept:
                self._followed.popitem(last=False)
        return _Held(followed, cluster_id, along)


class _Held(Generic[R]):
    def __init__(self, followed: _Followed[R], cluster_id: int, along: Ranges) -> None:
        self._followed, self._cluster_id, self._along = followed, cluster_id, along

    def __enter__(self) -> R:
        self._followed.lock.acquire()
        try:
            return self._followed.reach(self._cluster_id, self._along)
        except BaseException:
            self._followed.reader = None
            self._followed.lock.release()
            raise

    def __exit__(self, *_: object) -> None:
        self._followed.lock.release()


def is_prefix(one: Ranges, other: Ranges) -> bool:
    """Whether a lineage leads to another: `((1, 9),)` to `((1, 12),)`, and to `((1, 9), (20, 31))`.

    The log may have lost its oldest part in between, so where the first range begins does not matter.
    """
    if not one:
        return True
    if len(one) > len(other) or one[-1][1] > other[len(one) - 1][1]:
        return False
    starts = [first for first, _ in one[1:]] == [first for first, _ in other[1 : len(one)]]
    return starts and [last for _, last in one[:-1]] == [last for _, last in other[: len(one) - 1]]


def _without_leap(reader: Reader, first: int, rows: Iterator[store.Entry]) -> Iterator[store.Entry]:
    """The rows after a leap, which is told in one word."""
    last: store.Entry | None = None
    for row in rows:
        if row.step == first:
            last = row
            continue
        if last is not None:
            reader.leap(last)
            last = None
        yield row
    if last is not None:
        reader.leap(last)


def lineage_of(moment: Moment) -> Ranges:
    """What a page may be told that looks at this moment: all that leads to the newest revision, if that is on the way
    from it, else what led to the moment itself."""
    cluster_id = moment.sandbox.cluster_id
    along = store.lineage(cluster_id, moment.newest)
    if any(first <= moment.revision <= last for first, last in along):
        return along
    return store.lineage(cluster_id, moment.revision)


def known_until(along: Ranges, after: int) -> int:
    """The cursor of a page that knows the log up to `after`, 0 where that is not on this lineage: it begins anew."""
    return after if any(first <= after <= last for first, last in along) else 0
