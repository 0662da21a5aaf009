"""Simulated time: integers of milliseconds since the Unix epoch inside, RFC 3339 text in objects.

Kubernetes' `metav1.Time` has whole seconds, `metav1.MicroTime` microseconds; controllers compare what is written, so
the same loss of precision belongs to the simulation.
"""

from datetime import UTC, datetime
from functools import lru_cache

SECOND = 1000
MINUTE = 60 * SECOND
HOUR = 60 * MINUTE


@lru_cache(maxsize=4096)
def _second_to_text(second: int) -> str:
    return datetime.fromtimestamp(second, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def to_text(ms: int) -> str:
    """RFC 3339 with whole seconds, cut like `metav1.Time`: 1500 -> `1970-01-01T00:00:01Z`."""
    return _second_to_text(ms // 1000)


def to_micro_text(ms: int) -> str:
    """RFC 3339 with microseconds, like `metav1.MicroTime`: 1500 -> `1970-01-01T00:00:01.500000Z`."""
    return f"{_second_to_text(ms // 1000)[:-1]}.{ms % 1000:03d}000Z"


@lru_cache(maxsize=4096)
def to_ms(text: str) -> int:
    """Milliseconds of an RFC 3339 text. Raises ValueError when it is none."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(f"{text!r} has no time zone")
    return round(moment.timestamp() * 1000)


def seconds(value: float) -> int:
    """Seconds as milliseconds: 1.5 -> 1500."""
    return round(value * 1000)
