"""What a timeline consists of."""

from dataclasses import dataclass, field
from typing import NamedTuple

ALONE = "alone"
"""The version, and the workload, of pods that no controller looks after."""
Standing = tuple[int, int, int, int]
"""1 or 0 each: the pod counts as there, ready, available, terminating; and sums of such."""
NOTHING: Standing = (0, 0, 0, 0)


class Segment(NamedTuple):
    """From `start` (milliseconds) on the pod is in `phase`; `revision` is the change that made it so."""

    phase: str
    start: int
    revision: int


class Count(NamedTuple):
    """One workload from the moment `now` on: the sums of each version, by its uid, and the bounds.

    At most `most` pods may be there, at least `fewest` are to be available; both None where nothing bounds them.
    """

    revision: int
    now: int
    workload: str
    wanted: int
    most: int | None
    fewest: int | None
    versions: tuple[tuple[str, Standing], ...]


@dataclass(slots=True)
class Bar:
    """One pod; `end` is None while it is there. `changed` is the revision of its last change."""

    uid: str
    name: str
    version: str = ALONE
    node: str = ""
    segments: list[Segment] = field(default_factory=list)
    changed: int = 0
    end: int | None = None

    def phase(self, now: int) -> str:
        """The phase at a moment after which nothing was seen, '' when the pod is gone or not there yet."""
        if self.end is not None:
            return ""
        return next((one.phase for one in reversed(self.segments) if one.start <= now), "")


@dataclass(slots=True)
class Version:
    """One ReplicaSet (or what else looks after pods): its place among those of its workload, revision, images."""

    uid: str
    name: str
    workload: str
    place: int = 0
    revision: str = ""
    images: str = ""
    min_ready: int = 0


@dataclass(slots=True)
class Workload:
    """A Deployment, or what has pods without one. `tally` holds the sums of each version."""

    uid: str
    kind: str
    namespace: str
    name: str
    wanted: int = 0
    most: int | None = None
    fewest: int | None = None
    tally: dict[str, Standing] = field(default_factory=dict)
