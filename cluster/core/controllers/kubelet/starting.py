"""From bound to running: image, sandbox, container.

Upstream: `pkg/kubelet/images/image_manager.go` (EnsureImageExists), `pkg/kubelet/kuberuntime/kuberuntime_container.go`
(startContainer).
"""

from cluster.core import containers, durations, environment, times
from cluster.core.controllers.kubelet import node_images
from cluster.core.controllers.kubelet.addresses import free_ip
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.images import Image, InvalidImageName, parse

ALWAYS_PULL_MS = 400
"""What it takes to learn from the registry that the image at hand is still the newest."""
FIRST_BACKOFF_MS, MAX_BACKOFF_MS = 10_000, 300_000
SHOW_BACKOFF_MS = 2000
"""After a failed pull, the pod's next sync shows ImagePullBackOff."""
SYNC_MS = 12_000
"""A pod with an error is looked at again after 10 to 15 s (`pkg/kubelet/pod_workers.go`, completeWork)."""
HEARD = 25
"""After so many tries events come only every 300 s (`events.BURST`), so the kubelet tries no more often."""
SELDOM_MS = 300_000


def pull_policy(container: Container, image: Image) -> str:
    """`imagePullPolicy`, by default Always for `latest` and IfNotPresent for any other tag."""
    return str(container.get("imagePullPolicy") or ("Always" if image.tag == "latest" else "IfNotPresent"))


def begin(life: Life, container: Container, turn: int) -> Note:
    """A container's turn has come (at `turn`, when its predecessor had started): pull its image if need be."""
    name, reference = container["name"], container["image"]
    try:
        program, image = containers.program_of(life.state, container), parse(reference)
    except InvalidImageName as error:
        life.emit("Warning", "InspectFailed", str(error), container)
        return hold(life, container, "InvalidImageName", str(error), "InvalidImageName")
    policy, present = pull_policy(container, image), node_images.is_present(life.node, image)
    if policy == "Never" and not present:
        message = f'Container image "{reference}" is not present with pull policy of Never'
        life.emit("Warning", "ErrImageNeverPull", message, container)
        return hold(life, container, "ErrImageNeverPull", message, "ErrImageNeverPull")
    since = life.simulation["mounted"]
    ready = max(turn, since + program.start_ms + life.jitter())
    note: Note = {"is": "making", "from": ready, "at": ready}
    where = life.spec["nodeName"]
    if policy == "Always" or (policy != "Never" and not present):
        note["pull"] = ALWAYS_PULL_MS if present else max(program.pull_ms + life.jitter(), 100)
        note["at"] = ready + note["pull"]
        life.emit("Normal", "Pulling", f'Pulling image "{reference}"', container)
        why = f"image {reference} is {'looked up again' if present else f'not yet on {where}, so it is pulled'}"
    else:
        why = f"image {reference} is already on {where}"
    return life.change(name, note, why)


def hold(life: Life, container: Container, reason: str, message: str, error: str, why: str = "") -> Note:
    """A container cannot be made, for a reason that its status shows."""
    make_sandbox(life)
    life.emit("Warning", "Failed", f"Error: {error}", container)
    note = {"is": "held", "reason": reason, "message": message, "at": life.now, "image": container["image"]}
    return life.change(container["name"], note, why or f"container {container['name']} cannot start: {message}")


def progress(life: Life, container: Container, note: Note) -> Note:
    """Start a container in the making once its image is there."""
    due = note["at"]
    image = parse(container["image"])
    arrived = node_images.arrival(life.node, image) if "pull" in note else None
    if arrived is not None:
        due = min(due, max(note["from"], arrived))
    if life.now < due:
        life.wake(due)
        return note
    program = containers.program_of(life.state, container)
    if program.pull_error and "pull" in note and arrived is None:
        return fail_pull(life, container, program.pull_error)
    _pulled(life, container, note, image)
    return start(life, container, note)


def fail_pull(life: Life, container: Container, error: str) -> Note:
    """An attempt to pull has failed: 10 s until the next, then 20, 40, 80, 160, 300, 300 ..."""
    old = life.notes.get(container["name"]) or {}
    fails = old.get("fails", 0) + 1 if old.get("image") == container["image"] else 1
    wait = min(FIRST_BACKOFF_MS << (fails - 1), MAX_BACKOFF_MS)
    reference = container["image"]
    life.emit("Warning", "Failed", f'Failed to pull image "{reference}": {error}', container)
    why = f"image {reference} cannot be pulled; the next try is in {wait // 1000} s"
    note = hold(life, container, "ErrImagePull", error, "ErrImagePull", why)
    note.update(fails=fails, error=error, next=life.now + wait)
    return note


