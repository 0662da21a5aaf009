"""`kubectl set serviceaccount`. Upstream: `set_serviceaccount.go`."""

from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.set import patching
from cluster.kubectl.errors import Aggregate, ApiRefused, KubectlError
from cluster.kubectl.flags.common import ALL, DRY_RUN, LOCAL, RECORD, TEMPLATES, files, manager
from cluster.kubectl.output.typed import typed


def run(call: Call) -> None:
    """Say as whom pods act."""
    dry = writing.dry_run(call)
    if call["local"] and dry == "server":
        raise KubectlError(changing.LOCAL_SERVER)
    write = writing.printed(call, "serviceaccount updated", dry)
    if not call.args:
        raise KubectlError("serviceaccount is required")
    name = call.args[-1]
    errors: list[Exception] = []
    for info in changing.found(call, call.args[:-1]).all():
        after = changing.with_pod_spec(info.obj, lambda spec: {**spec, "serviceAccountName": name})
        if after is None:
            errors.append(KubectlError(f"error: {info.named} {patching.no_template(info)}\n"))
            continue
        after = writing.recorded(call, after)
        try:
            call.out(write(typed(after if changing.is_local(call, dry) else _sent(call, info, after, dry))))
        except ApiRefused as refusal:
            errors.append(KubectlError(f"failed to patch ServiceAccountName {refusal}"))
    if errors:
        raise Aggregate(errors)


def _sent(call: Call, info: changing.Info, after: Object, dry: str) -> Object:
    return changing.send(call, info, changing.two_way(info, after), "strategic", dry)


COMMAND = Command(
    name="serviceaccount",
    names=("sa",),
    use="serviceaccount (-f FILENAME | TYPE NAME) SERVICE_ACCOUNT",
    short="Update the service account of a resource",
    examples="""
        # As the account robot
        kubectl set serviceaccount deployment web robot
    """,
    run=run,
    flags=(ALL, DRY_RUN, LOCAL, RECORD, *TEMPLATES, *files(), manager("kubectl-set")),
)
