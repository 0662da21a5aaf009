"""`kubectl set selector`. Upstream: `set_selector.go`."""

from cluster.core.kinds import Object
from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.policies import label_selector
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags.common import ALL, DRY_RUN, LOCAL, RECORD, RESOURCE_VERSION, TEMPLATES, files, manager, named
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Give a Service another selector."""
    dry = writing.dry_run(call)
    write = writing.printed(call, "selector updated", dry)
    if not call.args:
        raise KubectlError("one selector is required")
    selector = label_selector(call.args[-1])

    def change(info: Info) -> None:
        if info.kind.kind != "Service":
            raise KubectlError("setting a selector is only supported for Services")
        if selector.get("matchExpressions"):
            shown = " ".join(map(_shown, selector["matchExpressions"]))
            raise KubectlError(f"match expression [{shown}] not supported on this object")
        after = {**info.obj, "spec": {**info.obj.get("spec", {}), "selector": selector.get("matchLabels") or {}}}
        after = writing.recorded(call, after)
        if not changing.is_local(call, dry):
            patch = changing.two_way(info, after)
            if call["resource-version"]:
                patch["metadata"] = {**patch.get("metadata", {}), "resourceVersion": call["resource-version"]}
            after = changing.send(call, info, patch, "strategic", dry)
        call.out(write(after))

    changing.found(call, call.args[:-1]).visit(change)


def _shown(expression: Object) -> str:
    """An expression as Go prints it: `{app In [a b]}`."""
    return f"{{{expression['key']} {expression['operator']} [{' '.join(expression.get('values') or ())}]}}"


COMMAND = Command(
    name="selector",
    use="selector (-f FILENAME | TYPE NAME) EXPRESSIONS [--resource-version=version]",
    short="Set the selector on a resource",
    about="""
        Sends the requests of a Service to other pods.
    """,
    examples="""
        # To the pods of another color
        kubectl set selector service web app=web,color=green
    """,
    run=run,
    flags=(
        named(ALL, default=True),
        DRY_RUN,
        LOCAL,
        RECORD,
        RESOURCE_VERSION,
        *TEMPLATES,
        *files(),
        manager("kubectl-set"),
    ),
)
