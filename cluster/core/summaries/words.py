"""The small change of sentences: numbers with their nouns, lists that stay short, times of day, images."""

from collections.abc import Sequence
from typing import Any

from cluster.core import times
from cluster.core.kinds import Object


def counted(number: int, noun: str, plural: str = "") -> str:
    """`1 pod`, `3 pods`, `2 entries` (a plural of its own)."""
    return f"{number} {noun}" if number == 1 else f"{number} {plural or noun + 's'}"


def verb(number: int, one: str, many: str) -> str:
    """The form of a verb that fits the number: `is` for 1, `are` for 0 and from 2 on."""
    return one if number == 1 else many


def listed(items: Sequence[str], most: int = 3) -> str:
    """`a`, `a and b`, `a, b and c`, and from the fourth on `a, b, c and 2 more`."""
    if len(items) > most:
        return f"{', '.join(items[:most])} and {len(items) - most} more"
    return " and ".join(part for part in (", ".join(items[:-1]), *items[-1:]) if part)


def clock(moment: str | int | None) -> str:
    """The time of day of an RFC 3339 text or of milliseconds: `10:03:12`; empty without a moment."""
    if not moment:
        return ""
    return times.to_text(moment if isinstance(moment, int) else times.to_ms(moment))[11:19]


def since(moment: str | int | None) -> str:
    """` since 10:03:12`, or nothing."""
    return f" since {clock(moment)}" if moment else ""


def images_of(template: Object | None) -> str:
    """What a pod template runs: `nginx:1.27`, `nginx:1.27 and redis:7`."""
    containers: Any = ((template or {}).get("spec") or {}).get("containers") or ()
    return listed([str(container.get("image") or "no image") for container in containers])


def labels_text(labels: dict[str, str] | None) -> str:
    """`app=web` and `app=web,tier=front`, as kubectl writes selectors."""
    return ",".join(f"{name}={value}" for name, value in sorted((labels or {}).items()))


def sentence(*parts: str) -> str:
    """The parts that are not empty, one after another, as one sentence with a period."""
    text = " ".join(part for part in parts if part).strip()
    return text if not text or text[-1] in ".!?" else f"{text}."
