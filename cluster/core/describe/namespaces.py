"""Namespaces, with their quotas and limits: `describe.go`, `describeNamespace`."""

from cluster.core.describe.parts import meta, moment, part, quantity, write_annotations, write_labels
from cluster.core.describe.related import Related
from cluster.core.describe.writer import Writer
from cluster.core.kinds import Object

LIMIT_FIELDS = ("min", "max", "defaultRequest", "default", "maxLimitRequestRatio")
SCOPES = {
    "Terminating": "Matches all pods that have an active deadline. "
    "These pods have a limited lifespan on a node before being actively terminated by the system.",
    "NotTerminating": "Matches all pods that do not have an active deadline. "
    "These pods usually include long running pods whose container command is not expected to terminate.",
    "BestEffort": "Matches all pods that do not have resource requirements set. "
    "These pods have a best effort quality of service.",
    "NotBestEffort": "Matches all pods that have at least one resource requirement set. "
    "These pods have a burstable or guaranteed quality of service.",
}


def describe_namespace(w: Writer, obj: Object, related: Related) -> None:
    """Its status, its resource quotas, its limit ranges."""
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    write_labels(w, "Labels", meta(obj).get("labels"))
    write_annotations(w, "Annotations", meta(obj).get("annotations"))
    w.line(0, f"Status:\t{part(obj, 'status').get('phase') or ''}")
    _write_conditions(w, part(obj, "status").get("conditions") or [])
    w.line(0, "")
    _write_quotas(w, related)
    w.line(0, "")
    _write_limits(w, related)


def _write_conditions(w: Writer, conditions: list[Object]) -> None:
    if conditions:
        w.line(0, "Conditions:")
        w.line(1, "Type\tStatus\tLastTransitionTime\tReason\tMessage")
        w.line(1, "----\t------\t------------------\t------\t-------")
    for condition in conditions:
        kind, status, reason, message = (condition.get(f) or "" for f in ("type", "status", "reason", "message"))
        w.line(1, f"{kind}\t{status}\t{moment(condition.get('lastTransitionTime'))}\t{reason}\t{message}")


def _write_quotas(w: Writer, related: Related) -> None:
    if not related.resource_quotas:
        w.line(0, "No resource quota.")
        return
    w.line(0, "Resource Quotas")
    for quota in sorted(related.resource_quotas, key=lambda item: meta(item).get("name") or ""):
        w.line(1, f"Name:\t{meta(quota).get('name') or ''}")
        write_scopes(w, quota, 1, "")
        w.line(1, "Resource\tUsed\tHard")
        w.line(1, "--------\t---\t---")
        hard, used = part(quota, "status", "hard"), part(quota, "status", "used")
        for name in sorted(hard):
            w.line(1, f"{name}\t{quantity(used.get(name))}\t{quantity(hard[name])}")


def write_scopes(w: Writer, quota: Object, level: int, indent: str) -> None:
    """Which pods a quota counts, with what their scopes mean."""
    scopes = sorted(part(quota, "spec").get("scopes") or ())
    if scopes:
        w.line(level, f"Scopes:\t{', '.join(scopes)}")
    for scope in scopes:
        if scope in SCOPES:
            w.line(level, f"{indent}* {SCOPES[scope]}")


def _write_limits(w: Writer, related: Related) -> None:
    if not related.limit_ranges:
        w.line(0, "No LimitRange resource.")
        return
    w.line(0, "Resource Limits")
    w.line(0, " Type\tResource\tMin\tMax\tDefault Request\tDefault Limit\tMax Limit/Request Ratio")
    w.line(0, " ----\t--------\t---\t---\t---------------\t-------------\t-----------------------")
    for limit_range in related.limit_ranges:
        write_limit(w, limit_range, " ")


def write_limit(w: Writer, limit_range: Object, indent: str) -> None:
    """One line for each resource that a limit range speaks of."""
    for item in part(limit_range, "spec").get("limits") or ():
        for name in sorted({name for field in LIMIT_FIELDS for name in part(item, field)}):
            cells = [str(quantity(part(item, f)[name])) if name in part(item, f) else "-" for f in LIMIT_FIELDS]
            w.line(0, "\t".join([f"{indent}{item.get('type') or ''}", name, *cells]))
