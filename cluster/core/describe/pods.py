"""Pods: `describe.go`, `describePod`."""

from cluster.core.describe.containers import write_containers, write_resources
from cluster.core.describe.events import write_events
from cluster.core.describe.parts import (
    controlled_by,
    meta,
    moment,
    part,
    write_annotations,
    write_labels,
    write_tolerations,
)
from cluster.core.describe.pod_template import write_topology_spread
from cluster.core.describe.qos import qos_class
from cluster.core.describe.related import Related
from cluster.core.describe.volumes import write_volumes
from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object
from cluster.core.printers.columns import since

RESOLVED = ("metadata.name", "metadata.namespace")


def describe_pod(w: Writer, pod: Object, related: Related) -> None:
    """Where it runs, what its containers do, its conditions, volumes, placement, events."""
    spec, status = part(pod, "spec"), part(pod, "status")
    _write_identity(w, pod)
    write_labels(w, "Labels", meta(pod).get("labels"))
    write_annotations(w, "Annotations", meta(pod).get("annotations"))
    _write_status(w, pod, related.now)
    if part(spec, "resources"):
        w.line(0, "Resources:")
        write_resources(w, 1, spec["resources"])
    _write_all_containers(w, pod)
    _write_conditions(w, spec, status)
    write_volumes(w, spec.get("volumes") or [])
    w.line(0, f"QoS Class:\t{status.get('qosClass') or qos_class(pod)}")
    write_labels(w, "Node-Selectors", spec.get("nodeSelector"))
    write_tolerations(w, "Tolerations", spec.get("tolerations"))
    write_topology_spread(w, spec.get("topologySpreadConstraints") or [])
    write_events(w, related.events, related.now)


def _write_identity(w: Writer, pod: Object) -> None:
    spec, status = part(pod, "spec"), part(pod, "status")
    w.line(0, f"Name:\t{meta(pod).get('name') or ''}")
    w.line(0, f"Namespace:\t{meta(pod).get('namespace') or ''}")
    if spec.get("priority") is not None:
        w.line(0, f"Priority:\t{spec['priority']}")
    for title, field in (
        ("Priority Class Name", "priorityClassName"),
        ("Runtime Class Name", "runtimeClassName"),
        ("Service Account", "serviceAccountName"),
    ):
        if spec.get(field):
            w.line(0, f"{title}:\t{spec[field]}")
    node = spec.get("nodeName")
    w.line(0, f"Node:\t{node}/{status.get('hostIP') or ''}" if node else f"Node:\t{NONE}")
    if status.get("startTime"):
        w.line(0, f"Start Time:\t{moment(status['startTime'])}")


def _write_status(w: Writer, pod: Object, now_ms: int) -> None:
    spec, status, phase = part(pod, "spec"), part(pod, "status"), part(pod, "status").get("phase") or ""
    deletion = meta(pod).get("deletionTimestamp")
    if deletion and phase not in ("Failed", "Succeeded"):
        w.line(0, f"Status:\tTerminating (lasts {since(deletion, now_ms)})")
        w.line(0, f"Termination Grace Period:\t{meta(pod).get('deletionGracePeriodSeconds') or 0}s")
    else:
        w.line(0, f"Status:\t{phase}")
    for title, field in (("Reason", "reason"), ("Message", "message")):
        if status.get(field):
            w.line(0, f"{title}:\t{status[field]}")
    profile = part(spec, "securityContext", "seccompProfile")
    if profile:
        w.line(0, f"SeccompProfile:\t{profile.get('type')}")
    w.line(0, f"IP:\t{status.get('podIP') or ''}")
    ips = status.get("podIPs") or ()
    w.line(0, "IPs:" if ips else f"IPs:\t{NONE}")
    for address in ips:
        w.line(1, f"IP:\t{address.get('ip') or ''}")
    if controlled_by(pod):
        w.line(0, f"Controlled By:\t{controlled_by(pod)}")
    if status.get("nominatedNodeName"):
        w.line(0, f"NominatedNodeName:\t{status['nominatedNodeName']}")


def _write_all_containers(w: Writer, pod: Object) -> None:
    spec, status = part(pod, "spec"), part(pod, "status")

    def resolve(path: str) -> str:
        """kubectl knows just these two; the others only the kubelet can fill in."""
        return meta(pod).get(path.removeprefix("metadata.")) or "" if path in RESOLVED else ""

    for title, field, statuses in (
        ("Init Containers", "initContainers", "initContainerStatuses"),
        ("Containers", "containers", "containerStatuses"),
        ("Ephemeral Containers", "ephemeralContainers", "ephemeralContainerStatuses"),
    ):
        if spec.get(field) or field == "containers":
            write_containers(w, title, spec.get(field) or [], status.get(statuses) or [], resolve)


def _write_conditions(w: Writer, spec: Object, status: Object) -> None:
    conditions = status.get("conditions") or []
    if spec.get("readinessGates"):
        found = {c.get("type"): c.get("status") for c in reversed(conditions)}
        w.write(0, "Readiness Gates:\n  Type\tStatus\n")
        for gate in spec["readinessGates"]:
            w.line(1, f"{gate.get('conditionType')} \t{found.get(gate.get('conditionType'), NONE)} ")
    if conditions:
        w.write(0, "Conditions:\n  Type\tStatus\n")
        for condition in conditions:
            w.line(1, f"{condition.get('type')} \t{condition.get('status')} ")
