"""`kubectl set subject`, of bindings that are not served. Upstream: `set_subject.go`."""

from cluster.kubectl.commands import changing, writing
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL, DRY_RUN, LOCAL, SELECTOR, TEMPLATES, files, manager
from cluster.kubectl.infos import Info

KINDS = ("user", "group", "serviceaccount")


def run(call: Call) -> None:
    """Refuse, as there is nothing that has subjects."""
    writing.dry_run(call)
    if call["all"] and call["selector"]:
        raise KubectlError("cannot set --all and --selector at the same time")
    infos = changing.found(call, call.args).all()
    if not any(call[kind] for kind in KINDS):
        raise KubectlError("you must specify at least one value of user, group or serviceaccount")
    for info in infos:
        _refuse(info)


def _refuse(info: Info) -> None:
    raise KubectlError(f"{info.named} setting subjects is only supported for RoleBinding/ClusterRoleBinding")


COMMAND = Command(
    name="subject",
    use="subject (-f FILENAME | TYPE NAME) [--user=username] [--group=groupname]"
    " [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
    short="Update the user, group, or service account in a role binding or cluster role binding",
    run=run,
    flags=(
        ALL,
        DRY_RUN,
        LOCAL,
        SELECTOR,
        *TEMPLATES,
        *files(),
        manager("kubectl-set"),
        *(Flag(kind, "array", (), help=f"a {kind} to add; may be repeated") for kind in KINDS),
    ),
)
