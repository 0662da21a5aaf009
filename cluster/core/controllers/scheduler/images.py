"""Nodes that already have a pod's images need not pull them.

Upstream: `pkg/scheduler/framework/plugins/imagelocality/image_locality.go`.
"""

from cluster.core.kinds import Object
from cluster.core.usage import NO_NODES, Candidate, Images

MEGABYTE = 1024 * 1024
LEAST = 23 * MEGABYTE
MOST = 1000 * MEGABYTE


def local_images(images: Images, pod: Object, candidates: list[Candidate], nodes: int) -> list[int] | None:
    """Points by the bytes already there, each image's size times the share of nodes that have it; None if none has any.

    23 MB count as nothing, 1000 MB per container as everything. An image of 700 MB on 2 of 3 nodes: 466 MB, 45 points.
    """
    if not images:
        return None
    containers = [*(pod["spec"].get("initContainers") or ()), *pod["spec"]["containers"]]
    places = [images.get(full_name(container.get("image") or ""), NO_NODES) for container in containers]
    if not any(places):
        return None
    highest = MOST * len(containers)
    points = []
    for candidate in candidates:
        size = sum(int(sizes.get(candidate.name, 0) * (len(sizes) / nodes)) for sizes in places)
        points.append(100 * (min(max(size, LEAST), highest) - LEAST) // (highest - LEAST))
    return points


def full_name(image: str) -> str:
    """With the tag `latest` when the name has none (`image_locality.go`, normalizedImageName)."""
    return image if image.rfind(":") > image.rfind("/") else f"{image}:latest"
