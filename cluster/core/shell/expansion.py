"""What words stand for: variables, `$(commands)`, `$((sums))` and file names filled in."""

import re
from collections.abc import Callable, Generator
from fnmatch import fnmatchcase, translate
from typing import Protocol

from cluster.core.shell import files, sums
from cluster.core.shell.machine import Machine
from cluster.core.shell.process import Chunk, Exit, Stdin
from cluster.core.shell.words import Piece, Word

_PARAMETER = re.compile(r"(#?)([A-Za-z_]\w*|[0-9@#?*$!])(?:(:?[-+=?]|##?|%%?|//?|\^\^?|,,?|:)(.*))?", re.DOTALL)


class Runs(Protocol):
    """The shell that the words stand in."""

    machine: Machine
    env: dict[str, str]
    arguments: list[str]
    name: str
    status: int

    def script(self, text: str, stdin: Stdin) -> Generator[Chunk, None, int]:
        """Carry out a script."""


def expand(shell: Runs, word: Word, splitting: bool = True) -> list[str]:
    """The texts that a word stands for: variables filled in, then split at blanks where they are not quoted."""
    found: list[str] = [""]
    empty = True
    glob = False
    for piece in word.pieces:
        value = _value(shell, piece)
        empty = empty and not value and not piece.quoted
        if piece.kind == "text" or piece.quoted or not splitting:
            glob = glob or (piece.kind == "text" and not piece.quoted and any(c in value for c in "*?["))
            found[-1] += value
            continue
        parts = value.split()
        if value[:1].isspace() and found[-1]:
            found.append("")
        found[-1] += parts[0] if parts else ""
        found += parts[1:]
        if value[-1:].isspace() and parts:
            found.append("")
    if empty:
        return [] if splitting else [""]
    if len(found) > 1 and not found[-1]:
        found.pop()
    return [name for text in found for name in _globbed(shell, text)] if glob and splitting else found


def _globbed(shell: Runs, pattern: str) -> list[str]:
    directory, _, last = pattern.rpartition("/")
    names = files.listed(shell.machine.files, shell.machine.path(directory or ("/" if pattern[0] == "/" else ".")))
    matching = [name for name in names if fnmatchcase(name, last) and not name.startswith(".")]
    prefix = f"{directory}/" if "/" in pattern else ""
    return [prefix + name for name in matching] or [pattern]


def _value(shell: Runs, piece: Piece) -> str:
    if piece.kind == "text":
        return piece.value
    if piece.kind == "command":
        return capture(shell, piece.value)
    if piece.kind == "sum":
        return str(sums.value(piece.value, shell.env))
    return _parameter(shell, piece.value)


def capture(shell: Runs, text: str) -> str:
    """`$(text)`: what a script writes, without line ends at its end."""
    chunks, out = shell.script(text, Stdin()), ""
    try:
        while True:
            chunk = next(chunks)
            out += chunk.text if chunk.stream == 1 else ""
    except StopIteration as end:
        shell.status = int(end.value or 0)
    except Exit as end:
        shell.status = end.code
    return out.rstrip("\n")


def _parameter(shell: Runs, text: str) -> str:
    match = _PARAMETER.fullmatch(text)
    if match is None:
        return ""
    length, name, operator, argument = match.groups()
    value = variable(shell, name)
    if length:
        return str(len(value or ""))
    if operator in {":-", "-", ":=", "="}:
        chosen = value if value or (value is not None and operator in {"-", "="}) else argument
        if operator.endswith("=") and chosen is not None:
            shell.env[name] = chosen
        return chosen or ""
    if operator in {":+", "+"}:
        return argument if value else ""
    if operator in CHANGES:
        return CHANGES[operator](value or "", argument, shell.env)
    if operator in {"#", "##"}:
        return _without_prefix(value or "", argument, greedy=operator == "##")
    if operator in {"%", "%%"}:
        return _without_prefix((value or "")[::-1], argument[::-1], greedy=operator == "%%")[::-1]
    return value or ""


def _replaced(value: str, argument: str, count: int) -> str:
    pattern, _, new = argument.partition("/")
    if not pattern or len(value) > (LONGEST_MATCHED if set("*?[") & set(pattern) else LONGEST):
        return value
    return re.sub(translate(pattern).removesuffix(r"\Z"), lambda _: new, value, count=count)


def _sliced(value: str, argument: str, env: dict[str, str]) -> str:
    start, colon, length = argument.partition(":")
    first = sums.value(start, env)
    first = max(first + len(value), 0) if first < 0 else first
    if not colon:
        return value[first:]
    count = sums.value(length, env)
    return value[first : first + count] if count >= 0 else value[first:count]


LONGEST, LONGEST_MATCHED = 1 << 16, 1 << 11
"""Characters in which a text is looked for, and a pattern, whose work grows with their square."""
CHANGES: dict[str, Callable[[str, str, dict[str, str]], str]] = {
    "/": lambda value, argument, env: _replaced(value, argument, 1),
    "//": lambda value, argument, env: _replaced(value, argument, 0),
    "^": lambda value, argument, env: value[:1].upper() + value[1:],
    "^^": lambda value, argument, env: value.upper(),
    ",": lambda value, argument, env: value[:1].lower() + value[1:],
    ",,": lambda value, argument, env: value.lower(),
    ":": _sliced,
}


def variable(shell: Runs, name: str) -> str | None:
    """A variable's value, None when it is not set."""
    special = {"?": str(shell.status), "$": "1", "#": str(len(shell.arguments)), "0": shell.name, "!": ""}
    if name in special:
        return special[name]
    if name in {"@", "*"}:
        return " ".join(shell.arguments)
    if name.isdigit():
        position = int(name) - 1
        return shell.arguments[position] if position < len(shell.arguments) else None
    return shell.env.get(name)


def _without_prefix(value: str, pattern: str, greedy: bool) -> str:
    if greedy:
        # The last `*` of what fnmatch makes of a pattern takes as much as it can.
        found = re.match(translate(pattern).removesuffix(r"\Z"), value)
        return value[found.end() :] if found else value
    for length in range(min(len(value), LONGEST_MATCHED) + 1):
        if fnmatchcase(value[:length], pattern):
            return value[length:]
    return value
