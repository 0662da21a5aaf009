"""Old ReplicaSets beyond revisionHistoryLimit (`pkg/controller/deployment/sync.go`, cleanupDeployment)."""

from functools import cmp_to_key

from cluster.core.controllers.deployment.work import Work
from cluster.core.deletion import delete
from cluster.core.deployments import (
    NO_LIMIT,
    by_creation,
    desired_replicas,
    readable_revision,
    revision_of,
    status_count,
)
from cluster.core.kinds import Object, key_of
from cluster.core.objects import is_deleting


def cleanup_deployment(work: Work, old: list[Object]) -> None:
    """Delete the lowest revisions beyond the limit, unless they still have pods or were not seen by their controller.

    5 old ones, limit 2: the 3 lowest are looked at; one that still has pods is passed over, and none takes its place.
    """
    limit = work.deployment["spec"].get("revisionHistoryLimit")
    if limit in {None, NO_LIMIT}:
        return
    cleanable = [rs for rs in old if not is_deleting(rs)]
    excess = len(cleanable) - limit
    if excess <= 0:
        return
    for rs in sorted(cleanable, key=cmp_to_key(_compare_revisions))[:excess]:
        if _is_idle(rs):
            reason = (
                f"{len(cleanable)} old ReplicaSets, revisionHistoryLimit {limit}: the {excess} oldest may go, "
                f"revision {revision_of(rs)} among them"
            )
            work.moves += delete(work.state, key_of(rs), reason=reason)


def _is_idle(rs: Object) -> bool:
    observed = rs["metadata"].get("generation", 0) <= status_count(rs, "observedGeneration")
    return observed and status_count(rs, "replicas") == 0 and desired_replicas(rs) == 0


def _compare_revisions(a: Object, b: Object) -> int:
    """Lower revision first; if one is unreadable or both are the same, older first (ReplicaSetsByRevision)."""
    mine, other = readable_revision(a), readable_revision(b)
    if mine is None or other is None or mine == other:
        return -1 if by_creation(a) < by_creation(b) else 1
    return mine - other
