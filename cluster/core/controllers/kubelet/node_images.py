"""Which images a node has, and since when: its `status.images`, with the moments of arrival in its private note."""

from cluster.core.controllers.kubelet.life import Life
from cluster.core.images import Image
from cluster.core.kinds import Object
from cluster.core.moves import Put


def arrival(node: Object, image: Image) -> int | None:
    """When the image came to the node (milliseconds); None: not yet, or nobody knows."""
    moment = ((node.get("simulation") or {}).get("images") or {}).get(image.canonical)
    return None if moment is None else int(moment)


def is_present(node: Object, image: Image) -> bool:
    """Whether the node has the image."""
    if arrival(node, image) is not None:
        return True
    listed = (node.get("status") or {}).get("images") or ()
    return any(image.canonical in (entry.get("names") or ()) for entry in listed)


def store(life: Life, image: Image, size: int) -> None:
    """The node reports an image that it has from now on, in the same step in which the pod's pull ends."""
    node = life.node
    status, note = node.get("status") or {}, node.get("simulation") or {}
    images = [*(status.get("images") or ()), {"names": [image.by_digest, image.canonical], "sizeBytes": size}]
    arrivals = {**(note.get("images") or {}), image.canonical: life.now}
    life.node = {**node, "status": {**status, "images": images}, "simulation": {**note, "images": arrivals}}
    why = f"image {image.canonical} is now on {node['metadata']['name']}: pods started here need not pull it"
    life.extra.append(Put(life.node, why, "status"))
