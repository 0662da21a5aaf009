"""Images that one might set instead of the present one: versions that exist, and tags made for lessons."""

from functools import lru_cache
from typing import NamedTuple

from cluster.core.images.reference import InvalidImageName, parse
from cluster.core.images.versions import Series
from cluster.core.images.wellknown import entry

VERSIONS = 8
"""Versions offered; a list of all of them helps nobody to choose."""
LESSONS = (("-slow", "starts slowly"), ("-crash", "crashes"), ("-bad", "answers with errors"))


class Suggestion(NamedTuple):
    """One image to choose, and what is special about it."""

    image: str
    note: str


@lru_cache(maxsize=512)
def suggestions(reference: str) -> tuple[Suggestion, ...]:
    """For `postgres:11.0`: newer and older versions of postgres, and versions of it that misbehave."""
    try:
        image = parse(reference)
    except InvalidImageName:
        return ()
    stem = reference.partition("@")[0].removesuffix(f":{image.tag}")
    versions = _versions(image.name)
    version = versions[0] if versions else "2.0"
    found = [Suggestion(f"{stem}:{tag}", "") for tag in versions or ["1.0", "2.0", "3.0"]]
    found += [Suggestion(f"{stem}:{version}{ending}", note) for ending, note in LESSONS]
    found.append(Suggestion(f"{stem}:does-not-exist", "cannot be pulled"))
    return tuple(found)


def _versions(name: str) -> list[str]:
    """The newest minor versions of a known repository, newest first: of a long series several, of many one each."""
    known = entry(name)
    if known is None or known.tags is None:
        return []
    each = max(1, VERSIONS // max(1, len(known.tags.series)))
    newest_first = reversed(known.tags.series)
    found = [
        f"{s.prefix}.{minor}" for s in newest_first for minor in range(s.high, max(s.low, s.high - each + 1) - 1, -1)
    ]
    return (found or sorted(known.tags.words, reverse=True))[:VERSIONS]


def _newest(series: Series, most: int) -> range:
    return range(series.high, max(series.low - 1, series.high - most), -1)
