"""`--sort-by`. Upstream: `kubectl/pkg/cmd/get/sorter.go`."""

from dataclasses import replace
from functools import cmp_to_key
from typing import Any

from cluster.core import quantity
from cluster.core.kinds import Object
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.infos import Info
from cluster.kubectl.output import custom_columns, jsonpath

MISSING = object()


def sorted_infos(infos: list[Info], by: str) -> list[Info]:
    """Tables with their rows sorted. Raises KubectlError.

    As in kubectl, several tables are sorted among each other by fields that tables do not have, which fails; and
    within one table a field that no row has leaves nothing to print.
    """
    path = _path(by)
    if len(infos) > 1:
        infos = _sorted(infos, [_value(path, info.obj) for info in infos], path)
    return [found for info in infos if (found := _sorted_table(info, path)) is not None]


def _sorted_table(info: Info, path: str) -> Info | None:
    rows = info.obj.get("rows") or []
    if len(rows) < 2:
        return info
    try:
        values = [_value(path, row.get("object") or {}) for row in rows]
        return replace(info, object={**info.obj, "rows": _sorted(rows, values, path)})
    except KubectlError:
        return None


def sort_list(obj: Object, by: str) -> Object:
    """A list with its items sorted. Raises KubectlError."""
    path = _path(by)
    items = obj["items"]
    if not items:
        return obj
    return {**obj, "items": _sorted(items, [_value(path, item) for item in items], path)}


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


def _sorted(items: list[Any], values: list[Any], path: str) -> list[Any]:
    if all(value is MISSING for value in values):
        raise KubectlError(f'couldn\'t find any field with path "{path}" in the list of objects')
    rank = cmp_to_key(_compare)
    pairs = sorted(zip(values, items, strict=True), key=lambda pair: rank(pair[0]))
    return [item for _, item in pairs]


def _compare(one: Any, other: Any) -> int:
    if one is MISSING or other is MISSING:
        return (other is MISSING) - (one is MISSING)
    first, second = _comparable(one, other)
    try:
        return int(first > second) - int(first < second)
    except TypeError:
        return 0


def _comparable(one: Any, other: Any) -> tuple[Any, Any]:
    if isinstance(one, str) and isinstance(other, str):
        try:
            return quantity.parse(one), quantity.parse(other)
        except ValueError:
            return one, other
    if isinstance(one, list | dict) or isinstance(other, list | dict):
        return str(one), str(other)
    return one, other
