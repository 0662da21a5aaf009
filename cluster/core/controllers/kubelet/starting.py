"""From bound to running: sandbox, image, container.

Upstream: `pkg/kubelet/images/image_manager.go` (EnsureImageExists), `pkg/kubelet/kuberuntime/kuberuntime_container.go`
(startContainer).
"""

from cluster.core import durations
from cluster.core.controllers.kubelet.addresses import free_ip
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.images import Image, InvalidImageName, behaviour, parse
from cluster.core.moves import Put

ALWAYS_PULL_MS = 400
"""What it takes to learn from the registry that the image at hand is still the newest."""


def pull_policy(container: Container) -> str:
    """`imagePullPolicy`, by default Always for `latest` and IfNotPresent for any other tag."""
    policy = container.get("imagePullPolicy")
    if policy:
        return str(policy)
    return "Always" if parse(container["image"]).tag == "latest" else "IfNotPresent"


def is_present(life: Life, image: Image) -> bool:
    """Whether the node has the image."""
    if image.canonical in life.node_images:
        return True
    listed = (life.node.get("status") or {}).get("images") or ()
    return any(image.canonical in entry["names"] for entry in listed)


def begin(life: Life, container: Container, turn: int) -> None:
    """A container's turn has come: pull its image if need be. `turn`: the moment its predecessor had started."""
    program = behaviour(container["image"])
    image = parse(container["image"])
    policy = pull_policy(container)
    since = life.since
    ready = max(turn, (since if since is not None else life.now) + program.start_ms + life.jitter())
    present = is_present(life, image)
    note: Note = {"is": "making", "from": ready, "at": ready}
    if policy == "Always" or not present:
        note["pull"] = ALWAYS_PULL_MS if present else program.pull_ms + life.jitter()
        note["at"] = ready + note["pull"]
        life.emit("Normal", "Pulling", f'Pulling image "{container["image"]}"', container)
        why = f"image {container['image']} is {'checked' if present else 'not on ' + life.spec['nodeName'] + ', so it is pulled'}"
    else:
        why = f"image {container['image']} is already on {life.spec['nodeName']}"
    life.change(container["name"], note, why)


def progress(life: Life, container: Container, note: Note) -> bool:
    """Start a container in the making once it is due; whether it now runs."""
    due = note["at"]
    image = parse(container["image"])
    arrived = life.node_images.get(image.canonical) if "pull" in note else None
    if arrived is not None:
        due = min(due, max(note["from"], arrived))
    if life.now < due:
        life.wake(due)
        return False
    _pulled(life, container, note, image)
    start(life, container)
    return True


def _pulled(life: Life, container: Container, note: Note, image: Image) -> None:
    name = container["image"]
    if "pull" not in note:
        life.emit(
            "Normal", "Pulled", f'Container image "{name}" already present on machine and can be accessed by the pod', container
        )
        return
    took = durations.go_duration(min(note["pull"], max(life.now - note["from"], 1)))
    size = behaviour(name).size_bytes
    life.emit(
        "Normal", "Pulled", f'Successfully pulled image "{name}" in {took} ({took} including waiting). Image size: {size} bytes.',
        container,
    )
    if not is_present(life, image):
        _store(life, image, size)


def _store(life: Life, image: Image, size: int) -> None:
    """The node reports an image that it has now."""
    status = life.node.get("status") or {}
    images = [*(status.get("images") or ()), {"names": [image.by_digest, image.canonical], "sizeBytes": size}]
    note = life.node.get("simulation") or {}
    life.node_images = {**life.node_images, image.canonical: life.now}
    life.node = {
        **life.node,
        "status": {**status, "images": images},
        "simulation": {**note, "images": life.node_images},
    }
    life.extra.append(Put(life.node, f"image {image.canonical} is now on {life.node['metadata']['name']}", "status"))


def start(life: Life, container: Container) -> None:
    """Create and start a container, now."""
    if not life.simulation.get("sandbox"):
        life.simulation["sandbox"] = life.now
        life.simulation["ip"] = free_ip(life.state, life.node)
    life.emit("Normal", "Created", "Container created", container)
    life.emit("Normal", "Started", "Container started", container)
    life.change(container["name"], {"is": "running", "at": life.now}, f"container {container['name']} has started")


__all__ = ["InvalidImageName", "begin", "is_present", "progress", "pull_policy", "start"]
