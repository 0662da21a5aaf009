"""awk: the command; the language is in `cluster.terminal.awk`."""

from typing import TYPE_CHECKING

from cluster.terminal.awk import Program
from cluster.terminal.commands.builtins import printf
from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.streams import Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell


def awk(shell: "Shell", args: list[str], io: Io) -> int:
    """A program for each line."""
    options, rest = flags(args, "", "Fv")
    if not rest:
        io.err("Usage: awk [-F fs] 'program' [file ...]\n")
        return 2
    name, _, value = options.get("v", "").partition("=")
    separator = options.get("F")
    separator = separator.replace("\\t", "\t") if separator else None
    variables = {name: value} if name else {}
    program = Program(rest[0], separator, io, variables, lambda words, ends: printf(shell, words, ends))
    complain = Complaints("awk", io)
    try:
        program.special("BEGIN")
        if program.has_lines():
            for _, source in inputs(shell, rest[1:], io, complain):
                for line in source.lines():
                    program.feed(line)
        program.special("END")
    except (RecursionError, OverflowError, ValueError):
        raise Usage("out of range", 2) from None
    return 2 if complain else 0


COMMANDS: dict[str, Command] = table(2, awk=awk, gawk=awk, mawk=awk)
