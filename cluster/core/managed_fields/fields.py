"""From objects to sets of fields: what an object holds, and how two differ.

Upstream: `sigs.k8s.io/structured-merge-diff/typed` (tofieldset.go, compare.go).
"""

from typing import Any, NamedTuple

from cluster.core.managed_fields.sets import Set, member, union
from cluster.core.managed_fields.types import LEAF, Form, Type

_MISSING: Any = object()


class Comparison(NamedTuple):
    """Fields that went, changed and came; no field stands in two of them."""

    removed: Set
    modified: Set
    added: Set

    @property
    def written(self) -> Set:
        """What was changed or came."""
        return union(self.modified, self.added)


def field_set(value: Any, kind: Type) -> Set:
    """The fields that a configuration names: leaves, items, entries of maps, empty maps (`TypedValue.ToFieldSet`)."""
    if isinstance(value, dict):
        return _of_members(value, kind)
    return _of_items(value, kind) if isinstance(value, list) else {}


def _of_members(value: dict[str, Any], kind: Type) -> Set:
    found: Set = {}
    for name, item in value.items():
        inner = kind.field(name)
        fields = {} if inner.form is Form.LEAF else field_set(item, inner)
        if inner.form is Form.LEAF or item is None or item == {}:
            found[f"f:{name}"] = {}
        elif not kind.declares(name):
            found[f"f:{name}"] = member(fields)
        elif fields:
            found[f"f:{name}"] = fields
    return found


def _of_items(value: list[Any], kind: Type) -> Set:
    found: Set = {}
    for item in value:
        element = kind.element(item)
        twice = element in found or kind.form is Form.SET
        found[element] = {} if twice else member(field_set(item, kind.inner or LEAF))
    return found


def everything(value: Any, kind: Type) -> Set:
    """The entry of something that came or went as a whole: itself and all that is in it."""
    if kind.form is Form.LEAF or not value:
        return {}
    if isinstance(value, dict):
        return member({f"f:{name}": everything(item, kind.field(name)) for name, item in value.items()})
    if isinstance(value, list) and kind.form in (Form.LIST, Form.SET):
        inner, grouped = kind.inner or LEAF, _by_element(value, kind)
        return member({name: everything(items[0], inner) if len(items) == 1 else {} for name, items in grouped.items()})
    return {}


def compare(before: Any, after: Any, kind: Type) -> Comparison:
    """How two values of one type differ (`TypedValue.Compare`)."""
    found = Comparison({}, {}, {})
    _compare(before, after, kind, found)
    return found


def _compare(before: Any, after: Any, kind: Type, found: Comparison) -> None:
    """Two containers; differences are entered into `found`."""
    if isinstance(before, dict) and isinstance(after, dict):
        _compare_members(before, after, kind, found)
    elif isinstance(before, list) and isinstance(after, list):
        _compare_items(before, after, kind, found)


def _compare_members(before: dict[str, Any], after: dict[str, Any], kind: Type, found: Comparison) -> None:
    for name, value in after.items():
        old = before.get(name, _MISSING)
        if old is not value and old != value:
            _enter(f"f:{name}", _filled(old, value, name, kind), value, kind.field(name), found)
    for name, value in before.items():
        if name not in after:
            _enter(f"f:{name}", value, _filled(_MISSING, value, name, kind), kind.field(name), found)


def _filled(value: Any, other: Any, name: str, kind: Type) -> Any:
    """What stands where nothing is written, if Go keeps something there all the same (types.ALWAYS_THERE)."""
    return type(other)() if value is _MISSING and name in kind.always else value


def _enter(element: str, before: Any, after: Any, kind: Type, found: Comparison) -> None:
    """One member or item of which the values differ."""
    if before is _MISSING:
        found.added[element] = everything(after, kind)
    elif after is _MISSING:
        found.removed[element] = everything(before, kind)
    elif kind.form is Form.LEAF or type(before) is not type(after) or not isinstance(after, dict | list):
        if before != after:
            found.modified[element] = {}
    else:
        for part, whole in zip(compare(before, after, kind), found, strict=True):
            if part:
                whole[element] = part


def _compare_items(before: list[Any], after: list[Any], kind: Type, found: Comparison) -> None:
    old, new = _by_element(before, kind), _by_element(after, kind)
    for element in {**old, **new}:
        _compare_alike(element, old.get(element, []), new.get(element, []), (kind, found))


def _compare_alike(element: str, old: list[Any], new: list[Any], where: tuple[Type, Comparison]) -> None:
    """Items of the same keys. If there are several on one side, the element is owned as a whole there."""
    kind, found = where
    if old == new:
        return
    if len(old) > 1 and len(new) > 1:
        found.modified[element] = {}
        return
    inner = kind.inner or LEAF
    before, after = (items[0] if len(items) == 1 else _MISSING for items in (old, new))
    if before is not _MISSING or after is not _MISSING:
        _enter(element, before, after, inner, found)
    if len(old) > 1:
        found.removed[element] = {}
    if len(new) > 1:
        found.added[element] = {}


def _by_element(items: list[Any], kind: Type) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for item in items:
        found.setdefault(kind.element(item), []).append(item)
    return found
