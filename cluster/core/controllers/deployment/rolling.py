"""The strategy RollingUpdate, one pass (`pkg/controller/deployment/rolling.go`)."""

from cluster.core.controllers.deployment.history import cleanup_deployment
from cluster.core.controllers.deployment.new_replica_set import (
    get_all_replica_sets_and_sync_revision,
    new_rs_new_replicas,
)
from cluster.core.controllers.deployment.progress import sync_rollout_status
from cluster.core.controllers.deployment.resize import scale_replica_set_and_record_event
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import (
    desired_replicas,
    is_complete,
    max_surge,
    max_unavailable,
    status_count,
    total_replicas,
    total_status,
)
from cluster.core.kinds import Object


def rollout_rolling(work: Work, replica_sets: list[Object]) -> None:
    """Either let the new ReplicaSet grow, or the old ones shrink; then report (rolloutRolling)."""
    new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=True)
    assert new is not None
    scaled, new = reconcile_new_replica_set(work, new, old)
    if not scaled:
        scaled, old = reconcile_old_replica_sets(work, new, old)
        if not scaled and is_complete(work.deployment):
            cleanup_deployment(work, old)
    sync_rollout_status(work, new, old)


def reconcile_new_replica_set(work: Work, new: Object, old: list[Object]) -> tuple[bool, Object]:
    """Let the new ReplicaSet grow as far as there is room, or shrink to the size wanted."""
    size, wanted = desired_replicas(new), work.replicas
    if size == wanted:
        return False, new
    if size > wanted:
        reason = f"the new ReplicaSet has {size} pods, {wanted} are wanted: {size - wanted} fewer"
        return scale_replica_set_and_record_event(work, new, wanted, reason)
    target = new_rs_new_replicas(work.deployment, old, new)
    surge, existing = max_surge(work.deployment), size + total_replicas(old)
    reason = (
        f"new ReplicaSet may grow: {wanted} wanted + maxSurge {surge} = at most {wanted + surge} pods in all; "
        f"{existing} exist, so {target - size} more"
    )
    return scale_replica_set_and_record_event(work, new, target, reason)


def reconcile_old_replica_sets(work: Work, new: Object, old: list[Object]) -> tuple[bool, list[Object]]:
    """Take pods from the old ReplicaSets as far as enough stay available; whether any was taken, and `old` after that.

    10 wanted, maxUnavailable 2, maxSurge 3: 8 must stay available, at most 13 exist.
    New 3, old 10, all old ones available, no new one yet: 13 - 8 - 3 = 2 may go, whether healthy or not.
    Of the old ones 5 are broken: again 2 may go, and they are taken from the 5, for that costs no availability.
    New 3 of which 3 are available, old 8: 11 - 8 - 0 = 3 may go.
    """
    if total_replicas(old) == 0:
        return False, old
    pods = desired_replicas(new) + total_replicas(old)
    least = work.replicas - max_unavailable(work.deployment)
    max_scaled_down = pods - least - (desired_replicas(new) - status_count(new, "availableReplicas"))
    if max_scaled_down <= 0:
        return False, old
    try:
        cleaned, old = cleanup_unhealthy_replicas(work, old, max_scaled_down)
        taken, old = scale_down_old_replica_sets(work, new, old)
    except StaleStatus as stale:
        return False, stale.replica_sets
    return cleaned + taken > 0, old


class StaleStatus(Exception):
    """A ReplicaSet reports more available pods than it should have: its status lags, so the pass is given up."""

    def __init__(self, replica_sets: list[Object]) -> None:
        super().__init__()
        self.replica_sets = replica_sets


def cleanup_unhealthy_replicas(work: Work, old: list[Object], at_most: int) -> tuple[int, list[Object]]:
    """Take pods that are not available, the oldest ReplicaSet's first; how many, and `old` after that.

    Size 10 with 8 available and at most 3 to take: 2. Raises StaleStatus (cleanupUnhealthyReplicas).
    """
    old, total = list(old), 0
    for index, rs in enumerate(old):
        size, available = desired_replicas(rs), status_count(rs, "availableReplicas")
        if total >= at_most or size in {0, available}:
            continue
        if available > size:
            raise StaleStatus(old)
        count = min(at_most - total, size - available)
        reason = (
            f"{size - available} of {size} pods of {_name(rs)} are not available, so they go first; "
            f"at most {at_most - total} may go now: {count}"
        )
        old[index] = scale_replica_set_and_record_event(work, rs, size - count, reason)[1]
        total += count
    return total, old


def scale_down_old_replica_sets(work: Work, new: Object | None, old: list[Object]) -> tuple[int, list[Object]]:
    """Take available pods beyond the least number, the oldest ReplicaSet's first; how many, and `old` after that.

    10 wanted, maxUnavailable 2: 8 must stay; 11 are available, so 3 may go
    (scaleDownOldReplicaSetsForRollingUpdate).
    """
    unavailable = max_unavailable(work.deployment)
    least = work.replicas - unavailable
    available = total_status([*old, new] if new else old, "availableReplicas")
    spare, total, old = available - least, 0, list(old)
    for index, rs in enumerate(old):
        size = desired_replicas(rs)
        if total >= spare or size == 0:
            continue
        count = min(size, spare - total)
        reason = (
            f"old ReplicaSet may shrink: {work.replicas} wanted - maxUnavailable {unavailable} = at least {least} "
            f"available; {available - total} are available, so {count} may go"
        )
        old[index] = scale_replica_set_and_record_event(work, rs, size - count, reason)[1]
        total += count
    return total, old


def _name(rs: Object) -> str:
    return str(rs["metadata"]["name"])
