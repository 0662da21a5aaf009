"""Finding the new ReplicaSet, keeping it up to date, or making it.

Upstream: `pkg/controller/deployment/sync.go`, getAllReplicaSetsAndSyncRevision and getNewReplicaSet.
"""

from typing import Any, NoReturn

from cluster.core import times
from cluster.core.controllers.deployment import util
from cluster.core.controllers.deployment.work import SyncFailed, Work
from cluster.core.deployments import (
    HASH_LABEL,
    REVISION,
    desired_replicas,
    find_new_replica_set,
    has_progress_deadline,
    is_rolling_update,
    max_revision,
    max_surge,
    progressing_condition,
    total_replicas,
)
from cluster.core.errors import ApiError
from cluster.core.kinds import Object
from cluster.core.objects import annotations_of, is_deleting, owner_reference, with_metadata, with_spec
from cluster.core.selectors import add_label, add_label_to_selector
from cluster.core.template_hash import compute_hash

MAX_NAME = 253
LONGEST_RETRY = 164 * times.SECOND
"""The sum of client-go's 15 back-offs, 5 ms doubled each time; after them nobody tries until something changes."""


def get_all_replica_sets_and_sync_revision(
    work: Work, replica_sets: list[Object], *, create: bool
) -> tuple[Object | None, list[Object]]:
    """(the new ReplicaSet, all old ones, oldest first). Without `create` the new one may be None.

    `replica_sets` must be in order of creation. Raises SyncFailed when the new one cannot be made.
    """
    new = find_new_replica_set(work.deployment, replica_sets)
    old = [rs for rs in replica_sets if rs is not new]
    if new is not None:
        return _keep_up_to_date(work, new, max_revision(old) + 1), old
    return (_create(work, old) if create else None), old


def _keep_up_to_date(work: Work, rs: Object, revision: int) -> Object:
    annotations, spec = annotations_of(rs), work.deployment["spec"]
    wanted = util.new_replica_set_annotations(work.deployment, annotations, revision)
    ready_seconds = spec.get("minReadySeconds") or 0
    same_ready_seconds = (rs["spec"].get("minReadySeconds") or 0) == ready_seconds
    if wanted is not annotations or not same_ready_seconds:
        after = with_metadata(rs, annotations=wanted) if wanted is not annotations else rs
        after = after if same_ready_seconds else with_spec(after, minReadySeconds=ready_seconds)
        return work.update_replica_set(rs, after, _update_reason(rs, after))
    found = f'Found new replica set "{rs["metadata"]["name"]}"'
    missing = progressing_condition(work.status) is None
    _note_revision(work, annotations.get(REVISION, ""), "FoundNewReplicaSet", found, with_condition=missing)
    return rs


def _update_reason(before: Object, after: Object) -> str:
    name, annotations = after["metadata"]["name"], annotations_of(after)
    if annotations.get(REVISION) != annotations_of(before).get(REVISION):
        return f"{name} has the Deployment's template, so the newest revision, {annotations[REVISION]}, is its"
    if before["spec"] is not after["spec"]:
        return f"minReadySeconds of {name} follows the Deployment: {after['spec']['minReadySeconds']}"
    return f"annotations of {name} follow the Deployment"


def _note_revision(work: Work, revision: str, reason: str, message: str, *, with_condition: bool) -> None:
    """One status write for the Deployment's revision annotation and its condition Progressing, if either changes."""
    annotations = util.with_all(annotations_of(work.deployment), {REVISION: revision})
    changed = annotations is not annotations_of(work.deployment)
    if changed:
        work.deployment = with_metadata(work.deployment, annotations=annotations)
    status = work.status
    if with_condition and has_progress_deadline(work.deployment):
        condition = util.condition("Progressing", "True", reason, message, work.timestamp)
        status = {**status, "conditions": util.set_condition(status.get("conditions") or (), condition)}
        changed = True
    if changed:
        work.update_status(status, f"{message}: revision {revision}")


def _create(work: Work, old: list[Object]) -> Object:
    """Make the ReplicaSet for the Deployment's template. Raises SyncFailed when that is not possible."""
    revision = max_revision(old) + 1
    rs = _new_replica_set(work.deployment, old, revision)
    name, namespace = rs["metadata"]["name"], rs["metadata"]["namespace"]
    # One with our template under this name would have been found already, for nothing here is read from a late cache.
    if work.state.get("ReplicaSet", namespace, name) is not None:
        _count_collision(work, name)
    if _is_terminating(work, namespace):
        raise SyncFailed
    error = work.admit(work.state, rs)
    if error is not None:
        _report_failure(work, name, error)
    size = desired_replicas(rs)
    work.update_replica_set(rs, rs, f"no ReplicaSet has this template yet: {name}, {_size_reason(work, old, size)}")
    if size > 0:
        work.event("ScalingReplicaSet", f"Scaled up replica set {name} from 0 to {size}")
    message = f'Created new replica set "{name}"'
    _note_revision(work, str(revision), "NewReplicaSetCreated", message, with_condition=True)
    return rs


