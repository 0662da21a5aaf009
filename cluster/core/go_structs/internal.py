"""The API server's own form of a pod spec, as JSON: what a refused update is compared in.

The structs of `pkg/apis/core/types.go` have no JSON names, so every field is there under its Go name. They are those
of v1 but for the order of the pod spec's fields, and for the host's namespaces, which belong to its securityContext.
"""

import difflib
import json
from typing import Any

from cluster.core import quantity
from cluster.core.go_structs.fields import Field, structs

_POD_SPEC = """\
Volumes InitContainers Containers EphemeralContainers RestartPolicy TerminationGracePeriodSeconds
ActiveDeadlineSeconds DNSPolicy NodeSelector ServiceAccountName AutomountServiceAccountToken NodeName SecurityContext
ImagePullSecrets Hostname Subdomain SetHostnameAsFQDN Affinity SchedulerName Tolerations HostAliases PriorityClassName
Priority PreemptionPolicy DNSConfig ReadinessGates RuntimeClassName Overhead EnableServiceLinks
TopologySpreadConstraints OS SchedulingGates ResourceClaims Resources HostnameOverride SchedulingGroup
"""
_OF_THE_HOST = ("HostNetwork", "HostPID", "HostIPC", "ShareProcessNamespace", "HostUsers")
_BY_VALUE = frozenset({("ServiceAccountTokenProjection", "ExpirationSeconds")})
"""Pointers of v1 that are none here."""


def difference(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What differs between two pod specs, as `apimachinery/pkg/util/diff/diff.go`, Diff, prints it."""
    before, after = ([f"{line}\n" for line in json_text(spec).split("\n")] for spec in (old, new))
    return "".join(list(difflib.unified_diff(before, after, n=3))[2:])


def json_text(spec: dict[str, Any]) -> str:
    """A pod spec as `json.MarshalIndent` writes the internal one."""
    fields = {field.name: field for field in structs()["PodSpec"]}
    found = _members([fields[name] for name in _POD_SPEC.split()], spec, "PodSpec")
    host = _members([fields[name] for name in _OF_THE_HOST], spec, "PodSpec")
    found["SecurityContext"] = {**host, **(found["SecurityContext"] or _value("PodSecurityContext", {}))}
    text = json.dumps(found, indent=1, ensure_ascii=False)
    for character, written in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(character, written)
    return text.replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _members(fields: list[Field], value: dict[str, Any], struct: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        if not field.json:  # an embedded struct's fields are written as if they were its holder's
            found |= _members(list(structs()[field.type]), value, field.type)
            continue
        type_ = field.type.lstrip("*") if (struct, field.name) in _BY_VALUE else field.type
        found[field.name] = _value(type_, value.get(field.json))
    return found


def _value(type_: str, value: Any) -> Any:
    if type_.startswith("*"):
        return None if value is None else _value(type_[1:], value)
    if type_.startswith("[]"):
        return [_value(type_[2:], one) for one in value] if value else None
    if type_.startswith("map[") or type_ == "ResourceList":
        return dict(sorted(value.items())) if value else None
    if type_ == "LabelSelector":  # one of the few that are not internal
        return {name: value[name] for name in ("matchLabels", "matchExpressions") if (value or {}).get(name)}
    if type_ in structs():
        return _members(list(structs()[type_]), value or {}, type_)
    if type_ == "resource.Quantity":
        return quantity.canonical(value) if value is not None else "0"
    if value is None:
        return {"bool": False, "int32": 0, "int64": 0, "intstr.IntOrString": 0}.get(type_, "")
    return value
