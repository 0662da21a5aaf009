"""Patches nested as deep as somebody likes are answered, not fallen over."""

import contextlib
from typing import Any

import pytest

from cluster.core import managed_fields
from cluster.core.errors import ApiError, BadRequest
from cluster.core.patch import json_patch, merge_patch, strategic_merge_patch

HEAD: dict[str, Any] = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}}


def nested(depth: int, name: str = "a", inside: Any = None) -> Any:
    found = inside if inside is not None else {}
    for _ in range(depth):
        found = {name: found}
    return found


def chained(depth: int) -> dict[str, Any]:
    """A pod spec in which a known field holds something deep."""
    return {**HEAD, "spec": {"nodeSelector": nested(depth)}}


DEEP: list[tuple[Any, tuple[Any, ...]]] = [
    (merge_patch, ({}, nested(5000))),
    (json_patch, (nested(5000), [{"op": "test", "path": "/a" * 5000, "value": 1}])),
    (json_patch, (HEAD, [{"op": "add", "path": "/spec", "value": nested(5000)}])),
    (strategic_merge_patch, (HEAD, nested(5000), "v1", "Pod")),
    (strategic_merge_patch, (HEAD, nested(5000, "$patch"), "v1", "Pod")),
    (managed_fields.apply, (chained(5000), chained(5000), "me", True, 0)),
]


@pytest.mark.parametrize(("function", "arguments"), DEEP)
def test_it_bears_any_depth(function: Any, arguments: tuple[Any, ...]) -> None:
    with contextlib.suppress(ApiError):
        function(*arguments)


def test_it_says_that_something_is_too_deep() -> None:
    with pytest.raises(BadRequest, match="exceeded max depth"):
        merge_patch({}, nested(5000))
