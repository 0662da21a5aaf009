"""Merging lists, and the order that their items come in.

The order of a merged list keeps the patch's order among the items of the patch and the live order among the others;
both are woven together by the live order. Upstream: `apimachinery/pkg/util/strategicpatch/patch.go` (mergeSlice,
normalizeElementOrder, mergeSortedSlice, validatePatchWithSetOrderList).
"""

from collections.abc import Callable
from typing import Any

from cluster.core.errors import BadRequest, Unprocessable
from cluster.core.patch.faults import ELEMENT_ORDER, MalformedPatch, no_merge_key, plain, unknown_directive, wrong_type
from cluster.core.patch.values import position, same

DIRECTIVE = "$patch"
MergeItems = Callable[[dict[str, Any], dict[str, Any]], dict[str, Any]]
List = list[Any]
Ranked = list[tuple[Any, Any]]
"""Items with what they are recognised by."""


def merge(original: List, patch: List, key: str, merge_items: MergeItems) -> List:
    """A list of maps merged by `key`, or a set of primitives united; in the order described above."""
    if not original and not patch:
        return original
    if not judge_types(original, patch):
        return _woven(_united(original + patch), patch, original, "")
    if not key:
        raise MalformedPatch("cannot merge lists without merge key for ")
    original, patch = _directed(original, patch, key)
    return _woven(_merged_items(original, patch, key, merge_items), patch, original, key)


def judge_types(*lists: List) -> bool:
    """Whether the items are maps. Raises MalformedPatch or Unprocessable when they differ or are lists themselves."""
    items = [item for part in lists for item in part]
    if any(isinstance(item, list) for item in items[:1]):
        raise Unprocessable()
    if any(type(item) is not type(items[0]) and not _both_maps(item, items[0]) for item in items):
        raise MalformedPatch(f"list element types are not identical: {plain(list(lists))}")
    return bool(items) and isinstance(items[0], dict)


def _both_maps(a: Any, b: Any) -> bool:
    return isinstance(a, dict) and isinstance(b, dict)


def judge_list(value: Any) -> None:
    """Raises MalformedPatch when a value is neither a list nor missing."""
    if value is not None and not isinstance(value, list):
        raise wrong_type("[]interface {}", value)


def _united(items: List) -> List:
    united: List = []
    for item in items:
        if position(united, item) < 0:
            united.append(item)
    return united


def without(items: List, gone: List) -> List:
    """The items that are not among those gone."""
    return [item for item in items if position(gone, item) < 0]


def _key_of(item: Any, key: str) -> Any:
    if not isinstance(item, dict):
        raise wrong_type("map[string]interface {}", item)
    if key not in item:
        raise no_merge_key(item, key)
    return item[key]


def _directed(original: List, patch: List, key: str) -> tuple[List, List]:
    """Items with `$patch: delete` or `replace` carried out; the rest of both lists (mergeSliceWithSpecialElements)."""
    plain_items, replace = [], False
    for item in patch:
        directive = item.get(DIRECTIVE)
        if DIRECTIVE not in item:
            plain_items.append(item)
        elif directive == "delete":
            gone = _key_of(item, key)
            original = [other for other in original if not (key in other and same(other[key], gone))]
        elif directive == "replace":
            replace = True
        elif directive == "merge":
            raise MalformedPatch("merging lists cannot yet be specified in the patch")
        else:
            raise unknown_directive(directive, item)
    return (plain_items, []) if replace else (original, plain_items)


def _merged_items(original: List, patch: List, key: str, merge_items: MergeItems) -> List:
    merged = [*original]
    for item in patch:
        wanted = _key_of(item, key)
        place = next((i for i, other in enumerate(merged) if key in other and same(other[key], wanted)), -1)
        if place < 0:
            merged.append(item)
        else:
            merged[place] = merge_items(merged[place], item)
    return merged


def in_order(items: List, order: List, live: List, key: str) -> List:
    """The items in a wanted order; those it does not name keep their places among the live ones."""
    return _woven(items, order, live, key)


def live_order(live: List, patch: List, key: str) -> List:
    """The order that counts as the live one beside `$setElementOrder`.

    Where items are deleted, upstream closes the gap in the live list itself, and new items move up into it, as far as
    the list was long: [1, 2, 4] without 1 and with 3 counts as [2, 4, 3]. So 4, which is nobody's, stays before 3.
    """
    gone = [item[key] for item in patch if key and isinstance(item, dict) and item.get(DIRECTIVE) == "delete"]
    kept = [item for item in live if position(gone, item[key]) < 0] if gone else live
    if len(kept) == len(live):
        return live
    there = [item[key] for item in kept]
    new = [item for item in patch if DIRECTIVE not in item and position(there, item[key]) < 0]
    return (kept + new)[: len(live)]


def _woven(items: List, order: List, live: List, key: str) -> List:
    wanted, current = _ranks(order, key), _ranks(live, key)
    named: Ranked = []
    others: Ranked = []
    deletions: Ranked = []
    for item in items:
        rank = _rank(item, key)
        if key and item.get(DIRECTIVE) == "delete":
            deletions.append((rank, item))
        else:
            (named if rank in wanted else others).append((rank, item))
    named.sort(key=lambda entry: wanted[entry[0]])
    others.sort(key=lambda entry: current.get(entry[0], len(current)))
    return [item for _, item in _zipped(others, named, current) + deletions]


def _zipped(others: Ranked, named: Ranked, current: dict[Any, int]) -> Ranked:
    """Each of the others before the first named item that stands behind it in the live list (mergeSortedSlice)."""
    woven: Ranked = []
    i = 0
    for entry in named:
        while i < len(others) and _before(others[i], entry, current):
            woven.append(others[i])
            i += 1
        woven.append(entry)
    return woven + others[i:]


def _before(a: Any, b: Any, current: dict[Any, int]) -> bool:
    return a[0] in current and b[0] in current and current[a[0]] < current[b[0]]


def _ranks(items: List, key: str) -> dict[Any, int]:
    ranks: dict[Any, int] = {}
    for index, item in enumerate(items):
        ranks.setdefault(_rank(item, key), index)
    return ranks


def _rank(item: Any, key: str) -> Any:
    """By what an item is recognised: hashable, and with its type, for 1 is not true."""
    value = _key_of(item, key) if key else item
    return (type(value).__name__, value) if isinstance(value, str | int | float) else plain(value)


def judge_order(items: Any, order: Any, key: str) -> None:
    """Raises when the items of the patch do not come in the order that `$setElementOrder` gives."""
    if not isinstance(order, list):
        raise wrong_type("[]interface {}", order)
    if items is None:
        return
    if not isinstance(items, list):
        raise BadRequest(ELEMENT_ORDER)
    if not order:
        return
    waiting = iter([_rank(entry, key) for entry in order])
    for item in items:
        if isinstance(item, dict) and DIRECTIVE in item:
            continue
        if all(entry != _rank(item, key) for entry in waiting):
            told = f"{plain(items)}\n doesn't match $setElementOrder list:\n{plain(order)}\n"
            raise MalformedPatch(f"The order in patch list:\n{told}")
