"""What a container's command writes: its image's program, or a script that is carried out up to now."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cluster.core.attached import stdin_of
from cluster.core.kinds import Object
from cluster.core.logs import applications
from cluster.core.logs.applications import Line
from cluster.core.logs.runs import Run
from cluster.core.shell.commands import COMMANDS, is_installed
from cluster.core.shell.images import Family
from cluster.core.shell.interpreter import SHELLS, STEPS, Interpreter, Output
from cluster.core.shell.machine import enter
from cluster.core.shell.process import Chunk, Endless, Exit, Leave
from cluster.core.shell.wrappers import WRAPPERS
from cluster.core.state import State

ASKING = frozenset({"-v", "-V", "-t", "--version", "version", "--help", "-h"})


def of_command(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Line]:
    """The lines of one run up to `end` (milliseconds), in order."""
    words = [*(container.get("command") or ()), *(container.get("args") or ())]
    if not words or (not container.get("command") and words[0].startswith("-")):
        return applications.written(state, pod, container, run, end, shift)
    return _lines(_chunks(state, pod, container, run, end, shift), run.began)


class End(NamedTuple):
    """A command has come to its end: `at` in milliseconds, with this exit code."""

    at: int
    code: int


def end_of(state: State, pod: Object, container: Object, run: Run, end: int, most: int) -> End | None:
    """How a command ends by itself, carried out in the cluster as it is; None when it goes on beyond `end`.

    It counts as going on after `most` commands as well.
    """
    shell, words = _shell(state, pod, container, run, end, 0)
    shell.steps = STEPS - most
    stdin, typed = stdin_of(pod, container, run.restarts)
    chunks = shell.command(words, stdin)
    try:
        while True:
            next(chunks)
    except StopIteration as over:
        return End(max(run.began + shell.elapsed, typed), over.value)
    except Exit as over:
        return End(max(run.began + shell.elapsed, typed), over.code)
    except (Endless, Leave, RecursionError):
        return None


def _chunks(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Chunk]:
    shell, words = _shell(state, pod, container, run, end, shift)
    stdin, typed = stdin_of(pod, container, run.restarts)
    try:
        for chunk in shell.command(words, stdin):
            yield chunk._replace(at=max(chunk.at, typed - run.began)) if stdin.is_read else chunk
    except (Endless, Exit, Leave, RecursionError):
        return


def _shell(
    state: State, pod: Object, container: Object, run: Run, end: int, shift: int
) -> tuple[Interpreter, list[str]]:
    machine = enter(state, pod, container, run.began, shift)
    words = [*(container.get("command") or ()), *(container.get("args") or ())]

    def program(shell: Interpreter, called: list[str]) -> Output | None:
        tool = is_tool(shell.machine.family, called)
        return None if tool else _program(shell, state, pod, container, run, end)

    return Interpreter(machine, end - run.began, program), words


def is_tool(family: Family, called: Sequence[str]) -> bool:
    """Whether a command is one of the image's tools, and not the program that it is there for."""
    name = called[0].rsplit("/", 1)[-1]
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
