"""`kubectl replace`. Upstream: `kubectl/pkg/cmd/replace/replace.go`."""

from cluster.kubectl import raw
from cluster.kubectl.commands import writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.delete import delete_all
from cluster.kubectl.commands.waiting import until_gone
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import (
    DRY_RUN,
    RECORD,
    SAVE_CONFIG,
    SUBRESOURCE,
    TEMPLATES,
    TIMEOUT,
    VALIDATE,
    files,
    manager,
)
from cluster.kubectl.infos import Info

FIVE_MINUTES = 300.0


def run(call: Call) -> None:
    """Put what files hold in the place of what is there."""
    cascade = writing.propagation(call)
    dry = writing.dry_run(call)
    query = writing.query(call, dry, validate=True)
    write = writing.printed(call, "replaced", dry)
    _judge(call, dry)
    if call["raw"]:
        raw.send(call, "PUT", call["raw"], raw.body_of(call, call["filename"][0]))
        return
    if call["force"]:
        _force(call, cascade, query)
        return

    def replace(info: Info) -> None:
        obj = writing.recorded(call, writing.saved(info.obj, bool(call["save-config"])))
        if dry != "client":
            try:
                body = obj
                if not (obj.get("metadata") or {}).get("resourceVersion"):
                    live = call.client.get(info.kind, info.namespace, info.name)
                    version = live["metadata"]["resourceVersion"]
                    body = {**obj, "metadata": {**obj["metadata"], "resourceVersion": version}}
                obj = call.client.replace(info.kind, info.namespace, info.name, body, query, call["subresource"])
            except ApiRefused as refusal:
                raise refusal.about("replacing", info.source) from None
        call.out(write(obj))

    call.find(words=(), validate=query["fieldValidation"] != "Ignore", subresource=call["subresource"]).visit(replace)


def _judge(call: Call, dry: str) -> None:
    if call["grace-period"] >= 0 and not call["force"]:
        raise KubectlError("--grace-period must have --force specified")
    if call["timeout"] and not call["force"]:
        raise KubectlError("--timeout must have --force specified")
    if call["force"] and dry != "none":
        raise KubectlError("--dry-run can not be used when --force is set")
    writing.require_files(call)


def _force(call: Call, cascade: str, query: dict[str, str]) -> None:
    """Delete and create anew; what was not there is created too."""
    grace = call["grace-period"] or 1
    text = call.session.stdin() if "-" in call["filename"] else ""
    call.session.stdin = lambda: text
    result = call.find(words=call.args, require=False)
    result.ignore_not_found = True
    for info, uid in delete_all(call, result, grace, cascade, "none") or ():
        until_gone(call, info, uid, call["timeout"] or FIVE_MINUTES)
    write, count = writing.printed(call, "replaced"), 0

    def create(info: Info) -> None:
        nonlocal count
        obj = writing.recorded(call, writing.saved(info.obj, bool(call["save-config"])))
        call.out(write(call.client.create(info.kind, info.namespace, obj, query)))
        count += 1

    call.find(words=(), validate=query["fieldValidation"] != "Ignore").visit(create)
    if not count:
        raise KubectlError("no objects passed to replace")


COMMAND = Command(
    name="replace",
    use="replace -f FILENAME",
    short="Replace a resource by file name or stdin",
    about="""
        Puts the object of a file in the place of the one that is there. What the file does not say is lost, unlike with
        kubectl apply. With --force it is deleted and created anew.
    """,
    examples="""
        # What a file holds
        kubectl replace -f deploy.yml

        # Delete it and create it anew
        kubectl replace --force -f deploy.yml
    """,
    run=run,
    group="Advanced Commands",
    flags=(
        DRY_RUN,
        RECORD,
        SAVE_CONFIG,
        SUBRESOURCE,
        TIMEOUT,
        VALIDATE,
        manager("kubectl-replace"),
        *TEMPLATES,
        *files(),
        Flag("cascade", default="background", bare="background", help="background, foreground or orphan"),
        Flag("force", "bool", False, help="delete the object and create it anew"),
        Flag("grace-period", "int", -1, help="seconds that pods get to end; negative: what they say themselves"),
        Flag("raw", help="send PUT to this path"),
        Flag("wait", "bool", False, help="wait until what is deleted is gone"),
    ),
)
