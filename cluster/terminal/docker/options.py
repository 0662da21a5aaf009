"""docker's words taken apart, and its refusals."""

from typing import TYPE_CHECKING, NamedTuple

from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

HELP = "Run 'docker --help' for more information"


class DockerError(Exception):
    """Something cannot be done; the message is docker's."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class Call(NamedTuple):
    """One command: where it runs, what it is given."""

    shell: "Shell"
    args: list[str]
    io: Io
    node: str


VALUED = {"--name": "name", "-e": "env", "--env": "env", "-p": "ports", "--publish": "ports", "-t": "tag",
          "--tag": "tag",
          "-f": "file", "--file": "file", "--network": "network", "-v": "volume", "--restart": "restart"}  # fmt: skip
ALONE = {"-d": ("detach",), "--detach": ("detach",), "--rm": ("rm",), "-i": ("tty",), "-t": ("tty",), "-it": ("tty",),
         "-ti": ("tty",), "--interactive": ("tty",), "--tty": ("tty",)}  # fmt: skip


def options_of(args: list[str]) -> tuple[dict[str, str], list[str]]:
    """Options up to the first word that is none; repeated ones are joined with NUL. Raises DockerError."""
    found: dict[str, str] = {}
    args = list(args)
    while args and args[0].startswith("-"):
        word, equals, value = args.pop(0).partition("=")
        if word in ALONE and (word != "-t" or not args or args[0].startswith("-")):
            found |= dict.fromkeys(ALONE[word], "yes")
            continue
        name = VALUED.get(word)
        if name is None or (not equals and not args):
            told = f"unknown flag: {word}" if name is None else f"flag needs an argument: {word}"
            raise DockerError(f"{told}\n\nRun 'docker --help' for more information", 125)
        value = value if equals else args.pop(0)
        found[name] = f"{found[name]}\0{value}" if name in found else value
    if not args and "tag" not in found:
        raise DockerError(f"docker: 'docker run' requires at least 1 argument\n\n{HELP}")
    return found, args


def names_of(call: Call, verb: str) -> list[str]:
    """The words that are no options. Raises DockerError when there are none."""
    found, args = list[str](), call.args[1:]
    while args:
        word = args.pop(0)
        if word in {"--tail", "-n", "--time", "-t", "--signal", "-s"} and args:
            args.pop(0)
        elif not word.startswith("-"):
            found.append(word)
    if not found:
        raise DockerError(f"docker: 'docker {verb}' requires at least 1 argument\n\n{HELP}")
    return found
