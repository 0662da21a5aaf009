"""The places at which the speed's slider stops: even steps to the eye, for what counts is how many times faster."""

import math

STOPS = (0.1, 0.15, 0.2, 0.3, 0.5, 0.7, 1.0, 1.5, 2.0, 3.0, 5.0, 7.0, 10.0, 15.0, 20.0, 30.0, 50.0)
"""From `clock.SLOWEST` to `clock.FASTEST`, neighbours 1.3 to 1.7 times apart."""


def stop_of(speed: float) -> int:
    """The stop nearest to a speed, which may have been set elsewhere: that of 4 is the one of 5."""
    return min(range(len(STOPS)), key=lambda stop: abs(math.log(STOPS[stop] / speed)))
