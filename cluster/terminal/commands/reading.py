"""Text passed on, whole or in part: cat, head, tail, wc, cut, tr."""

from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING

from cluster.core.shell.commands.builtins import unescaped
from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.streams import Input, Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

KEPT = 100_000
"""Lines that `tail` remembers at most."""


class Complaints(list[str]):
    """What a command says of files that it cannot read."""

    def __init__(self, name: str, io: Io) -> None:
        self.name, self.io = name, io

    def _worded(self, message: str) -> str:
        """As GNU's tools word it."""
        file, colon, why = message.rpartition(": ")
        if not colon or why != "No such file or directory":
            return message
        if self.name in {"head", "tail"}:
            return f"cannot open '{file}' for reading: {why}"
        return f"cannot read: {message}" if self.name == "sort" else message

    def __call__(self, message: str) -> None:
        self.append(message)
        self.io.err(f"{self.name}: {self._worded(message)}\n")


def cat(shell: "Shell", args: list[str], io: Io) -> int:
    """Files one after the other."""
    options, names = flags(args, "nAbsEvet", long={"number": "n"})
    complain, number = Complaints("cat", io), 0
    for _, source in inputs(shell, names, io, complain):
        if "n" in options:
            for number, line in enumerate(source.lines(), number + 1):  # noqa: B020
                io.out(f"{number:6}\t{line}\n")
            continue
        text, source.rest = source.rest, ""
        while text or (text := source.chunk()):
            io.out(text)
            text = ""
    return int(bool(complain))


def _titled(io: Io, name: str, position: int) -> None:
    io.out(("\n" if position else "") + f"==> {name} <==\n")


def head(shell: "Shell", args: list[str], io: Io) -> int:
    """The first lines."""
    options, names = flags(args, "#q", "nc", {"lines": "n", "bytes": "c"})
    complain = Complaints("head", io)
    count, size = options.number("n", 10), options.number("c", 0)
    for position, (name, source) in enumerate(inputs(shell, names, io, complain)):
        if len(names) > 1:
            _titled(io, name, position)
        if "c" in options:
            io.out(source.read()[:size])
        elif count < 0:
            lines = list(source.lines())
            io.out("".join(f"{line}\n" for line in lines[:count]))
        else:
            _first(source, count, io)
    return int(bool(complain))


def _first(source: Input, count: int, io: Io) -> None:
    for _ in range(count):
        line = source.line()
        if line is None:
            return
        io.out(line)


def tail(shell: "Shell", args: list[str], io: Io) -> int:
    """The last lines; `+N`: all from the Nth; `-f` waits for more."""
    options, names = flags(args, "#fFq", "nc", {"lines": "n", "bytes": "c", "follow": "f"})
    complain, count = Complaints("tail", io), options.number("n", 10)
    for position, (name, source) in enumerate(inputs(shell, names, io, complain)):
        if len(names) > 1:
            _titled(io, name, position)
        if "c" in options:
            io.out(source.read()[-options.number("c", 0) :])
        elif options.get("n", "").startswith("+"):
            for number, line in enumerate(source.lines(), 1):
                io.out(f"{line}\n" if number >= count else "")
        else:
            kept = deque(source.lines(), min(abs(count), KEPT))
            io.out("".join(f"{line}\n" for line in kept))
    while {"f", "F"} & set(options) and names and not complain:
        io.stop.wait(1)
    return int(bool(complain))


def wc(shell: "Shell", args: list[str], io: Io) -> int:
    """Lines, words, bytes."""
    options, names = flags(args, "lwcm", long={"lines": "l", "words": "w", "bytes": "c"})
    wanted = [letter for letter in "lwmc" if letter in options] or list("lwc")
    complain, rows = Complaints("wc", io), list[tuple[str, list[int]]]()
    for name, source in inputs(shell, names, io, complain):
        text = source.read()
        counts = {"l": text.count("\n"), "w": len(text.split()), "m": len(text), "c": len(text.encode())}
        rows.append((name if names else "", [counts[letter] for letter in wanted]))
    if len(rows) > 1:
        rows.append(("total", [sum(column) for column in zip(*(row[1] for row in rows), strict=True)]))
    wide = len(str(max((max(row[1]) for row in rows), default=0)))
    width = 0 if len(wanted) == 1 and len(rows) == 1 else wide if names else 7
    for name, numbers in rows:
        io.out(
            " ".join(f"{number:{width}}" if width else str(number) for number in numbers) + f" {name}".rstrip() + "\n"
        )
    return int(bool(complain))


