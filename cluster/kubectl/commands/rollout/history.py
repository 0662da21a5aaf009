"""`kubectl rollout history`. Upstream: `rollout_history.go`."""

from cluster.core import rollout
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.rollout import finding
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import SELECTOR, TEMPLATES, files
from cluster.kubectl.infos import Info
from cluster.kubectl.output.typed import typed


def run(call: Call) -> None:
    """Print the revisions, or one of them."""
    if not call.args and not call.files().given:
        raise KubectlError("required resource not specified")
    revision = call["revision"]
    if revision < 0:
        raise KubectlError(f"revision must be a positive integer: {revision}")
    write = writing.printed(call, "")

    def show(info: Info) -> None:
        finding.judge(info, "history")
        sets = finding.replica_sets(call, info)
        try:
            if not call.values.changed("output"):
                call.out(rollout.history_report(info.shown, info.obj, sets, revision))
                return
            rollout.history(info.obj, sets)
        except rollout.RolloutRefused as refusal:
            raise KubectlError(str(refusal)) from None
        revisions = rollout.revisions(sets)
        for number, found in revisions.items():
            if not revision or number == revision:
                call.out(write(typed(found)))

    finding.found(call).visit(show)


COMMAND = Command(
    name="history",
    use="history (TYPE NAME | TYPE/NAME) [flags]",
    short="View rollout history",
    about="""
        Lists the revisions of a Deployment that can be gone back to, and why each came about
        (the annotation kubernetes.io/change-cause).
    """,
    examples="""
        # All revisions
        kubectl rollout history deployment/web

        # What the pods of the third one look like
        kubectl rollout history deployment/web --revision=3
    """,
    run=run,
    flags=(SELECTOR, *TEMPLATES, *files(), Flag("revision", "int64", 0, help="show the pods of this revision")),
)
