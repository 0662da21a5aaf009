"""Whether an applied configuration is one of its kind (fields known, items told apart), and a list of managers one.

Upstream: `sigs.k8s.io/structured-merge-diff/typed/validate.go`. Types of scalars are judged when the result is decoded.
"""

import json
from typing import Any

from cluster.core import times, typed
from cluster.core.kinds import Object
from cluster.core.managed_fields.entries import APPLY, UPDATE
from cluster.core.managed_fields.sets import SELF, path_text, to_text
from cluster.core.managed_fields.types import LEAF, Form, Type, type_of
from cluster.core.patch import MalformedPatch

DEEPEST = 100
"""Levels of a set of fields; no object of any kind has a third of them."""


def is_list_of_managers(entries: Any) -> bool:
    """Whether the API server would take this for `metadata.managedFields` (managedfields.go, DecodeManagedFields)."""
    return isinstance(entries, list) and all(map(_is_entry, entries))


def _is_entry(entry: Any) -> bool:
    if not isinstance(entry, dict) or entry.get("operation") not in (APPLY, UPDATE):
        return False
    if not all(isinstance(entry.get(name) or "", str) for name in ("manager", "subresource", "apiVersion")):
        return False
    time = entry.get("time")
    if not entry.get("apiVersion") or entry.get("fieldsType") != "FieldsV1" or not _is_time(time):
        return False
    return _is_set(entry.get("fieldsV1") or {}, DEEPEST)


def _is_time(value: Any) -> bool:
    if value is None:
        return True
    try:
        return typed.is_moment(value) and times.to_ms(value) is not None
    except ValueError:
        return False


def _is_set(node: Any, depth: int) -> bool:
    if not isinstance(node, dict) or not depth:
        return False
    return all(_is_element(element) and _is_set(inner, depth - 1) for element, inner in node.items())


def _is_element(element: str) -> bool:
    kind, content = element[:2], element[2:]
    if kind not in ("k:", "v:"):
        return element == SELF or kind == "f:" or (kind == "i:" and content.lstrip("-").isdigit())
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return False
    return kind == "v:" or (isinstance(value, dict) and bool(value))


def judge(config: Object) -> None:
    """Raises MalformedPatch with all that is wrong, in upstream's words."""
    kind = type_of(config["apiVersion"], config["kind"])
    faults = _faults(config, kind, "")
    if not faults:
        return
    told = faults[0] if len(faults) == 1 else "\n".join(["errors:", *(f"  {fault}" for fault in faults)])
    metadata = config.get("metadata") or {}
    named = f"{metadata.get('namespace', '')}/{metadata.get('name', '')}"
    gvk = f"{config['apiVersion']}, Kind={config['kind']}"
    raised = MalformedPatch(f"failed to create typed patch object ({named}; {_dotted(gvk)}): {told}")
    raise raised


def _dotted(gvk: str) -> str:
    """Of the core group Go prints an empty name: `/v1, Kind=Pod`."""
    return gvk if "/" in gvk else f"/{gvk}"


def _faults(value: Any, kind: Type, path: str) -> list[str]:
    if value is None or kind.form is Form.LEAF:
        return []
    if kind.form in (Form.LIST, Form.SET):
        return _faults_of_items(value, kind, path) if isinstance(value, list) else [_expected("list", value, path)]
    if not isinstance(value, dict):
        return [_expected("map", value, path)]
    faults: list[str] = []
    for name, item in value.items():
        if kind.form is Form.STRUCT and not kind.declares(name):
            return [*faults, f"{path}.{name}: field not declared in schema"]
        faults += _faults(item, kind.field(name), f"{path}.{name}")
    return faults


def _faults_of_items(items: list[Any], kind: Type, path: str) -> list[str]:
    seen: set[str] = set()
    faults: list[str] = []
    for index, item in enumerate(items):
        why = _unrecognisable(item, kind)
        if why:
            return [*faults, f"{path}: element {index}: {why}"]
        element = kind.element(item)
        place = path_text((element,))
        if element in seen:
            faults.append(f"{path}: duplicate entries for key {place}")
        seen.add(element)
        faults += _faults(item, kind.inner or LEAF, f"{path}{place}")
    return faults


def _unrecognisable(item: Any, kind: Type) -> str:
    """Why an item cannot be told from others, or nothing."""
    if kind.form is Form.SET:
        if isinstance(item, dict):
            return "associative list without keys has an element that's a map type"
        return "" if item is not None else "associative list without keys has an element that's an explicit null"
    if item is None:
        return "associative list with keys may not have a null element"
    if not isinstance(item, dict):
        return "associative list with keys may not have non-map elements"
    if any(isinstance(item.get(key), dict | list) for key in kind.keys):
        return "associative list with keys may not have non-scalar keys"
    if kind.element(item) != "k:{}":
        return ""
    names = " ".join(map(to_text, kind.keys))
    return (
        f"associative list with keys has an element that omits all key fields [{names}] "
        "(and doesn't have default values for any key fields)"
    )


def _expected(wanted: str, value: Any, path: str) -> str:
    return f"{path}: expected {wanted}, got {to_text(value)}"
