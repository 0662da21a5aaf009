"""Defaults of what holds a pod template. Upstream: `pkg/apis/apps/v1/defaults.go`, `pkg/apis/core/v1/defaults.go`."""

from typing import Any

from cluster.core.defaults import pod

Object = dict[str, Any]


def default_deployment(obj: Object) -> Object:
    """1 replica, rolling update by quarters, 10 old ReplicaSets kept, 600 s to make progress."""
    spec = {**(obj.get("spec") or {})}
    spec.setdefault("replicas", 1)
    spec["strategy"] = _strategy(spec.get("strategy") or {})
    spec.setdefault("revisionHistoryLimit", 10)
    spec.setdefault("progressDeadlineSeconds", 600)
    spec["template"] = default_template(spec.get("template") or {})
    return {**obj, "spec": spec, "status": obj.get("status") or {}}


def _strategy(strategy: Object) -> Object:
    kind = strategy.get("type") or "RollingUpdate"
    found = {**strategy, "type": kind}
    if kind == "RollingUpdate":
        rolling = strategy.get("rollingUpdate") or {}
        found["rollingUpdate"] = {"maxUnavailable": "25%", "maxSurge": "25%", **rolling}
    return found


def default_template(template: Object) -> Object:
    """A pod template with the defaults of its pod spec."""
    metadata, spec = template.get("metadata") or {}, pod.default_pod_spec(template.get("spec") or {})
    return {**template, "metadata": metadata, "spec": spec}


def default_replica_set(obj: Object) -> Object:
    """1 replica (`SetDefaults_ReplicaSet`)."""
    spec = {**(obj.get("spec") or {})}
    spec.setdefault("replicas", 1)
    spec["template"] = default_template(spec.get("template") or {})
    return {**obj, "spec": spec, "status": obj.get("status") or {"replicas": 0}}


def default_replication_controller(obj: Object) -> Object:
    """1 replica; selector and labels are the template's where none are given (`SetDefaults_ReplicationController`)."""
    spec = {**(obj.get("spec") or {})}
    spec.setdefault("replicas", 1)
    if spec.get("template") is not None:
        spec["template"] = default_template(spec["template"])
        labels = spec["template"]["metadata"].get("labels")
        if labels:
            spec["selector"] = spec.get("selector") or labels
            metadata = obj.get("metadata") or {}
            obj = {**obj, "metadata": {**metadata, "labels": metadata.get("labels") or labels}}
    return {**obj, "spec": spec, "status": obj.get("status") or {"replicas": 0}}


def default_pod_template(obj: Object) -> Object:
    """The defaults of its template."""
    return {**obj, "template": default_template(obj.get("template") or {})}
