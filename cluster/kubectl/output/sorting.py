"""`--sort-by`. Upstream: `kubectl/pkg/cmd/get/sorter.go`."""

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cmp_to_key
from typing import Any

from cluster.core import quantity
from cluster.core.kinds import Object
from cluster.kubectl import klog
from cluster.kubectl.errors import Exit, KubectlError
from cluster.kubectl.infos import Info
from cluster.kubectl.output import custom_columns, jsonpath

MISSING = object()
PLACES = {True: (375, "[][][]reflect.Value"), False: (329, "*unstructured.Unstructured")}
"""Where upstream gives up, and the Go type that it names: for rows of tables, and for objects."""
SMALL = 12
"""So many are sorted by insertion; `sort.Sort` does more with more, and the order of equals is nobody's promise."""


def sorted_infos(infos: list[Info], by: str) -> list[Info]:
    """Tables with their rows sorted. Raises KubectlError.

    As in kubectl, several tables are sorted among each other by fields that tables do not have, which fails; and
    within one table a field that no row has leaves nothing to print.
    """
    try:
        path = _path(by)
    except KubectlError:
        return []
    if len(infos) > 1:
        infos = _sorted(infos, [_value(path, info.obj) for info in infos], path, in_table=False)
    return [found for info in infos if (found := _sorted_table(info, path)) is not None]


def _sorted_table(info: Info, path: str) -> Info | None:
    rows = info.obj.get("rows") or []
    if len(rows) < 2:
        return info
    try:
        values = [_value(path, row.get("object") or {}) for row in rows]
        return replace(info, object={**info.obj, "rows": _sorted(rows, values, path, in_table=True)})
    except KubectlError:
        return None


def sort_list(obj: Object, by: str) -> Object:
    """A list with its items sorted. Raises KubectlError."""
    path = _path(by)
    items = obj["items"]
    if not items:
        return obj
    return {**obj, "items": _sorted(items, [_value(path, item) for item in items], path, in_table=False)}


def _path(by: str) -> str:
    try:
        return custom_columns.relaxed(by)
    except jsonpath.JSONPathError as fault:
        raise KubectlError(str(fault)) from None


def _value(path: str, obj: Any) -> Any:
    try:
        found = jsonpath.find(path, obj)
    except jsonpath.JSONPathError as fault:
        raise KubectlError(f"sorting error: {fault}") from None
    return found[0][0] if found and found[0] else MISSING


def _sorted(items: list[Any], values: list[Any], path: str, in_table: bool) -> list[Any]:
    if all(value is MISSING for value in values):
        raise KubectlError(f'couldn\'t find any field with path "{path}" in the list of objects')
    pairs = list(zip(values, items, strict=True))

    def less(one: Any, other: Any) -> bool:
        return _less(one[0], other[0], path, in_table)

    if len(pairs) <= SMALL:
        _insert(pairs, less)
    else:
        pairs.sort(key=cmp_to_key(lambda one, other: less(other, one) - less(one, other)))
    return [item for _, item in pairs]


def _insert(pairs: list[Any], less: Callable[[Any, Any], bool]) -> None:
    """The order that Go's `sort.Sort` gives to few: what has no such field is less than anything, even its like."""
    for end in range(1, len(pairs)):
        place = end
        while place and less(pairs[place], pairs[place - 1]):
            pairs[place - 1], pairs[place] = pairs[place], pairs[place - 1]
            place -= 1


def _less(one: Any, other: Any, path: str, in_table: bool) -> bool:
    if one is MISSING or other is MISSING:
        return one is MISSING
    if isinstance(one, list | dict):
        type_ = "[]interface {}" if isinstance(one, list) else "map[string]interface {}"
        line, where = PLACES[in_table]
        text = f"Field {path} in {where} is an unsortable type: interface, err: unsortable type: {type_}"
        raise Exit(1, klog.line("F", f"sorter.go:{line}", text))
    first, second = _comparable(one, other)
    try:
        return bool(first < second)
    except TypeError:
        return False


def _comparable(one: Any, other: Any) -> tuple[Any, Any]:
    if isinstance(one, str) and isinstance(other, str):
        try:
            return quantity.parse(one), quantity.parse(other)
        except ValueError:
            return natural(one), natural(other)
    return one, other


def natural(text: str) -> list[tuple[int, Any]]:
    """A key by which `web-2` comes before `web-10` (`github.com/fvbommel/sortorder`, NaturalLess)."""
    found: list[tuple[int, Any]] = []
    for digits, char in re.findall(r"([0-9]+)|(.)", text, re.DOTALL):
        if digits:
            number = digits.lstrip("0")
            found.append((0, (len(number), number, len(digits))))
        else:
            found.append((1, char.encode()))
    return found
