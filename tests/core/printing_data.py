"""Cases recorded from Kubernetes' own printers and kubectl, and what turns them into objects."""

import json
from pathlib import Path
from typing import Any

from cluster.core import times

UPSTREAM = Path(__file__).parent.parent / "data" / "upstream"
NOW = times.to_ms("2026-11-23T12:00:00Z") + 500


def cases(file: str) -> list[dict[str, Any]]:
    """The cases of one file of tests/data/upstream."""
    return json.loads((UPSTREAM / file).read_text())["cases"]


MICRO_TIMES = ("eventTime", "lastObservedTime")


def with_times(part: Any, cut: bool = False) -> Any:
    """`{"seconds_ago": n}` anywhere in `part` becomes the text of the moment n seconds before NOW.

    With `cut`, n was rounded up when it was recorded (10.3 s became 11): such a moment is a second later, unless it
    stands in one of the fields with microseconds.
    """
    if isinstance(part, list):
        return [with_times(item, cut) for item in part]
    if not isinstance(part, dict):
        return part
    if part.keys() == {"seconds_ago"}:
        return times.to_text(NOW - round(part["seconds_ago"] * 1000) + 1000 * cut)
    return {key: with_times(value, cut and key not in MICRO_TIMES) for key, value in part.items()}
