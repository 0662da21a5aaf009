"""One sync of a Deployment, in upstream's order (`pkg/controller/deployment/deployment_controller.go`)."""

from collections.abc import Iterator

from cluster.core.controllers.deployment.claim import claim_replica_sets
from cluster.core.controllers.deployment.pause import check_paused_conditions
from cluster.core.controllers.deployment.recreate import rollout_recreate
from cluster.core.controllers.deployment.rollback import has_rollback_to, rollback
from cluster.core.controllers.deployment.rolling import rollout_rolling
from cluster.core.controllers.deployment.sync import is_scaling_event, sync, sync_status_only
from cluster.core.controllers.deployment.work import Admit, SyncFailed, Work, within_quota
from cluster.core.deployments import is_rolling_update
from cluster.core.kinds import Key, Object
from cluster.core.moves import Move, Wake
from cluster.core.objects import is_deleting
from cluster.core.state import State


def sync_deployment(state: State, key: Key, admit: Admit = within_quota) -> Iterator[Move]:
    """Everything that one look at a Deployment leads to (syncDeployment)."""
    deployment = state.at(key)
    if deployment is None:
        return
    work = Work(state, deployment, admit)
    try:
        _sync(work)
    except SyncFailed as failure:
        if failure.retry_at is not None:
            work.moves.append(Wake(failure.retry_at))
    yield from work.moves


def _sync(work: Work) -> None:
    if _selects_all(work.deployment):
        _refuse_to_select_all(work)
        return
    replica_sets = claim_replica_sets(work)
    if is_deleting(work.deployment):
        sync_status_only(work, replica_sets)
        return
    check_paused_conditions(work)
    if work.deployment["spec"].get("paused"):
        sync(work, replica_sets)
    elif has_rollback_to(work.deployment):
        rollback(work, replica_sets)
    elif is_scaling_event(work, replica_sets):
        sync(work, replica_sets)
    elif is_rolling_update(work.deployment):
        rollout_rolling(work, replica_sets)
    else:
        rollout_recreate(work, replica_sets)


def _selects_all(deployment: Object) -> bool:
    selector = deployment["spec"].get("selector") or {}
    return not selector.get("matchLabels") and not selector.get("matchExpressions")


def _refuse_to_select_all(work: Work) -> None:
    message = "This deployment is selecting all pods. A non-empty selector is required."
    work.event("SelectingAll", message, warning=True)
    generation = work.deployment["metadata"].get("generation", 0)
    if work.status.get("observedGeneration", 0) < generation:
        work.update_status({**work.status, "observedGeneration": generation}, f"generation {generation} was looked at")
