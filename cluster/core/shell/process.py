"""What a command is given, and how it tells of itself."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cluster.core.shell.interpreter import Interpreter
    from cluster.core.shell.machine import Machine

NOT_FOUND, NOT_EXECUTABLE = 127, 126


class Chunk(NamedTuple):
    """Output: `at` milliseconds after the beginning, on stream 1 or 2."""

    at: int
    stream: int
    text: str


class Exit(Exception):
    """The shell ends here with a code."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class Leave(Exception):
    """`break`, or `continue` when `again`."""

    def __init__(self, again: bool) -> None:
        super().__init__(again)
        self.again = again


class Endless(Exception):
    """Nothing more is to be expected within the time that is looked at: the command goes on."""


class Stdin:
    """Input that is read line by line or all at once. While it `is_open`, who reads beyond its end waits: Endless."""

    def __init__(self, text: str = "", is_open: bool = False) -> None:
        self.rest, self.is_open, self.is_read = text, is_open, False

    def line(self) -> str | None:
        """The next line without its end; None at the end of the input."""
        self.is_read = True
        if "\n" not in self.rest:
            self.end()
        if not self.rest:
            return None
        line, _, self.rest = self.rest.partition("\n")
        return line

    def all(self) -> str:
        """All that is left."""
        self.end()
        return self.so_far()

    def so_far(self) -> str:
        """What is left of what has come by now."""
        self.is_read = True
        text, self.rest = self.rest, ""
        return text

    def end(self) -> None:
        """Wait for the end of the input."""
        self.is_read = True
        if self.is_open:
            raise Endless


@dataclass(slots=True)
class Process:
    """One command that runs: `args` without its name. What it writes goes into `out` and `err`."""

    shell: "Interpreter"
    name: str
    args: list[str]
    stdin: Stdin
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)

    @property
    def machine(self) -> "Machine":
        """The container that it runs in."""
        return self.shell.machine

    @property
    def now(self) -> int:
        """The simulated moment, in milliseconds."""
        return self.machine.now + self.shell.elapsed

    def say(self, *lines: str) -> int:
        """Write lines; 0."""
        self.out += [f"{line}\n" for line in lines]
        return 0

    def fail(self, message: str, code: int = 1) -> int:
        """Complain, with the command's name in front; the exit code."""
        self.err.append(f"{self.name}: {message}\n")
        return code

    def flags(self, with_value: str = "") -> tuple[dict[str, str], list[str]]:
        """Single-letter options (those of `with_value` take one) and the other arguments: `-n 5 a` -> {n: 5}, [a]."""
        found: dict[str, str] = {}
        rest: list[str] = []
        args = list(self.args)
        while args:
            arg = args.pop(0)
            if arg == "--":
                return found, rest + args
            if not arg.startswith("-") or len(arg) < 2:
                rest.append(arg)
            elif arg.startswith("--"):
                name, _, value = arg[2:].partition("=")
                found[name] = value
            elif arg[1].isdigit():
                found["n"] = arg[1:]
            else:
                for position, letter in enumerate(arg[1:], 2):
                    found[letter] = ""
                    if letter in with_value:
                        found[letter] = arg[position:] or (args.pop(0) if args else "")
                        break
        return found, rest

    def texts(self, paths: list[str]) -> Iterator[tuple[str, str]]:
        """(path, contents) of files, or of the input when none is named; complains of those that are missing."""
        if not paths:
            yield "-", self.stdin.so_far()
            self.stdin.end()
        for path in paths:
            text = self.stdin.all() if path == "-" else self.read(path)
            if text is not None:
                yield path, text

    def read(self, path: str) -> str | None:
        """A file's contents; None, with a complaint, when it cannot be read."""
        from cluster.core.shell.files import is_directory  # noqa: PLC0415

        whole = self.machine.path(path)
        if whole in self.machine.files:
            return self.machine.files[whole]
        if is_directory(self.machine.files, whole):
            self.fail(
                f"{path}: Is a directory" if self.machine.family.base == "debian" else "read error: Is a directory"
            )
        elif self.machine.family.base == "debian":
            self.fail(f"{path}: No such file or directory")
        else:
            self.fail(f"can't open '{path}': No such file or directory")
        return None


Command = Callable[[Process], int]
