"""Generators of kinds of which there are none: refused as a server refuses that lacks them, or only lists them."""

from collections.abc import Callable

from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, name_of
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.flags import Flag

LISTED = frozenset({"cronjob", "ingress", "job"})
"""Kinds whose empty lists are served, for those who look through all kinds."""


def _refuse(name: str) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        name_of(call)
        if name in {"role", "clusterrole"}:
            raise ApiRefused({"reason": "NotFound", "message": "the server could not find the requested resource"})
        lacks = "does not allow this method on" if name in LISTED else "could not find"
        raise KubectlError(f"failed to create {name}: the server {lacks} the requested resource")

    return run


def _command(name: str, use: str, short: str, *flags: str) -> Command:
    taken = tuple(Flag(flag, "slice", (), help=f"as in kubectl ({name}s are not simulated)") for flag in flags)
    return Command(name=name, use=use, short=short, run=_refuse(name), flags=(*FLAGS, *taken))


COMMANDS = (
    _command(
        "clusterrole",
        "clusterrole NAME --verb=verb --resource=resource.group [--resource-name=resourcename]"
        " [--dry-run=server|client|none]",
        "Create a cluster role",
        "aggregation-rule", "non-resource-url", "resource", "resource-name", "verb",
    ),
    _command(
        "clusterrolebinding",
        "clusterrolebinding NAME --clusterrole=NAME [--user=username] [--group=groupname]"
        " [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
        "Create a cluster role binding for a particular cluster role",
        "clusterrole", "group", "serviceaccount",
    ),
    _command(
        "cronjob",
        "cronjob NAME --image=image --schedule='0/5 * * * ?' -- [COMMAND] [args...] [flags]",
        "Create a cron job with the specified name",
        "image", "restart", "schedule",
    ),
    _command(
        "ingress",
        "ingress NAME --rule=host/path=service:port[,tls[=secret]]",
        "Create an ingress with the specified name",
        "annotation", "class", "default-backend", "rule",
    ),
    _command(
        "job",
        "job NAME --image=image [--from=cronjob/name] -- [COMMAND] [args...]",
        "Create a job with the specified name",
        "from", "image",
    ),
    _command(
        "role",
        "role NAME --verb=verb --resource=resource.group/subresource [--resource-name=resourcename]"
        " [--dry-run=server|client|none]",
        "Create a role with single rule",
        "resource", "resource-name", "verb",
    ),
    _command(
        "rolebinding",
        "rolebinding NAME --clusterrole=NAME|--role=NAME [--user=username] [--group=groupname]"
        " [--serviceaccount=namespace:serviceaccountname] [--dry-run=server|client|none]",
        "Create a role binding for a particular role or cluster role",
        "clusterrole", "group", "role", "serviceaccount",
    ),
)  # fmt: skip
