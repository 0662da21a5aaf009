"""`kubectl delete`. Upstream: `kubectl/pkg/cmd/delete/delete.go`."""

from cluster.core.kinds import Object
from cluster.kubectl import raw
from cluster.kubectl.builder import Result
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.waiting import WEEK, until_gone
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL, ALL_NAMESPACES, DRY_RUN, FIELD_SELECTOR, SELECTOR, TIMEOUT, files
from cluster.kubectl.infos import Info

IMMEDIATE = (
    "Warning: Immediate deletion does not wait for confirmation that the running resource has been terminated."
    " The resource may continue to run on the cluster indefinitely.\n"
)


def run(call: Call) -> None:
    """Delete, and wait until everything is gone."""
    cascade = writing.propagation(call)
    grace = _grace(call)
    dry = writing.dry_run(call)
    if call["raw"]:
        body = raw.body_of(call, call["filename"][0]) if call["filename"] else None
        raw.send(call, "DELETE", call["raw"], body)
        return
    result = _found(call)
    _judge(call, grace)
    if call["interactive"] and not _confirmed(call, _found(call)):
        return
    result.ignore_not_found = _ignores(call)
    deleted = delete_all(call, result, grace, cascade, dry)
    if deleted is None:
        call.out("No resources found\n")
    elif call["wait"] and dry == "none":
        for info, uid in deleted:
            until_gone(call, info, uid, call["timeout"] or WEEK)


def _found(call: Call) -> Result:
    return call.find(words=call.args, all_namespaces=call["all-namespaces"], require=False)


def _grace(call: Call) -> int:
    """Seconds to end in, -1 for what the objects themselves say."""
    grace = int(call["grace-period"])
    if call["now"]:
        if grace != -1:
            raise KubectlError("--now and --grace-period cannot be specified together")
        return 1
    if grace == 0 and not call["force"]:
        return 1
    return 0 if call["force"] and grace < 0 else grace


def _judge(call: Call, grace: int) -> None:
    if call["output"] not in {"", "name"}:
        raise KubectlError(f"unexpected -o output mode: {call['output']}. We only support '-o name'")
    for flag in ("selector", "field-selector"):
        if call["all"] and call[flag]:
            raise KubectlError(f"cannot set --all and --{flag} at the same time")
    if grace == 0 and call["force"]:
        call.err(IMMEDIATE)
    elif grace > 0 and call["force"]:
        raise KubectlError("--force and --grace-period greater than 0 cannot be specified together")


def _ignores(call: Call) -> bool:
    if call.values.changed("ignore-not-found"):
        return bool(call["ignore-not-found"])
    return bool(call["all"] or call["selector"] or call["field-selector"])


def delete_all(call: Call, result: Result, grace: int, cascade: str, dry: str) -> list[tuple[Info, str]] | None:
    """Delete what was found; each with its UID, None when there was nothing to delete. Raises what was refused."""
    found = 0
    deleted: list[tuple[Info, str]] = []
    options: Object = {"propagationPolicy": cascade}
    options |= {"gracePeriodSeconds": grace} if grace >= 0 else {}
    options |= {"dryRun": ["All"]} if dry == "server" else {}
    warned = not call.enforced or bool(call.values.get("all-namespaces"))

    def delete(info: Info) -> None:
        nonlocal found, warned
        found += 1
        if not info.kind.namespaced and not warned:
            call.err("Warning: deleting cluster-scoped resources, not scoped to the provided namespace\n")
            warned = True
        if dry == "client":
            call.out(_told(call, info, grace, dry))
            return
        try:
            answer = call.client.delete(info.kind, info.namespace, info.name, options)
        except ApiRefused as refusal:
            raise refusal.about("deleting", info.source) from None
        call.out(_told(call, info, grace, dry))
        deleted.append((info, _uid(answer)))

    result.visit(delete)
    return deleted if found else None


def _uid(answer: Object) -> str:
    if answer.get("kind") == "Status":
        return str((answer.get("details") or {}).get("uid") or "")
    return str((answer.get("metadata") or {}).get("uid") or "")


def _told(call: Call, info: Info, grace: int, dry: str) -> str:
    if call["output"] == "name":
        return f"{info.shown}\n"
    operation = "force deleted" if grace == 0 else "deleted"
    return f'{info.kind.group_kind} "{info.name}" {operation}{writing.SUFFIXES[dry]}\n'


def _confirmed(call: Call, result: Result) -> bool:
    result.ignore_not_found = _ignores(call)
    infos = result.all()
    if not infos:
        call.out("No resources found\n")
        return False
    call.out(f"You are about to delete the following {len(infos)} resource(s):\n")
    call.out("".join(f"{info.shown}\n" for info in infos))
    call.out("Do you want to continue? (y/n): ")
    if call.session.stdin().strip().lower() == "y":
        return True
    call.out("deletion is cancelled\n")
    return False


COMMAND = Command(
    name="delete",
    use="delete ([-f FILENAME] | [-k DIRECTORY] | TYPE [(NAME | -l label | --all)])",
    short="Delete resources by file names, stdin, resources and names, or by resources and label selector",
    about="""
        Deletes objects, and waits until they are gone.

        Pods get time to end in (30 s unless they say otherwise); --now shortens it to a second, --force takes the pod
        out of the API at once, whatever its containers do. What belongs to a deleted object is deleted after it, unless
        --cascade says: orphan leaves it, foreground deletes it first.
    """,
    examples="""
        # What a file names
        kubectl delete -f deploy.yml

        # A Deployment, whose ReplicaSets and pods go with it
        kubectl delete deployment web

        # All pods with a label; their ReplicaSet makes new ones
        kubectl delete pods -l app=web

        # A Deployment alone, its ReplicaSets and pods stay
        kubectl delete deployment web --cascade=orphan
    """,
    run=run,
    group="Basic Commands (Intermediate)",
    suggested_for=("rm",),
    flags=(
        ALL,
        ALL_NAMESPACES,
        DRY_RUN,
        FIELD_SELECTOR,
        SELECTOR,
        TIMEOUT,
        *files(),
        Flag("cascade", default="background", bare="background", help="background, foreground or orphan"),
        Flag("force", "bool", False, help="take pods out of the API at once, without waiting for their containers"),
        Flag("grace-period", "int", -1, help="seconds that pods get to end; negative: what they say themselves"),
        Flag("ignore-not-found", "bool", False, help="what is not there is as good as deleted"),
        Flag("interactive", "bool", False, short="i", help="ask before"),
        Flag("now", "bool", False, help="as --grace-period=1"),
        Flag("output", short="o", help="name: print kind and name alone"),
        Flag("raw", help="send DELETE to this path"),
        Flag("wait", "bool", True, help="wait until the objects are gone"),
    ),
)
