"""Writing a ReplicaSet's size (`pkg/controller/deployment/sync.go`, scaleReplicaSet)."""

from cluster.core.controllers.deployment.util import replicas_annotations, with_all
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import desired_replicas
from cluster.core.kinds import Object
from cluster.core.objects import annotations_of, with_metadata, with_spec


def scale_replica_set_and_record_event(work: Work, rs: Object, size: int, reason: str) -> tuple[bool, Object]:
    """Give the ReplicaSet this size unless it has it; whether it was written, and the ReplicaSet after that."""
    if desired_replicas(rs) == size:
        return False, rs
    return scale_replica_set(work, rs, size, reason)


def scale_replica_set(work: Work, rs: Object, size: int, reason: str) -> tuple[bool, Object]:
    """Give the ReplicaSet this size and current annotations; whether the size changed, and the ReplicaSet after that.

    Only a changed size is an Event.
    """
    before, annotations = desired_replicas(rs), annotations_of(rs)
    wanted = with_all(annotations, replicas_annotations(work.deployment))
    if before == size and wanted is annotations:
        return False, rs
    name = rs["metadata"]["name"]
    after = with_metadata(rs, annotations=wanted)
    if before == size:
        return False, work.update_replica_set(rs, after, f"{name} keeps {size} and notes the Deployment's new size")
    written = work.update_replica_set(rs, with_spec(after, replicas=size), reason)
    direction = "up" if before < size else "down"
    work.event("ScalingReplicaSet", f"Scaled {direction} replica set {name} from {before} to {size}")
    return True, written
