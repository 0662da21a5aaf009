"""The ReplicaSets of a Deployment as kubectl sees them: which is new, which revision each has.

Upstream: `staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go`.
"""

from collections.abc import Iterable
from typing import Any

from cluster.core.kinds import Object

HASH_LABEL = "pod-template-hash"
REVISION = "deployment.kubernetes.io/revision"
_NOTHING: Object = {}


def _metadata(obj: Object) -> Object:
    return obj.get("metadata") or _NOTHING


def annotations(obj: Object) -> dict[str, str]:
    """The object's annotations, empty when missing."""
    return _metadata(obj).get("annotations") or {}


def template_of(obj: Object) -> Object:
    """`spec.template`, empty when missing."""
    return (obj.get("spec") or _NOTHING).get("template") or {}


def revision_of(obj: Object) -> int | None:
    """The rollout revision: 0 without the annotation, None when it is no number (`Revision`)."""
    text = annotations(obj).get(REVISION)
    if text is None:
        return 0
    try:
        return int(text)
    except ValueError:
        return None


def without_hash(template: Object) -> Object:
    """The template without the hash label that a ReplicaSet's has."""
    meta = _metadata(template)
    labels = {key: value for key, value in (meta.get("labels") or {}).items() if key != HASH_LABEL}
    rest = {key: value for key, value in meta.items() if key != "labels"}
    return {**template, "metadata": {"labels": labels, **rest} if labels else rest}


def _significant(part: Any) -> Any:
    """Without what Go cannot tell from missing: null, empty texts, lists and maps, false, 0."""
    if isinstance(part, dict):
        pairs = ((key, _significant(value)) for key, value in part.items())
        return {key: value for key, value in pairs if value not in (None, "", {}, [], False, 0)}
    return [_significant(item) for item in part] if isinstance(part, list) else part


def same_template(one: Object, other: Object) -> bool:
    """Whether two templates are equal but for the hash label (`equalIgnoreHash`)."""
    return bool(_significant(without_hash(one)) == _significant(without_hash(other)))


def old_and_new(deployment: Object, replica_sets: Iterable[Object]) -> tuple[list[Object], Object | None]:
    """The ReplicaSets in order of creation, and among them the oldest that has the Deployment's template.

    `GetAllReplicaSets`; the list of old ones leaves the new one out.
    """
    ordered = sorted(
        replica_sets,
        key=lambda rs: (_metadata(rs).get("creationTimestamp") or "", _metadata(rs).get("name") or ""),
    )
    template = template_of(deployment)
    new = next((rs for rs in ordered if same_template(template_of(rs), template)), None)
    return [rs for rs in ordered if rs is not new], new
