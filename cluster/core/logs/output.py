"""What a container's command writes: its image's program, or a script that is carried out up to now."""

from collections.abc import Iterator

from cluster.core.kinds import Object
from cluster.core.logs import applications
from cluster.core.logs.applications import Line
from cluster.core.logs.runs import Run
from cluster.core.shell.commands import COMMANDS, is_installed
from cluster.core.shell.interpreter import SHELLS, Interpreter, Output
from cluster.core.shell.machine import enter
from cluster.core.shell.process import Chunk, Endless, Exit, Leave, Stdin
from cluster.core.shell.wrappers import WRAPPERS
from cluster.core.state import State

ASKING = frozenset({"-v", "-V", "-t", "--version", "version", "--help", "-h"})


def of_command(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Line]:
    """The lines of one run up to `end` (milliseconds), in order."""
    words = [*(container.get("command") or ()), *(container.get("args") or ())]
    if not words or (not container.get("command") and words[0].startswith("-")):
        return applications.written(state, pod, container, run, end, shift)
    return _lines(_chunks(state, pod, container, run, end, shift), run.began)


def _chunks(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Chunk]:
    machine = enter(state, pod, container, run.began, shift)
    words = [*(container.get("command") or ()), *(container.get("args") or ())]

    def program(shell: Interpreter, called: list[str]) -> Output | None:
        return None if _is_tool(shell, called) else _program(shell, state, pod, container, run, end)

    shell = Interpreter(machine, end - run.began, program)
    try:
        yield from shell.command(words, Stdin())
    except (Endless, Exit, Leave, RecursionError):
        return


def _is_tool(shell: Interpreter, called: list[str]) -> bool:
    """Whether a command is one of the image's tools, and not the program that it is there for."""
    family, name = shell.machine.family, called[0].rsplit("/", 1)[-1]
    programs = {process.split(" ")[0].rsplit("/", 1)[-1] for process in family.processes}
    if name in programs and name not in SHELLS:
        return bool(ASKING & set(called[1:]))
    return name in SHELLS or name in WRAPPERS or (name in COMMANDS and is_installed(family, name))


def _program(shell: Interpreter, state: State, pod: Object, container: Object, run: Run, end: int) -> Output:
    begun = shell.elapsed
    started = run._replace(began=run.began + begun)
    for line in applications.written(state, pod, container, started, end, shell.machine.shift):
        yield Chunk(line.at - run.began, 1, f"{line.text}\n")
    raise Endless


def _lines(chunks: Iterator[Chunk], began: int) -> Iterator[Line]:
    """Whole lines; each stream is a line buffer of its own, and what has no end counts when nothing follows."""
    rest = {1: "", 2: ""}
    at = began
    for chunk in chunks:
        at = began + chunk.at
        *whole, rest[chunk.stream] = (rest[chunk.stream] + chunk.text).split("\n")
        for text in whole:
            yield Line(at, text)
    for text in rest.values():
        if text:
            yield Line(at, text)
