"""Where the output of a command goes: `> file`, `>> file`, `2>&1`, `< file`."""

from collections.abc import Generator

from cluster.core.shell.expansion import Runs, expand
from cluster.core.shell.grammar import Simple
from cluster.core.shell.machine import Machine
from cluster.core.shell.process import Chunk, Stdin

Output = Generator[Chunk, None, int]


def redirected(shell: Runs, chunks: Output, node: Simple, stdin: Stdin) -> Output:
    """What a command writes, sent where `>`, `2>&1` and their kin want it; its exit code."""
    targets: dict[int, str] = {1: "&1", 2: "&2"}
    append = False
    for operator, word in node.redirections:
        name = "".join(expand(shell, word, splitting=False))
        sign = operator.lstrip("012")
        stream = int(operator[0]) if operator[0].isdigit() else 1
        if sign in {"<", "<<<"}:
            stdin.is_open = False
            stdin.rest = f"{name}\n" if sign == "<<<" else shell.machine.files.get(shell.machine.path(name), "")
        elif sign == ">&":
            targets[stream] = targets.get(int(name) if name.isdigit() else 1, "&1")
        elif sign == "&>":
            targets = {1: name, 2: name}
        else:
            targets[stream], append = name, sign == ">>"
    texts = dict.fromkeys(targets.values(), "")
    code = yield from _sorted(chunks, targets, texts)
    for name, text in texts.items():
        if not name.startswith("&"):
            write(shell.machine, name, text, append)
    return code


def _sorted(chunks: Output, targets: dict[int, str], texts: dict[str, str]) -> Output:
    """Output that goes on to a stream is passed on, the rest is gathered by file."""
    standard = {"&1": 1, "&2": 2, "/dev/stdout": 1, "/dev/stderr": 2, "/proc/1/fd/1": 1, "/proc/1/fd/2": 2}
    while True:
        try:
            chunk = next(chunks)
        except StopIteration as end:
            return int(end.value or 0)
        target = targets[chunk.stream]
        if target in standard:
            yield chunk._replace(stream=standard[target])
        else:
            texts[target] += chunk.text


def write(machine: Machine, name: str, text: str, append: bool) -> None:
    """Put a text into a file; devices swallow it."""
    path = machine.path(name)
    if not path.startswith("/dev/"):
        machine.files[path] = (machine.files.get(path, "") if append else "") + text
