"""The outline of a document that may be half typed: which key stands where, by indentation alone.

A parser gives up at the first mistake, and where somebody types there is one. Keys in braces are read too.

    spec:                    ("spec",)
      containers:            ("spec", "containers")
      - name: web            ("spec", "containers", 0, "name")
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from cluster.core.editing import flow
from cluster.core.editing.flow import Entry

Path = flow.Path

INDENT = re.compile(r" *")
ITEM = re.compile(r"-(?: +|(?=\n|\Z))")
KEY = re.compile(
    r"(\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\n]|'')*'|[^\s\"'#\[\]{},&*!|>%@`-][^\n]*?|-[^\s][^\n]*?) *:(?=\s|\Z)"
)
BLOCK = re.compile(r"(?:[!&]\S+ +)*[|>][-+0-9]* *(?:#.*)?\Z")


class Level(NamedTuple):
    """One open key (`name` a text) or list item (`name` a number) at a column."""

    column: int
    name: str | int


class Outline(NamedTuple):
    """All keys of a document, and for each line the levels that were open when it began."""

    entries: list[Entry]
    before: list[tuple[Level, ...]]
    quoted: frozenset[int]
    """Lines inside a block of text (`|`) or of braces."""


LONGEST_LINE = 2000
"""Characters of a line that are looked at: what is longer is no manifest, and would take long to be searched."""


def lines_of(text: str) -> list[str]:
    """The lines of a document, each as far as it is looked at."""
    return [line[:LONGEST_LINE] for line in text.split("\n")]


def read(text: str) -> Outline:
    """The outline of one document. Never raises."""
    return _Reader(lines_of(text)).outline()


def unquoted(name: str) -> str:
    """A key without its quotes."""
    return name[1:-1] if len(name) > 1 and name[0] == name[-1] and name[0] in "\"'" else name


def path_of(levels: tuple[Level, ...]) -> Path:
    """The path that the open levels make."""
    return tuple(level.name for level in levels)


def opened(levels: tuple[Level, ...], column: int) -> tuple[Level, ...]:
    """The levels in which something at a column stands: those further left."""
    while levels and levels[-1].column >= column:
        levels = levels[:-1]
    return levels


def with_item(levels: tuple[Level, ...], column: int) -> tuple[Level, ...]:
    """The levels after a `-` at a column: a list may stand as far left as the key that it belongs to."""
    number = 0
    while levels:
        last = levels[-1]
        if last.column == column and isinstance(last.name, int):
            return (*levels[:-1], Level(column, last.name + 1))
        if last.column < column or (last.column == column and isinstance(last.name, str)):
            break
        levels = levels[:-1]
    return (*levels, Level(column, number))


class _Reader:
    def __init__(self, lines: list[str]) -> None:
        self.lines = lines
        self.entries: list[Entry] = []
        self.before: list[tuple[Level, ...]] = []
        self.quoted: set[int] = set()
        self.levels: tuple[Level, ...] = ()

    def outline(self) -> Outline:
        number = 0
        while number < len(self.lines):
            number = self._line(number) + 1
        return Outline(self.entries, self.before, frozenset(self.quoted))

    def _line(self, number: int) -> int:
        """Read one line; the number of the last line that belongs to it."""
        self.before.append(self.levels)
        line = self.lines[number]
        column, rest = _content(line)
        if not rest or rest.startswith("#"):
            return number
        while match := ITEM.match(line, column):
            self.levels = with_item(self.levels, column)
            column = match.end()
        key = KEY.match(line, column)
        value, start = line[column:], column
        if key:
            name = unquoted(key.group(1))
            self.levels = (*opened(self.levels, column), Level(column, name))
            start = key.end() + len(line[key.end() :]) - len(line[key.end() :].lstrip(" "))
            value = line[start:]
            self.entries.append(Entry(path_of(self.levels), number, column, key.end(1), value.rstrip(), start))
        if BLOCK.fullmatch(value.rstrip()) and (key or column):
            return self._skipped(number, _content(line)[0])
        return self._braces(number, start) if value.startswith(("{", "[")) else number

    def _skipped(self, number: int, indent: int) -> int:
        """Pass over a block of text: the lines below that are further right, or empty."""
        while number + 1 < len(self.lines):
            column, rest = _content(self.lines[number + 1])
            if rest and column <= indent:
                break
            number += 1
            self.before.append(self.levels)
            self.quoted.add(number)
        return number

    def _braces(self, number: int, column: int) -> int:
        base = path_of(self.levels)
        last = flow.last_line(self.lines, number, column)
        for key in flow.keys(self.lines, number, column, last):
            self.entries.append(key._replace(path=base + key.path))
        for inside in range(number + 1, last + 1):
            self.before.append(self.levels)
            self.quoted.add(inside)
        return last


def _content(line: str) -> tuple[int, str]:
    """(column of the first character that is no space, the line from there on without spaces at its end)."""
    match = INDENT.match(line)
    column = match.end() if match else 0
    return column, line[column:].rstrip()


def siblings(outline: Outline, path: Path, line: int) -> Iterator[str]:
    """The keys that stand in the mapping of a path, without those of one line."""
    for entry in outline.entries:
        if entry.path[:-1] == path and entry.line != line:
            yield str(entry.path[-1])
