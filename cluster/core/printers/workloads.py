"""What makes pods: Deployments, ReplicaSets and their kin.

Upstream: `pkg/printers/internalversion/printers.go`, `printDeployment`, `printReplicaSet`, `printStatefulSet`,
`printDaemonSet`, `printJob`, `printScale`.
"""

from cluster.core import times
from cluster.core.durations import human_duration
from cluster.core.kinds import Object
from cluster.core.labels_text import format_label_selector, format_labels, selector_text
from cluster.core.pod_status import has_condition
from cluster.core.printers.columns import (
    AGE,
    CONTAINERS,
    IMAGES,
    NAME,
    NOTHING,
    Cell,
    Column,
    Printer,
    age_of,
    container_cells,
    count,
    name_of,
)


def _parts(obj: Object) -> tuple[Object, Object]:
    return obj.get("spec") or NOTHING, obj.get("status") or NOTHING


def deployment_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, READY (ready/wanted), UP-TO-DATE, AVAILABLE, AGE and the wide columns of a Deployment."""
    spec, status = _parts(obj)
    ready = f"{count(status, 'readyReplicas')}/{count(spec, 'replicas')}"
    updated, available = count(status, "updatedReplicas"), count(status, "availableReplicas")
    selector = selector_text(spec.get("selector"))
    return [name_of(obj), ready, updated, available, age_of(obj, now_ms), *container_cells(obj), selector]


def replica_set_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, DESIRED, CURRENT, READY, AGE and the wide columns of a ReplicaSet."""
    spec, status = _parts(obj)
    numbers = [count(spec, "replicas"), count(status, "replicas"), count(status, "readyReplicas")]
    selector = format_label_selector(spec.get("selector"))
    return [name_of(obj), *numbers, age_of(obj, now_ms), *container_cells(obj), selector]


def replication_controller_cells(obj: Object, now_ms: int, wide: bool) -> list[Cell]:
    """As a ReplicaSet's; its selector is a plain map."""
    return [*replica_set_cells(obj, now_ms, wide)[:-1], format_labels((obj.get("spec") or NOTHING).get("selector"))]


