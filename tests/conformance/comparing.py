"""Two records of the same session, step by step."""

import json
from difflib import unified_diff
from typing import Any, NamedTuple

import yaml

from tests.conformance import DIFFERENCES, GOLDEN, JUDGED

COMPARED = ("code", "stdout", "stderr", "held", "capture")


class Difference(NamedTuple):
    """A step by its shell line (or `capture …`, or `the order of scaling`), and how it differs."""

    step: str
    how: str


def differences(wanted: dict[str, Any], seen: dict[str, Any]) -> list[Difference]:
    """Where `seen` is not what `wanted` says."""
    found = [
        Difference(title(want), how)
        for want, have in zip(wanted["steps"], seen["steps"], strict=True)
        if want.get("expect") != "skip" and (how := _told(want, have))
    ]
    if wanted.get("scale_exact", True) and wanted["scale"] != seen["scale"]:
        found.append(Difference("the order of scaling", _diff(wanted["scale"], seen["scale"], "scale")))
    return found


def unexpected(name: str, plays: list[dict[str, Any]]) -> list[Difference]:
    """The differences from the session's record that no play was without, and that are not named with a reason.

    A play that failed differs in everything, so it says nothing of any step; without another one it is the difference.
    """
    ended = [play for play in plays if "failed" not in play]
    if not ended:
        return [Difference("the session", play["failed"]) for play in plays]
    named = yaml.safe_load(DIFFERENCES.read_text()).get(name, {})
    paths = [folder / f"{name}.json" for folder in (GOLDEN, JUDGED)]
    records = [json.loads(path.read_text()) for path in paths if path.exists()]
    found = [[each for record in records for each in differences(record, play)] for play in ended]
    always = set.intersection(*({each.step for each in play} for play in found)) - set(named)
    return [each for each in found[-1] if each.step in always]


def title(step: dict[str, Any]) -> str:
    """What a step is called."""
    return step.get("run") or step.get("until") or f"capture {', '.join(sorted(step['capture']))}"


def _told(want: dict[str, Any], have: dict[str, Any]) -> str:
    fields = [name for name in COMPARED if name in want and want[name] != have.get(name)]
    return "\n".join(_diff(want[name], have.get(name), name) for name in fields)


def _diff(want: Any, have: Any, name: str) -> str:
    lines = unified_diff(_lines(want), _lines(have), f"kubernetes {name}", f"sandbox {name}", lineterm="", n=2)
    return "\n".join(list(lines)[:60])


def _lines(value: Any) -> list[str]:
    return (value if isinstance(value, str) else json.dumps(value, indent=1, sort_keys=True)).splitlines()
