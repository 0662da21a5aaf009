"""`kubectl rollout`. Upstream: `kubectl/pkg/cmd/rollout`."""

from cluster.kubectl.commands.command import Command
from cluster.kubectl.commands.rollout import history, patches, status, undo

COMMAND = Command(
    name="rollout",
    use="rollout SUBCOMMAND",
    short="Manage the rollout of a resource",
    about="""
        Watches and steers how a Deployment goes from one version of its pods to the next.
    """,
    examples="""
        # Follow a rollout to its end
        kubectl rollout status deployment/web

        # Go back to the version before
        kubectl rollout undo deployment/web
    """,
    group="Deploy Commands",
    subcommands=(history.COMMAND, *patches.COMMANDS, status.COMMAND, undo.COMMAND),
)
