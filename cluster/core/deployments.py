"""What is true of a Deployment and its ReplicaSets: sizes, limits, revisions, which one is new, how far the rollout is.

Upstream: `pkg/controller/deployment/util/deployment_util.go`. `now` is in milliseconds.
"""

import re
from collections.abc import Iterable
from typing import Any

from cluster.core import semantic, times
from cluster.core.int_or_percent import scaled
from cluster.core.kinds import Object

HASH_LABEL = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
REVISION_HISTORY = "deployment.kubernetes.io/revision-history"
DESIRED_REPLICAS = "deployment.kubernetes.io/desired-replicas"
MAX_REPLICAS = "deployment.kubernetes.io/max-replicas"
CHANGE_CAUSE = "kubernetes.io/change-cause"
ROLLBACK_TO = "deprecated.deployment.rollback.to"
LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"
NOT_COPIED = frozenset({LAST_APPLIED, REVISION, REVISION_HISTORY, DESIRED_REPLICAS, MAX_REPLICAS, ROLLBACK_TO})
"""Annotations that never travel between a Deployment and its ReplicaSets (annotationsToSkip)."""

NO_LIMIT = 2**31 - 1
"""progressDeadlineSeconds and revisionHistoryLimit of this value mean: none (HasProgressDeadline)."""
LONG_AGO = "0001-01-01T00:00:00Z"
"""What Go takes for a time that is missing."""
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def desired_replicas(obj: Object) -> int:
    """`spec.replicas` of a Deployment or ReplicaSet, 1 when missing."""
    replicas = obj["spec"].get("replicas")
    return 1 if replicas is None else int(replicas)


def status_count(obj: Object, field: str) -> int:
    """A number of the status, 0 when missing: `availableReplicas`."""
    return (obj.get("status") or {}).get(field) or 0


def total_replicas(replica_sets: Iterable[Object]) -> int:
    """The sum of `spec.replicas` (GetReplicaCountForReplicaSets)."""
    return sum(desired_replicas(rs) for rs in replica_sets)


def total_status(replica_sets: Iterable[Object], field: str) -> int:
    """The sum of one status field (GetActualReplicaCountForReplicaSets, GetAvailableReplicaCountForReplicaSets)."""
    return sum(status_count(rs, field) for rs in replica_sets)


def total_terminating(replica_sets: Iterable[Object]) -> int | None:
    """The sum of `status.terminatingReplicas`; None when one that was synced before reports none.

    Upstream: GetTerminatingReplicaCountForReplicaSets.
    """
    total = 0
    for rs in replica_sets:
        status = rs.get("status") or {}
        terminating = status.get("terminatingReplicas")
        if terminating is not None:
            total += terminating
        elif status.get("observedGeneration"):
            return None
    return total


def strategy_of(deployment: Object) -> str:
    """`RollingUpdate` or `Recreate`."""
    return (deployment["spec"].get("strategy") or {}).get("type") or "RollingUpdate"


def is_rolling_update(deployment: Object) -> bool:
    """Whether the strategy is RollingUpdate."""
    return strategy_of(deployment) == "RollingUpdate"


def resolve_fenceposts(max_surge: int | str | None, max_unavailable: int | str | None, desired: int) -> tuple[int, int]:
    """(surge, unavailable) in pods; shares are of `desired`, surge rounded up, unavailable down.

    25% and 25% of 10 are 2.5 each, thus (3, 2); of 3 they are (1, 0). 1% and 1% of 0, or 0 and 0 of anything, would
    leave no way to move: then one pod may be unavailable, (0, 1). Raises ValueError for text that is no percentage.
    """
    surge = scaled(max_surge or 0, desired, round_up=True)
    unavailable = scaled(max_unavailable or 0, desired, round_up=False)
    return (surge, unavailable) if surge or unavailable else (0, 1)


def _fenceposts(deployment: Object) -> tuple[int, int]:
    rolling = (deployment["spec"].get("strategy") or {}).get("rollingUpdate") or {}
    return resolve_fenceposts(rolling.get("maxSurge"), rolling.get("maxUnavailable"), desired_replicas(deployment))


def max_surge(deployment: Object) -> int:
    """How many pods more than wanted a rollout may run: 25% of 10 -> 3; 0 for Recreate (MaxSurge)."""
    return _fenceposts(deployment)[0] if is_rolling_update(deployment) else 0


def max_unavailable(deployment: Object) -> int:
    """How many of the wanted pods a rollout may do without: 25% of 10 -> 2; 10 of 5 -> 5; 0 for Recreate or size 0.

    Upstream: MaxUnavailable.
    """
    replicas = desired_replicas(deployment)
    if not replicas or not is_rolling_update(deployment):
        return 0
    return min(_fenceposts(deployment)[1], replicas)


def min_available(deployment: Object) -> int:
    """How many pods stay available during a rollout: 10 - 25% -> 8; 0 for Recreate (MinAvailable)."""
    if not is_rolling_update(deployment):
        return 0
    return desired_replicas(deployment) - max_unavailable(deployment)


def by_creation(obj: Object) -> tuple[str, str]:
    """A sort key: older first, then by name (ReplicaSetsByCreationTimestamp)."""
    metadata = obj["metadata"]
    return metadata.get("creationTimestamp") or "", metadata.get("name") or ""


def is_active(replica_set: Object) -> bool:
    """Whether it wants pods at all (FilterActiveReplicaSets)."""
    return desired_replicas(replica_set) > 0


