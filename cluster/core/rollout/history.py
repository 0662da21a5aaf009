"""`kubectl rollout history`: the revisions of a rollout and why each came about.

Upstream: `staging/src/k8s.io/kubectl/pkg/polymorphichelpers/history.go`.
"""

from collections.abc import Iterable

from cluster.core.deployments import CHANGE_CAUSE
from cluster.core.describe.pod_template import pod_template_text
from cluster.core.kinds import Object
from cluster.core.rollout.refusal import RolloutRefused
from cluster.core.rollout.status import group_kind
from cluster.core.tabwriter import align
from cluster.core.template_revisions import annotations, revision_of, template_of

KINDS = ("Deployment", "DaemonSet", "StatefulSet")


def revisions(items: Iterable[Object]) -> dict[int, Object]:
    """ReplicaSets (or ControllerRevisions) by revision, ascending; those with an unreadable one are left out."""
    numbered = ((item.get("revision", revision_of(item)), item) for item in items)
    found = {number: item for number, item in numbered if number is not None}
    return dict(sorted(found.items()))


def history(obj: Object, replica_sets: Iterable[Object], revision: int = 0) -> str:
    """The table of revisions, or with `revision` the pod template of that one (`ViewHistory`).

    `replica_sets` are those that the Deployment controls. Raises RolloutRefused.
    """
    if revision < 0:
        raise RolloutRefused(f"revision must be a positive integer: {revision}")
    if obj.get("kind") not in KINDS:
        raise RolloutRefused(f'no history viewer has been implemented for "{group_kind(obj)}"')
    found = revisions(replica_sets)
    if not found:
        return "No rollout history found."
    if revision:
        if revision not in found:
            raise RolloutRefused("unable to find the specified revision")
        return pod_template_text(_template_with_cause(found[revision]))
    lines = [f"{number}\t{_change_cause(item) or '<none>'}\n" for number, item in found.items()]
    return align("REVISION\tCHANGE-CAUSE\n" + "".join(lines))


def _change_cause(item: Object) -> str:
    template = template_of(item)
    return annotations(item).get(CHANGE_CAUSE) or annotations(template).get(CHANGE_CAUSE) or ""


def _template_with_cause(replica_set: Object) -> Object:
    """The template with the ReplicaSet's change-cause among its annotations, as kubectl shows it."""
    template, cause = template_of(replica_set), annotations(replica_set).get(CHANGE_CAUSE)
    if not cause:
        return template
    metadata = {**(template.get("metadata") or {}), "annotations": {**annotations(template), CHANGE_CAUSE: cause}}
    return {**template, "metadata": metadata}


def history_report(name: str, obj: Object, replica_sets: Iterable[Object], revision: int = 0) -> str:
    """All that the command prints; `name` as in `deployment.apps/web` (`cmd/rollout/rollout_history.go`)."""
    text = history(obj, replica_sets, revision)
    return f"{name} {f'with revision #{revision}' if revision else ''}\n{text}\n"
