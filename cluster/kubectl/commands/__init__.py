"""The table of commands. To add one is to write its module and add its line here."""

from cluster.kubectl.commands import apply, create, delete, describe, edit, get
from cluster.kubectl.commands.command import Command

ROOT = Command(
    name="kubectl",
    use="[flags]",
    short="kubectl controls the Kubernetes cluster",
    subcommands=(
        create.COMMAND,
        get.COMMAND,
        edit.COMMAND,
        delete.COMMAND,
        describe.COMMAND,
        apply.COMMAND,
    ),
)
