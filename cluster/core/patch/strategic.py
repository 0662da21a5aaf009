"""Applying a strategic merge patch: maps are merged, lists too where the schema names a key for their items.

Upstream: `apimachinery/pkg/util/strategicpatch/patch.go` (mergeMap, mergePatchIntoOriginal, applyRetainKeysDirective);
lists are in `lists`. Directives: `$patch` (replace, delete, merge), `$retainKeys`, `$setElementOrder/FIELD`,
`$deleteFromPrimitiveList/FIELD`. Nothing is edited in place: each level copies its map and takes out what it has done.
"""

from typing import Any, NamedTuple

from cluster.core.errors import BadRequest
from cluster.core.kinds import Object
from cluster.core.patch import lists
from cluster.core.patch.faults import (
    ELEMENT_ORDER,
    PRIMITIVE_LIST,
    RETAIN_KEYS,
    bears_depth,
    not_decoded,
    unknown_directive,
)
from cluster.core.patch.lookup import Fields, Treatment, fields_of, treatment
from cluster.core.patch.values import same

DIRECTIVE = "$patch"
RETAIN = "$retainKeys"
ORDER = "$setElementOrder"
DELETE_PRIMITIVES = "$deleteFromPrimitiveList"
Map = dict[str, Any]


class Mode(NamedTuple):
    """`parallel`: directives about lists are carried out, not kept. `nulls`: a null for a missing field is kept."""

    parallel: bool
    nulls: bool


APPLYING = Mode(parallel=True, nulls=False)
"""A patch is applied to an object: what the API server does."""
JOINING = Mode(parallel=False, nulls=True)
"""A patch is applied to a patch: how kubectl joins deletions with changes."""


@bears_depth
def strategic_merge_patch(obj: Object, patch: Any, api_version: str, kind: str) -> Object:
    """The object with a strategic merge patch applied.

    Raises BadRequest or MalformedPatch, in upstream's words, for a patch that makes no sense.
    """
    if not isinstance(patch, dict):
        raise not_decoded(patch, "map[string]interface {}")
    return merged_map(obj, patch, fields_of(api_version, kind), APPLYING)


def merged_map(original: Map, patch: Map, fields: Fields | None, mode: Mode) -> Map:
    """One map of an object with its part of the patch merged into it."""
    if DIRECTIVE in patch:
        return _directed(patch)
    merged = {**original}
    if any(name.startswith("$") for name in patch):
        merged, patch = _retained(merged, patch, mode)
        merged, patch = _ordered(merged, patch, fields, mode)
    for key, value in patch.items():
        if key.startswith(DELETE_PRIMITIVES):
            _delete_primitives(merged, key, value, fields, mode)
        else:
            _set(merged, key, value, fields, mode)
    return merged


def _directed(patch: Map) -> Map:
    directive = patch[DIRECTIVE]
    if directive == "replace":
        return {name: value for name, value in patch.items() if name != DIRECTIVE}
    if directive == "delete":
        return {}
    raise unknown_directive(directive, patch)


def _set(merged: Map, key: str, value: Any, fields: Fields | None, mode: Mode) -> None:
    if value is None:
        merged.pop(key, None)
        if mode.nulls:
            merged[key] = None
        return
    before = merged.get(key)
    if not isinstance(value, dict | list):
        merged[key] = value
    elif isinstance(value, dict) and isinstance(before, dict):
        how = treatment(fields, key)
        merged[key] = value if how.replaced else merged_map(before, value, how.inner, mode)
    elif isinstance(value, list) and isinstance(before, list):
        merged[key] = merged_list(before, value, treatment(fields, key), mode)
    else:
        clean, kept = without_directives(value if mode.nulls else without_nulls(value))
        merged.pop(key, None)
        if kept:
            merged[key] = clean


def merged_list(original: list[Any], patch: list[Any], how: Treatment, mode: Mode) -> list[Any]:
    """A list with its part of the patch: merged where the schema says so, else replaced."""
    if not how.merged:
        return patch
    return lists.merge(original, patch, how.key, lambda a, b: merged_map(a, b, how.inner, mode))


def _delete_primitives(merged: Map, key: str, values: Any, fields: Fields | None, mode: Mode) -> None:
    if not mode.parallel:
        merged[key] = values
        return
    name = _field_of(key, DELETE_PRIMITIVES, PRIMITIVE_LIST)
    if values is None:
        merged.pop(name, None)
    elif isinstance(values, list) and isinstance(merged.get(name), list):
        lists.judge_types(merged[name], values)
        merged[name] = lists.without(merged[name], values)


def _field_of(key: str, prefix: str, fault: str) -> str:
    directive, slash, name = key.partition("/")
    if directive != prefix or not slash:
        raise BadRequest(fault)
    return name


def _retained(merged: Map, patch: Map, mode: Mode) -> tuple[Map, Map]:
    """`$retainKeys: [a, b]`: all other keys go; the patch may set no other."""
    if RETAIN not in patch:
        return merged, patch
    keys, patch = patch[RETAIN], {name: value for name, value in patch.items() if name != RETAIN}
    if not mode.parallel:
        if RETAIN in merged and not same(merged[RETAIN], keys):
            raise BadRequest(RETAIN_KEYS)
        return {**merged, RETAIN: keys}, patch
    if not isinstance(keys, list):
        raise BadRequest(RETAIN_KEYS)
    for name, value in patch.items():
        if value is not None and not name.startswith((DELETE_PRIMITIVES, ORDER)) and name not in keys:
            raise BadRequest(RETAIN_KEYS)
    return {name: value for name, value in merged.items() if name in keys}, patch


def _ordered(merged: Map, patch: Map, fields: Fields | None, mode: Mode) -> tuple[Map, Map]:
    """`$setElementOrder/FIELD`: the lists it is about are merged here, in the order that it gives."""
    rest = {**patch}
    for key in patch:
        if not key.startswith(ORDER):
            continue
        order = rest.pop(key)
        if not mode.parallel and key in merged and not same(merged[key], order):
            raise BadRequest(ELEMENT_ORDER)
        if not mode.parallel:
            merged[key] = order
        name = _field_of(key, ORDER, ELEMENT_ORDER)
        _put_in_order(merged, name, rest.pop(name, None), order, (treatment(fields, name), mode))
    return merged, rest


def _put_in_order(merged: Map, name: str, items: Any, order: Any, how: tuple[Treatment, Mode]) -> None:
    treated, mode = how
    before = merged.get(name)
    lists.judge_order(items, order, treated.key)
    for part in (before, items):
        lists.judge_list(part)
    if before is None and items is None:
        return
    if items is None:
        found = before
    elif before is None:
        found, _ = without_directives(items)
    else:
        found = merged_list(before, items, treated, mode)
    live = lists.live_order(before or [], items or [], treated.key)
    merged[name] = lists.in_order(found or [], order, live, treated.key)


def without_nulls(value: Any) -> Any:
    """The value without members that are null, at any depth (discardNullValuesFromPatch)."""
    if isinstance(value, dict):
        return {name: without_nulls(item) for name, item in value.items() if item is not None}
    return [without_nulls(item) for item in value] if isinstance(value, list) else value


def without_directives(value: Any) -> tuple[Any, bool]:
    """The value without maps that are directives, and whether anything is left of itself (removeDirectives)."""
    if isinstance(value, dict):
        if DIRECTIVE in value:
            return None, False
        found = ((name, without_directives(item)) for name, item in value.items())
        return {name: item for name, (item, kept) in found if kept}, True
    if isinstance(value, list):
        return [item for item, kept in map(without_directives, value) if kept], True
    return value, True
