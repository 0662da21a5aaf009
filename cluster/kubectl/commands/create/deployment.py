"""`kubectl create deployment`. Upstream: `create_deployment.go`."""

import hashlib

from cluster.core.draft import SAFE
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of, require
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag


def run(call: Call) -> None:
    """Create a Deployment of some images."""
    require(call, "image")
    name = name_of(call)
    images, command = call["image"], call.args[1:]
    if len(images) > 1 and command:
        raise KubectlError("cannot specify multiple --image options and command")
    labels = {"app": name}
    containers = [_container(image, command) for image in images]
    if call["port"] >= 0 and containers:
        containers[0]["ports"] = [{"containerPort": call["port"]}]
    spec = {
        "replicas": call["replicas"],
        "selector": {"matchLabels": labels},
        "strategy": {},
        "template": {"metadata": {"creationTimestamp": None, "labels": labels}, "spec": {"containers": containers}},
    }
    obj = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata(call, name, labels=labels), "spec": spec}
    make(call, {**obj, "status": {}}, "failed to create deployment:")


def _container(image: str, command: list[str]) -> Object:
    container: Object = {"image": image, "name": container_name(image), "resources": {}}
    return {**container, "command": command} if command else container


def container_name(image: str) -> str:
    """The last part of the image without its tag; one with `.` or `_` gets some letters more.

    Upstream takes them by chance; here they follow from the image, so that nothing depends on chance.
    """
    name = image.rsplit("/", maxsplit=1)[-1].split(":", maxsplit=1)[0].split("@", maxsplit=1)[0]
    if "." not in name and "_" not in name:
        return name
    digest = hashlib.sha256(image.encode()).digest()
    return f"{name.replace('_', '-').replace('.', '-')}-{''.join(SAFE[byte % len(SAFE)] for byte in digest[:5])}"


COMMAND = Command(
    name="deployment",
    names=("deploy",),
    use="deployment NAME --image=image -- [COMMAND] [args...]",
    short="Create a deployment with the specified name",
    examples="""
        # Three replicas of nginx
        kubectl create deployment web --image=nginx --replicas=3

        # With a command of its own
        kubectl create deployment clock --image=busybox -- date

        # The manifest for a file, without creating anything
        kubectl create deployment web --image=nginx --dry-run=client -o yaml
    """,
    run=run,
    flags=(
        *FLAGS,
        Flag("image", "slice", (), help="image to run; several make a pod of several containers"),
        Flag("port", "int32", -1, help="port that the container listens on"),
        Flag("replicas", "int32", 1, short="r", help="how many pods"),
    ),
)
