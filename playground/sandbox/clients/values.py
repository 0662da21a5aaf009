"""What is shown of a Service's clients: plain values, counted and worded, so that templates only place them."""

from dataclasses import dataclass

from cluster.core.traffic.counting import EVERY

PER_SECOND = 1000 // EVERY


@dataclass(frozen=True, slots=True)
class Share:
    """A version's share of the answers, in percent; `failed`: it answers with errors."""

    percent: int
    hue: int
    version: str
    images: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Number:
    """A count that grows by `rate` (a share of 1) with each request."""

    base: int
    rate: float

    @property
    def is_shown(self) -> bool:
        """Whether it is not 0, and does not stay so."""
        return bool(self.base or self.rate)


@dataclass(frozen=True, slots=True)
class StretchView:
    """What is true from `start` (ms) on: who answers, and what was counted since the last act."""

    start: int
    shares: list[Share]
    percent_lost: int
    sent: Number
    failed: Number
    lost: Number
    why: str


@dataclass(frozen=True, slots=True)
class ClientsView:
    """A Service's clients; `since` is the time of the last act. Later stretches come true if nothing changes."""

    since: str
    stretches: list[StretchView]

    @property
    def is_calling(self) -> bool:
        """Whether they have begun to send requests, or will by themselves."""
        return any(stretch.sent.is_shown for stretch in self.stretches)

    @property
    def told(self) -> str:
        """The first stretch in one sentence, for who hears the page."""
        first = self.stretches[0]
        failed = f", {first.failed.base} answered with an error" if first.failed.base else ""
        lost = f"{first.lost.base} lost: {first.why}" if first.lost.base else "none lost"
        return f"its clients sent {first.sent.base} requests since {self.since}{failed}, {lost}."
