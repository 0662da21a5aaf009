"""`kubectl set image`. Upstream: `set_image.go`."""

from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.set import patching
from cluster.kubectl.errors import Aggregate, KubectlError
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Give containers other images."""
    dry = writing.dry_run(call)
    writing.printed(call, "", dry)
    words, changes = changing.split(call.args, "image")
    images, _ = changing.pairs(changes, "image", False)
    infos = patching.infos_of(call, words)
    _judge(call, words, images, dry)
    errors: list[Exception] = []

    def change(info: Info) -> Object | None:
        def with_images(spec: Object) -> Object:
            for name, image in images.items():
                changed = _with_image(spec, name, image)
                if changed is None:
                    errors.append(KubectlError(f"error: unable to find container named {quote(name)}"))
                spec = changed or spec
            return spec

        after = changing.with_pod_spec(info.obj, with_images)
        if after is None:
            raise patching.no_template(info)
        return after

    patching.apply(call, infos, change, "image updated", "failed to patch image update to pod template:", errors)


def _judge(call: Call, words: list[str], images: dict[str, str], dry: str) -> None:
    errors: list[Exception] = []
    if call["all"] and call["selector"]:
        errors.append(KubectlError("cannot set --all and --selector at the same time"))
    if not words and not call.files().given:
        errors.append(KubectlError(changing.NO_RESOURCES))
    if not images:
        errors.append(KubectlError("at least one image update is required"))
    elif len(images) > 1 and "*" in images:
        errors.append(
            KubectlError(
                "all containers are already specified by *, but saw more than one container_name=container_image pairs"
            )
        )
    if call["local"] and dry == "server":
        errors.append(KubectlError(changing.LOCAL_SERVER))
    if errors:
        raise Aggregate(errors)


def _with_image(spec: Object, name: str, image: str) -> Object | None:
    """The pod spec with the image of a container (`*`: of all) set, None when there is no such container."""
    found = False
    for field in ("initContainers", "containers"):
        containers = spec.get(field) or []
        chosen = [name in {"*", container.get("name")} for container in containers]
        if any(chosen):
            found = True
            changed = [
                {**one, "image": image} if is_chosen else one for one, is_chosen in zip(containers, chosen, strict=True)
            ]
            spec = {**spec, field: changed}
    return spec if found else None


COMMAND = Command(
    name="image",
    use="image (-f FILENAME | TYPE NAME) CONTAINER_NAME_1=CONTAINER_IMAGE_1 ... CONTAINER_NAME_N=CONTAINER_IMAGE_N",
    short="Update the image of a pod template",
    about="""
        Gives containers of a Deployment, a ReplicaSet or a pod another image; * means all containers.
    """,
    examples="""
        # The container `nginx`
        kubectl set image deployment/web nginx=nginx:1.28

        # All containers
        kubectl set image deployment/web *=nginx:1.28
    """,
    run=run,
    flags=patching.RECORDING,
)
