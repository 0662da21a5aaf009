"""The table of commands. To add one is to write its module and add its line here."""

from cluster.kubectl.commands import get
from cluster.kubectl.commands.command import Command

ROOT = Command(
    name="kubectl",
    use="[flags]",
    short="kubectl controls the Kubernetes cluster",
    subcommands=(get.COMMAND,),
)
