"""What became of requests, in words."""

from collections.abc import Iterable

from cluster.core.traffic.tallies import Lost, Tally, Version

SHOWN = 3
"""Reasons that are named."""


def sentence(tally: Tally) -> str:
    """`240 requests: 120 answered by nginx:1.27, 117 by nginx:1.28, 3 lost: web-x had stopped listening ...`."""
    return ": ".join(filter(None, [figures(tally), lost_sentence(tally)]))


def figures(tally: Tally) -> str:
    """`240 requests: 120 answered by nginx:1.27, 117 answered by nginx:1.28, 3 lost`."""
    if not tally.sent:
        return "no requests yet"
    parts = [f"{count} answered by {image}" for image, count in by_image(tally.answered).items()]
    parts += [f"{count} answered with an error by {image}" for image, count in by_image(tally.failed).items()]
    lost = f"{tally.count_lost} lost" if tally.count_lost else "none was lost"
    return f"{tally.sent} request{'s' * (tally.sent != 1)}: {', '.join([*parts, lost])}"


def lost_sentence(tally: Tally) -> str:
    """Why requests were lost, what cost most first, '' where none was."""
    if len(tally.lost) == 1:
        return _reason(tally.lost[0][1])
    return "; ".join(losses(tally))


def losses(tally: Tally) -> list[str]:
    """Each reason with its number, what cost most first: `190 because web-x was Ready before it listened`."""
    found = sorted((lost for _, lost in tally.lost), key=lambda lost: (-lost.number, lost.first))
    told = [f"{lost.number} because {_reason(lost)}" for lost in found[:SHOWN]]
    rest = sum(lost.number for lost in found[SHOWN:])
    return [*told, f"{rest} for other reasons"] if rest else told


def chief_reason(tally: Tally) -> str:
    """Why most of them were lost, without figures, '' where none was."""
    found = sorted((lost for _, lost in tally.lost), key=lambda lost: (-lost.number, lost.first))
    return f"{_reason(found[0])}{'; the others for other reasons' if found[1:] else ''}" if found else ""


def _reason(lost: Lost) -> str:
    more = len(lost.pods) - 1
    return lost.why if more < 1 else f"{lost.why}, and {more} more pod{'s' * (more != 1)} likewise"


def by_image(counts: Iterable[tuple[Version, int]]) -> dict[str, int]:
    """So many by each image."""
    found: dict[str, int] = {}
    for version, count in counts:
        found[version.image] = found.get(version.image, 0) + count
    return found
