"""What commands have in common: options as GNU's getopt reads them, complaints, files to read."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from cluster.terminal.streams import Input, Io, TextInput

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

Command = Callable[["Shell", list[str], Io], int]


class Usage(Exception):
    """The words make no sense; the message follows the command's name."""

    def __init__(self, message: str, code: int = 1) -> None:
        super().__init__(message)
        self.code = code


class Options(dict[str, str]):
    """Options by letter or long name, with their values."""

    def number(self, name: str, default: int) -> int:
        """The whole number of an option. Raises Usage."""
        if name not in self:
            return default
        text = self[name]
        if not text.removeprefix("-").removeprefix("+").isdecimal() or len(text) > 12:
            raise Usage(f"invalid number: '{text}'")
        return int(text)


def flags(
    args: list[str], plain: str, valued: str = "", long: dict[str, str] | None = None
) -> tuple[Options, list[str]]:
    """Options and the other arguments; `long` maps long names to letters. Raises Usage."""
    found, rest, args = Options(), list[str](), list(args)
    while args:
        arg = args.pop(0)
        if arg == "--":
            return found, rest + args
        if arg.startswith("--"):
            name, equals, value = arg[2:].partition("=")
            letter = (long or {}).get(name)
            if letter is None:
                raise Usage(f"unrecognized option '--{name}'", 2)
            found[letter] = value if equals else args.pop(0) if letter in valued and args else ""
        elif arg.startswith("-") and len(arg) > 1:
            _letters(arg[1:], args, plain, valued, found)
        else:
            rest.append(arg)
    return found, rest


def _letters(letters: str, args: list[str], plain: str, valued: str, found: Options) -> None:
    if "#" in plain and letters.isdecimal():
        found["n"] = letters
        return
    for position, letter in enumerate(letters, 1):
        if letter in valued:
            value = letters[position:] or (args.pop(0) if args else None)
            if value is None:
                raise Usage(f"option requires an argument -- '{letter}'", 2)
            found[letter] = value
            return
        if letter not in plain:
            raise Usage(f"invalid option -- '{letter}'", 2)
        found[letter] = ""


def guarded(name: str, command: Command, code: int = 1) -> Command:
    """The command with its complaints told on stderr, in front of them its name."""

    def run(shell: "Shell", args: list[str], io: Io) -> int:
        try:
            return command(shell, args, io)
        except Usage as fault:
            io.err(f"{name}: {fault}\n")
            return fault.code if fault.code != 1 else code
        except OSError as fault:
            io.err(f"{name}: {fault.filename}: {fault.strerror}\n")
            return code

    return run


def table(code: int = 1, **commands: Any) -> dict[str, Command]:
    """Commands by name, guarded; a trailing `_` is no part of a name."""
    return {name.rstrip("_"): guarded(name.rstrip("_"), command, code) for name, command in commands.items()}


def builtins(code: int = 1, **commands: Any) -> dict[str, Command]:
    """The same for what bash does by itself: it complains as `bash: cd: ...`."""
    return {name.rstrip("_"): guarded(f"bash: {name.rstrip('_')}", command, code) for name, command in commands.items()}


def told(text: str) -> Command:
    """A command that always says the same."""

    def run(_shell: "Shell", _args: list[str], io: Io) -> int:
        io.out(text)
        return 0

    return run


def inputs(shell: "Shell", names: list[str], io: Io, complain: Callable[[str], None]) -> Iterator[tuple[str, Input]]:
    """(name, input) of each file, or of the standard input; those that cannot be read are complained of."""
    for name in names or ["-"]:
        if name == "-":
            yield "(standard input)", io.stdin
            continue
        try:
            yield name, TextInput(shell.folder.read(name))
        except OSError as fault:
            complain(f"{name}: {fault.strerror}")
