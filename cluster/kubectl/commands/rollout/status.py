"""`kubectl rollout status`. Upstream: `rollout_status.go`."""

from cluster.core import rollout
from cluster.core.kinds import Object
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.rollout import finding
from cluster.kubectl.commands.waiting import WEEK, watched
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import SELECTOR, TIMEOUT, files
from cluster.kubectl.infos import Info

LONG = 52 * WEEK


def run(call: Call) -> None:
    """Print how far the rollout is, until it is done."""
    if call["revision"] < 0:
        if not call.args and not call.files().given:
            raise KubectlError("required resource not specified")
        raise KubectlError(f"revision must be a positive integer: {call['revision']}")
    result = finding.found(call)
    count = 0

    def follow(info: Info) -> None:
        nonlocal count
        count += 1
        if info.kind.kind not in rollout_kinds():
            raise KubectlError(f"no status viewer has been implemented for {rollout.group_kind(info.obj)}")
        if watched(call, info, call["timeout"] or LONG, lambda type_, obj: _is_over(call, type_, obj)) is None:
            raise KubectlError("timed out waiting for the condition")

    result.visit(follow)
    if not count:
        finding.none_found(call)


def rollout_kinds() -> tuple[str, ...]:
    """The kinds that have rollouts."""
    return ("Deployment", "DaemonSet", "StatefulSet")


def _is_over(call: Call, type_: str, obj: Object) -> bool:
    if type_ == "DELETED":
        raise KubectlError("object has been deleted")
    try:
        text, done = rollout.rollout_status(obj, call["revision"])
    except rollout.RolloutRefused as refusal:
        raise KubectlError(str(refusal)) from None
    call.out(text)
    return done or not call["watch"]


COMMAND = Command(
    name="status",
    use="status (TYPE NAME | TYPE/NAME) [flags]",
    short="Show the status of the rollout",
    about="""
        Tells what a rollout is waiting for, until it is done or has failed (exit code 1).
    """,
    examples="""
        # Until it is done
        kubectl rollout status deployment/web

        # As it is now
        kubectl rollout status deployment/web --watch=false

        # At most a minute
        kubectl rollout status deployment/web --timeout=60s
    """,
    run=run,
    flags=(
        SELECTOR,
        TIMEOUT,
        *files(),
        Flag("revision", "int64", 0, help="only if this is the revision that is rolled out"),
        Flag("watch", "bool", True, short="w", help="go on until it is done"),
    ),
)
