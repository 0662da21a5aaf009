"""`kubectl rollout undo`. Upstream: `rollout_undo.go`, `polymorphichelpers/rollback.go`."""

from cluster.core import rollout
from cluster.core.kinds import Object
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.rollout import finding
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, SELECTOR, TEMPLATES, files
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Go back to an earlier revision."""
    dry = writing.dry_run(call)

    def back(info: Info) -> None:
        finding.judge(info, "rollbacker")
        sets = finding.replica_sets(call, info)
        try:
            found = rollout.undo(info.obj, sets, call["to-revision"], dry == "client")
        except rollout.RolloutRefused as refusal:
            raise KubectlError(str(refusal)) from None
        obj: Object = info.obj
        if found.patch is not None:
            query = {"dryRun": "All"} if dry == "server" else {}
            try:
                obj = call.client.patch(info.kind, info.namespace, info.name, found.patch, "json", query)
            except ApiRefused as refusal:
                raise KubectlError(f"failed restoring revision {call['to-revision']}: {refusal}") from None
        call.out(writing.printed(call, found.text, dry)(obj if call["output"] else info.obj))

    finding.found(call).visit(back)


COMMAND = Command(
    name="undo",
    use="undo (TYPE NAME | TYPE/NAME) [flags]",
    short="Undo a previous rollout",
    about="""
        Goes back to the revision before, or to the one that --to-revision names: its pod template becomes the newest.
    """,
    examples="""
        # To the one before
        kubectl rollout undo deployment/web

        # To the third one
        kubectl rollout undo deployment/web --to-revision=3
    """,
    run=run,
    flags=(
        DRY_RUN,
        SELECTOR,
        *TEMPLATES,
        *files(),
        Flag("to-revision", "int64", 0, help="the revision to go back to; 0: the one before"),
    ),
)
