"""One condition on one label, and several of them together.

Upstream: `staging/src/k8s.io/apimachinery/pkg/labels/selector.go` (Requirement, internalSelector).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from cluster.core import names
from cluster.core.field_errors import FieldError, aggregate, invalid, not_supported

Labels = Mapping[str, str]

OPERATORS = ("in", "notin", "=", "==", "!=", "gt", "lt", "exists", "!")
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


class SelectorError(ValueError):
    """The selector makes no sense; the message is the API server's."""


@dataclass(frozen=True, slots=True)
class Requirement:
    """One condition on one label. `operator` is one of OPERATORS, `values` sorted and unique."""

    key: str
    operator: str
    values: tuple[str, ...] = ()

    def matches(self, labels: Labels) -> bool:
        """Does the condition hold for these labels?"""
        operator, value = self.operator, labels.get(self.key)
        if operator in {"in", "=", "=="}:
            return value in self.values
        if operator in {"notin", "!="}:
            return value is None or value not in self.values
        if operator in {"gt", "lt"}:
            return value is not None and _compares(operator, value, self.values[0])
        return (value is not None) if operator == "exists" else (operator == "!" and value is None)

    def __str__(self) -> str:
        key, operator = self.key, self.operator
        if operator in {"exists", "!"}:
            return ("!" if operator == "!" else "") + key
        if operator in {"in", "notin"}:
            return f"{key} {operator} ({','.join(self.values)})"
        sign = {"gt": ">", "lt": "<"}.get(operator, operator)
        return f"{key}{sign}{self.values[0]}"


def _compares(operator: str, value: str, bound: str) -> bool:
    if not _INTEGER.fullmatch(value) or not _INTEGER.fullmatch(bound):
        return False
    return int(value) > int(bound) if operator == "gt" else int(value) < int(bound)


def new_requirement(key: str, operator: str, values: Iterable[str]) -> Requirement:
    """A checked requirement. Raises SelectorError (upstream: `labels.NewRequirement`)."""
    values = list(values)
    problems = list(_requirement_errors(key, operator, values))
    if problems:
        raise SelectorError(aggregate(problems))
    return Requirement(key, operator, tuple(sorted(set(values))))


def _requirement_errors(key: str, operator: str, values: list[str]) -> Iterator[FieldError]:
    yield from (invalid("key", key, message) for message in names.is_qualified_name(key))
    if operator not in OPERATORS:
        yield not_supported("operator", operator, OPERATORS)
    elif operator in {"in", "notin"} and not values:
        yield invalid("values", values, "for 'in', 'notin' operators, values set can't be empty")
    elif operator in {"=", "==", "!="} and len(values) != 1:
        yield invalid("values", values, "exact-match compatibility requires one single value")
    elif operator in {"exists", "!"} and values:
        yield invalid("values", values, "values set must be empty for exists and does not exist")
    elif operator in {"gt", "lt"}:
        yield from _integer_errors(values)
    for index, value in enumerate(values):
        path = f"values[{index}][{key}]"
        yield from (invalid(path, value, message) for message in names.is_valid_label_value(value))


def _integer_errors(values: list[str]) -> Iterator[FieldError]:
    if len(values) != 1:
        yield invalid("values", values, "for 'Gt', 'Lt' operators, exactly one value is required")
    for index, value in enumerate(values):
        if not _INTEGER.fullmatch(value):
            yield invalid(f"values[{index}]", value, "for 'Gt', 'Lt' operators, the value must be an integer")


@dataclass(frozen=True, slots=True)
class Selector:
    """Requirements that must all hold. None of them matches everything, unless `nothing` is set."""

    requirements: tuple[Requirement, ...] = ()
    nothing: bool = False

    def matches(self, labels: Labels) -> bool:
        """Do all requirements hold for these labels?"""
        return not self.nothing and all(requirement.matches(labels) for requirement in self.requirements)

    @property
    def empty(self) -> bool:
        """Is it the selector that matches everything?"""
        return not self.requirements and not self.nothing

    def __str__(self) -> str:
        return ",".join(str(r) for r in sorted(self.requirements, key=lambda r: r.key))


EVERYTHING = Selector()
NOTHING = Selector(nothing=True)
