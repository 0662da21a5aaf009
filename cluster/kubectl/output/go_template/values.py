"""Values inside a running template: what is missing, and the integers that the template itself makes."""

from typing import Any

from cluster.kubectl.output import go_values


class Int(int):
    """Go's `int`; numbers of objects are `int64`."""


class Missing:
    """Go's invalid value: what a map does not have."""

    def __repr__(self) -> str:
        return "<no value>"


MISSING = Missing()


def is_true(value: Any) -> bool:
    """Neither false, 0, nil nor empty."""
    return bool(value) and value is not MISSING


def type_of(value: Any) -> str:
    """The name of a value's Go type."""
    return "int" if isinstance(value, Int) else go_values.type_name(value)
