"""One sync in progress: the Deployment as this sync has left it so far, and the moves that brought it there.

Upstream each write is answered by the API server with the new object; here the working copies play that part, so that
the later questions of a sync see its earlier writes.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from cluster.core import resource_quota, times
from cluster.core.deployments import desired_replicas
from cluster.core.errors import ApiError
from cluster.core.kinds import Object
from cluster.core.moves import Emit, Move, Put
from cluster.core.objects import with_metadata
from cluster.core.state import State

Admit = Callable[[State, Object], ApiError | None]
"""(state, a ReplicaSet about to be created) -> why the API server refuses it, or None."""


def within_quota(state: State, replica_set: Object) -> ApiError | None:
    """A ResourceQuota may refuse a ReplicaSet (`count/replicasets.apps`); nothing else does."""
    try:
        resource_quota.judge(state, replica_set)
    except ApiError as refusal:
        return refusal
    return None


class SyncFailed(Exception):
    """The sync ends here with what it has done so far; `retry_at` (milliseconds) asks for another one."""

    def __init__(self, retry_at: int | None = None) -> None:
        super().__init__(retry_at)
        self.retry_at = retry_at


@dataclass(slots=True)
class Work:
    """`deployment` and `moves` grow during one sync; `state` is what stood before it."""

    state: State
    deployment: Object
    admit: Admit = within_quota
    moves: list[Move] = field(default_factory=list)

    @property
    def status(self) -> dict[str, Any]:
        """The Deployment's status as written last."""
        return self.deployment.get("status") or {}

    @property
    def timestamp(self) -> str:
        """The present moment as it stands in objects."""
        return times.to_text(self.state.now)

    def update_status(self, status: dict[str, Any], reason: str) -> None:
        """Write this status, together with the annotations of the working copy."""
        self.deployment = {**self.deployment, "status": status}
        self.moves.append(Put(self.deployment, reason, "status"))

    def update_replica_set(self, before: Object, after: Object, reason: str) -> Object:
        """Write a ReplicaSet; returns it as the API server would, with its generation raised if the spec changed."""
        self.moves.append(Put(after, reason))
        if before["spec"] is after["spec"]:
            return after
        return with_metadata(after, generation=after["metadata"].get("generation", 0) + 1)

    def event(self, reason: str, message: str, *, warning: bool = False) -> None:
        """Record an Event about the Deployment."""
        self.moves.append(Emit(self.deployment, "Warning" if warning else "Normal", reason, message))

    @property
    def replicas(self) -> int:
        """How many pods the Deployment wants."""
        return desired_replicas(self.deployment)
