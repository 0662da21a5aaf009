"""sed: `s/a/b/g`, `d`, `p`, `q`, `a`, `i`, `c`, `y` with addresses by number, `$`, pattern, and ranges of them."""

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cluster.terminal.commands.options import Command, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.commands.regexes import Pattern, compiled
from cluster.terminal.streams import Input, Io, TextInput

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

_ADDRESS = re.compile(r"(\d+|\$|/(?:\\.|[^/\\])*/)")


@dataclass
class Edit:
    """One command of a script. `inside`: its range has begun."""

    verb: str
    first: str = ""
    last: str = ""
    negated: bool = False
    pattern: Pattern | None = None
    text: str = ""
    marks: str = ""
    inside: bool = field(default=False)


class _Script:
    def __init__(self, text: str, extended: bool) -> None:
        self.text, self.at, self.extended = text, 0, extended

    def edits(self) -> list[Edit]:
        found: list[Edit] = []
        while True:
            self.skip(" \t\n;}")
            if self.at >= len(self.text):
                return found
            found.append(self.edit())

    def skip(self, characters: str) -> None:
        while self.at < len(self.text) and self.text[self.at] in characters:
            self.at += 1

    def fail(self, message: str) -> Usage:
        return Usage(f"-e expression #1, char {min(self.at, len(self.text))}: {message}")

    def edit(self) -> Edit:
        made = Edit("", self.address())
        if made.first and self.text[self.at : self.at + 1] == ",":
            self.at += 1
            made.last = self.address()
            if not made.last:
                raise self.fail("unexpected `,'")
        self.skip(" \t")
        if self.text[self.at : self.at + 1] == "!":
            made.negated = True
            self.at += 1
        made.verb = self.text[self.at : self.at + 1]
        self.at += 1
        if made.verb in {"s", "y"}:
            self.substitution(made)
        elif made.verb in {"a", "i", "c"}:
            rest, self.at = self.text[self.at :], len(self.text)
            made.text = rest.lstrip(" \t").removeprefix("\\").lstrip("\n")
        elif made.verb not in {"d", "p", "q", "="}:
            self.at = min(self.at, len(self.text))
            raise self.fail("missing command" if not made.verb else f"unknown command: `{made.verb}'")
        return made

    def address(self) -> str:
        found = _ADDRESS.match(self.text, self.at)
        self.at = found.end() if found else self.at
        return found.group() if found else ""

    def substitution(self, made: Edit) -> None:
        sign = self.text[self.at : self.at + 1]
        parts = re.match(
            rf"((?:\\.|(?!{re.escape(sign)})[^\\])*){re.escape(sign)}" * 2, self.text[self.at + 1 :], re.DOTALL
        )
        if not sign or parts is None:
            self.at = len(self.text)
            raise self.fail(f"unterminated `{made.verb}' command")
        self.at += 1 + parts.end()
        pattern, made.text = (part.replace(f"\\{sign}", sign) if sign != "\\" else part for part in parts.groups())
        marks = re.compile(r"[0-9gIipe]*").match(self.text, self.at)
        made.marks = marks.group() if marks else ""
        self.at += len(made.marks)
        if self.text[self.at : self.at + 1] not in {"", ";", "\n", " ", "}"}:
            raise self.fail("unknown option to `s'")
        if made.verb == "y":
            if len(pattern) != len(made.text):
                raise self.fail("strings for `y' command are different lengths")
            made.marks = pattern
            return
        made.pattern = compiled(pattern, self.extended, bool({"i", "I"} & set(made.marks)))
        made.text = _replacement(made.text, made.pattern.groups, self)


def _replacement(text: str, groups: int, script: _Script) -> str:
    """sed's replacement as Python's: `&` and `\\1`."""

    def part(match: re.Match[str]) -> str:
        sign = match.group()
        if sign == "&":
            return r"\g<0>"
        if sign[1:].isdecimal():
            if int(sign[1:]) > groups:
                raise script.fail(f"invalid reference \\{sign[1:]} on `s' command's RHS")
            return rf"\g<{sign[1:]}>"
        return {"n": "\n", "t": "\t", "\\": r"\\"}.get(sign[1:], sign[1:])

    return re.sub(r"\\.|&", part, text, flags=re.DOTALL)