def _pulled(life: Life, container: Container, note: Note, image: Image) -> None:
    name = container["image"]
    if "pull" not in note:
        message = f'Container image "{name}" already present on machine and can be accessed by the pod'
        life.emit("Normal", "Pulled", message, container)
        return
    took = durations.go_duration(min(note["pull"], max(life.now - note["from"], 1)))
    size = containers.image_behaviour(life.state, name).size_bytes
    message = f'Successfully pulled image "{name}" in {took} ({took} including waiting). Image size: {size} bytes.'
    life.emit("Normal", "Pulled", message, container)
    if not node_images.is_present(life.node, image):
        node_images.store(life, image, size)


def start(life: Life, container: Container, note: Note) -> Note:
    """Create and start a container, now; unless something that its environment needs is missing."""
    name = container["name"]
    make_sandbox(life)
    missing = ""
    if "env" in container or "envFrom" in container:
        missing = environment.missing(life.state, life.pod, container)
    if missing:
        return hold(life, container, "CreateContainerConfigError", missing, missing)
    life.emit("Normal", "Created", "Container created", container)
    life.emit("Normal", "Started", "Container started", container)
    running = {"is": "running", "at": life.now, "image": container["image"]}
    if "last" in note:
        running["restarts"] = note.get("restarts", 0) + 1
    return life.change(name, running, f"container {name} {'is started again' if 'last' in note else 'has started'}")


def make_sandbox(life: Life) -> None:
    """The pod's network, with an address of its own, is up from its first container on."""
    if "sandbox" not in life.simulation:
        life.simulation["sandbox"] = life.now
        if not life.spec.get("hostNetwork"):
            life.simulation["ip"] = free_ip(life.state, life.node)


def retry(life: Life, container: Container, note: Note) -> Note:
    """A held container: is what was missing there by now, or is it time for the next attempt?"""
    if note["image"] != container["image"]:
        return begin(life, container, life.now)
    reason = note["reason"]
    if reason == "CreateContainerConfigError":
        return _retry_config(life, container, note)
    if reason == "ErrImageNeverPull":
        present = node_images.is_present(life.node, parse(container["image"]))
        return begin(life, container, life.now) if present else note
    return note if reason == "InvalidImageName" else _retry_pull(life, container, note)


def _retry_pull(life: Life, container: Container, note: Note) -> Note:
    error = containers.program_of(life.state, container).pull_error
    if life.now >= note["next"] or not error:
        if not error:
            return begin(life, container, life.now)
        life.emit("Normal", "Pulling", f'Pulling image "{container["image"]}"', container)
        return fail_pull(life, container, error)
    if note["reason"] == "ErrImagePull":
        shown = note["at"] + SHOW_BACKOFF_MS
        if life.now < shown:
            life.wake(shown)
            return note
        return _back_off(life, container, note)
    life.wake(note["next"])
    return note


def _back_off(life: Life, container: Container, note: Note) -> Note:
    life.emit("Normal", "BackOff", f'Back-off pulling image "{container["image"]}"', container)
    life.emit("Warning", "Failed", "Error: ImagePullBackOff", container)
    message = f'Back-off pulling image "{container["image"]}": ErrImagePull: {note["error"]}'
    life.wake(note["next"])
    left = (note["next"] - life.now) // times.SECOND
    waiting = {**note, "reason": "ImagePullBackOff", "message": message}
    return life.change(container["name"], waiting, f"image {container['image']} is tried again in {left} s")


def _retry_config(life: Life, container: Container, note: Note) -> Note:
    """Tried every 12 s, 25 times; then every 300 s, and whenever a ConfigMap or Secret of the namespace changes."""
    missing = environment.missing(life.state, life.pod, container)
    if not missing:
        return begin(life, container, life.now)
    often = note["at"] + HEARD * SYNC_MS
    since, step = (note["at"], SYNC_MS) if life.now < often else (often, SELDOM_MS)
    moment = since + (life.now - since) // step * step
    if moment > note["at"]:
        life.emit_once("Warning", "Failed", f"Error: {missing}", container, moment)
    life.wake(moment + step)
    if missing != note["message"]:
        return life.change(container["name"], {**note, "message": missing}, f"still missing: {missing}")
    return note
