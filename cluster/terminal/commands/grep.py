"""grep: lines that match."""

import re
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from cluster.terminal.commands.options import Command, Options, Usage, flags, inputs, table
from cluster.terminal.commands.reading import Complaints
from cluster.terminal.commands.regexes import Pattern, compiled
from cluster.terminal.streams import Input, Io

if TYPE_CHECKING:
    from cluster.terminal.shell import Shell

LONG = {
    "ignore-case": "i", "invert-match": "v", "count": "c", "line-number": "n", "quiet": "q", "silent": "q",
    "extended-regexp": "E", "fixed-strings": "F", "only-matching": "o", "word-regexp": "w", "recursive": "r",
    "files-with-matches": "l", "after-context": "A", "before-context": "B", "context": "C", "max-count": "m",
    "line-buffered": "U", "color": "K", "colour": "K", "regexp": "e", "no-filename": "h",
}  # fmt: skip
RED, PLAIN = "\x1b[1;31m", "\x1b[0m"
USAGE = "Usage: grep [OPTION]... PATTERNS [FILE]...\nTry 'grep --help' for more information.\n"


def grep(shell: "Shell", args: list[str], io: Io) -> int:
    """0 when something matched, 1 when nothing did, 2 after trouble."""
    options, rest = flags(
        _joined([arg for arg in args if not arg.startswith("--color")]), "ivcnqEFGPowxrRlLhHsUa#", "eABCm", LONG
    )
    if "e" not in options and not rest:
        io.err(USAGE)
        return 2
    pattern = options["e"] if "e" in options else rest.pop(0)
    search = _searcher(pattern, options)
    complain = Complaints("grep", io)
    names = _below(shell, rest) if {"r", "R"} & set(options) else rest
    titled = (len(names) > 1 or "H" in options or names is not rest) and "h" not in options
    hits = 0
    for name, source in inputs(shell, names, io, complain):
        hits += _Run(options, search, f"{name}:" if titled else "", name, io).run(source)
        if hits and "q" in options:
            return 0
    return 2 if complain and "q" not in options else int(not hits)


def _joined(args: list[str]) -> list[str]:
    """Several `-e PATTERN` as one, a pattern to a line."""
    places = [at for at, arg in enumerate(args[:-1]) if arg == "-e"]
    if len(places) < 2:
        return args
    taken = {at + 1 for at in places}
    rest = [arg for at, arg in enumerate(args) if at not in {*places, *taken}]
    return ["-e", "\n".join(args[at + 1] for at in places), *rest]


def _below(shell: "Shell", names: list[str]) -> list[str]:
    found = []
    for name in names or ["."]:
        base = "" if name == "." and not names else name.rstrip("/") + "/"
        found += [base + path for path in shell.folder.below(name)] if shell.folder.is_folder(name) else [name]
    return found or ["/dev/null"]


def _searcher(pattern: str, options: Options) -> Pattern:
    parts = [re.escape(part) if "F" in options else part for part in pattern.split("\n")]
    if len(parts) > 1:
        parts = [compiled(part, "E" in options or "F" in options).pattern for part in parts]
    text = "|".join(parts)
    found = compiled(text, bool({"E", "F", "P"} & set(options)) or len(parts) > 1)
    if {"w", "x"} & set(options):
        text = rf"(?<!\w)(?:{found.pattern})(?!\w)" if "w" in options else rf"^(?:{found.pattern})$"
    else:
        text = found.pattern
    return Pattern(text, "i" in options)


class _Run:
    """One file being searched."""

    def __init__(self, options: Options, search: Pattern, prefix: str, name: str, io: Io) -> None:
        self.options, self.search, self.prefix, self.name, self.io = options, search, prefix, name, io
        around = options.number("C", options.number("n", 0) if options.get("n") else 0)
        self.after, self.before = options.number("A", around), options.number("B", around)
        self.numbered = "n" in options and not options["n"]
        self.kept: deque[tuple[int, str]] = deque(maxlen=min(max(self.before, 0), 10_000))
        self.following = self.hits = self.shown = 0

    def run(self, source: Input) -> int:
        """Tell what is found; how many lines matched."""
        most = self.options.number("m", 1 << 60)
        told = not {"c", "q", "l", "L"} & set(self.options)
        for number, line in enumerate(source.lines(), 1):
            if bool(self.search.search(line)) != ("v" in self.options):
                self.hits += 1
                if not told and {"q", "l"} & set(self.options):
                    break
                if told:
                    self.tell(number, line)
                if self.hits >= most:
                    break
            elif told:
                self.context(number, line)
        self.summary()
        return self.hits

    def summary(self) -> None:
        if "c" in self.options:
            self.io.out(f"{self.prefix}{self.hits}\n")
        elif ("l" in self.options and self.hits) or ("L" in self.options and not self.hits):
            self.io.out(self.name + "\n")

    def tell(self, number: int, line: str) -> None:
        apart = self.shown and (self.before or self.after) and number - len(self.kept) > self.shown + 1
        self.io.out("--\n" if apart else "")
        for earlier, text in self.kept:
            self.line(earlier, text, "-")
        self.kept.clear()
        if "o" in self.options:
            for match in self.search.finditer(line):
                if match.group():
                    self.line(number, match.group(), ":")
        else:
            self.line(number, self.coloured(line), ":")
        self.following = self.after

    def context(self, number: int, line: str) -> None:
        if self.following > 0:
            self.following -= 1
            self.line(number, line, "-")
        elif self.before:
            self.kept.append((number, line))

    def line(self, number: int, text: str, sign: str) -> None:
        self.shown = number
        prefix = self.prefix[:-1] + sign if self.prefix else ""
        self.io.out(f"{prefix}{f'{number}{sign}' if self.numbered else ''}{text}\n")

    def coloured(self, line: str) -> str:
        if not self.io.tty or "v" in self.options:
            return line
        paint: Callable[[Any], str] = lambda match: f"{RED}{match.group()}{PLAIN}" if match.group() else ""  # noqa: E731
        return self.search.sub(paint, line)


def fixed(shell: "Shell", args: list[str], io: Io) -> int:
    """`grep -F`."""
    return grep(shell, ["-F", *args], io)


def extended(shell: "Shell", args: list[str], io: Io) -> int:
    """`grep -E`."""
    return grep(shell, ["-E", *args], io)


COMMANDS: dict[str, Command] = table(2, grep=grep, fgrep=fixed, egrep=extended)
__all__ = ["COMMANDS", "Usage"]
