"""diff: what differs between two files."""

from typing import TYPE_CHECKING

from cluster.core import gnu_diff
from cluster.terminal.commands.options import Command, Usage, flags, table
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

MOST_LINES = 3000


def diff(shell: "Shell", args: list[str], io: Io) -> int:
    """0: the same; 1: different; 2: trouble."""
    options, names = flags(args, "uqNrwbB", "U", {"unified": "u", "brief": "q"})
    if len(names) != 2:
        raise Usage(
            f"missing operand after '{(names or ['diff'])[-1]}'" if len(names) < 2 else f"extra operand '{names[2]}'", 2
        )
    left, right = (_text(shell, name, io).split("\n") for name in names)
    if left == right:
        return 0
    if "q" in options:
        io.out(f"Files {names[0]} and {names[1]} differ\n")
        return 1
    if max(len(left), len(right)) > MOST_LINES:
        raise Usage(f"files of more than {MOST_LINES:,} lines are not compared line by line", 2)
    left, right = (part[:-1] if part and not part[-1] else part for part in (left, right))
    if {"u", "U"} & set(options):
        io.out(f"--- {names[0]}\n+++ {names[1]}\n")
        for line in gnu_diff.unified(left, right, max(options.number("U", 3), 0)):
            io.out(line + "\n")
        return 1
    _normal(left, right, io)
    return 1


def _text(shell: "Shell", name: str, io: Io) -> str:
    return io.stdin.read() if name == "-" else shell.folder.read(name)


def _normal(left: list[str], right: list[str], io: Io) -> None:
    for i, j, k, end in gnu_diff.hunks(left, right):
        letter = "a" if i == j else "d" if k == end else "c"
        io.out(f"{_range(i, j)}{letter}{_range(k, end)}\n")
        io.out("".join(f"< {line}\n" for line in left[i:j]))
        io.out("---\n" if letter == "c" else "")
        io.out("".join(f"> {line}\n" for line in right[k:end]))


def _range(first: int, end: int) -> str:
    if end <= first:
        return str(first)
    return str(end) if end - first == 1 else f"{first + 1},{end}"


COMMANDS: dict[str, Command] = table(2, diff=diff)
