"""HorizontalPodAutoscalers of `autoscaling/v1`: the same objects as those of v2 with one number for the CPU.

What v1 has no field for travels in annotations. Upstream: `pkg/apis/autoscaling/v1/conversion.go`.
"""

from typing import Any

import orjson

from cluster.core.kinds import Object

PREFIX = "autoscaling.alpha.kubernetes.io/"
METRICS, CURRENT, CONDITIONS, BEHAVIOR = (
    f"{PREFIX}metrics",
    f"{PREFIX}current-metrics",
    f"{PREFIX}conditions",
    f"{PREFIX}behavior",
)


def served(hpa: Object) -> Object:
    """A stored autoscaler as v1 serves it."""
    spec, status = dict(hpa["spec"]), dict(hpa.get("status") or {})
    notes = dict(hpa["metadata"].get("annotations") or {})
    percent, others = _split(spec.pop("metrics", None) or [], "target")
    if percent is not None:
        spec["targetCPUUtilizationPercentage"] = percent
    used, measured = _split(status.pop("currentMetrics", None) or [], "current")
    if used is not None:
        status["currentCPUUtilizationPercentage"] = used
    told = (
        (METRICS, others),
        (CURRENT, measured),
        (CONDITIONS, status.pop("conditions", None)),
        (BEHAVIOR, spec.pop("behavior", None)),
    )
    notes |= {name: orjson.dumps(value).decode() for name, value in told if value}
    metadata = {**hpa["metadata"], "annotations": notes} if notes else hpa["metadata"]
    status.setdefault("currentReplicas", 0)
    status.setdefault("desiredReplicas", 0)
    return {**hpa, "apiVersion": "autoscaling/v1", "metadata": metadata, "spec": spec, "status": status}


def _split(metrics: list[Object], field: str) -> tuple[int | None, list[Object]]:
    """The percentage of the CPU, and the metrics that are something else."""
    percent, others = None, []
    for metric in metrics:
        source = metric.get("resource") or {}
        found = (source.get(field) or {}).get("averageUtilization")
        if percent is None and source.get("name") == "cpu" and found is not None:
            percent = found
        else:
            others.append(metric)
    return percent, others


def accepted(hpa: Object) -> Object:
    """What a client sends of v1, as it is stored."""
    spec, status = dict(hpa.get("spec") or {}), dict(hpa.get("status") or {})
    notes = dict((hpa.get("metadata") or {}).get("annotations") or {})
    percent, used = (
        spec.pop("targetCPUUtilizationPercentage", None),
        status.pop("currentCPUUtilizationPercentage", None),
    )
    metrics = _read(notes.pop(METRICS, ""), [])
    if percent is not None:
        metrics = [_cpu("target", {"type": "Utilization", "averageUtilization": percent}), *metrics]
    if metrics:
        spec["metrics"] = metrics
    current = _read(notes.pop(CURRENT, ""), [])
    if used is not None:
        current = [_cpu("current", {"averageUtilization": used}), *current]
    if current:
        status["currentMetrics"] = current
    for target, name in ((status, CONDITIONS), (spec, BEHAVIOR)):
        value = _read(notes.pop(name, ""), None)
        if value:
            target["conditions" if name == CONDITIONS else "behavior"] = value
    metadata = {name: value for name, value in (hpa.get("metadata") or {}).items() if name != "annotations"}
    if notes:
        metadata["annotations"] = notes
    return {**hpa, "apiVersion": "autoscaling/v2", "metadata": metadata, "spec": spec, "status": status}


def _cpu(field: str, value: Object) -> Object:
    return {"type": "Resource", "resource": {"name": "cpu", field: value}}


def _read(text: str, otherwise: Any) -> Any:
    """The value of an annotation; one that cannot be read says nothing."""
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError:
        return otherwise
    return value if isinstance(value, dict | list) else otherwise
