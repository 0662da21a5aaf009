"""Lines in order: sort, uniq, tac, rev, nl, column."""

import re
from typing import TYPE_CHECKING, Any

from cluster.terminal.commands.options import Command, Options, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

_NUMBER = re.compile(r"\s*(-?\d+(?:\.\d+)?)([KMGTP]?)")
_UNITS = {unit: 1024.0**power for power, unit in enumerate(["", "K", "M", "G", "T", "P"])}


def _lines(shell: "Shell", names: list[str], io: Io, complain: Complaints) -> list[str]:
    return [line for _, source in inputs(shell, names, io, complain) for line in source.lines()]


def sort(shell: "Shell", args: list[str], io: Io) -> int:
    """Lines in order, by a key if one is given: `-k2 -n -r -u -t,`."""
    options, names = flags(args, "nruhfbVgM", "kt", {"reverse": "r", "unique": "u", "numeric-sort": "n", "key": "k"})
    complain = Complaints("sort", io)
    lines = _lines(shell, names, io, complain)
    key = _key(options)
    ordered = sorted(sorted(lines), key=key)
    if "u" in options:
        ordered = list({repr(key(line)): line for line in reversed(ordered)}.values())[::-1]
    io.out("".join(f"{line}\n" for line in (reversed(ordered) if "r" in options else ordered)))
    return 2 if complain else 0


def _key(options: Options) -> Any:
    field, numeric, folded = 0, bool({"n", "h", "g", "V"} & set(options)), "f" in options
    if "k" in options:
        found = re.match(r"(\d{1,4})[\d.]*([a-z]*)", options["k"])
        if found is None or not int(found.group(1)):
            raise Usage(f"-: invalid field specification '{options['k']}'", 2)
        field, numeric = int(found.group(1)), numeric or "n" in found.group(2)
    separator = options.get("t")

    def key(line: str) -> Any:
        if field:
            parts = line.split(separator) if separator else line.split()
            line = " ".join(parts[field - 1 :])
        if not numeric:
            return line.lower() if folded else line
        number = _NUMBER.match(line)
        return float(number.group(1)) * _UNITS[number.group(2) if "h" in options else ""] if number else 0.0

    return key


def uniq(shell: "Shell", args: list[str], io: Io) -> int:
    """Without repetitions that follow each other; `-c` counts them, `-d` keeps only those."""
    options, names = flags(args, "cdui")
    complain = Complaints("uniq", io)
    former: str | None = None
    count = 0

    def tell() -> None:
        if former is not None and not (("d" in options and count < 2) or ("u" in options and count > 1)):
            io.out(f"{count:7} {former}\n" if "c" in options else f"{former}\n")

    for _, source in inputs(shell, names[:1], io, complain):
        for line in source.lines():
            if line == former:
                count += 1
                continue
            tell()
            former, count = line, 1
    tell()
    return int(bool(complain))


def tac(shell: "Shell", args: list[str], io: Io) -> int:
    """Lines from the last to the first."""
    complain = Complaints("tac", io)
    io.out("".join(f"{line}\n" for line in reversed(_lines(shell, args, io, complain))))
    return int(bool(complain))


def rev(shell: "Shell", args: list[str], io: Io) -> int:
    """Each line backwards."""
    complain = Complaints("rev", io)
    for line in _lines(shell, args, io, complain):
        io.out(line[::-1] + "\n")
    return int(bool(complain))


def nl(shell: "Shell", args: list[str], io: Io) -> int:
    """Lines with numbers."""
    complain, number = Complaints("nl", io), 0
    for line in _lines(shell, flags(args, "", "b")[1], io, complain):
        number += bool(line)
        io.out(f"{number:6}\t{line}\n" if line else "\n")
    return int(bool(complain))


def column(shell: "Shell", args: list[str], io: Io) -> int:
    """Words in columns (`-t`)."""
    options, names = flags(args, "t", "s")
    complain = Complaints("column", io)
    rows = [line.split(options.get("s") or None) for line in _lines(shell, names, io, complain) if line.strip()]
    widths = [max(len(row[at]) for row in rows if at < len(row)) for at in range(max(map(len, rows), default=0))]
    for row in rows:
        io.out("  ".join(word.ljust(widths[at]) for at, word in enumerate(row)).rstrip() + "\n")
    return int(bool(complain))


COMMANDS: dict[str, Command] = {**table(2, sort=sort), **table(uniq=uniq, tac=tac, rev=rev, nl=nl, column=column)}
