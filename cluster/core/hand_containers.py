"""Containers that somebody starts by hand on a node, as with docker: nobody restarts them, no Service knows them.

They stand in the node's notes, `simulation.byHand`, by their name: `{id, image, command, args, env, ports, at}` and,
once somebody stopped one, `{ended, code}`. How one that nobody stopped goes on follows from its image, as it does for
pods: so nothing has to be written when it ends by itself. Images that were built stand in the namespace kube-system,
`simulation.images`, for the whole cluster, as if they had been pushed to a registry.
"""

from typing import Any, NamedTuple

from cluster.core import containers, images
from cluster.core.errors import Conflict, NotFound
from cluster.core.kinds import Object
from cluster.core.moves import Move, Put
from cluster.core.state import State

Note = dict[str, Any]
BY_HAND = "byHand"
PULLED = "pulled"
KILLED = 137


class Life(NamedTuple):
    """Since when a container runs, or ran; `ended` and its exit `code` when it is over (milliseconds)."""

    began: int
    ended: int | None = None
    code: int = 0


def node_of(state: State, name: str) -> Object:
    """The node. Raises NotFound."""
    node = state.get("Node", "", name)
    if node is None:
        raise NotFound("", "nodes", name)
    return node


def notes(node: Object) -> dict[str, Note]:
    """The containers of a node by name."""
    found: dict[str, Note] = (node.get("simulation") or {}).get(BY_HAND) or {}
    return found


def pulled(node: Object) -> dict[str, int]:
    """When docker fetched which image onto the node."""
    found: dict[str, int] = (node.get("simulation") or {}).get(PULLED) or {}
    return found


def life(state: State, note: Note, now: int) -> Life:
    """How a container fares at `now`. Raises InvalidImageName."""
    if "ended" in note:
        return Life(note["at"], note["ended"], note["code"])
    program = containers.program_of(state, as_container(note))
    missing = program.needs_env and not set(program.needs_env) & set(note["env"])
    exits = 0 if missing else program.exits_ms
    if exits is None or note["at"] + exits > now:
        return Life(note["at"])
    return Life(note["at"], note["at"] + exits, 1 if missing else program.exit_code)


def as_container(note: Note) -> Object:
    """A container as it stands in a pod."""
    return {
        "name": "main",
        "image": note["image"],
        "command": note["command"],
        "args": note["args"],
        "env": [{"name": name, "value": value} for name, value in note["env"].items()],
    }


def as_pod(state: State, node: str, name: str, note: Note, now: int) -> Object:
    """A pod around the container, for those who tell what programs write and answer; it is not in the cluster."""
    lived = life(state, note, now)
    told: Note = {"is": "running", "at": lived.began, "restarts": 0}
    if lived.ended is not None:
        told = {"is": "over", "began": lived.began, "at": lived.ended, "code": lived.code, "reason": "", "restarts": 0}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": note["id"][:12], "namespace": "default", "uid": note["id"],
                     "creationTimestamp": "1970-01-01T00:00:00Z"},
        "spec": {"nodeName": node, "containers": [as_container(note)], "enableServiceLinks": False},
        "status": {"podIP": "172.17.0.2"},
        "simulation": {"containers": {"main": told}},
    }  # fmt: skip


def run(state: State, node: str, name: str, note: Note) -> list[Move]:
    """Start a container. Raises NotFound for a node that is none, Conflict for a name that is taken."""
    found = node_of(state, node)
    if name in notes(found):
        raise Conflict("", "containers", name, "the name is already in use")
    started = {**note, "at": state.now}
    reason = f"you started the container {name} ({note['image']}) by hand on {node}: no controller looks after it"
    images_there = {**pulled(found), note["image"]: pulled(found).get(note["image"], state.now)}
    return [_noted(found, reason, **{BY_HAND: {**notes(found), name: started}, PULLED: images_there})]


def stop(state: State, node: str, name: str, code: int) -> list[Move]:
    """End a container by a signal; nothing to do when it is over. Raises NotFound."""
    found = node_of(state, node)
    note = _note(found, name)
    lived = life(state, note, state.now)
    if lived.ended is not None:
        return []
    over = {**note, "ended": state.now, "code": code}
    reason = f"you stopped the container {name} on {node}: nobody starts it again"
    return [_noted(found, reason, **{BY_HAND: {**notes(found), name: over}})]


def remove(state: State, node: str, name: str) -> list[Move]:
    """Forget a container. Raises NotFound."""
    found = node_of(state, node)
    _note(found, name)
    rest = {key: note for key, note in notes(found).items() if key != name}
    return [_noted(found, f"you removed the container {name} from {node}", **{BY_HAND: rest})]


def pull(state: State, node: str, image: str) -> list[Move]:
    """Fetch an image onto a node. Raises NotFound."""
    found = node_of(state, node)
    if image in pulled(found):
        return []
    return [_noted(found, f"you pulled {image} onto {node}", **{PULLED: {**pulled(found), image: state.now}})]


def build(state: State, node: str, image: str, base: str, changes: Note) -> list[Move]:
    """A new image on top of another one: `changes` are its `command`, `env` and `ports`. Raises InvalidImageName."""
    images.parse(image)
    found = state.get("Namespace", "", "kube-system")
    if found is None:
        raise NotFound("", "namespaces", "kube-system")
    built = {**containers.built_images(state), images.parse(image).canonical: {"base": base, **changes}}
    reason = f"you built the image {image} from {base}"
    return [_noted(found, reason, images=built), *pull(state, node, image)]


def _note(node: Object, name: str) -> Note:
    if name not in notes(node):
        raise NotFound("", "containers", name)
    return notes(node)[name]


def _noted(obj: Object, reason: str, **fields: Any) -> Put:
    return Put({**obj, "simulation": {**(obj.get("simulation") or {}), **fields}}, reason)
