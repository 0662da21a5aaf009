"""Autoscalers, disruption budgets, quotas and limit ranges, as far as they are used.

Upstream: `pkg/apis/autoscaling/validation`, `pkg/apis/policy/validation`, `pkg/apis/core/validation/validation.go`.
"""

from collections.abc import Callable

from cluster.core import names, quantity
from cluster.core.field_errors import duplicate, forbidden, invalid, required
from cluster.core.validation.apps import not_more_than_100_percent, validate_int_or_percent
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    validate_label_selector,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.resources import (
    FOR_QUOTAS,
    validate_container_resource_name,
    validate_quantity_value,
    validate_resource_name,
)

SCOPES = frozenset({
    "BestEffort", "CrossNamespacePodAffinity", "NotBestEffort", "NotTerminating", "PriorityClass", "Terminating",
})  # fmt: skip
EXCLUSIVE = (frozenset({"BestEffort", "NotBestEffort"}), frozenset({"Terminating", "NotTerminating"}))
OF_PODS = frozenset({
    "cpu", "limits.cpu", "limits.memory", "memory", "pods", "requests.cpu", "requests.memory",
})  # fmt: skip
"""What quotas with scopes can limit (`pkg/apis/core/helper/helpers.go`, IsResourceQuotaScopeValidForResource)."""

Validate = Callable[[Object], Errors]
ValidateUpdate = Callable[[Object, Object], Errors]


def validate_horizontal_pod_autoscaler(obj: Object) -> Errors:
    """Bounds that make sense, and a target."""
    spec = obj.get("spec") or {}
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    low, high = spec.get("minReplicas"), spec.get("maxReplicas") or 0
    if low is not None and low < 1:
        yield invalid("spec.minReplicas", low, "must be greater than or equal to 1")
    if high < 1:
        yield invalid("spec.maxReplicas", high, "must be greater than 0")
    if low is not None and high < low:
        yield invalid("spec.maxReplicas", high, "must be greater than or equal to `minReplicas`")
    target = spec.get("scaleTargetRef") or {}
    for name in ("kind", "name"):
        if not target.get(name):
            yield required(f"spec.scaleTargetRef.{name}")


def validate_pod_disruption_budget(obj: Object) -> Errors:
    """Either minAvailable or maxUnavailable."""
    spec = obj.get("spec") or {}
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    given = [name for name in ("minAvailable", "maxUnavailable") if spec.get(name) is not None]
    if len(given) == 2:
        shown = {name: spec[name] for name in given}
        yield invalid("spec", shown, "minAvailable and maxUnavailable cannot be both set")
    for name in given:
        yield from validate_int_or_percent(f"spec.{name}", spec[name])
        yield from not_more_than_100_percent(f"spec.{name}", spec[name])
    yield from validate_label_selector("spec.selector", spec.get("selector"))


def validate_resource_quota(obj: Object) -> Errors:
    """Names and amounts of what is limited."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    for name, amount in sorted(((obj.get("spec") or {}).get("hard") or {}).items()):
        path = f"spec.hard[{name}]"
        if name not in FOR_QUOTAS and not name.startswith("count/"):
            yield from validate_resource_name(path, name)
            if "/" not in name and not name.startswith(("hugepages-", "requests.hugepages-")):
                yield invalid(path, name, "must be a standard resource for quota")
        yield from validate_quantity_value(path, name, amount)
    yield from _validate_scopes(obj.get("spec") or {})


def _validate_scopes(spec: Object) -> Errors:
    """Which pods count (`pkg/apis/core/validation/validation.go`, validateResourceQuotaScopes)."""
    scopes = spec.get("scopes") or []
    for scope in scopes:
        if scope not in SCOPES:
            yield invalid("spec.scopes", scopes, "unsupported scope")
        for name in sorted(spec.get("hard") or ()):
            if scope in SCOPES and name in FOR_QUOTAS and name not in _counted_by(scope):
                yield invalid("spec.scopes", scopes, "unsupported scope applied to resource")
    for pair in EXCLUSIVE:
        if pair <= set(scopes):
            yield invalid("spec.scopes", scopes, "conflicting scopes")


def _counted_by(scope: str) -> frozenset[str]:
    return frozenset({"pods"}) if scope == "BestEffort" else OF_PODS


_BOUNDS = ("max", "min", "default", "defaultRequest", "maxLimitRequestRatio")
_ORDER = (
    ("min", "max", "min", "min value {0} is greater than max value {1}"),
    ("min", "defaultRequest", "defaultRequest", "min value {0} is greater than default request value {1}"),
    ("defaultRequest", "max", "defaultRequest", "default request value {0} is greater than max value {1}"),
    (
        "defaultRequest",
        "default",
        "defaultRequest",
        "default request value {0} is greater than default limit value {1}",
    ),
    ("min", "default", "default", "min value {0} is greater than default value {1}"),
    ("default", "max", "default", "default value {0} is greater than max value {1}"),
)
"""Which bound may not exceed which, where it is told, and how."""


def validate_limit_range(obj: Object) -> Errors:
    """Limits by type, their bounds in order."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    seen: set[str] = set()
    for index, item in enumerate((obj.get("spec") or {}).get("limits") or ()):
        path, kind = f"spec.limits[{index}]", item.get("type") or ""
        yield from _validate_limit_type(f"{path}.type", kind)
        if kind in seen:
            yield duplicate(f"{path}.type", kind)
        seen.add(kind)
        yield from _validate_limit_item(path, kind, item)


def _validate_limit_type(path: str, kind: str) -> Errors:
    messages = names.is_qualified_name(kind)
    yield from by_rule(path, kind, names.is_qualified_name)
    if not messages and "/" not in kind and kind not in {"Pod", "Container", "PersistentVolumeClaim"}:
        yield invalid(path, kind, "must be a standard limit type or fully qualified")


def _validate_limit_item(path: str, kind: str, item: Object) -> Errors:
    rule = validate_container_resource_name if kind in {"Pod", "Container"} else validate_resource_name
    for bound in _BOUNDS:
        if kind == "Pod" and bound.startswith("default") and item.get(bound):
            yield forbidden(f"{path}.{bound}", "may not be specified when `type` is 'Pod'")
            continue
        for name in sorted(item.get(bound) or {}):
            yield from rule(f"{path}.{bound}[{name}]", name)
    for lower, upper, told, text in _ORDER:
        below, above = item.get(lower) or {}, item.get(upper) or {}
        for name in sorted(set(below) & set(above)):
            low, high = quantity.parse(below[name]), quantity.parse(above[name])
            if low > high:
                shown = quantity.canonical((item.get(told) or {})[name])
                yield invalid(f"{path}.{told}[{name}]", shown, text.format(low, high))


def updated(validate: Validate) -> ValidateUpdate:
    """The validation of an update for kinds of which nothing is immutable."""

    def validate_update(new: Object, old: Object) -> Errors:
        yield from validate_object_meta_update(new, old)
        yield from validate(new)

    return validate_update