def pod_template_cells(obj: Object, _now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, CONTAINERS, IMAGES and POD LABELS of a PodTemplate (`printPodTemplate`)."""
    labels = ((obj.get("template") or NOTHING).get("metadata") or NOTHING).get("labels")
    return [name_of(obj), *container_cells({"spec": obj}), format_labels(labels)]


def stateful_set_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, READY, AGE and the wide columns of a StatefulSet."""
    spec, status = _parts(obj)
    ready = f"{count(status, 'readyReplicas')}/{count(spec, 'replicas')}"
    return [name_of(obj), ready, age_of(obj, now_ms), *container_cells(obj)]


def daemon_set_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """The counts of a DaemonSet, its node selector, age and wide columns."""
    spec, status = _parts(obj)
    numbers = [
        count(status, field)
        for field in (
            "desiredNumberScheduled",
            "currentNumberScheduled",
            "numberReady",
            "updatedNumberScheduled",
            "numberAvailable",
        )
    ]
    template = spec.get("template") or NOTHING
    nodes = format_labels((template.get("spec") or NOTHING).get("nodeSelector"))
    selector = format_label_selector(spec.get("selector"))
    return [name_of(obj), *numbers, nodes, age_of(obj, now_ms), *container_cells(obj), selector]


def job_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, STATUS, COMPLETIONS, DURATION, AGE and the wide columns of a Job."""
    spec, status = _parts(obj)
    selector = format_label_selector(spec.get("selector"))
    texts = [_job_status(obj), _job_completions(spec, status), _job_duration(status, now_ms)]
    return [name_of(obj), *texts, age_of(obj, now_ms), *container_cells(obj), selector]


def _job_status(obj: Object) -> str:
    for condition in ("Complete", "Failed"):
        if has_condition(obj, condition):
            return condition
    if (obj.get("metadata") or NOTHING).get("deletionTimestamp"):
        return "Terminating"
    for condition, text in (("Suspended", "Suspended"), ("FailureTarget", "FailureTarget")):
        if has_condition(obj, condition):
            return text
    return "SuccessCriteriaMet" if has_condition(obj, "SuccessCriteriaMet") else "Running"


def _job_completions(spec: Object, status: Object) -> str:
    done, wanted, parallel = count(status, "succeeded"), spec.get("completions"), count(spec, "parallelism")
    if wanted is not None:
        return f"{done}/{wanted}"
    return f"{done}/1 of {parallel}" if parallel > 1 else f"{done}/1"


def _job_duration(status: Object, now_ms: int) -> str:
    start, end = status.get("startTime"), status.get("completionTime")
    if not start:
        return ""
    return human_duration((times.to_ms(end) if end else now_ms) - times.to_ms(start))


def scale_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, DESIRED, AVAILABLE, AGE of a Scale."""
    spec, status = _parts(obj)
    return [name_of(obj), count(spec, "replicas"), count(status, "replicas"), age_of(obj, now_ms)]


def _number(name: str, documented_by: str) -> Column:
    return Column(name, "integer", documented_by=documented_by)


def _selector(documented_by: str) -> Column:
    return Column("Selector", priority=1, documented_by=documented_by)


DEPLOYMENT = Printer(
    (
        NAME,
        Column("Ready", description="Number of the pod with ready state"),
        _number("Up-to-date", "DeploymentStatus.updatedReplicas"),
        _number("Available", "DeploymentStatus.availableReplicas"),
        AGE,
        CONTAINERS,
        IMAGES,
        _selector("DeploymentSpec.selector"),
    ),
    deployment_cells,
)

REPLICA_SET = Printer(
    (
        NAME,
        _number("Desired", "ReplicaSetSpec.replicas"),
        _number("Current", "ReplicaSetStatus.replicas"),
        _number("Ready", "ReplicaSetStatus.readyReplicas"),
        AGE,
        CONTAINERS,
        IMAGES,
        _selector("ReplicaSetSpec.selector"),
    ),
    replica_set_cells,
)

REPLICATION_CONTROLLER = Printer(
    (
        NAME,
        _number("Desired", "ReplicationControllerSpec.replicas"),
        _number("Current", "ReplicationControllerStatus.replicas"),
        _number("Ready", "ReplicationControllerStatus.readyReplicas"),
        AGE,
        CONTAINERS,
        IMAGES,
        _selector("ReplicationControllerSpec.selector"),
    ),
    replication_controller_cells,
)

POD_TEMPLATE = Printer(
    (
        NAME,
        CONTAINERS._replace(priority=0),
        IMAGES._replace(priority=0),
        Column("Pod Labels", description="The labels for the pod template."),
    ),
    pod_template_cells,
)

STATEFUL_SET = Printer(
    (NAME, Column("Ready", description="Number of the pod with ready state"), AGE, CONTAINERS, IMAGES),
    stateful_set_cells,
)

DAEMON_SET = Printer(
    (
        NAME,
        _number("Desired", "DaemonSetStatus.desiredNumberScheduled"),
        _number("Current", "DaemonSetStatus.currentNumberScheduled"),
        _number("Ready", "DaemonSetStatus.numberReady"),
        _number("Up-to-date", "DaemonSetStatus.updatedNumberScheduled"),
        _number("Available", "DaemonSetStatus.numberAvailable"),
        Column("Node Selector", documented_by="PodSpec.nodeSelector"),
        AGE,
        CONTAINERS,
        IMAGES,
        _selector("DaemonSetSpec.selector"),
    ),
    daemon_set_cells,
)

JOB = Printer(
    (
        NAME,
        Column("Status", description="Status of the job."),
        Column("Completions", documented_by="JobStatus.succeeded"),
        Column("Duration", description="Time required to complete the job."),
        AGE,
        CONTAINERS,
        IMAGES,
        _selector("JobSpec.selector"),
    ),
    job_cells,
)

SCALE = Printer(
    (NAME, _number("Desired", "ScaleSpec.replicas"), _number("Available", "ScaleStatus.replicas"), AGE),
    scale_cells,
)