def _new_replica_set(deployment: Object, old: list[Object], revision: int) -> Object:
    metadata, spec = deployment["metadata"], deployment["spec"]
    template = spec["template"]
    hashed = compute_hash(template, (deployment.get("status") or {}).get("collisionCount"))
    template_metadata = template.get("metadata") or {}
    labels = add_label(template_metadata.get("labels"), HASH_LABEL, hashed)
    annotations = util.new_replica_set_annotations(deployment, {}, revision) | util.replicas_annotations(deployment)
    wanted: dict[str, Any] = {"replicas": new_rs_new_replicas(deployment, old, None)}
    if spec.get("minReadySeconds"):
        wanted["minReadySeconds"] = spec["minReadySeconds"]
    wanted["selector"] = add_label_to_selector(spec["selector"], HASH_LABEL, hashed)
    wanted["template"] = {**template, "metadata": {**template_metadata, "labels": labels}}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": generate_replica_set_name(metadata["name"], hashed),
            "namespace": metadata["namespace"],
            "labels": labels,
            "annotations": annotations,
            "ownerReferences": [owner_reference(deployment)],
        },
        "spec": wanted,
        "status": {"replicas": 0},
    }


def generate_replica_set_name(deployment_name: str, hashed: str) -> str:
    """`web` and `5d9b7c` -> `web-5d9b7c`; a long name, never the hash, is cut so that the whole fits 253 characters."""
    room = MAX_NAME - len(hashed) - 1
    return f"{deployment_name[:room] if room > 0 else deployment_name}-{hashed}"


def new_rs_new_replicas(deployment: Object, others: list[Object], new: Object | None) -> int:
    """The size that the new ReplicaSet may have now; None: it has yet to be made (NewRSNewReplicas).

    10 wanted + maxSurge 3 = at most 13 in all. Others 10, own 0: room for 3, thus 3. Others 4, own 3: room for 6, thus
    9. Others 1, own 3: room for 9, but only 7 are missing, thus 10. Recreate: 10 at once.
    """
    replicas, own = desired_replicas(deployment), desired_replicas(new) if new else 0
    if not is_rolling_update(deployment):
        return replicas
    room = replicas + max_surge(deployment) - total_replicas(others) - own
    return own if room <= 0 else own + min(room, replicas - own)


def _size_reason(work: Work, old: list[Object], size: int) -> str:
    if not is_rolling_update(work.deployment):
        return f"at once with all {size} wanted, for nothing old is running"
    surge, existing = max_surge(work.deployment), total_replicas(old)
    most = work.replicas + surge
    return (
        f"{work.replicas} wanted + maxSurge {surge} = at most {most} pods in all; old ReplicaSets have {existing}, "
        f"so it starts with {size}"
    )


def _count_collision(work: Work, name: str) -> NoReturn:
    count = (work.status.get("collisionCount") or 0) + 1
    reason = f"the name {name} is taken by another ReplicaSet: collisionCount {count} leads to another name"
    work.update_status({**work.status, "collisionCount": count}, reason)
    raise SyncFailed


def _is_terminating(work: Work, namespace: str) -> bool:
    found = work.state.get("Namespace", "", namespace)
    return found is not None and is_deleting(found)


def _report_failure(work: Work, name: str, error: ApiError) -> NoReturn:
    message = f'Failed to create new replica set "{name}": {error.message}'
    if has_progress_deadline(work.deployment):
        condition = util.condition("Progressing", "False", "ReplicaSetCreateError", message, work.timestamp)
        before = work.status.get("conditions") or []
        after = util.set_condition(before, condition)
        if after != before:
            work.update_status({**work.status, "conditions": after}, message)
    work.event("ReplicaSetCreateError", message, warning=True)
    # Waiting as long again as the failure has lasted is client-go's exponential back-off without a memory.
    wait = max(times.SECOND, work.state.now - _failing_since(work, message))
    raise SyncFailed(work.state.now + wait if wait <= LONGEST_RETRY else None)


def _failing_since(work: Work, message: str) -> int:
    """Since when (milliseconds) this failure lasts: the condition knows it, or without a deadline the first Event."""
    condition = progressing_condition(work.status)
    if condition is not None and condition.get("reason") == "ReplicaSetCreateError":
        return times.to_ms(condition["lastUpdateTime"])
    told = work.state.events_about(work.deployment["metadata"]["uid"])
    return min((times.to_ms(e["firstTimestamp"]) for e in told if e["message"] == message), default=work.state.now)
