"""A change of size, spread over the ReplicaSets that have pods (`pkg/controller/deployment/sync.go`, scale)."""

from cluster.core.controllers.deployment.resize import scale_replica_set, scale_replica_set_and_record_event
from cluster.core.controllers.deployment.util import non_negative_annotation
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import (
    DESIRED_REPLICAS,
    MAX_REPLICAS,
    by_creation,
    desired_replicas,
    is_active,
    is_rolling_update,
    max_surge,
    status_count,
    total_replicas,
)
from cluster.core.kinds import Object

Scaled = tuple[Object | None, list[Object]]


def scale(work: Work, new: Object | None, old: list[Object]) -> Scaled:
    """Bring the sizes to the Deployment's; (new, old) after that, `old` oldest first as before."""
    newest_first = sorted(old, key=by_creation, reverse=True)
    active = [rs for rs in (*newest_first, new) if rs is not None and is_active(rs)]
    after: dict[str, Object] = {}
    if len(active) <= 1:
        only = next(iter([*active, *filter(None, (new, *newest_first))]), None)
        if only is not None:
            after[_name(only)] = _scale_only(work, only)
    elif is_saturated(work.deployment, new):
        for rs in active:
            if rs is not new:
                after[_name(rs)] = _scale_to_zero(work, rs)
    elif is_rolling_update(work.deployment):
        after = _scale_proportionally(work, active)
    return after.get(_name(new), new) if new else None, [after.get(_name(rs), rs) for rs in old]


def _name(rs: Object) -> str:
    return str(rs["metadata"]["name"])


def _scale_only(work: Work, rs: Object) -> Object:
    reason = f"{work.replicas} wanted and no other ReplicaSet has pods, so all of them are for {_name(rs)}"
    return scale_replica_set_and_record_event(work, rs, work.replicas, reason)[1]


def _scale_to_zero(work: Work, rs: Object) -> Object:
    reason = f"the new ReplicaSet has all {work.replicas} wanted pods available, so {_name(rs)} needs none"
    return scale_replica_set_and_record_event(work, rs, 0, reason)[1]


def is_saturated(deployment: Object, new: Object | None) -> bool:
    """Whether the new ReplicaSet has all pods wanted, all available, and knows it (IsSaturated)."""
    if new is None:
        return False
    wanted = desired_replicas(deployment)
    known = non_negative_annotation(new, DESIRED_REPLICAS)
    return desired_replicas(new) == known == status_count(new, "availableReplicas") == wanted


def _scale_proportionally(work: Work, active: list[Object]) -> dict[str, Object]:
    """Spread the difference over all active ReplicaSets by their sizes; each one as it is then, by name."""
    surge = max_surge(work.deployment)
    allowed = work.replicas + surge if work.replicas else 0
    to_add = allowed - total_replicas(active)
    after = {}
    for rs, size in proportional_sizes(work.deployment, active, to_add):
        reason = (
            f"{work.replicas} wanted + maxSurge {surge} = {allowed} pods in all, {to_add:+d} to what is there; "
            f"{_name(rs)} with {desired_replicas(rs)} gets its share: {size}"
        )
        after[_name(rs)] = scale_replica_set(work, rs, size, reason)[1]
    return after


def proportional_sizes(deployment: Object, active: list[Object], to_add: int) -> list[tuple[Object, int]]:
    """The ReplicaSets in the order of their turn, each with its new size.

    8 + 5 pods, 10 -> 30 wanted, maxSurge 3: 33 - 13 = 20 to add. The larger: round(8 * 33 / 13) = 20, thus 12 more; the
    other: round(5 * 33 / 13) = 13, thus 8 more; nothing is left over. A rest, if any, goes to the first in order.
    """
    if to_add == 0:
        return [(rs, desired_replicas(rs)) for rs in active]
    active = sorted(active, key=by_creation, reverse=to_add > 0)
    active.sort(key=desired_replicas, reverse=True)
    sizes, added = [], 0
    for rs in active:
        share = replica_set_proportion(deployment, rs, to_add, added)
        sizes.append(desired_replicas(rs) + share)
        added += share
    sizes[0] = max(0, sizes[0] + to_add - added)
    return list(zip(active, sizes, strict=True))


def replica_set_proportion(deployment: Object, rs: Object, to_add: int, added: int) -> int:
    """By how much a ReplicaSet changes: its share, but no more than is still to do (GetReplicaSetProportion)."""
    if not desired_replicas(rs) or to_add == added:
        return 0
    share, rest = replica_set_fraction(deployment, rs), to_add - added
    return min(share, rest) if to_add > 0 else max(share, rest)


def replica_set_fraction(deployment: Object, rs: Object) -> int:
    """The share of a ReplicaSet in a new size: round(size * new maximum / former maximum) - size, halves up.

    8 pods of at most 13, now at most 33: round(20.3) - 8 = 12. Without a note of the former maximum the Deployment's
    `status.replicas` stands for it (getReplicaSetFraction).
    """
    size, replicas = desired_replicas(rs), desired_replicas(deployment)
    if replicas == 0:
        return -size
    former = non_negative_annotation(rs, MAX_REPLICAS) or status_count(deployment, "replicas")
    if not former:
        return 0
    return (2 * size * (replicas + max_surge(deployment)) + former) // (2 * former) - size
