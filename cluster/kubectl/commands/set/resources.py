"""`kubectl set resources`. Upstream: `set_resources.go`."""

from cluster.core import quantity
from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.set import containers, patching
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Set what containers ask for and how much they may take."""
    dry = writing.dry_run(call)
    infos = patching.infos_of(call, call.args)
    if call["local"] and dry == "server":
        raise KubectlError(changing.LOCAL_SERVER)
    if call["all"] and call["selector"]:
        raise KubectlError("cannot set --all and --selector at the same time")
    if not call["limits"] and not call["requests"]:
        raise KubectlError("you must specify an update to requests or limits (in the form of --requests/--limits)")
    wanted = {field: amounts(call[field]) for field in ("limits", "requests") if call[field]}
    errors: list[Exception] = []

    def set_resources(container: Object) -> Object:
        found = dict(container.get("resources") or {})
        for field, values in wanted.items():
            found[field] = {**(found.get(field) or {}), **values}
        return {**container, "resources": found}

    def change(info: Info) -> Object | None:
        spec = changing.pod_spec_of(info.obj)
        if spec is None:
            raise patching.no_template(info)
        after = containers.changed(spec, call["containers"], set_resources)
        if after is None:
            errors.append(KubectlError(f"error: unable to find container named {call['containers']}"))
            return None
        return changing.with_pod_spec(info.obj, lambda _: after)

    failed = "failed to patch resources update to pod template"
    patching.apply(call, infos, change, "resource requirements updated", failed, errors)


def amounts(text: str) -> dict[str, str]:
    """`cpu=200m,memory=512Mi`. Raises KubectlError."""
    found = {}
    for part in text.split(","):
        name, equals, value = part.partition("=")
        if not equals or "=" in value:
            raise KubectlError(f"Invalid argument syntax {part}, expected <resource>=<value>")
        try:
            found[name] = quantity.canonical(value)
        except quantity.QuantityError as fault:
            raise KubectlError(str(fault)) from None
    return found


COMMAND = Command(
    name="resources",
    use="resources (-f FILENAME | TYPE NAME)  ([--limits=LIMITS & --requests=REQUESTS]",
    short="Update resource requests/limits on objects with pod templates",
    about="""
        Requests are what the scheduler keeps free for a container, limits what it may take at most.
    """,
    examples="""
        # All containers of a Deployment
        kubectl set resources deployment/web --requests=cpu=100m,memory=64Mi --limits=cpu=200m,memory=512Mi
    """,
    run=run,
    flags=(
        *patching.RECORDING,
        Flag("containers", short="c", default="*", help="which containers; * stands for anything"),
        Flag("limits", help="what they may take at most: cpu=200m,memory=512Mi"),
        Flag("requests", help="what is kept free for them: cpu=100m,memory=256Mi"),
    ),
)
