"""The ReplicaSets of a Deployment as kubectl sees them: which is new, which revision each has.

Upstream: `staging/src/k8s.io/kubectl/pkg/util/deployment/deployment.go`, a copy of the controller's helpers. Unlike
`deployments`, it takes objects with missing parts: kubectl prints whatever it is given.
"""

from collections.abc import Iterable

from cluster.core.deployments import REVISION, equal_ignoring_hash, parse_integer
from cluster.core.deployments import without_hash as metadata_without_hash
from cluster.core.kinds import Object

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
    return 0 if text is None else parse_integer(text)


def without_hash(template: Object) -> Object:
    """The template without the hash label that a ReplicaSet's has, and without labels if that was the only one."""
    metadata = metadata_without_hash(_metadata(template))
    if not metadata.get("labels"):
        metadata = {name: value for name, value in metadata.items() if name != "labels"}
    return {**template, "metadata": metadata}


def old_and_new(deployment: Object, replica_sets: Iterable[Object]) -> tuple[list[Object], Object | None]:
    """The ReplicaSets in order of creation, and among them the oldest that has the Deployment's template.

    `GetAllReplicaSets`; the list of old ones leaves the new one out.
    """
    ordered = sorted(
        replica_sets,
        key=lambda rs: (_metadata(rs).get("creationTimestamp") or "", _metadata(rs).get("name") or ""),
    )
    template = template_of(deployment)
    new = next((rs for rs in ordered if equal_ignoring_hash(template_of(rs), template)), None)
    return [rs for rs in ordered if rs is not new], new
