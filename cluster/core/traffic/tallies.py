"""What became of requests, counted: values that are added to each other and never changed."""

from collections.abc import Iterable
from typing import NamedTuple


class Version(NamedTuple):
    """Who answered: the ReplicaSet of the pod (uid and name, '' for a pod without one) and the container's image."""

    uid: str
    name: str
    image: str


class Lost(NamedTuple):
    """Requests without an answer for one kind of reason: how many, when the first one (ms), why, at which pods."""

    number: int
    first: int
    why: str
    pods: frozenset[str]


class Tally(NamedTuple):
    """`sent` is the sum of the three others: answered well, answered with an error, and lost."""

    sent: int = 0
    answered: tuple[tuple[Version, int], ...] = ()
    failed: tuple[tuple[Version, int], ...] = ()
    lost: tuple[tuple[str, Lost], ...] = ()

    @property
    def count_answered(self) -> int:
        """Answered well."""
        return sum(count for _, count in self.answered)

    @property
    def count_failed(self) -> int:
        """Answered with an error, a status of 400 or more."""
        return sum(count for _, count in self.failed)

    @property
    def count_lost(self) -> int:
        """Not answered at all."""
        return sum(lost.number for _, lost in self.lost)

    @property
    def first_lost(self) -> int | None:
        """When the first one was lost (ms)."""
        return min((lost.first for _, lost in self.lost), default=None)


class Piece(NamedTuple):
    """The requests to one Service in [start, end); `revision` is that of the change which ended the piece."""

    start: int
    end: int
    revision: int
    tally: Tally


class Counting:
    """A tally in the making."""

    def __init__(self) -> None:
        self.sent = 0
        self.answered: dict[Version, int] = {}
        self.failed: dict[Version, int] = {}
        self.lost: dict[str, Lost] = {}

    def add_answers(self, version: Version, status: int, count: int) -> None:
        """So many answers with this HTTP status."""
        self.sent += count
        found = self.answered if status < 400 else self.failed
        found[version] = found.get(version, 0) + count

    def add_lost(self, kind: str, more: Lost) -> None:
        """So many lost; of each kind, the reason of the first one is kept."""
        self.sent += more.number
        known = self.lost.get(kind)
        if known is None:
            self.lost[kind] = more
            return
        first = min(known, more, key=lambda lost: lost.first)
        pods = known.pods if more.pods <= known.pods else known.pods | more.pods
        self.lost[kind] = Lost(known.number + more.number, first.first, first.why, pods)

    def tally(self) -> Tally:
        """What was counted so far."""
        answered, failed = tuple(self.answered.items()), tuple(self.failed.items())
        return Tally(self.sent, answered, failed, tuple(self.lost.items()))


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together."""
    counting = Counting()
    for one in tallies:
        for version, count in one.answered:
            counting.add_answers(version, 200, count)
        for version, count in one.failed:
            counting.add_answers(version, 500, count)
        for kind, lost in one.lost:
            counting.add_lost(kind, lost)
    return counting.tally()
