"""Field selectors: `metadata.name=web,status.phase!=Running`.

Upstream: `staging/src/k8s.io/apimachinery/pkg/fields/selector.go`; which fields a kind allows:
`pkg/apis/core/v1/conversion.go`, `pkg/apis/apps/v1/conversion.go`, `pkg/apis/events/v1/conversion.go`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cluster.core.go_text import quote
from cluster.core.requirements import SelectorError

_ALWAYS = ("metadata.name", "metadata.namespace")
FIELDS: dict[str, tuple[str, ...]] = {
    "Pod": (
        "spec.nodeName", "spec.restartPolicy", "spec.schedulerName", "spec.serviceAccountName", "spec.hostNetwork",
        "status.phase", "status.podIP", "status.podIPs", "status.nominatedNodeName",
    ),
    "Node": ("spec.unschedulable",),
    "Namespace": ("status.phase",),
    "Secret": ("type",),
    "Service": ("spec.clusterIP", "spec.type"),
    "ReplicaSet": ("status.replicas",),
    "ReplicationController": ("status.replicas",),
    "Event": (
        "involvedObject.kind", "involvedObject.namespace", "involvedObject.name", "involvedObject.uid",
        "involvedObject.apiVersion", "involvedObject.resourceVersion", "involvedObject.fieldPath", "reason",
        "reportingComponent", "source", "type",
    ),
}  # fmt: skip
"""The fields, besides name and namespace, by which the API server lets a kind be selected."""


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """One condition: the field has the value, or has not when `negated`."""

    field: str
    value: str
    negated: bool = False

    def matches(self, obj: Mapping[str, Any]) -> bool:
        """Does the condition hold for the object?"""
        return (field_text(obj, self.field) == self.value) != self.negated


def parse(text: str, kind: str = "") -> tuple[FieldTerm, ...]:
    """The conditions of a selector. With a kind, raises SelectorError for fields by which it cannot be selected."""
    terms = tuple(_term(part) for part in _split(text) if part)
    for term in terms:
        if kind and term.field not in _ALWAYS and term.field not in FIELDS.get(kind, ()):
            raise SelectorError(_not_known(term.field, kind))
    return terms


def _not_known(field: str, kind: str) -> str:
    if kind in FIELDS:
        return f"field label not supported: {field}"
    return f'{quote(field)} is not a known field selector: only "metadata.name", "metadata.namespace"'


def _split(text: str) -> list[str]:
    """The parts between commas; `\\,` is a comma inside a part."""
    parts, escaped = [""], False
    for char in text:
        if char == "," and not escaped:
            parts.append("")
        else:
            parts[-1] += char
        escaped = char == "\\" and not escaped
    return parts


def _term(part: str) -> FieldTerm:
    for index in range(len(part)):
        for sign, negated in (("!=", True), ("==", False), ("=", False)):
            if part.startswith(sign, index):
                return FieldTerm(part[:index], _unescape(part[index + len(sign) :]), negated)
    raise SelectorError(f"invalid selector: '{part}'; can't understand '{part}'")


def _unescape(value: str) -> str:
    found, chars = "", iter(value)
    for char in chars:
        if char in {",", "="}:
            raise SelectorError(f"invalid field selector: unescaped character in value: {char}")
        if char == "\\":
            escaped = next(chars, "")
            if escaped not in {"\\", ",", "="}:
                raise SelectorError(f"invalid field selector: invalid escape sequence: \\{escaped}")
            found += escaped
        else:
            found += char
    return found


def matches(terms: tuple[FieldTerm, ...], obj: Mapping[str, Any]) -> bool:
    """Do all conditions hold for the object?"""
    return all(term.matches(obj) for term in terms)


def field_text(obj: Mapping[str, Any], field: str) -> str:
    """A field as text: missing is empty, false is `false`. An Event's `source` is its component."""
    value: Any = obj
    for name in field.split("."):
        value = value.get(name) if isinstance(value, Mapping) else None
    if field == "source":
        value = value.get("component") if isinstance(value, Mapping) else obj.get("reportingComponent")
    if value is None:
        value = False if field in {"spec.unschedulable", "spec.hostNetwork"} else ""
    return str(value).lower() if isinstance(value, bool) else str(value)
