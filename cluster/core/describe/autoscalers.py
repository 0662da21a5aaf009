"""HorizontalPodAutoscalers: `describe.go`, `describeHorizontalPodAutoscalerV2`."""

from cluster.core.describe.events import write_events
from cluster.core.describe.parts import meta, moment, part, quantity, write_annotations, write_labels
from cluster.core.describe.related import Related
from cluster.core.describe.writer import UNSET, Writer
from cluster.core.kinds import Object

UNKNOWN = "<unknown>"


def describe_autoscaler(w: Writer, obj: Object, related: Related) -> None:
    """What it looks at, between which sizes it moves, and what keeps it from doing so."""
    spec, status = part(obj, "spec"), part(obj, "status")
    target = part(spec, "scaleTargetRef")
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(obj).get('namespace') or ''}")
    write_labels(w, "Labels", meta(obj).get("labels"))
    write_annotations(w, "Annotations", meta(obj).get("annotations"))
    w.line(0, f"CreationTimestamp:\t{moment(meta(obj).get('creationTimestamp'))}")
    w.line(0, f"Reference:\t{target.get('kind') or ''}/{target.get('name') or ''}")
    w.line(0, "Metrics:\t( current / target )")
    current = status.get("currentMetrics") or []
    for index, metric in enumerate(spec.get("metrics") or ()):
        _write_metric(w, metric, current[index] if index < len(current) else {})
    least = spec.get("minReplicas")
    w.line(0, f"Min replicas:\t{UNSET if least is None else least}")
    w.line(0, f"Max replicas:\t{spec.get('maxReplicas') or 0}")
    if spec.get("behavior") is not None:
        w.line(0, "Behavior:")
        _write_rules(w, "Scale Up", part(spec, "behavior").get("scaleUp"))
        _write_rules(w, "Scale Down", part(spec, "behavior").get("scaleDown"))
    sizes = f"{status.get('currentReplicas') or 0} current / {status.get('desiredReplicas') or 0} desired"
    w.line(0, f"{target.get('kind') or ''} pods:\t{sizes}")
    _write_conditions(w, status.get("conditions") or [])
    write_events(w, related.events, related.now)


def _write_metric(w: Writer, metric: Object, current: Object) -> None:
    kind = str(metric.get("type") or "")
    field = kind[:1].lower() + kind[1:]
    source, seen = part(metric, field), part(current, field, "current")
    if kind in {"Resource", "ContainerResource"}:
        of = f' of container "{source.get("container") or ""}"' if kind == "ContainerResource" else ""
        _write_resource(w, f"resource {source.get('name') or ''}{of} on pods", part(source, "target"), seen)
    elif kind in {"Pods", "Object", "External"}:
        _write_custom(w, kind, source, seen)
    else:
        w.line(1, f'<unknown metric type "{kind}">')


def _write_custom(w: Writer, kind: str, source: Object, current: Object) -> None:
    target, about = part(source, "target"), part(source, "describedObject")
    is_average = kind == "Pods" or target.get("averageValue") is not None
    field = "averageValue" if is_average else "value"
    title = f'"{part(source, "metric").get("name") or ""}"'
    title += {"Pods": " on pods", "Object": f" on {about.get('kind') or ''}/{about.get('name') or ''}"}.get(kind, "")
    title += "" if kind == "Pods" else f" (target {'average ' if is_average else ''}value)"
    seen = current.get(field)
    w.line(1, f"{title}:\t{UNKNOWN if seen is None else quantity(seen)} / {quantity(target.get(field))}")


def _write_resource(w: Writer, title: str, target: Object, current: Object) -> None:
    average = str(quantity(current.get("averageValue")))
    if target.get("averageValue") is not None:
        shown = average if current else UNKNOWN
        w.line(1, f"{title}:\t{shown} / {quantity(target['averageValue'])}")
        return
    percent = current.get("averageUtilization")
    shown = UNKNOWN if percent is None else f"{percent}% ({average})"
    wanted = target.get("averageUtilization")
    goal = "<auto>" if wanted is None else f"{wanted}%"
    w.line(1, f"{title}  (as a percentage of request):\t{shown} / {goal}")


def _write_rules(w: Writer, title: str, rules: Object | None) -> None:
    if rules is None:
        return
    w.line(1, f"{title}:")
    if rules.get("stabilizationWindowSeconds") is not None:
        w.line(2, f"Stabilization Window: {rules['stabilizationWindowSeconds']} seconds")
    if not rules.get("policies"):
        return
    w.line(2, f"Select Policy: {rules.get('selectPolicy') or 'Max'}")
    w.line(2, "Policies:")
    for policy in rules["policies"]:
        kind, value, period = (policy.get(field) for field in ("type", "value", "periodSeconds"))
        w.line(3, f"- Type: {kind}\tValue: {value}\tPeriod: {period} seconds")


def _write_conditions(w: Writer, conditions: list[Object]) -> None:
    if not conditions:
        return
    w.line(0, "Conditions:")
    w.line(1, "Type\tStatus\tReason\tMessage")
    w.line(1, "----\t------\t------\t-------")
    for condition in conditions:
        w.line(1, "\t".join(str(condition.get(field) or "") for field in ("type", "status", "reason", "message")))