def equal_ignoring_hash(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two pod templates are the same but for the label `pod-template-hash` (EqualIgnoreHash)."""
    if not semantic.equal(a.get("spec"), b.get("spec"), "spec"):
        return False
    mine, other = a.get("metadata") or {}, b.get("metadata") or {}
    return semantic.equal(without_hash(mine), without_hash(other), "metadata")


def without_hash(metadata: dict[str, Any]) -> dict[str, Any]:
    """A template's metadata without the hash label."""
    labels = metadata.get("labels") or {}
    if HASH_LABEL not in labels:
        return metadata
    return {**metadata, "labels": {name: value for name, value in labels.items() if name != HASH_LABEL}}


def find_new_replica_set(deployment: Object, replica_sets: Iterable[Object]) -> Object | None:
    """The one with the Deployment's template, the oldest if there are several; None when there is none.

    Upstream: FindNewReplicaSet.
    """
    template = deployment["spec"]["template"]
    for rs in sorted(replica_sets, key=by_creation):
        if equal_ignoring_hash(rs["spec"]["template"], template):
            return rs
    return None


def find_old_replica_sets(deployment: Object, replica_sets: Iterable[Object]) -> list[Object]:
    """All but the new one, oldest first (FindOldReplicaSets)."""
    replica_sets = sorted(replica_sets, key=by_creation)
    new = find_new_replica_set(deployment, replica_sets)
    return [rs for rs in replica_sets if rs is not new]


def parse_integer(text: str | None, bits: int = 64) -> int | None:
    """The whole number of an annotation, or None (Go's `strconv.ParseInt`): `"+5"` -> 5, `"1_0"` -> None."""
    if text is None or not _INTEGER.fullmatch(text):
        return None
    number = int(text)
    return number if -(2 ** (bits - 1)) <= number < 2 ** (bits - 1) else None


def readable_revision(obj: Object) -> int | None:
    """The rollout revision of a Deployment or ReplicaSet; 0 when it has none, None when unreadable (Revision)."""
    text = (obj["metadata"].get("annotations") or {}).get(REVISION)
    return 0 if text is None else parse_integer(text)


def revision_of(obj: Object) -> int:
    """The rollout revision of a Deployment or ReplicaSet; 0 when it has none or an unreadable one."""
    return readable_revision(obj) or 0


def max_revision(replica_sets: Iterable[Object]) -> int:
    """The highest rollout revision, 0 without any (MaxRevision)."""
    return max([0, *(revision_of(rs) for rs in replica_sets)])


def has_progress_deadline(deployment: Object) -> bool:
    """Whether a rollout may be found stuck at all (HasProgressDeadline)."""
    return deployment["spec"].get("progressDeadlineSeconds") not in {None, NO_LIMIT}


def progressing_condition(status: dict[str, Any]) -> dict[str, Any] | None:
    """The condition Progressing of a Deployment's status."""
    return next((c for c in status.get("conditions") or () if c.get("type") == "Progressing"), None)


def is_complete(deployment: Object, status: dict[str, Any] | None = None) -> bool:
    """Whether a status (default: the stored one) shows a finished rollout (DeploymentComplete).

    3 wanted: complete with 3 updated, 3 in all, 3 available, and the present generation observed.
    """
    status = (deployment.get("status") or {}) if status is None else status
    wanted = desired_replicas(deployment)
    counts = (status.get(name) or 0 for name in ("updatedReplicas", "replicas", "availableReplicas"))
    observed = status.get("observedGeneration") or 0
    return all(count == wanted for count in counts) and observed >= deployment["metadata"].get("generation", 0)


def is_progressing(deployment: Object, status: dict[str, Any]) -> bool:
    """Whether `status` is ahead of the stored one: more updated, fewer old, more ready or more available pods.

    Upstream: DeploymentProgressing. Old pods are replicas - updatedReplicas: 10 - 4 = 6 before, now 8 - 4 = 4.
    """

    def counts(of: dict[str, Any]) -> tuple[int, int, int, int]:
        updated = of.get("updatedReplicas") or 0
        old = (of.get("replicas") or 0) - updated
        return updated, -old, of.get("readyReplicas") or 0, of.get("availableReplicas") or 0

    before = counts(deployment.get("status") or {})
    return any(now > then for now, then in zip(counts(status), before, strict=True))


def deadline_at(deployment: Object, condition: dict[str, Any]) -> int:
    """The moment until which the rollout must make progress: last update 12:00:00 + 600 s -> 12:10:00."""
    seconds: int = deployment["spec"]["progressDeadlineSeconds"]
    return times.to_ms(condition.get("lastUpdateTime") or LONG_AGO) + seconds * times.SECOND


def is_timed_out(deployment: Object, status: dict[str, Any], now: int) -> bool:
    """Whether a rollout with this status has made no progress for longer than its deadline (DeploymentTimedOut)."""
    condition = progressing_condition(status)
    if not has_progress_deadline(deployment) or condition is None:
        return False
    if condition.get("reason") in {"NewReplicaSetAvailable", "ProgressDeadlineExceeded"}:
        return is_deadline_exceeded({"status": status})
    return deadline_at(deployment, condition) < now


def is_deadline_exceeded(deployment: Object) -> bool:
    """Whether the stored status says that the rollout exceeded its deadline."""
    condition = progressing_condition(deployment.get("status") or {})
    return condition is not None and condition.get("reason") == "ProgressDeadlineExceeded"
