"""Upstream's tables as parameters of tests: one `pytest.param` a case, named as the case."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

DATA = Path(__file__).parent.parent / "data" / "upstream"
_REPEATED = "'x' repeated 262145 times"


def table(name: str) -> dict[str, Any]:
    """A file of tables."""
    found: dict[str, Any] = json.loads((DATA / f"{name}.json").read_text("utf-8"))
    return found


def cases(name: str, *, operations: tuple[str, ...] = (), key: str = "operation", without: Any = ()) -> list[Any]:
    """The cases of a table, those of some operations only when they are given."""
    return [
        pytest.param(case, id=case["name"])
        for case in table(name)["cases"]
        if (not operations or case["given"].get(key) in operations) and case["name"] not in without
    ]


def changed(base: dict[str, Any], changes: list[dict[str, Any]]) -> dict[str, Any]:
    """A copy of the manifest with the changes made; path segments are separated by `/`."""
    found = deepcopy(base)
    for change in changes:
        *parents, last = change["path"].split("/")
        place: Any = found
        for name in parents:
            place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
        if change["op"] == "remove":
            del place[last]
        else:
            place[last] = _expanded(change["value"])
    return found


def _expanded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _expanded(item) for key, item in value.items()}
    return "x" * 262145 if value == _REPEATED else value
