"""The Deployment's status, summed up from its ReplicaSets (`pkg/controller/deployment/sync.go`, calculateStatus)."""

from typing import Any

from cluster.core.controllers.deployment.util import condition, set_condition
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import (
    desired_replicas,
    is_complete,
    max_unavailable,
    status_count,
    total_replicas,
    total_status,
    total_terminating,
)
from cluster.core.kinds import Object

Status = dict[str, Any]


def sync_deployment_status(work: Work, new: Object | None, old: list[Object]) -> None:
    """Write the status if it changed, without judging progress (syncDeploymentStatus)."""
    status = calculate_status(work, new, old)
    if status != work.status:
        work.update_status(status, status_reason(work.deployment, status))


def calculate_status(work: Work, new: Object | None, old: list[Object]) -> Status:
    """The status with its counts and the condition Available; zeros are left out, as the API does.

    unavailableReplicas counts against the sizes wanted from ReplicaSets: sizes 3 + 1, 3 available -> 1. Sizes written
    in this very sync count with their new value; upstream reports the old one for the moment until its next sync.
    """
    deployment = work.deployment
    replica_sets = [*old, new] if new else old
    available = total_status(replica_sets, "availableReplicas")
    counts = {
        "observedGeneration": deployment["metadata"].get("generation", 0),
        "replicas": total_status(replica_sets, "replicas"),
        "updatedReplicas": status_count(new, "replicas") if new else 0,
        "readyReplicas": total_status(replica_sets, "readyReplicas"),
        "availableReplicas": available,
        "unavailableReplicas": max(0, total_replicas(replica_sets) - available),
    }
    status: Status = {name: count for name, count in counts.items() if count}
    terminating = total_terminating(replica_sets)
    if terminating is not None:
        status["terminatingReplicas"] = terminating
    if work.status.get("collisionCount") is not None:
        status["collisionCount"] = work.status["collisionCount"]
    status["conditions"] = set_condition(work.status.get("conditions") or (), _availability(work, available))
    return status


def _availability(work: Work, available: int) -> dict[str, Any]:
    """Available: 4 wanted, maxUnavailable 25% of 4 = 1 -> True from 3 on, outside rollouts too."""
    if available >= desired_replicas(work.deployment) - max_unavailable(work.deployment):
        reason, message = "MinimumReplicasAvailable", "Deployment has minimum availability."
        return condition("Available", "True", reason, message, work.timestamp)
    reason, message = "MinimumReplicasUnavailable", "Deployment does not have minimum availability."
    return condition("Available", "False", reason, message, work.timestamp)


def status_reason(deployment: Object, status: Status) -> str:
    """The new status in one sentence with its numbers; `deployment` still has the former one."""
    words = {
        "replicas": "exist",
        "updatedReplicas": "up to date",
        "availableReplicas": "available",
        "terminatingReplicas": "terminating",
    }
    counts = [f"{status.get(name, 0)} {word}" for name, word in words.items()]
    if not status.get("terminatingReplicas"):
        counts.pop()
    finished = is_complete(deployment, status) and not is_complete(deployment)
    end = ": the rollout is complete" if finished else ""
    return f"its ReplicaSets report, of {desired_replicas(deployment)} wanted: {', '.join(counts)}{end}"
