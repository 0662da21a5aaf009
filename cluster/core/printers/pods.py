"""Pods: `pkg/printers/internalversion/printers.go`, `printPod`."""

from cluster.core.kinds import Object
from cluster.core.pod_status import pod_summary
from cluster.core.printers.columns import AGE, NAME, NONE, NOTHING, Cell, Column, Printer, age_of, name_of

COMPLETED_MESSAGES = {
    "Succeeded": "The pod has completed successfully.",
    "Failed": "The pod failed.",
}


def pod_cells(pod: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, READY, STATUS, RESTARTS, AGE and the wide columns of a pod."""
    summary = pod_summary(pod)
    spec, status = pod.get("spec") or NOTHING, pod.get("status") or NOTHING
    return [
        name_of(pod),
        f"{summary.ready}/{summary.total}",
        summary.status,
        summary.restarts_text(now_ms),
        age_of(pod, now_ms),
        _ip(status) or NONE,
        spec.get("nodeName") or NONE,
        status.get("nominatedNodeName") or NONE,
        _readiness_gates(spec, status),
    ]


def _ip(status: Object) -> str:
    ips = status.get("podIPs")
    return (ips[0].get("ip") if ips else status.get("podIP")) or ""


def _readiness_gates(spec: Object, status: Object) -> str:
    gates = spec.get("readinessGates")
    if not gates:
        return NONE
    wanted = {gate.get("conditionType") for gate in gates}
    conditions = status.get("conditions") or ()
    true = sum(1 for c in conditions if c.get("type") in wanted and c.get("status") == "True")
    return f"{true}/{len(gates)}"


def pod_row_conditions(pod: Object) -> list[Object]:
    """The Table row's conditions: a finished pod is marked `Completed`, so that clients may grey it out or hide it."""
    phase = (pod.get("status") or NOTHING).get("phase") or ""
    message = COMPLETED_MESSAGES.get(phase)
    return [{"type": "Completed", "status": "True", "reason": phase, "message": message}] if message else []


POD = Printer(
    (
        NAME,
        Column("Ready", description="The aggregate readiness state of this pod for accepting traffic."),
        Column("Status", description="The aggregate status of the containers in this pod."),
        Column(
            "Restarts",
            description="The number of times the containers in this pod have been restarted "
            "and when the last container in this pod has restarted.",
        ),
        AGE,
        Column("IP", priority=1, documented_by="PodStatus.podIP"),
        Column("Node", priority=1, documented_by="PodSpec.nodeName"),
        Column("Nominated Node", priority=1, documented_by="PodStatus.nominatedNodeName"),
        Column("Readiness Gates", priority=1, documented_by="PodSpec.readinessGates"),
    ),
    pod_cells,
)
