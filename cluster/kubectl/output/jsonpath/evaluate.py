"""JSONPath nodes against an object (`client-go/util/jsonpath/jsonpath.go`).

Go walks maps in no certain order; here it is the order of the keys.
"""

from typing import Any

from cluster.kubectl.output import go_values
from cluster.kubectl.output.jsonpath.parser import JSONPathError, Node

Values = list[Any]
MAX_VALUES = 1_000_000


class Evaluation:
    """One run of a template; ranges keep their place in it."""

    def __init__(self, nodes: tuple[Node, ...], allow_missing: bool) -> None:
        self.nodes, self.allow_missing = nodes, allow_missing
        self.begun = self.inside = self.ended = self.budget = 0
        self.last_end = -1

    def results(self, data: Any, start: int = 0) -> list[Values]:
        """What each node finds from the one at `start` on, up to the end of the range in which it stands."""
        found: list[Values] = []
        at = start
        while at < len(self.nodes):
            values = self.walk([data], self.nodes[at])
            self.budget += len(values) + 1
            if self.budget > MAX_VALUES:
                raise JSONPathError("too many results")
            if 0 < self.ended <= self.inside:
                self.ended -= 1
                self.last_end = at
                break
            if self.begun > 0:
                found += self.range(values, at + 1)
                at = self.last_end if self.last_end > at else at
            else:
                found.append(values)
            at += 1
        return found

    def range(self, values: Values, start: int) -> list[Values]:
        self.begun -= 1
        self.inside += 1
        found = [part for value in values for part in self.results(value, start)]
        if not values:
            self.results(None, start)
        self.inside -= 1
        return found

    def walk(self, values: Values, node: Node) -> Values:
        match node.kind:
            case "list":
                return self.walk_all(values, node.value)
            case "text":
                return [node.value]
            case "value":
                return [node.value] * len(values)
            case "identifier":
                return self.identifier(values, node.value)
            case "field":
                return self.field(values, node.value)
            case "union":
                return [found for nodes in node.value for found in self.walk_all(values, nodes)]
        return [found for value in values for found in self.inside_of(value, node)]

    def inside_of(self, value: Any, node: Node) -> Values:
        match node.kind:
            case "array":
                return [] if value is None else sliced(value, *node.value)
            case "filter":
                return self.filtered(value, *node.value)
            case "wildcard":
                return children(value)
        return descendants(value)

    def walk_all(self, values: Values, nodes: tuple[Node, ...]) -> Values:
        for node in nodes:
            values = self.walk(values, node)
        return values

    def identifier(self, values: Values, name: str) -> Values:
        if name == "range":
            self.begun += 1
            return values
        if name != "end":
            raise JSONPathError(f"unrecognized identifier {name}")
        if self.inside == 0:
            raise JSONPathError("not in range, nothing to end")
        self.ended += 1
        return []

    def field(self, values: Values, name: str) -> Values:
        found = [value[name] for value in values if isinstance(value, dict) and name in value]
        if values and not found and not self.allow_missing:
            raise JSONPathError(f"{name} is not found")
        return found

    def filtered(self, value: Any, left: tuple[Node, ...], operator: str, right: tuple[Node, ...]) -> Values:
        if not isinstance(value, list):
            raise JSONPathError(f"{go_values.text(value)} is not array or slice and cannot be filtered")
        if operator == "exists":
            return [item for item in value if self.exists(item, left)]
        return [item for item in value if self.passes(item, left, operator, right)]

    def exists(self, item: Any, nodes: tuple[Node, ...]) -> bool:
        try:
            return bool(self.walk_all([item], nodes))
        except JSONPathError:
            return False

    def passes(self, item: Any, left: tuple[Node, ...], operator: str, right: tuple[Node, ...]) -> bool:
        sides: Values = []
        for nodes in (left, right):
            found = self.walk_all([item], nodes)
            if len(found) > 1:
                raise JSONPathError("can only compare one element at a time")
            if not found:
                return False
            sides += found
        if operator not in {"<", ">", "==", "!=", "<=", ">="}:
            raise JSONPathError(f"unrecognized filter operator {operator}")
        try:
            return go_values.compare(operator, *sides)
        except go_values.CannotCompare as fault:
            raise JSONPathError(str(fault)) from fault


def children(value: Any) -> Values:
    """What a value holds; a text holds its bytes."""
    if isinstance(value, dict):
        return [value[key] for key in sorted(value)]
    return list(value.encode()) if isinstance(value, str) else value if isinstance(value, list) else []


def descendants(value: Any) -> Values:
    """A value that holds something, and all such values in it, from above."""
    if isinstance(value, str):
        return [value] if value else []
    inner = children(value)
    return [value, *(found for child in inner for found in descendants(child))] if inner else []


def sliced(value: Any, first: int | None, end: int | None, derived: bool, step: int | None) -> Values:
    """`[first:end:step]`; ends count from the back when they are negative. Raises JSONPathError."""
    if not isinstance(value, list):
        raise JSONPathError(f"{go_values.type_name(value)} is not array or slice")
    length = len(value)
    low = (first or 0) + (length if (first or 0) < 0 else 0)
    high = length if end is None else end
    if high < 0 or (high == 0 and derived):
        high += length
    if low == high:
        return []
    if not 0 <= low < length:
        raise JSONPathError(f"array index out of bounds: index {low}, length {length}")
    if not 0 <= high <= length:
        raise JSONPathError(f"array index out of bounds: index {high - 1}, length {length}")
    if low > high:
        raise JSONPathError(f"starting index {low} is greater than ending index {high}")
    if step is not None and step <= 0:
        raise JSONPathError("step must be > 0")
    return value[low : high : step or 1]
