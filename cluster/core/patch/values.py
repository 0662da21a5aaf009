"""JSON values compared as JSON sees them: 1 is not true, and 1 is not 1.0."""

from typing import Any


def same(a: Any, b: Any) -> bool:
    """Whether two decoded JSON values are the same."""
    return a is b or (a == b and _alike(a, b))


def _alike(a: Any, b: Any) -> bool:
    """Whether two values that are equal to Python are also of the same types all the way down."""
    if isinstance(a, dict):
        return all(_alike(value, b[name]) for name, value in a.items())
    return all(map(_alike, a, b)) if isinstance(a, list) else type(a) is type(b)


def position(items: list[Any], value: Any) -> int:
    """Where a value stands first in a list, or -1."""
    return next((index for index, item in enumerate(items) if same(item, value)), -1)
