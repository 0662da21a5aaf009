"""Strategic merge patches as kubectl makes them: what turns one object into another.

Upstream: `apimachinery/pkg/util/strategicpatch/patch.go` (CreateTwoWayMergePatch, CreateThreeWayMergePatch, diffMaps,
diffLists). The result is what kubectl sends and, with `-v=8`, prints; keys of JSON have no order that means anything.
"""

from typing import Any, NamedTuple

from cluster.core.kinds import Object
from cluster.core.patch import lists
from cluster.core.patch.faults import no_merge_key, plain
from cluster.core.patch.lookup import Fields, Treatment, fields_of, treatment
from cluster.core.patch.strategic import DELETE_PRIMITIVES, DIRECTIVE, JOINING, ORDER, RETAIN, merged_map
from cluster.core.patch.values import position, same

Map = dict[str, Any]
List = list[Any]


class Wanted(NamedTuple):
    """Which differences a patch is to hold; `retained`: name all keys of the new map (`$retainKeys`)."""

    changes: bool = True
    deletions: bool = True
    retained: bool = False


def create_two_way(original: Object, modified: Object, api_version: str, kind: str) -> Map:
    """The patch that yields `modified` when it is applied to `original`; empty when nothing differs.

    Raises MalformedPatch when an item of a list lacks the key by which it would be merged.
    """
    return _map_difference(original, modified, fields_of(api_version, kind), Wanted())


def create_three_way(original: Object | None, modified: Object, current: Object, api_version: str, kind: str) -> Map:
    """The patch of `kubectl apply`: changes from the live object, deletions from what was applied last time.

    Example: applied last time {replicas: 2, paused: true}, now {replicas: 3}, live {replicas: 2, paused: true,
    minReadySeconds: 5} gives {replicas: 3, paused: null}. Raises MalformedPatch as `create_two_way` does.
    """
    fields = fields_of(api_version, kind)
    changes = _map_difference(current, modified, fields, Wanted(deletions=False))
    deletions = _map_difference(original or {}, modified, fields, Wanted(changes=False))
    return merged_map(deletions, changes, fields, JOINING)


def _map_difference(original: Map, modified: Map, fields: Fields | None, wanted: Wanted) -> Map:
    patch: Map = {}
    for key, value in modified.items():
        if key not in original or type(original[key]) is not type(value):
            if wanted.changes:
                patch[key] = value
            continue
        how = treatment(fields, key)
        if how.replaced and isinstance(value, dict):
            # Upstream never compares such a map: it is told each time, so that kubectl apply says "configured".
            patch |= {key: value} if wanted.changes else {}
        elif original[key] is not value:
            _field_difference(patch, key, (original[key], value), how, wanted)
    gone = [key for key in original if key not in modified]
    if wanted.deletions:
        patch.update(dict.fromkeys(gone))
    kept = sorted(key for key, value in modified.items() if value is not None) if wanted.retained else []
    if kept and (patch or any(original[key] is not None for key in gone)):
        patch[RETAIN] = kept
    return patch


def _field_difference(patch: Map, key: str, pair: tuple[Any, Any], how: Treatment, wanted: Wanted) -> None:
    before, after = pair
    if not isinstance(after, dict | list):
        if wanted.changes and before != after:
            patch[key] = after
    elif isinstance(after, dict):
        found = _map_difference(before, after, how.inner, wanted._replace(retained=how.retained))
        if found:
            patch[key] = found
    elif isinstance(after, list) and how.merged:
        difference = _list_difference(before, after, how, wanted._replace(retained=how.retained))
        named = zip((key, f"{DELETE_PRIMITIVES}/{key}", f"{ORDER}/{key}"), difference, strict=True)
        patch.update({name: items for name, items in named if items})
    elif wanted.changes and not same(before, after):
        patch[key] = after


def _list_difference(original: List, modified: List, how: Treatment, wanted: Wanted) -> tuple[List, List, List]:
    """Items to merge, primitives to delete, the wanted order (empty: nothing to say)."""
    if not original:
        return (modified if wanted.changes else []), [], []
    if not lists.judge_types(original, modified):
        return _primitive_difference(original, modified, wanted)
    changed, deletions = _item_differences(original, modified, how, wanted)
    ranks = [item[how.key] for item in modified]
    changed.sort(key=lambda item: position(ranks, item[how.key]))
    patch = changed + deletions
    moved = not same([item[how.key] for item in original], ranks)
    ordered = (wanted.changes and (patch or moved)) or (wanted.deletions and patch)
    return patch, [], [{how.key: value} for value in ranks] if ordered else []


def _item_differences(original: List, modified: List, how: Treatment, wanted: Wanted) -> tuple[List, List]:
    """Two lists of maps sorted by their keys' texts, walked side by side: items changed or added, items to delete."""
    before, after = _sorted_items(original, how.key), _sorted_items(modified, how.key)
    changed: List = []
    deletions: List = []
    i = j = 0
    while i < len(before) or j < len(after):
        old, new = (before[i][0] if i < len(before) else None), (after[j][0] if j < len(after) else None)
        if old == new:
            found = _map_difference(before[i][1], after[j][1], how.inner, wanted)
            changed += [{**found, how.key: after[j][1][how.key]}] if found else []
            i, j = i + 1, j + 1
        elif old is None or (new is not None and old > new):
            changed += [after[j][1]] if wanted.changes else []
            j += 1
        else:
            deletions += [{how.key: before[i][1][how.key], DIRECTIVE: "delete"}] if wanted.deletions else []
            i += 1
    return changed, deletions


def _sorted_items(items: List, key: str) -> list[tuple[str, Map]]:
    """Items with the text of their key, sorted by it. Upstream's sort turns items of the same key around."""
    for item in items:
        if key not in item:
            raise no_merge_key(item, key)
    return sorted(((plain(item[key]), item) for item in reversed(items)), key=lambda entry: entry[0])


def _primitive_difference(original: List, modified: List, wanted: Wanted) -> tuple[List, List, List]:
    """Upstream compares with the *sorted* original, so an unsorted list is told again even when nothing changed."""
    added = [item for item in modified if position(original, item) < 0] if wanted.changes else []
    gone = sorted((item for item in original if position(modified, item) < 0), key=plain) if wanted.deletions else []
    told = gone or (wanted.changes and not same(sorted(original, key=plain), modified))
    return added, list(dict.fromkeys(gone)), modified if told else []
