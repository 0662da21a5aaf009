"""A real time that tests move by hand."""


class Wall:
    """Milliseconds since the Unix epoch: they stand still until a test lets time pass. Takes the place of `time`."""

    def __init__(self, now: int = 1_767_225_600_000) -> None:
        self.now = now

    def time_ns(self) -> int:
        return self.now * 1_000_000

    def passes(self, seconds: float) -> None:
        self.now += round(seconds * 1000)
