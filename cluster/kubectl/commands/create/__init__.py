"""`kubectl create`, from files or from the generators beside this module. Upstream: `kubectl/pkg/cmd/create`."""

from cluster.kubectl import raw
from cluster.kubectl.commands import editing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create import (
    access,
    configs,
    deployment,
    ingress,
    jobs,
    policies,
    services,
    simple,
    token,
)
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import DRY_RUN, RECORD, SAVE_CONFIG, SELECTOR, TEMPLATES, VALIDATE, files, manager
from cluster.kubectl.infos import Info


def run(call: Call) -> None:
    """Create what files hold."""
    if call.args:
        raise call.usage(f"Unexpected args: [{' '.join(call.args)}]")
    dry = writing.dry_run(call)
    query = writing.query(call, dry, validate=True)
    write = writing.printed(call, "created", dry)
    writing.require_files(call)
    if call["raw"]:
        raw.send(call, "POST", call["raw"], raw.body_of(call, call["filename"][0]))
        return
    if call["edit"]:
        editing.create_edited(call)
        return
    count = 0

    def create(info: Info) -> None:
        nonlocal count
        obj = writing.recorded(call, writing.saved(info.obj, bool(call["save-config"])))
        if dry != "client":
            try:
                obj = call.client.create(info.kind, info.namespace, obj, query)
            except ApiRefused as refusal:
                raise refusal.about("creating", info.source) from None
        count += 1
        call.out(write(obj))

    call.find(validate=query["fieldValidation"] != "Ignore").visit(create)
    if not count:
        raise KubectlError("no objects passed to create")


COMMAND = Command(
    name="create",
    use="create -f FILENAME",
    short="Create a resource from a file or from stdin",
    about="""
        Creates what a file holds, as YAML or JSON. What is there already is an error; kubectl apply updates it.

        For the usual kinds there are commands that need no file.
    """,
    examples="""
        # What a file holds
        kubectl create -f deploy.yml

        # What comes through a pipe
        cat deploy.yml | kubectl create -f -

        # A Deployment without a file
        kubectl create deployment web --image=nginx --replicas=3
    """,
    run=run,
    group="Basic Commands (Beginner)",
    subcommands=(
        *configs.COMMANDS, deployment.COMMAND, *policies.COMMANDS, services.COMMAND, *simple.COMMANDS, token.COMMAND,
        *access.COMMANDS, *jobs.COMMANDS, ingress.COMMAND,
    ),
    flags=(
        DRY_RUN,
        RECORD,
        SAVE_CONFIG,
        SELECTOR,
        VALIDATE,
        manager("kubectl-create"),
        *TEMPLATES,
        *files(),
        Flag("edit", "bool", False, help="edit the objects before they are created"),
        Flag("raw", help="send POST to this path"),
        Flag("windows-line-endings", "bool", False, help="end lines as Windows does, with --edit"),
    ),
)  # fmt: skip
