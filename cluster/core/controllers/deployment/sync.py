"""The path of Deployments that are only scaled, paused or going: no rollout (`pkg/controller/deployment/sync.go`)."""

from cluster.core.controllers.deployment.history import cleanup_deployment
from cluster.core.controllers.deployment.new_replica_set import get_all_replica_sets_and_sync_revision
from cluster.core.controllers.deployment.rollback import has_rollback_to
from cluster.core.controllers.deployment.scale import scale
from cluster.core.controllers.deployment.status import sync_deployment_status
from cluster.core.controllers.deployment.util import non_negative_annotation
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import DESIRED_REPLICAS, is_active
from cluster.core.kinds import Object


def sync(work: Work, replica_sets: list[Object]) -> None:
    """Bring the sizes to the Deployment's, without making a new ReplicaSet and without rolling out."""
    new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=False)
    new, old = scale(work, new, old)
    if work.deployment["spec"].get("paused") and not has_rollback_to(work.deployment):
        cleanup_deployment(work, old)
    sync_deployment_status(work, new, old)


def sync_status_only(work: Work, replica_sets: list[Object]) -> None:
    """Only bring the status up to date (syncStatusOnly)."""
    new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=False)
    sync_deployment_status(work, new, old)


def is_scaling_event(work: Work, replica_sets: list[Object]) -> bool:
    """Whether an active ReplicaSet was last written for another size of the Deployment (isScalingEvent)."""
    for rs in replica_sets:
        desired = non_negative_annotation(rs, DESIRED_REPLICAS) if is_active(rs) else None
        if desired is not None and desired != work.replicas:
            return True
    return False
