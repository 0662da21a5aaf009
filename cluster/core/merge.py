"""Three-way merge: what `kubectl apply` does with the last applied, the new and the live configuration.

Fields of the new configuration win; fields that were applied before and are no longer there are removed; all else
of the live object stays. Lists are merged element by element where the schema names a merge key (containers by `name`,
ports by `containerPort`), otherwise replaced. Upstream: `apimachinery/pkg/util/strategicpatch/patch.go`,
CreateThreeWayMergePatch.
"""

from typing import Any

from cluster.core import schema
from cluster.core.kinds import Object

LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"


def three_way(original: Object | None, modified: Object, current: Object) -> Object:
    """The object that results from applying `modified` (last time `original`) to the live `current`."""
    top = schema.schema_of(modified["apiVersion"], modified["kind"])
    return _merge_objects(original or {}, modified, current, top)


def _merge(original: Any, modified: Any, current: Any, field: schema.Schema | None) -> Any:
    if isinstance(modified, dict) and isinstance(current, dict):
        return _merge_objects(original if isinstance(original, dict) else {}, modified, current, field)
    if isinstance(modified, list) and isinstance(current, list) and field and "merge" in schema.patch_strategies(field):
        applied = original if isinstance(original, list) else []
        if schema.merge_key(field):
            return _merge_lists(applied, modified, current, field)
        return _merge_sets(applied, modified, current)
    return modified


def _merge_objects(
    original: dict[str, Any], modified: dict[str, Any], current: dict[str, Any], field: schema.Schema | None
) -> dict[str, Any]:
    retained = field is not None and "retainKeys" in schema.patch_strategies(field)
    merged = {}
    for name, value in current.items():
        if name in modified:
            continue
        if not retained and name not in original:
            merged[name] = value
    for name, value in modified.items():
        child = schema.field_of(field, name) if field is not None else None
        if value is None:
            continue
        merged[name] = _merge(original.get(name), value, current[name], child) if name in current else value
    return _in_order(merged, current)


def _in_order(merged: dict[str, Any], current: dict[str, Any]) -> dict[str, Any]:
    kept = {name: merged[name] for name in current if name in merged}
    return {**kept, **{name: value for name, value in merged.items() if name not in kept}}


def _merge_lists(original: list[Any], modified: list[Any], current: list[Any], field: schema.Schema) -> list[Any]:
    key = schema.merge_key(field) or ""
    wanted, applied, live = (_by_key(items, key) for items in (modified, original, current))
    merged = []
    for item in modified:
        name = item.get(key) if isinstance(item, dict) else None
        if name in live and name in wanted:
            merged.append(_merge(applied.get(name), item, live[name], field))
        else:
            merged.append(item)
    foreign = [item for name, item in live.items() if name not in wanted and name not in applied]
    return merged + foreign


def _by_key(items: list[Any], key: str) -> dict[Any, Any]:
    return {item[key]: item for item in items if isinstance(item, dict) and isinstance(item.get(key), str | int)}


def _merge_sets(original: list[Any], modified: list[Any], current: list[Any]) -> list[Any]:
    return modified + [item for item in current if item not in modified and item not in original]
