"""Text into files, commands and other forms: tee, xargs, base64, seq."""

import base64 as codec
import binascii
from typing import TYPE_CHECKING

from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.streams import Io, TextInput

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

MOST_ARGUMENTS = 1 << 20
MOST_NUMBERS = 1_000_000


def tee(shell: "Shell", args: list[str], io: Io) -> int:
    """The input, to the output and into files."""
    options, names = flags(args, "a", long={"append": "a"})
    parts: list[str] = []
    text, io.stdin.rest = io.stdin.rest, ""
    while text or (text := io.stdin.chunk()):
        parts.append(text)
        io.out(text)
        text = ""
    for name in names:
        before = shell.folder.read(name) if "a" in options and shell.folder.is_file(name) else ""
        shell.folder.write(name, before + "".join(parts))
    return 0


def xargs(shell: "Shell", args: list[str], io: Io) -> int:
    """A command with the words of the input as its last arguments; `-n` so many at a time, `-I {}` one line each."""
    count, placeholder = 0, ""
    while args and args[0].startswith("-"):
        option = args.pop(0)
        if option[:2] in {"-n", "-I", "-L"}:
            value = option[2:] or (args.pop(0) if args else "")
            if option[:2] == "-I":
                placeholder = value
            elif not value.isdecimal() or not int(value[:9]):
                raise Usage(f'invalid number "{value}" for {option[:2]} option')
            else:
                count = int(value[:9])
        elif option not in {"-r", "-t", "-0"}:
            raise Usage(f"invalid option -- '{option[1:]}'")
    words = args or ["echo"]
    text = io.stdin.read()
    if placeholder:
        if max(map(len, text.split("\n"))) * "".join(words).count(placeholder) > MOST_ARGUMENTS:
            raise Usage("argument list too long")
        batches = [
            [word.replace(placeholder, line.strip()) for word in words] for line in text.split("\n") if line.strip()
        ]
    else:
        given = text.split()
        size = count or max(len(given), 1)
        batches = [[*words, *given[at : at + size]] for at in range(0, max(len(given), 1), size)]
    code = 0
    for batch in batches:
        shell.step(io)
        code = 123 if shell.command(batch, io.to(stdin=TextInput(""))) else code
    return code


def base64(shell: "Shell", args: list[str], io: Io) -> int:
    """Text in base64, and back with `-d`."""
    options, names = flags(args, "dDi", "w", {"decode": "d", "wrap": "w"})
    complain, width = Complaints("base64", io), options.number("w", 76)
    for _, source in inputs(shell, names[:1], io, complain):
        text = source.read()
        if {"d", "D"} & set(options):
            try:
                io.out(codec.b64decode("".join(text.split()), validate=True).decode(errors="replace"))
            except (binascii.Error, ValueError):
                raise Usage("invalid input") from None
            continue
        coded = codec.b64encode(text.encode(errors="replace")).decode()
        step = width or len(coded) or 1
        lines = [coded[at : at + step] for at in range(0, len(coded), step)]
        io.out("\n".join(lines) + ("\n" if width and lines else ""))
    return int(bool(complain))


def seq(_shell: "Shell", args: list[str], io: Io) -> int:
    """Numbers."""
    end = "\n"
    if args and args[0].startswith("-s"):
        end, args = (args[0][2:], args[1:]) if len(args[0]) > 2 else (args[1] if args[1:] else "\n", args[2:])
    if not 1 <= len(args) <= 3:
        raise Usage("missing operand" if not args else f"extra operand '{args[3]}'")
    for arg in args:
        if not arg.removeprefix("-").isdecimal() or len(arg) > 15:
            raise Usage(f"invalid floating point argument: '{arg}'")
    numbers = [int(arg) for arg in args]
    first, step, last = (
        (1, 1, numbers[0]) if len(numbers) == 1 else (numbers[0], numbers[1] if len(numbers) == 3 else 1, numbers[-1])
    )
    if step == 0:
        raise Usage("invalid Zero increment value: '0'")
    for place, number in enumerate(range(first, last + (1 if step > 0 else -1), step)[:MOST_NUMBERS]):
        io.out(f"{end if place else ''}{number}")
    io.out("\n" if first == last or (first < last) == (step > 0) else "")
    return 0


def yes(_shell: "Shell", args: list[str], io: Io) -> int:
    """The same line for ever."""
    while True:
        io.out(" ".join(args or ["y"]) + "\n")


COMMANDS: dict[str, Command] = table(tee=tee, xargs=xargs, base64=base64, seq=seq, yes=yes)
