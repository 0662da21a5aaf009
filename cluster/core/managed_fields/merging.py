"""Merging a configuration into an object, and taking fields out of one.

Upstream: `sigs.k8s.io/structured-merge-diff/typed` (merge.go, remove.go, and EnsureNamedFieldsAreMembers of set.go).
"""

from typing import Any

from cluster.core.managed_fields.sets import Set, is_member, member
from cluster.core.managed_fields.types import LEAF, Form, Type


def merge(live: Any, config: Any, kind: Type) -> Any:
    """The live value with the configuration laid over it: leaves are replaced, the rest is merged."""
    if kind.form is Form.LEAF:
        return config
    if isinstance(config, dict) and isinstance(live, dict):
        merged = {**live}
        for name, value in config.items():
            merged[name] = merge(live[name], value, kind.field(name)) if name in live else value
        return merged
    if isinstance(config, list) and isinstance(live, list) and kind.form in (Form.LIST, Form.SET):
        return _merge_items(live, config, kind)
    return live if config is None and live and isinstance(live, dict | list) else config


def _merge_items(live: list[Any], config: list[Any], kind: Type) -> list[Any]:
    """Both orders are kept where they agree; where they do not, the configuration's wins.

    Example: live [a, b, c], applied [c, x, b] gives [a, c, x, b].
    """
    old, new = [kind.element(item) for item in live], [kind.element(item) for item in config]
    before, after = _unique(old, live), _unique(new, config)
    shared = [element for element in new if element in before]
    merged: list[Any] = []
    done: set[str] = set()
    i = j = 0

    def take(element: str) -> None:
        done.add(element)
        if element in shared:
            shared.remove(element)
        earlier = before.get(element)
        merged.append(merge(earlier, after[element], kind.inner or LEAF) if earlier is not None else after[element])

    while i < len(old) or j < len(new):
        element = old[i] if i < len(old) else None
        if element is not None and j < len(new) and element == new[j]:
            take(element)
            i, j = i + 1, j + 1
        elif element is not None and j < len(new) and element in after and shared and shared[0] != element:
            i += 1
        elif element is not None and element not in after:
            merged.append(live[i])
            i += 1
        else:
            i += element in done
            if j < len(new):
                take(new[j])
                j += 1
    return merged


def _unique(elements: list[str], items: list[Any]) -> dict[str, Any]:
    """Items by element; of those that come twice there is none to merge with."""
    found: dict[str, Any] = {}
    for element, item in zip(elements, items, strict=True):
        found[element] = None if element in found else item
    return found


def remove(value: Any, fields: Set, kind: Type) -> Any:
    """The value without these fields; None when nothing is left of it (`TypedValue.RemoveItems`)."""
    if not fields:
        return value
    if isinstance(value, dict) and kind.form in (Form.STRUCT, Form.MAP):
        return _without_members(value, fields, kind) or None
    if isinstance(value, list) and kind.form in (Form.LIST, Form.SET):
        return _without_items(value, fields, kind) or None
    return value


def _without_members(value: dict[str, Any], fields: Set, kind: Type) -> dict[str, Any]:
    kept = {}
    for name, item in value.items():
        node = fields.get(f"f:{name}")
        if not is_member(node):
            kept[name] = remove(item, node, kind.field(name)) if node else item
    return kept


def _without_items(value: list[Any], fields: Set, kind: Type) -> list[Any]:
    kept = []
    for item in value:
        node = fields.get(kind.element(item))
        left = remove(item, node, kind.inner or LEAF) if node else item
        if not is_member(node) and left is not None:
            kept.append(left)
    return kept


def with_named(fields: Set, kind: Type) -> Set:
    """The set with the structs' fields as members that lead to members: `.spec` where `.spec.replicas` is."""
    found = {}
    for element, node in fields.items():
        if not node:
            found[element] = node
            continue
        inner, named = LEAF, False
        if element.startswith("f:"):
            inner, named = kind.field(element[2:]), kind.declares(element[2:])
        elif element.startswith("k:"):
            inner = kind.inner or LEAF
        children = with_named(node, inner)
        found[element] = member(children) if named else children
    return found


def without_nothing(value: Any) -> Any:
    """The value without members that are None, which is what removing and explicit nulls leave behind."""
    if isinstance(value, dict):
        return {name: without_nothing(item) for name, item in value.items() if item is not None}
    return [without_nothing(item) for item in value] if isinstance(value, list) else value