def cut(shell: "Shell", args: list[str], io: Io) -> int:
    """Fields or characters of lines."""
    options, names = flags(args, "s", "dfcb", {"delimiter": "d", "fields": "f"})
    listed = options.get("f") or options.get("c") or options.get("b")
    if not listed:
        raise Usage("you must specify a list of bytes, characters, or fields")
    chosen, complain = _chosen(listed), Complaints("cut", io)
    delimiter = options.get("d", "\t")
    if len(delimiter) != 1:
        raise Usage("the delimiter must be a single character")
    for _, source in inputs(shell, names, io, complain):
        for line in source.lines():
            if "f" not in options:
                io.out("".join(char for at, char in enumerate(line, 1) if chosen(at)) + "\n")
            elif delimiter in line:
                io.out(delimiter.join(part for at, part in enumerate(line.split(delimiter), 1) if chosen(at)) + "\n")
            elif "s" not in options:
                io.out(line + "\n")
    return int(bool(complain))


def _chosen(text: str) -> Callable[[int], bool]:
    ranges = []
    for part in text.split(","):
        first, dash, last = part.partition("-")
        if not (first or last) or not (first + last).isdecimal() or len(part) > 20:
            raise Usage(f"invalid field value '{part}'")
        low = int(first or 1)
        ranges.append((low, int(last) if last else 1 << 62 if dash else low))
    return lambda at: any(low <= at <= high for low, high in ranges)


_CLASSES = {
    "upper": "A-Z",
    "lower": "a-z",
    "digit": "0-9",
    "alpha": "A-Za-z",
    "alnum": "A-Za-z0-9",
    "space": " \t\n\r\f\v",
}


def tr(_shell: "Shell", args: list[str], io: Io) -> int:
    """Characters exchanged, deleted (`-d`), or not repeated (`-s`)."""
    options, sets = flags(args, "dsc")
    if not sets:
        raise Usage("missing operand")
    if len(sets) < 2 and not {"d", "s"} & set(options):
        raise Usage(f"missing operand after '{sets[0]}'\nTwo strings must be given when translating.")
    sources, targets = _characters(sets[0]), _characters(sets[1]) if len(sets) > 1 else ""
    inside = set(sources)
    table_ = {one: targets[min(at, len(targets) - 1)] for at, one in enumerate(sources)} if targets else {}
    former = ""
    text, io.stdin.rest = io.stdin.rest, ""
    while text or (text := io.stdin.chunk()):
        found = []
        for char in text:
            hit = (char in inside) != ("c" in options)
            if hit and "d" in options:
                continue
            made = table_.get(char, targets[-1:] if "c" in options and targets else char) if hit else char
            if "s" in options and hit and made == former:
                continue
            former = made
            found.append(made)
        io.out("".join(found))
        text = ""
    return 0


def _characters(text: str) -> str:
    for name, characters in _CLASSES.items():
        text = text.replace(f"[:{name}:]", characters)
    text, found, at = unescaped(text), "", 0
    while at < len(text):
        if text[at + 1 : at + 2] == "-" and at + 2 < len(text):
            found += "".join(map(chr, range(ord(text[at]), min(ord(text[at + 2]), ord(text[at]) + 1000) + 1)))
            at += 3
        else:
            found += text[at]
            at += 1
    return found


COMMANDS: dict[str, Command] = table(cat=cat, head=head, tail=tail, wc=wc, cut=cut, tr=tr, less=cat, more=cat)
