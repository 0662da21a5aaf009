"""The legacy annotation `deprecated.deployment.rollback.to` (`pkg/controller/deployment/rollback.go`)."""

from cluster.core.controllers.deployment.new_replica_set import get_all_replica_sets_and_sync_revision
from cluster.core.controllers.deployment.util import copied_annotations
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import (
    NOT_COPIED,
    ROLLBACK_TO,
    equal_ignoring_hash,
    parse_integer,
    readable_revision,
    without_hash,
)
from cluster.core.kinds import Object
from cluster.core.moves import Put
from cluster.core.objects import annotations_of, with_metadata, with_spec


def has_rollback_to(deployment: Object) -> bool:
    """Whether the annotation holds a whole number (getRollbackTo)."""
    return parse_integer(annotations_of(deployment).get(ROLLBACK_TO)) is not None


def rollback(work: Work, replica_sets: list[Object]) -> None:
    """Go back to the revision that the annotation names, 0 being the last but highest; remove the annotation."""
    new, old = get_all_replica_sets_and_sync_revision(work, replica_sets, create=True)
    every = [*old, new] if new else old
    revision = parse_integer(annotations_of(work.deployment).get(ROLLBACK_TO)) or last_revision(every)
    if not revision:
        _give_up(work, "DeploymentRollbackRevisionNotFound", "Unable to find last revision.")
        return
    target = next((rs for rs in every if readable_revision(rs) == revision), None)
    if target is None:
        _give_up(work, "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to.")
    else:
        _rollback_to_template(work, target, revision)


def _rollback_to_template(work: Work, target: Object, revision: int) -> None:
    name, template = work.deployment["metadata"]["name"], target["spec"]["template"]
    if equal_ignoring_hash(work.deployment["spec"]["template"], template):
        message = f'The rollback revision contains the same template as current deployment "{name}"'
        _give_up(work, "DeploymentRollbackTemplateUnchanged", message)
        return
    plain = {**template, "metadata": without_hash(template.get("metadata") or {})}
    kept = {key: value for key, value in annotations_of(work.deployment).items() if key in NOT_COPIED}
    restored = with_metadata(with_spec(work.deployment, template=plain), annotations=kept | copied_annotations(target))
    _update_and_clear(work, restored, f"template and annotations of revision {revision} are put back")
    work.event("DeploymentRollback", f'Rolled back deployment "{name}" to revision {revision}')


def _give_up(work: Work, reason: str, message: str) -> None:
    work.event(reason, message, warning=True)
    _update_and_clear(work, work.deployment, message)


def _update_and_clear(work: Work, deployment: Object, reason: str) -> None:
    annotations = {name: value for name, value in annotations_of(deployment).items() if name != ROLLBACK_TO}
    work.deployment = with_metadata(deployment, annotations=annotations or None)
    work.moves.append(Put(work.deployment, reason))


def last_revision(replica_sets: list[Object]) -> int:
    """The second highest readable revision, 0 when there is none (LastRevision)."""
    revisions = sorted(revision for rs in replica_sets if (revision := readable_revision(rs)) is not None)
    return revisions[-2] if len(revisions) > 1 else 0
