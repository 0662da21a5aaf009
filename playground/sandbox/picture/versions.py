"""Versions: a ReplicaSet's rollout revision and its colour stand for the template that its pods were made from."""

from cluster.core.kinds import Object
from cluster.core.objects import annotations_of, controller_of, namespace_of, uid_of
from cluster.core.state import State

REVISION = "deployment.kubernetes.io/revision"
HUES = 6
"""How many colours tell ReplicaSets apart; the seventh looks like the first, and its revision still differs."""
Hues = dict[str, int]
"""The colour of each ReplicaSet, by its uid."""


def by_age(objects: list[Object]) -> list[Object]:
    """Oldest first, ties by name."""
    return sorted(objects, key=lambda obj: (obj["metadata"]["creationTimestamp"], obj["metadata"]["name"]))


def hues_of(state: State) -> Hues:
    """A colour for each ReplicaSet by its place among those of the same owner: it keeps it as long as it lives."""
    hues: Hues = {}
    for deployment in state.of_kind("Deployment"):
        owned = by_age(list(state.dependents(uid_of(deployment), "ReplicaSet")))
        hues.update({uid_of(replica_set): place % HUES for place, replica_set in enumerate(owned)})
    return hues


def revision_of(replica_set: Object) -> str:
    """The rollout revision of a ReplicaSet, "" where it has none."""
    return str(annotations_of(replica_set).get(REVISION, ""))


def images_of(spec: Object) -> str:
    """The images of a pod's spec: `nginx:1.27, redis:7`."""
    return ", ".join(container.get("image", "") for container in spec["containers"])


def version_of(state: State, pod: Object, hues: Hues) -> tuple[int, str, str]:
    """(colour, rollout revision, images) of a pod; the revision is "" for one that has no ReplicaSet."""
    owner, images = controller_of(pod), images_of(pod["spec"])
    if owner is None or owner["kind"] != "ReplicaSet":
        return 0, "", images
    replica_set = state.get("ReplicaSet", namespace_of(pod), owner["name"])
    return hues.get(owner["uid"], 0), revision_of(replica_set) if replica_set else "", images
