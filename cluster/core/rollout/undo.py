"""`kubectl rollout undo`: back to the template of an earlier revision.

Upstream: `staging/src/k8s.io/kubectl/pkg/polymorphichelpers/rollback.go`, `DeploymentRollbacker`.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

from cluster.core.deployments import NOT_COPIED, equal_ignoring_hash
from cluster.core.describe.pod_template import pod_template_text
from cluster.core.kinds import Object
from cluster.core.rollout.refusal import RolloutRefused
from cluster.core.rollout.status import group_kind
from cluster.core.template_revisions import (
    annotations,
    old_and_new,
    revision_of,
    template_of,
    without_hash,
)


class Undo(NamedTuple):
    """`text` follows `deployment.apps/NAME `; `patch` is a JSON patch for the Deployment, None for none."""

    text: str
    patch: list[dict[str, Any]] | None = None


def undo(
    deployment: Object, replica_sets: Sequence[Object], to_revision: int = 0, dry_run_client: bool = False
) -> Undo:
    """Back to `to_revision`, 0 for the one before the latest. Raises RolloutRefused.

    `replica_sets` are those that the Deployment controls. `dry_run_client` shows the template instead of a patch.
    """
    if deployment.get("kind") != "Deployment":
        raise RolloutRefused(f'no rollbacker has been implemented for "{group_kind(deployment)}"')
    target = _target(deployment, replica_sets, to_revision)
    template = template_of(target)
    if dry_run_client:
        return Undo(pod_template_text(template))
    if (deployment.get("spec") or {}).get("paused"):
        raise RolloutRefused(
            "you cannot rollback a paused deployment; resume it first with 'kubectl rollout resume' and try again"
        )
    if equal_ignoring_hash(template, template_of(deployment)):
        return Undo(f"skipped rollback (current template already matches revision {to_revision})")
    return Undo("rolled back", rollback_patch(without_hash(template), _annotations(deployment, target)))


def _target(deployment: Object, replica_sets: Sequence[Object], to_revision: int) -> Object:
    """The ReplicaSet with the revision asked for, or with the second highest one (`deploymentRevision`)."""
    old, new = old_and_new(deployment, replica_sets)
    numbered = [(revision_of(rs), rs) for rs in ([*old, new] if new else old)]
    found = [(number, rs) for number, rs in numbered if number is not None]
    if to_revision:
        for number, rs in found:
            if number == to_revision > 0:
                return rs
        raise RolloutRefused(f"unable to find specified revision {to_revision} in history")
    if len(found) < 2:
        name = (deployment.get("metadata") or {}).get("name") or ""
        raise RolloutRefused(f'no rollout history found for deployment "{name}"')
    return sorted(found, key=lambda pair: pair[0], reverse=True)[1][1]


def _annotations(deployment: Object, target: Object) -> dict[str, str]:
    own = {key: value for key, value in annotations(deployment).items() if key in NOT_COPIED}
    return own | {key: value for key, value in annotations(target).items() if key not in NOT_COPIED}


def rollback_patch(template: Object, new_annotations: dict[str, str]) -> list[dict[str, Any]]:
    """The JSON patch that sets template and annotations, and leaves everything else (`getDeploymentPatch`)."""
    return [
        {"op": "replace", "path": "/spec/template", "value": _as_go_writes(template)},
        {"op": "replace", "path": "/metadata/annotations", "value": new_annotations},
    ]


def _as_go_writes(template: Object) -> Object:
    """With the fields that Go's types always write: `metadata`, and each container's `name` and `resources`."""
    spec = dict(template.get("spec") or {})
    for field in ("initContainers", "containers"):
        if spec.get(field):
            spec[field] = [{"name": "", "resources": {}, **container} for container in spec[field]]
    return {**template, "metadata": template.get("metadata") or {}, "spec": spec}
