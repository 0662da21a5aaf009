"""Is the rollout getting on? (`pkg/controller/deployment/progress.go`)."""

from typing import Any

from cluster.core import times
from cluster.core.controllers.deployment.status import calculate_status, status_reason
from cluster.core.controllers.deployment.util import condition, remove_condition, set_condition
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import (
    deadline_at,
    has_progress_deadline,
    is_complete,
    is_progressing,
    is_timed_out,
    progressing_condition,
)
from cluster.core.kinds import Object
from cluster.core.moves import Wake

Conditions = list[dict[str, Any]]


def sync_rollout_status(work: Work, new: Object | None, old: list[Object]) -> None:
    """Write the status with its estimate of progress; if nothing changed, come back at the deadline."""
    status = calculate_status(work, new, old)
    before = progressing_condition(work.status)
    if not has_progress_deadline(work.deployment):
        status["conditions"] = remove_condition(status["conditions"], "Progressing")
    elif not _was_complete(before, status):
        status["conditions"] = _with_progress(work, status, before, _subject(work, new))
    status["conditions"] = _with_replica_failure(status["conditions"], new, old)
    if status != work.status:
        work.update_status(status, _reason(work, status))
        return
    moment = requeue_stuck_deployment(work.deployment, status)
    if moment is not None and moment > work.state.now:
        work.moves.append(Wake(moment))


def _was_complete(before: dict[str, Any] | None, status: dict[str, Any]) -> bool:
    """A finished rollout stays finished: pods lost later are no matter of progress."""
    finished = before is not None and before.get("reason") == "NewReplicaSetAvailable"
    return finished and status.get("replicas", 0) == status.get("updatedReplicas", 0)


def _subject(work: Work, new: Object | None) -> str:
    if new is not None:
        return f'ReplicaSet "{new["metadata"]["name"]}"'
    return f'Deployment "{work.deployment["metadata"]["name"]}"'


def _with_progress(work: Work, status: dict[str, Any], before: dict[str, Any] | None, subject: str) -> Conditions:
    """The conditions with the present verdict: complete, progressing, timed out, or as before."""
    conditions: Conditions = status["conditions"]
    now = work.timestamp
    if is_complete(work.deployment, status):
        message = f"{subject} has successfully progressed."
        return set_condition(conditions, condition("Progressing", "True", "NewReplicaSetAvailable", message, now))
    if is_progressing(work.deployment, status):
        new = condition("Progressing", "True", "ReplicaSetUpdated", f"{subject} is progressing.", now)
        if before is not None and before["status"] == "True":
            new["lastTransitionTime"] = before.get("lastTransitionTime")
        # Removed first, for each sign of progress must set the clock of the deadline back, the reason being the same.
        return [*remove_condition(conditions, "Progressing"), new]
    if is_timed_out(work.deployment, status, work.state.now):
        message = f"{subject} has timed out progressing."
        return set_condition(conditions, condition("Progressing", "False", "ProgressDeadlineExceeded", message, now))
    return conditions


def _with_replica_failure(conditions: Conditions, new: Object | None, old: list[Object]) -> Conditions:
    """The conditions with a ReplicaSet's failure as the Deployment's own; the new one's goes first."""
    for rs in (new, *old) if new else old:
        for failure in (rs.get("status") or {}).get("conditions") or ():
            if failure["type"] == "ReplicaFailure":
                since = failure.get("lastTransitionTime")
                copied = condition("ReplicaFailure", failure["status"], failure["reason"], failure["message"], since)
                return set_condition(conditions, copied)
    return remove_condition(conditions, "ReplicaFailure")


def _reason(work: Work, status: dict[str, Any]) -> str:
    after = progressing_condition(status)
    if after is not None and after.get("reason") == "ProgressDeadlineExceeded" and not _has_exceeded(work):
        seconds = work.deployment["spec"]["progressDeadlineSeconds"]
        return f"no progress for more than progressDeadlineSeconds {seconds}: reported, nothing is stopped or undone"
    return status_reason(work.deployment, status)


def _has_exceeded(work: Work) -> bool:
    before = progressing_condition(work.status)
    return before is not None and before.get("reason") == "ProgressDeadlineExceeded"


def requeue_stuck_deployment(deployment: Object, status: dict[str, Any]) -> int | None:
    """The moment (milliseconds) at which to look whether the deadline has passed; None: no need.

    Last update 12:00:00, deadline 600 s -> 12:10:01, for at 12:10:00 it is not exceeded yet, and times have whole
    seconds. Unlike upstream not either after NewReplicaSetAvailable, from which nothing times out.
    """
    current = progressing_condition(deployment.get("status") or {})
    if not has_progress_deadline(deployment) or current is None or is_complete(deployment, status):
        return None
    if current.get("reason") in {"ProgressDeadlineExceeded", "NewReplicaSetAvailable"}:
        return None
    return deadline_at(deployment, current) + times.SECOND
