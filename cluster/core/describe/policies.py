"""Quotas, limits, disruption budgets and priorities.

Upstream: `describe.go`, `describeQuota`, `describeLimitRange`, `describePodDisruptionBudgetV1`,
`describePriorityClass`.
"""

from cluster.core.describe.events import write_events
from cluster.core.describe.namespaces import write_limit, write_scopes
from cluster.core.describe.parts import meta, part, quantity
from cluster.core.describe.related import Related
from cluster.core.describe.writer import UNSET, Writer
from cluster.core.kinds import Object
from cluster.core.labels_text import format_label_selector, format_labels

LIMITS = "Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio"


def describe_resource_quota(w: Writer, obj: Object, related: Related) -> None:
    """What may be used, and what is."""
    _write_names(w, obj)
    write_scopes(w, obj, 0, " ")
    w.line(0, "Resource\tUsed\tHard")
    w.line(0, "--------\t----\t----")
    hard, used = part(obj, "status", "hard"), part(obj, "status", "used")
    for name in sorted(hard):
        w.line(0, f"{name}\t{quantity(used.get(name))}\t{quantity(hard[name])}")


def describe_limit_range(w: Writer, obj: Object, related: Related) -> None:
    """What a container or pod may ask for."""
    _write_names(w, obj)
    if part(obj, "spec").get("limits"):
        w.line(0, LIMITS)
        w.line(0, "\t".join("-" * len(title) for title in LIMITS.split("\t")))
        write_limit(w, obj, "")


def describe_pod_disruption_budget(w: Writer, obj: Object, related: Related) -> None:
    """How many pods may be evicted at once."""
    spec, status = part(obj, "spec"), part(obj, "status")
    _write_names(w, obj)
    for field, title in (("minAvailable", "Min available"), ("maxUnavailable", "Max unavailable")):
        if spec.get(field) is not None:
            w.line(0, f"{title}:\t{spec[field]}")
            break
    selector = spec.get("selector")
    w.line(0, f"Selector:\t{UNSET if selector is None else format_label_selector(selector)}")
    w.line(0, "Status:")
    for title, field in (
        ("Allowed disruptions", "disruptionsAllowed"),
        ("Current", "currentHealthy"),
        ("Desired", "desiredHealthy"),
        ("Total", "expectedPods"),
    ):
        w.line(2, f"{title}:\t{status.get(field) or 0}")
    write_events(w, related.events, related.now)


def describe_priority_class(w: Writer, obj: Object, related: Related) -> None:
    """Its value, and whether pods without a class get it."""
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Value:\t{obj.get('value') or 0}")
    w.line(0, f"GlobalDefault:\t{str(bool(obj.get('globalDefault'))).lower()}")
    w.line(0, f"PreemptionPolicy:\t{obj.get('preemptionPolicy') or ''}")
    w.line(0, f"Description:\t{obj.get('description') or ''}")
    w.line(0, f"Annotations:\t{format_labels(meta(obj).get('annotations'))}")
    write_events(w, related.events, related.now)


def _write_names(w: Writer, obj: Object) -> None:
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(obj).get('namespace') or ''}")
