"""The arithmetic of a rollout as a bar: all pods there are, between the fewest available and the most at once."""

from dataclasses import dataclass

from cluster.core import deployments
from cluster.core.kinds import Object

CELLS = 40
"""Pods up to which each has a cell of its own in the bar."""
LABELLED = 7.0
"""Least percent of the bar that have room for a number."""


@dataclass(frozen=True, slots=True)
class Part:
    """Pods of one ReplicaSet, by the rollout revision `version`: those that are available, or those not (yet)."""

    hue: int
    version: str
    available: int
    others: int


@dataclass(frozen=True, slots=True)
class Segment:
    """A part as it lies in the bar of `width` pods."""

    start: int
    count: int
    width: int
    hue: int
    version: str
    is_available: bool

    @property
    def left(self) -> str:
        """Where it begins."""
        return percent(self.start, self.width)

    @property
    def span(self) -> str:
        """How wide it is."""
        return percent(self.count, self.width)

    @property
    def middle(self) -> str:
        """Where its number stands."""
        return percent(self.start + self.count / 2, self.width)

    @property
    def has_room(self) -> bool:
        """Whether its number fits."""
        return 100 * self.count / self.width >= LABELLED


@dataclass(frozen=True, slots=True)
class Bound:
    """One bound: `sum` in words, what the number `now` is, and whether it is kept."""

    name: str
    limit: int
    width: int
    sum: str
    why: str
    now: int
    unit: str
    is_kept: bool

    @property
    def at(self) -> str:
        """Where its mark stands in the bar."""
        return percent(self.limit, self.width)

    @property
    def anchor(self) -> str:
        """On which side of the mark its text has room."""
        return "end" if self.limit * 2 > self.width else "start"


@dataclass(frozen=True, slots=True)
class Bar:
    """First come all available pods, then the others.

    The available ones must reach up to `fewest`, and all together must not go beyond `most`.
    """

    width: int
    segments: list[Segment]
    most: Bound
    fewest: Bound | None
    cells: list[str]
    terminating: int

    @property
    def total(self) -> int:
        """Pods that count: those that are not being deleted."""
        return self.most.now


def percent(count: float, width: int) -> str:
    """`75%` for 3 of 4."""
    return f"{100 * count / width:.2f}".rstrip("0").rstrip(".") + "%"


def bar(deployment: Object, parts: list[Part], terminating: int) -> Bar:
    """With 3 old pods available and 1 new one starting: 3 + 0 available from the left, then 0 + 1 others."""
    total = sum(part.available + part.others for part in parts)
    limit = deployments.desired_replicas(deployment) + deployments.max_surge(deployment)
    width = max(limit, total, 1)
    return Bar(
        width=width,
        segments=_segments(parts, width),
        most=_most(deployment, width, total),
        fewest=_fewest(deployment, width, sum(part.available for part in parts)),
        cells=[percent(place, width) for place in range(1, width)] if width <= CELLS else [],
        terminating=terminating,
    )


def _segments(parts: list[Part], width: int) -> list[Segment]:
    counted = [(part, part.available, True) for part in parts] + [(part, part.others, False) for part in parts]
    segments, start = [], 0
    for part, count, is_available in counted:
        if count:
            segments.append(Segment(start, count, width, part.hue, part.version, is_available))
            start += count
    return segments


def _most(deployment: Object, width: int, total: int) -> Bound:
    wanted, surge = deployments.desired_replicas(deployment), deployments.max_surge(deployment)
    limit = wanted + surge
    if not deployments.is_rolling_update(deployment):
        words, why = f"{wanted} wanted, and no more", "Recreate: all old pods stop before the first new one starts"
    else:
        words, why = f"{wanted} wanted + maxSurge {surge} = at most {limit}", _share(deployment, "maxSurge", "up")
    return Bound("at most", limit, width, words, why, total, "there", total <= limit)


def _fewest(deployment: Object, width: int, available: int) -> Bound | None:
    if not deployments.is_rolling_update(deployment):
        return None
    wanted, missing = deployments.desired_replicas(deployment), deployments.max_unavailable(deployment)
    limit = wanted - missing
    words = f"{wanted} wanted − maxUnavailable {missing} = at least {limit}"
    why = _share(deployment, "maxUnavailable", "down")
    return Bound("at least", limit, width, words, why, available, "available", available >= limit)


def _share(deployment: Object, name: str, rounded: str) -> str:
    """`25% of 3, rounded up`; "" where the strategy names a number."""
    value = ((deployment["spec"].get("strategy") or {}).get("rollingUpdate") or {}).get(name)
    if isinstance(value, str) and value.endswith("%"):
        return f"{value} of {deployments.desired_replicas(deployment)}, rounded {rounded}"
    return ""
