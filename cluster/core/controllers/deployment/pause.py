"""The condition Progressing of a Deployment that is paused or resumed (`sync.go`, checkPausedConditions)."""

from cluster.core.controllers.deployment.util import condition, set_condition
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import has_progress_deadline, progressing_condition


def check_paused_conditions(work: Work) -> None:
    """Note that the rollout was paused or resumed, so that the time in between does not count as being stuck.

    A deadline that was exceeded before stays reported.
    """
    if not has_progress_deadline(work.deployment):
        return
    current = progressing_condition(work.status) or {}
    if current.get("reason") == "ProgressDeadlineExceeded":
        return
    paused, noted = bool(work.deployment["spec"].get("paused")), current.get("reason") == "DeploymentPaused"
    if paused and not noted:
        _note(work, "DeploymentPaused", "Deployment is paused")
    elif noted and not paused:
        _note(work, "DeploymentResumed", "Deployment is resumed")


def _note(work: Work, reason: str, message: str) -> None:
    new = condition("Progressing", "Unknown", reason, message, work.timestamp)
    conditions = set_condition(work.status.get("conditions") or (), new)
    work.update_status({**work.status, "conditions": conditions}, f"{message}: the progress deadline does not run")
