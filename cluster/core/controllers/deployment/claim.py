"""Which ReplicaSets belong to a Deployment: adoption and release.

Upstream: `pkg/controller/controller_ref_manager.go` (ClaimReplicaSets, AdoptReplicaSet, ReleaseReplicaSet).
"""

from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import by_creation
from cluster.core.kinds import Object
from cluster.core.objects import controlled_by, is_deleting, labels_of, owner_reference, with_metadata
from cluster.core.selectors import matches


def claim_replica_sets(work: Work) -> list[Object]:
    """The ReplicaSets of this Deployment, oldest first, after adopting and releasing what labels ask for."""
    metadata, selector = work.deployment["metadata"], work.deployment["spec"]["selector"]
    uid, namespace, leaving = metadata["uid"], metadata["namespace"], is_deleting(work.deployment)
    claimed = []
    for rs in work.state.dependents(uid, "ReplicaSet"):
        if not controlled_by(rs, uid) or rs["metadata"]["namespace"] != namespace:
            continue
        if matches(selector, labels_of(rs)):
            claimed.append(rs)
        elif not leaving:
            _release(work, rs)
    if not leaving:
        for rs in work.state.orphans("ReplicaSet", namespace):
            if matches(selector, labels_of(rs)) and not is_deleting(rs):
                claimed.append(_adopt(work, rs))
    return sorted(claimed, key=by_creation)


def _adopt(work: Work, rs: Object) -> Object:
    reference = owner_reference(work.deployment)
    others = [owner for owner in rs["metadata"].get("ownerReferences") or () if owner["uid"] != reference["uid"]]
    adopted = with_metadata(rs, ownerReferences=[*others, reference])
    reason = f"{_name(rs)} has no controller and carries the labels that {_name(work.deployment)} selects: adopted"
    return work.update_replica_set(rs, adopted, reason)


def _release(work: Work, rs: Object) -> None:
    uid = work.deployment["metadata"]["uid"]
    others = [owner for owner in rs["metadata"]["ownerReferences"] if owner["uid"] != uid]
    released = with_metadata(rs, ownerReferences=others or None)
    reason = f"{_name(rs)} no longer carries the labels that {_name(work.deployment)} selects: released"
    work.update_replica_set(rs, released, reason)


def _name(obj: Object) -> str:
    return str(obj["metadata"]["name"])
