"""Deployments and ReplicaSets: `describe.go`, `describeDeployment`, `describeReplicaSet`."""

from collections.abc import Sequence

from cluster.core.describe.events import write_events
from cluster.core.describe.parts import (
    controlled_by,
    meta,
    moment,
    part,
    write_annotations,
    write_conditions,
    write_labels,
)
from cluster.core.describe.pod_template import write_pod_template
from cluster.core.describe.related import Related
from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object
from cluster.core.labels_text import format_label_selector, selector_text
from cluster.core.printers.columns import count
from cluster.core.template_revisions import old_and_new

POD_PHASES = {"Running": "Running", "Pending": "Waiting", "Succeeded": "Succeeded", "Failed": "Failed"}


def describe_deployment(w: Writer, obj: Object, related: Related) -> None:
    """Its settings, its template, its conditions, its ReplicaSets, its events."""
    spec, status = part(obj, "spec"), part(obj, "status")
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(obj).get('namespace') or ''}")
    w.line(0, f"CreationTimestamp:\t{moment(meta(obj).get('creationTimestamp'))}")
    write_labels(w, "Labels", meta(obj).get("labels"))
    write_annotations(w, "Annotations", meta(obj).get("annotations"))
    w.line(0, f"Selector:\t{selector_text(spec.get('selector'))}")
    w.line(0, f"Replicas:\t{_replicas(spec, status)}")
    w.line(0, f"StrategyType:\t{part(spec, 'strategy').get('type') or ''}")
    w.line(0, f"MinReadySeconds:\t{count(spec, 'minReadySeconds')}")
    rolling = part(spec, "strategy", "rollingUpdate")
    if rolling:
        bounds = f"{rolling.get('maxUnavailable', 0)} max unavailable, {rolling.get('maxSurge', 0)} max surge"
        w.line(0, f"RollingUpdateStrategy:\t{bounds}")
    write_pod_template(w, part(spec, "template"))
    write_conditions(w, status.get("conditions"))
    old, new = old_and_new(obj, related.replica_sets)
    if old or new:
        w.line(0, f"OldReplicaSets:\t{_replica_sets(old)}")
        w.line(0, f"NewReplicaSet:\t{_replica_sets([new] if new else [])}")
    write_events(w, related.events, related.now)


def _replicas(spec: Object, status: Object) -> str:
    parts = [f"{count(spec, 'replicas')} desired"]
    for field, word in (
        ("updatedReplicas", "updated"),
        ("replicas", "total"),
        ("availableReplicas", "available"),
        ("unavailableReplicas", "unavailable"),
    ):
        parts.append(f"{count(status, field)} {word}")
    return " | ".join(parts)


def _replica_sets(replica_sets: Sequence[Object]) -> str:
    texts = [
        f"{meta(rs).get('name')} ({count(part(rs, 'status'), 'replicas')}/{count(part(rs, 'spec'), 'replicas')}"
        " replicas created)"
        for rs in replica_sets
    ]
    return ", ".join(texts) or NONE


def describe_replica_set(w: Writer, obj: Object, related: Related) -> None:
    """Its selector and owner, how its pods are, its template, its events."""
    spec, status = part(obj, "spec"), part(obj, "status")
    w.line(0, f"Name:\t{meta(obj).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(obj).get('namespace') or ''}")
    w.line(0, f"Selector:\t{format_label_selector(spec.get('selector'))}")
    write_labels(w, "Labels", meta(obj).get("labels"))
    write_annotations(w, "Annotations", meta(obj).get("annotations"))
    if controlled_by(obj):
        w.line(0, f"Controlled By:\t{controlled_by(obj)}")
    w.line(0, f"Replicas:\t{count(status, 'replicas')} current / {count(spec, 'replicas')} desired")
    w.line(0, f"Pods Status:\t{_pods_status(obj, related.pods)}")
    write_pod_template(w, part(spec, "template"))
    write_conditions(w, status.get("conditions"))
    write_events(w, related.events, related.now)


def _pods_status(obj: Object, pods: Sequence[Object]) -> str:
    """`2 Running / 0 Waiting / 0 Succeeded / 0 Failed`, of the pods that this ReplicaSet controls."""
    uid = meta(obj).get("uid")
    owned = [
        pod
        for pod in pods
        if any(o.get("controller") and o.get("uid") == uid for o in meta(pod).get("ownerReferences") or ())
    ]
    counts = {phase: sum(part(pod, "status").get("phase") == phase for pod in owned) for phase in POD_PHASES}
    return " / ".join(f"{counts[phase]} {word}" for phase, word in POD_PHASES.items())
