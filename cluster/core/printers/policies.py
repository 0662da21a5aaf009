"""Limits and automatic sizes: `printers.go`, `printHorizontalPodAutoscaler`, `printPodDisruptionBudget`, and kin."""

from cluster.core.kinds import Object
from cluster.core.printers.columns import AGE, NAME, NOTHING, UNKNOWN, Cell, Column, Printer, age_of, count, name_of

TARGETS_SHOWN = 2


def autoscaler_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, REFERENCE, TARGETS, MINPODS, MAXPODS, REPLICAS, AGE of a HorizontalPodAutoscaler (v2)."""
    spec, status = obj.get("spec") or NOTHING, obj.get("status") or NOTHING
    target = spec.get("scaleTargetRef") or NOTHING
    smallest = "<unset>" if spec.get("minReplicas") is None else str(spec["minReplicas"])
    return [
        name_of(obj),
        f"{target.get('kind') or ''}/{target.get('name') or ''}",
        _targets(spec.get("metrics") or [], status.get("currentMetrics") or []),
        smallest,
        count(spec, "maxReplicas"),
        count(status, "currentReplicas"),
        age_of(obj, now_ms),
    ]


def _targets(wanted: list[Object], current: list[Object]) -> str:
    if not wanted:
        return "<none>"
    shown = [_target(metric, current[i] if i < len(current) else NOTHING) for i, metric in enumerate(wanted)]
    text = ", ".join(shown[:TARGETS_SHOWN])
    return f"{text} + {len(shown) - TARGETS_SHOWN} more..." if len(shown) > TARGETS_SHOWN else text


def _target(wanted: Object, current: Object) -> str:
    if wanted.get("type") != "Resource":
        return UNKNOWN
    resource = wanted.get("resource") or NOTHING
    target = resource.get("target") or NOTHING
    seen = (current.get("resource") or NOTHING).get("current") or NOTHING
    if target.get("averageValue") is not None:
        return f"{resource.get('name')}: {seen.get('averageValue') or UNKNOWN}/{target['averageValue']}"
    used = seen.get("averageUtilization")
    current_text = UNKNOWN if used is None else f"{used}%"
    wanted_text = "<auto>" if target.get("averageUtilization") is None else f"{target['averageUtilization']}%"
    return f"{resource.get('name')}: {current_text}/{wanted_text}"


def disruption_budget_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, MIN AVAILABLE, MAX UNAVAILABLE, ALLOWED DISRUPTIONS, AGE of a PodDisruptionBudget."""
    spec, status = obj.get("spec") or NOTHING, obj.get("status") or NOTHING
    bounds = ["N/A" if spec.get(field) is None else str(spec[field]) for field in ("minAvailable", "maxUnavailable")]
    return [name_of(obj), *bounds, count(status, "disruptionsAllowed"), age_of(obj, now_ms)]


def resource_quota_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, REQUEST, LIMIT, AGE of a ResourceQuota: `used/hard` of each resource, in the column it belongs to."""
    status = obj.get("status") or NOTHING
    hard, used = status.get("hard") or NOTHING, status.get("used") or NOTHING
    texts = {name: f"{name}: {used.get(name) or 0}/{hard[name]}" for name in sorted(hard)}
    limits = ", ".join(text for name, text in texts.items() if name.startswith("limits"))
    requests = ", ".join(text for name, text in texts.items() if not name.startswith("limits"))
    return [name_of(obj), requests, limits, age_of(obj, now_ms)]


def limit_range_cells(obj: Object, _now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, CREATED AT of a LimitRange."""
    return [name_of(obj), (obj.get("metadata") or NOTHING).get("creationTimestamp") or UNKNOWN]


AUTOSCALER = Printer(
    (
        NAME,
        Column("Reference", documented_by="HorizontalPodAutoscalerSpec.scaleTargetRef"),
        Column("Targets", documented_by="HorizontalPodAutoscalerSpec.metrics"),
        Column("MinPods", documented_by="HorizontalPodAutoscalerSpec.minReplicas"),
        Column("MaxPods", documented_by="HorizontalPodAutoscalerSpec.maxReplicas"),
        Column("Replicas", documented_by="HorizontalPodAutoscalerStatus.currentReplicas"),
        AGE,
    ),
    autoscaler_cells,
)

DISRUPTION_BUDGET = Printer(
    (
        NAME,
        Column("Min Available", description="The minimum number of pods that must be available."),
        Column("Max Unavailable", description="The maximum number of pods that may be unavailable."),
        Column(
            "Allowed Disruptions",
            "integer",
            description="Calculated number of pods that may be disrupted at this time.",
        ),
        AGE,
    ),
    disruption_budget_cells,
)

RESOURCE_QUOTA = Printer(
    (
        NAME,
        Column(
            "Request",
            description="Request represents a minimum amount of cpu/memory that a container may consume.",
        ),
        Column(
            "Limit",
            description="Limits control the maximum amount of cpu/memory that a container may use "
            "independent of contention on the node.",
        ),
        AGE,
    ),
    resource_quota_cells,
)

LIMIT_RANGE = Printer((NAME, Column("Created At", documented_by="ObjectMeta.creationTimestamp")), limit_range_cells)
