"""One command in a container, or one shell line by line."""

from collections.abc import Iterator
from typing import NamedTuple

from cluster.core.kinds import Object
from cluster.core.shell.commands import COMMANDS, is_installed
from cluster.core.shell.interpreter import FOREVER, SHELLS, Interpreter
from cluster.core.shell.machine import Machine, enter
from cluster.core.shell.process import NOT_EXECUTABLE, NOT_FOUND, Chunk, Endless, Exit, Leave, Stdin
from cluster.core.shell.wrappers import WRAPPERS
from cluster.core.state import State
from cluster.core.times import HOUR

LARGEST = 10 << 20
"""Bytes of output that are kept."""


class Result(NamedTuple):
    """What a command wrote and how it ended.

    `endless`: it would go on until it is stopped. `failure`: it could not be started, in the runtime's words. `took` is
    in simulated milliseconds.
    """

    stdout: str
    stderr: str
    exit: int
    endless: bool = False
    failure: str = ""
    took: int = 0


class Command:
    """A command that runs: iterate over its output, then ask how it ended.

    Nothing is waited for: each chunk says when it is written, and whoever shows it to a person takes his time.
    """

    def __init__(self, machine: Machine, argv: list[str], stdin: str = "", until: int = FOREVER) -> None:
        self.failure = not_startable(machine, argv[0] if argv else "")
        self.exit, self.endless = 0, False
        self._shell = Interpreter(machine, until, name=argv[0].rsplit("/", 1)[-1] if argv else "")
        self._argv, self._stdin = argv, Stdin(stdin)
        if self.failure:
            self.exit = NOT_EXECUTABLE if "permission" in self.failure else NOT_FOUND

    @property
    def took(self) -> int:
        """Simulated milliseconds since its start."""
        return self._shell.elapsed

    def __iter__(self) -> Iterator[Chunk]:
        if self.failure:
            return
        try:
            self.exit = yield from self._shell.command(self._argv, self._stdin)
        except Endless:
            self.endless = True
        except Exit as end:
            self.exit = end.code
        except (Leave, RecursionError):
            self.exit = 2


def run(
    state: State, pod: Object, container: Object, argv: list[str], stdin: str = "", *, now: int | None = None
) -> Result:
    """Run a command in a container at a moment (default: the state's), to its end or for an hour of simulated time."""
    machine = enter(state, pod, container, state.now if now is None else now)
    command = Command(machine, argv, stdin, HOUR)
    texts = {1: "", 2: ""}
    for chunk in command:
        texts[chunk.stream] += chunk.text
        if len(texts[1]) > LARGEST:
            command.endless = True
            break
    return Result(texts[1], texts[2], command.exit, command.endless, command.failure, command.took)


def not_startable(machine: Machine, name: str) -> str:
    """Why the container runtime cannot start a command, in runc's words; '' when it can."""
    base = name.rsplit("/", 1)[-1]
    family = machine.family
    programs = {process.split(" ")[0].rsplit("/", 1)[-1] for process in family.processes}
    known = base in SHELLS or base in COMMANDS or base in WRAPPERS
    if name and ((known and is_installed(family, base) and family.base != "none") or base in programs):
        return ""
    why = "executable file not found in $PATH"
    shown = f'exec: "{name}": {why}'
    if "/" in name:
        shown = f'exec: "{name}": stat {name}: no such file or directory'
    return f"OCI runtime exec failed: exec failed: unable to start container process: {shown}: unknown"


class Session:
    """An interactive shell; its directory, variables and files last as long as it does."""

    def __init__(
        self, state: State, pod: Object, container: Object, now: int, shift: int = 0, name: str = "sh"
    ) -> None:
        self.machine = enter(state, pod, container, now, shift)
        self.shell = Interpreter(self.machine, name=name)
        self.name = name

    @property
    def prompt(self) -> str:
        """What the shell shows before a line."""
        root = self.machine.user == 0
        if self.name == "bash":
            where = "~" if self.machine.cwd == "/root" else self.machine.cwd
            return f"root@{self.machine.hostname}:{where}{'#' if root else '$'} "
        if self.machine.family.base == "busybox":
            return f"{self.machine.cwd} {'#' if root else '$'} "
        return "# " if root else "$ "

    def feed(self, line: str, state: State | None = None, now: int | None = None) -> Result:
        """Carry out one line, in the cluster as it is by then. `failure` "exit": the shell has ended."""
        if state is not None:
            self.machine.state = state
            key = ("Pod", self.machine.pod["metadata"].get("namespace", ""), self.machine.pod["metadata"]["name"])
            self.machine.pod = state.at(key) or self.machine.pod
        self.machine.now, self.shell.elapsed, self.shell.steps = now or self.machine.now, 0, 0
        texts, code, endless, ended = {1: "", 2: ""}, 0, False, ""
        chunks = self.shell.script(line, Stdin())
        try:
            while True:
                chunk = next(chunks)
                texts[chunk.stream] += chunk.text
        except StopIteration as end:
            code = int(end.value or 0)
        except Endless:
            code, endless = 130, True
        except Exit as end:
            code, ended = end.code, "exit"
        except (Leave, RecursionError):
            code = 2
        return Result(texts[1], texts[2], code, endless, ended, self.shell.elapsed)
