"""The strategy Recreate: first everything old goes, then the new comes (`pkg/controller/deployment/recreate.go`)."""

from cluster.core.controllers.deployment.history import cleanup_deployment
from cluster.core.controllers.deployment.new_replica_set import get_all_replica_sets_and_sync_revision
from cluster.core.controllers.deployment.progress import sync_rollout_status
from cluster.core.controllers.deployment.resize import scale_replica_set_and_record_event
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import is_complete, total_status
from cluster.core.kinds import Object
from cluster.core.objects import controlled_by, labels_of, uid_of
from cluster.core.pods import is_terminal
from cluster.core.selectors import matches
from cluster.core.state import State


def rollout_recreate(work: Work, replica_sets: list[Object]) -> None:
    """Scale down, wait until no old pod is left, scale up; then report (rolloutRecreate)."""
    new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=False)
    scaled, old = scale_down_old_replica_sets_for_recreate(work, old)
    if not scaled and not old_pods_running(work.state, work.deployment, old):
        if new is None:
            new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=True)
            assert new is not None
        reason = f"no old pod is left, so all {work.replicas} wanted pods may start at once"
        new = scale_replica_set_and_record_event(work, new, work.replicas, reason)[1]
        if is_complete(work.deployment):
            cleanup_deployment(work, old)
    sync_rollout_status(work, new, old)


def scale_down_old_replica_sets_for_recreate(work: Work, old: list[Object]) -> tuple[bool, list[Object]]:
    """Scale every old ReplicaSet to 0; whether any was written, and `old` after that."""
    scaled, after = False, []
    for rs in old:
        reason = "strategy Recreate: all old pods go before a new one starts"
        written, gone = scale_replica_set_and_record_event(work, rs, 0, reason)
        scaled = scaled or written
        after.append(gone)
    return scaled, after


def old_pods_running(state: State, deployment: Object, old: list[Object]) -> bool:
    """Whether a pod of an old ReplicaSet is still there; terminating ones count, finished ones do not.

    Upstream: oldPodsRunning.
    """
    if total_status(old, "replicas") > 0:
        return True
    selector = deployment["spec"]["selector"]
    return any(
        not is_terminal(pod) and controlled_by(pod, uid_of(rs)) and matches(selector, labels_of(pod))
        for rs in old
        for pod in state.dependents(uid_of(rs), "Pod")
    )