def sed(shell: "Shell", args: list[str], io: Io) -> int:
    """Lines edited; `-n` prints only what is asked for, `-i` writes files back."""
    options, rest = flags(
        args, "nErsiu", "e", {"quiet": "n", "expression": "e", "regexp-extended": "E", "in-place": "i"}
    )
    if "e" not in options and not rest:
        raise Usage("no script specified")
    # Several `-e` are rare; one script may hold several commands.
    text = options["e"] if "e" in options else rest.pop(0)
    extended = bool({"E", "r"} & set(options))
    complain = Complaints("sed", io)
    for name, source in inputs(shell, rest, io, lambda message: complain(f"can't read {message}")):
        parts: list[str] = []
        out = io.to(out=parts.append) if "i" in options else io
        _Pass(_Script(text, extended).edits(), "n" in options, out).run(
            source if "i" not in options else TextInput(source.read())
        )
        if "i" in options and name != "(standard input)":
            shell.folder.write(name, "".join(parts))
    return 2 if complain else 0


class _Pass:
    def __init__(self, edits: list[Edit], quiet: bool, io: Io) -> None:
        self.edits, self.quiet, self.io, self.ended = edits, quiet, io, False
        self.after, self.current, self.deleted = "", "", False

    def run(self, source: Input) -> None:
        # One line is held back, for `$` means the last.
        looks_ahead = any("$" in {edit.first, edit.last} for edit in self.edits)
        held: tuple[int, str] | None = None
        for number, line in enumerate(source.lines(), 1):
            if not looks_ahead:
                self.line(number, line, False)
            elif held is not None:
                self.line(*held, False)
            held = number, line
            if self.ended:
                return
        if looks_ahead and held is not None:
            self.line(*held, True)

    def line(self, number: int, line: str, last: bool) -> None:
        self.after, self.deleted, self.current = "", False, line
        for edit in self.edits:
            if self.selected(edit, number, self.current, last) != edit.negated:
                self.apply(edit, number)
            if self.deleted or self.ended:
                break
        self.io.out(("" if self.deleted or self.quiet else self.current + "\n") + self.after)

    def apply(self, edit: Edit, number: int) -> None:
        match edit.verb:
            case "s":
                self.current = self.substituted(edit, self.current)
            case "y":
                self.current = self.current.translate(str.maketrans(edit.marks, edit.text))
            case "p" | "=" | "i":
                self.io.out({"p": self.current, "=": str(number), "i": edit.text}[edit.verb] + "\n")
            case "a":
                self.after += edit.text + "\n"
            case "c" | "d":
                self.after, self.deleted = edit.text + "\n" if edit.verb == "c" else "", True
            case _:
                self.ended = True

    def substituted(self, edit: Edit, line: str) -> str:
        if edit.pattern is None:
            return line
        nth = int(re.sub(r"\D", "", edit.marks)[:6] or 0)
        if nth > 1:
            found = list(edit.pattern.finditer(line))[nth - 1 : nth]
            made = line if not found else line[: found[0].start()] + found[0].expand(edit.text) + line[found[0].end() :]
        else:
            made = edit.pattern.sub(edit.text, line, count=0 if "g" in edit.marks else 1)
        if "p" in edit.marks and (made != line or edit.pattern.search(line)):
            self.io.out(made + "\n")
        return made

    def selected(self, edit: Edit, number: int, line: str, last: bool) -> bool:
        if not edit.last:
            return not edit.first or _matches(edit.first, number, line, last)
        if not edit.inside:
            edit.inside = _matches(edit.first, number, line, last)
            if edit.inside and edit.last.isdecimal() and int(edit.last) <= number:
                edit.inside = False
                return True
            return edit.inside
        edit.inside = not _matches(edit.last, number, line, last)
        return True


def _matches(address: str, number: int, line: str, last: bool) -> bool:
    if address == "$":
        return last
    if address.isdecimal():
        return int(address[:12]) == number
    return compiled(address[1:-1].replace("\\/", "/"), False).search(line) is not None


COMMANDS: dict[str, Command] = table(sed=sed)
