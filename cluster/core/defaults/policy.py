"""Defaults of autoscalers, LimitRanges and PriorityClasses. PodDisruptionBudgets and ResourceQuotas have none.

Upstream: `pkg/apis/autoscaling/v2/defaults.go`, `pkg/apis/core/v1/defaults.go` (SetDefaults_LimitRangeItem),
`pkg/apis/scheduling/v1/defaults.go`.
"""

from typing import Any

Object = dict[str, Any]

_CPU = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}
_PODS_15 = {"type": "Pods", "value": 4, "periodSeconds": 15}
_ALL_15 = {"type": "Percent", "value": 100, "periodSeconds": 15}
_UP = {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": [_PODS_15, _ALL_15]}
_DOWN = {"selectPolicy": "Max", "policies": [_ALL_15]}


def default_horizontal_pod_autoscaler(obj: Object) -> Object:
    """At least 1 replica, 80% of the requested CPU; rules of behaviour are filled up only where some are given."""
    spec = {**(obj.get("spec") or {})}
    spec.setdefault("minReplicas", 1)
    if obj.get("apiVersion") == "autoscaling/v2":
        if not spec.get("metrics"):
            spec["metrics"] = [_CPU]
        if spec.get("behavior"):
            spec["behavior"] = _behavior(spec["behavior"])
    return {**obj, "spec": spec}


def _behavior(behavior: Object) -> Object:
    up, down = behavior.get("scaleUp") or {}, behavior.get("scaleDown") or {}
    return {**behavior, "scaleUp": {**_UP, **up}, "scaleDown": {**_DOWN, **down}}


def default_limit_range(obj: Object) -> Object:
    """For containers: default limit from max, default request from limit, then from min."""
    spec = obj.get("spec") or {}
    limits = [_limit(item) if item.get("type") == "Container" else item for item in spec.get("limits") or ()]
    return {**obj, "spec": {**spec, "limits": limits}}


def _limit(item: Object) -> Object:
    limit = {**(item.get("max") or {}), **(item.get("default") or {})}
    request = {**(item.get("min") or {}), **limit, **(item.get("defaultRequest") or {})}
    found = {**item, "default": limit, "defaultRequest": request}
    return {key: value for key, value in found.items() if value or key in item}


def default_priority_class(obj: Object) -> Object:
    """Pods of a class may push out lower ones, unless it says otherwise."""
    return {
        **obj,
        "value": obj.get("value") or 0,
        "preemptionPolicy": obj.get("preemptionPolicy") or "PreemptLowerPriority",
    }
