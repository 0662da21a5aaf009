"""How simulated time follows from the wall's: a moment that both clocks share, and a speed.

The anchor stays where it is while the clock runs, so that no rounding adds up. All moments are whole milliseconds since
the Unix epoch; the wall's are arguments.
"""

import math
from typing import NamedTuple

SLOWEST, FASTEST = 0.1, 50.0


class Clock(NamedTuple):
    """At the real moment `wall` it was `now` in the simulation; since then it runs at `speed`, or stands."""

    now: int
    wall: int
    speed: float = 1.0
    paused: bool = False

    def at(self, wall: int) -> int:
        """The simulated moment at a real one: anchored at 1000 with speed 2, 300 ms later it is 1600."""
        if self.paused:
            return self.now
        return self.now + max(0, int((wall - self.wall) * self.speed))

    def wall_of(self, now: int) -> int | None:
        """The first real moment at which it is `now` in the simulation; None while the clock stands."""
        if self.paused:
            return None
        return self.wall + max(0, math.ceil((now - self.now) / self.speed))

    def moved(self, now: int, wall: int) -> "Clock":
        """This clock showing `now` at the real moment `wall`."""
        return self._replace(now=now, wall=wall)

    def stopped(self, wall: int) -> "Clock":
        """This clock standing at what it shows."""
        return self._replace(now=self.at(wall), wall=wall, paused=True)

    def started(self, wall: int) -> "Clock":
        """This clock going on from what it shows."""
        return self._replace(now=self.at(wall), wall=wall, paused=False)

    def at_speed(self, speed: float, wall: int) -> "Clock":
        """This clock with another speed from now on. Raises ValueError for a speed out of bounds."""
        if not SLOWEST <= speed <= FASTEST:
            raise ValueError(f"speed must be between {SLOWEST} and {FASTEST:g}; it is {speed}")
        return self._replace(now=self.at(wall), wall=wall, speed=speed)
