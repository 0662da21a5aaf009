"""`kubectl help`, `options`, and the commands that make no sense here."""

from collections.abc import Callable

from cluster.core.go_text import quote
from cluster.kubectl import help as helping
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags.common import GLOBAL


def _options(call: Call) -> None:
    call.out(helping.options(GLOBAL))


def _help_of(root: Callable[[], Command]) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        command, path = root(), "kubectl"
        for word in call.args:
            found = command.find(word)
            if found is None:
                topics = " ".join(f"`{topic}`" for topic in call.args)
                call.err(f"Unknown help topic [{topics}]\n" + helping.of(root(), "kubectl"))
                return
            command, path = found, f"{path} {found.name}"
        call.out(helping.of(command, path))

    return run


def commands(root: Callable[[], Command]) -> tuple[Command, ...]:
    """Those that need to know all the others."""
    return (
        Command(name="help", use="help [command]", short="Help about any command", run=_help_of(root), hidden=True),
        Command(
            name="options",
            use="options",
            short="Print the list of flags inherited by all commands",
            run=_options,
            hidden=True,
        ),
    )


def _refuse(why: str) -> Callable[[Call], None]:
    def run(call: Call) -> None:
        raise KubectlError(why)

    return run


def _complete(call: Call) -> None:
    if not call.args:
        raise call.usage("Shell not specified.")
    if len(call.args) > 1:
        raise call.usage("Too many arguments. Expected only the shell type.")
    if call.args[0] not in SHELLS:
        raise call.usage(f"Unsupported shell type {quote(call.args[0])}.")
    raise KubectlError("there is nothing to set up: this terminal completes with Tab")


def _alpha(call: Call) -> None:
    call.err("No alpha commands are available in this version of kubectl\n")


SHELLS = ("bash", "zsh", "fish", "powershell")


REFUSED = (
    Command(name="alpha", use="alpha", short="Commands for features in alpha", run=_alpha, hidden=True),
    Command(
        name="completion",
        use="completion SHELL",
        short="Output shell completion code for the specified shell (bash, zsh, fish, or powershell)",
        run=_complete,
        group="Settings Commands",
    ),
    Command(
        name="kustomize",
        use="kustomize DIR",
        short="Build a kustomization target from a directory or URL",
        run=_refuse("kustomize is not available in the playground; apply the files themselves with -f"),
        group="Advanced Commands",
    ),
    Command(
        name="plugin",
        use="plugin [flags]",
        short="Provides utilities for interacting with plugins",
        subcommands=(
            Command(
                name="list",
                use="list",
                short="List all visible plugin executables on a user's PATH",
                run=_refuse("unable to find any kubectl plugins in your PATH"),
            ),
        ),
        group="Other Commands",
    ),
)
