"""Which tags a repository has, as data: ranges of version numbers and a few words."""

import re
from dataclasses import dataclass
from typing import NamedTuple

_LESSON = re.compile(r"(?:^|[-_.])(?:crash|slow|bad)\w*")
_BASE = re.compile(
    r"-(?:alpine|slim|perl|otel|bookworm|bullseye|buster|stretch|jessie|trixie|jammy|focal|bionic|noble|xenial|debian"
    r"|musl|glibc|uclibc|unprivileged|oracle|ubi\d?|apache|fpm|management|linux|amd64)[\d.]*"
)


class Series(NamedTuple):
    """Versions `prefix`.`low` to `prefix`.`high`, each with patches 0 to `patch` (None: no third number)."""

    prefix: str
    low: int
    high: int
    patch: int | None = None


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of one repository. Words are matched without their base: `stable-alpine` is `stable`."""

    series: tuple[Series, ...] = ()
    words: frozenset[str] = frozenset()

    def has(self, tag: str) -> bool:
        """Whether there is such a tag: `1.25`, `v2.53.3`, `11.0-alpine`; made for lessons: `crash`, `1.25-slow`."""
        version = _BASE.sub("", f"-{_LESSON.sub('', tag)}").removeprefix("-")
        if version in {"", "latest"} or tag in self.words or version in self.words:
            return True
        numbers = version.removeprefix("v").split(".")
        return all(number.isdecimal() for number in numbers) and any(_holds(one, numbers) for one in self.series)


def _holds(series: Series, numbers: list[str]) -> bool:
    prefix = series.prefix.split(".")
    if numbers[: len(prefix)] != prefix:
        return False
    rest = [int(number) for number in numbers[len(prefix) :]]
    if not rest:
        return True
    if not series.low <= rest[0] <= series.high:
        return False
    return len(rest) == 1 or (len(rest) == 2 and series.patch is not None and rest[1] <= series.patch)


def tags(*series: tuple[str, int, int] | tuple[str, int, int, int], words: str = "") -> Tags:
    """`tags(("1", 7, 29, 15), words="stable")`: 1, 1.7 to 1.29, each with patches up to 15, and `stable`."""
    return Tags(tuple(Series(*one) for one in series), frozenset(words.split()))
