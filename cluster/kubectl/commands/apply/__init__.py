"""`kubectl apply`. Upstream: `kubectl/pkg/cmd/apply/apply.go`.

client_side     three-way merges with the annotation that remembers what was applied
server_side     `--server-side`
prune           `--prune`
last_applied    view-last-applied, set-last-applied, edit-last-applied
"""

from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.apply import client_side, last_applied, prune, server_side
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError, raise_all
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import (
    ALL,
    DRY_RUN,
    OVERWRITE,
    RECORD,
    SELECTOR,
    SUBRESOURCE,
    TEMPLATES,
    TIMEOUT,
    VALIDATE,
    files,
    manager,
    named,
)
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Bring the cluster to what files say."""
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    dry = writing.dry_run(call)
    validate = writing.validation(call)
    writing.propagation(call)
    writing.require_files(call)
    _judge(call, dry)
    writing.printed(call, "", dry)
    found, error = call.find(validate=validate != "Ignore", all=False).infos()
    errors: list[Exception] = [error] if error else []
    if not found and not errors:
        raise KubectlError("no objects passed to apply")
    apply = server_side.apply if call["server-side"] else client_side.apply
    whole = call["output"] not in {"", "name"}
    applied: list[Object] = []
    for info in found:
        try:
            obj, done = apply(call, _recorded(call, info), dry)
        except (ApiRefused, KubectlError, Aggregate) as refusal:
            errors.append(refusal)
            continue
        applied.append(obj)
        if not whole:
            call.out(writing.printed(call, done, dry)(obj))
    raise_all(errors)
    if whole:
        call.out(writing.printed(call, "", dry)(applied[0] if len(applied) == 1 else _list(applied)))
    if call["prune"]:
        prune.prune(call, found, applied, dry)


def _recorded(call: Call, info: Info) -> Info:
    return info.with_object(writing.recorded(call, info.obj))


def _list(objects: list[Object]) -> Object:
    return {"apiVersion": "v1", "kind": "List", "metadata": {}, "items": objects}


def _judge(call: Call, dry: str) -> None:
    server = call["server-side"]
    if call["force-conflicts"] and not server:
        raise KubectlError("--force-conflicts only works with --server-side")
    if dry == "client" and server:
        raise KubectlError("--dry-run=client doesn't work with --server-side (did you mean --dry-run=server instead?)")
    if server and call["force"]:
        raise KubectlError("--force cannot be used with --server-side")
    if dry == "server" and call["force"]:
        raise KubectlError("--dry-run=server cannot be used with --force")
    if call["all"] and call["selector"]:
        raise KubectlError("cannot set --all and --selector at the same time")
    if call["prune"] and not call["all"] and not call["selector"]:
        raise KubectlError("all resources selected for prune without explicitly passing --all. To prune all resources, pass the --all flag. If you did not mean to prune all resources, specify a label selector")  # fmt: skip  # noqa: E501


COMMAND = Command(
    name="apply",
    use="apply (-f FILENAME | -k DIRECTORY)",
    short="Apply a configuration to a resource by file name or stdin",
    about="""
        Makes the cluster as files say: what is missing is created, what is there is changed where the file differs from
        it, and fields that an earlier version of the file had and this one has not are removed.

        Fields that the file never had stay as others set them, such as the replicas of an autoscaler.
    """,
    examples="""
        # A file
        kubectl apply -f deploy.yml

        # All files of a folder
        kubectl apply -f k8s/

        # What would change, without changing it
        kubectl apply -f deploy.yml --dry-run=server

        # With the server keeping the books on who owns which field
        kubectl apply --server-side -f deploy.yml
    """,
    run=run,
    group="Advanced Commands",
    subcommands=last_applied.COMMANDS,
    flags=(
        named(ALL, help="with --prune: everything that is not in the files"),
        DRY_RUN,
        named(OVERWRITE, default=True, help="set fields back that others have changed"),
        RECORD,
        SELECTOR,
        SUBRESOURCE,
        TIMEOUT,
        VALIDATE,
        manager("kubectl-client-side-apply"),
        *TEMPLATES,
        *files(),
        Flag("cascade", default="background", bare="background", help="background, foreground or orphan"),
        Flag("force", "bool", False, help="delete and create anew what cannot be changed"),
        Flag("force-conflicts", "bool", False, help="with --server-side: take fields from their managers"),
        Flag("grace-period", "int", -1, help="seconds that pods get to end; negative: what they say themselves"),
        Flag("openapi-patch", "bool", True, help="know from the server's schemas how lists are merged"),
        Flag("prune", "bool", False, help="delete what was applied before and is in the files no more"),
        Flag("prune-allowlist", "array", (), help="kinds that --prune deletes: apps/v1/Deployment"),
        Flag("server-side", "bool", False, help="let the server merge"),
        Flag("wait", "bool", False, help="wait until what is deleted is gone"),
    ),
)
