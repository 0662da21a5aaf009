"""`kubectl set`. Upstream: `kubectl/pkg/cmd/set`."""

from cluster.kubectl.commands.command import Command
from cluster.kubectl.commands.set import env, image, resources, selector, service_account, subject

COMMAND = Command(
    name="set",
    use="set SUBCOMMAND",
    short="Set specific features on objects",
    about="""
        Changes single parts of objects that are there.
    """,
    group="Basic Commands (Beginner)",
    subcommands=(
        env.COMMAND,
        image.COMMAND,
        resources.COMMAND,
        selector.COMMAND,
        service_account.COMMAND,
        subject.COMMAND,
    ),
)
