"""docker's images: pulled onto a node, or built for the whole cluster."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from cluster.core import hand_containers as hand
from cluster.core import images
from cluster.core.containers import image_behaviour
from cluster.core.images.reference import digest_of
from cluster.core.moves import Move
from cluster.core.state import State
from cluster.terminal.docker import build as building
from cluster.terminal.docker import words
from cluster.terminal.docker.options import Call, DockerError, names_of, options_of

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell


class Images:
    """Which node is meant, and its images."""

    def __init__(self, state: Callable[[], State], act: Callable[[Callable[[State], list[Move]]], object]) -> None:
        self.state, self.act = state, act

    def node(self, shell: "Shell", verb: str) -> str:
        """The node that is meant. Raises DockerError when nobody answers there."""
        names = sorted(node["metadata"]["name"] for node in self.state().of_kind("Node"))
        host = shell.env.get("DOCKER_HOST", "").removeprefix("ssh://").rpartition("@")[2]
        name = host or shell.env.get("DOCKER_CONTEXT") or (names[0] if names else "")
        node = self.state().get("Node", "", name)
        silent = node is None or "silent_since" in (node.get("simulation") or {})
        if silent and verb != "context":
            raise DockerError(f"Cannot connect to the Docker daemon at ssh://{name}. Is the docker daemon running?")
        return name

    def fetch(self, call: Call, image: str, told: str = "") -> None:
        """Pull an image unless the node has it. Raises DockerError."""
        state = self.state()
        found, whole = image_behaviour(state, image), images.parse(image)
        named = image if ":" in image.rpartition("/")[2] else f"{image}:latest"
        if told and image in hand.pulled(hand.node_of(state, call.node)):
            return
        if told:
            call.io.err(told.format(named) + "\n")
        if found.pull_error:
            raise DockerError(
                f"Error response from daemon: manifest for {named} not found: manifest unknown", 125 if told else 1
            )
        say = call.io.err if told else call.io.out
        say(f"{whole.tag}: Pulling from {whole.repository}\nDigest: {digest_of(whole.canonical)}\n")
        say(f"Status: Downloaded newer image for {named}\n")
        self.act(lambda now: hand.pull(now, call.node, image))

    def pull(self, call: Call) -> int:
        """`docker pull IMAGE`."""
        for image in names_of(call, "pull"):
            if ":" not in image.rpartition("/")[2]:
                call.io.out("Using default tag: latest\n")
            self.fetch(call, image)
            call.io.out(images.parse(image).canonical + "\n")
        return 0

    def images(self, call: Call) -> int:
        """`docker images`."""
        state = self.state()
        table = [["REPOSITORY", "TAG", "IMAGE ID", "CREATED", "SIZE"]]
        for reference, at in hand.pulled(hand.node_of(state, call.node)).items():
            whole, found = images.parse(reference), images.behaviour(reference)
            name = reference.partition("@")[0].rpartition(":")[0] if ":" in reference.rpartition("/")[2] else reference
            age = f"{words.duration(state.now - at)} ago"
            size = f"{found.size_bytes / 1_000_000:.0f}MB"
            table.append([name, whole.tag, digest_of(whole.canonical)[7:19], age, size])
        call.io.out(words.rows(table))
        return 0

    def build(self, call: Call) -> int:
        """`docker build -t NAME [-f FILE] DIRECTORY`."""
        options, rest = options_of(call.args[1:])
        folder, name = (rest or ["."])[0].rstrip("/") or "/", options.get("tag", "")
        path = options.get("file") or f"{folder}/Dockerfile"
        if not name:
            raise DockerError("ERROR: give the image a name: docker build -t NAME .")
        try:
            recipe = building.read(call.shell.folder.read(path))
        except OSError:
            raise DockerError(f"ERROR: failed to read dockerfile: open {path}: no such file or directory") from None
        except building.BadDockerfile as fault:
            raise DockerError(f"ERROR: failed to solve: {fault}") from fault
        for source in recipe.sources:
            if not call.shell.folder.exists(f"{folder}/{source}"):
                raise DockerError(f'ERROR: failed to solve: failed to compute cache key: "/{source}": not found')
        for number, step in enumerate(recipe.steps, 1):
            call.io.err(f" => [{number}/{len(recipe.steps)}] {step}\n")
        changes = {"command": recipe.command, "env": recipe.env, "ports": recipe.ports}
        self.act(lambda state: hand.build(state, call.node, name, recipe.base, changes))
        call.io.err(f" => => naming to {images.parse(name).canonical}\n")
        return 0
