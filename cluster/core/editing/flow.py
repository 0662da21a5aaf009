"""What stands in braces and brackets, `{name: web, labels: {app: web}}`, complete or not: JSON is of this kind."""

import re
from collections.abc import Iterator
from typing import NamedTuple

Path = tuple[str | int, ...]

TOKEN = re.compile(
    r"(?P<space>\s+|#[^\n]*)|(?P<mark>[{}\[\],])|(?P<colon>:(?=[\s,\[\]{}\"']|\Z))"
    r"|(?P<text>\"(?:[^\"\\]|\\.)*(?:\"|\Z)|'(?:[^']|'')*(?:'|\Z)|(?:[^\s,\[\]{}:]|:(?=[^\s,\[\]{}\"']))+"
    r"(?:[ ]+(?:[^\s,\[\]{}:#]|:(?=[^\s,\[\]{}\"']))+)*)"
)
LONGEST = 2000
"""Lines that one pair of braces may span; beyond it nothing more is told of what is in it."""


class Entry(NamedTuple):
    """One key: its path, its line, the columns of its name, and the text of its value on that line with its column."""

    path: Path
    line: int
    start: int
    end: int
    value: str
    value_start: int


class Place(NamedTuple):
    """Where a text in braces ends: in a mapping or list of `path`; behind `key:` or, without it, in a new word."""

    path: Path
    key: str | None
    word: str
    in_list: bool


def last_line(lines: list[str], number: int, column: int) -> int:
    """The line on which the braces that open at a place close; the last line when they do not."""
    depth = 0
    end = min(len(lines), number + LONGEST)
    for current in range(number, end):
        line = lines[current]
        for match in TOKEN.finditer(line, column if current == number else 0):
            mark = match.group("mark")
            depth += 1 if mark and mark in "{[" else -1 if mark and mark in "}]" else 0
            if mark and not depth:
                return current
    return end - 1


class _Walk:
    """The braces token by token: `frames` are those still open, each with its path and number of the next item."""

    def __init__(self) -> None:
        self.frames: list[tuple[str, Path, int]] = []
        self.key: str | None = None
        self.word = ""

    def begin(self, mark: str) -> None:
        self.frames.append((mark, self.inner(), 0))
        self.key, self.word = None, ""

    def end(self) -> None:
        if self.frames:
            self.frames.pop()
        self.key, self.word = None, ""

    def comma(self) -> None:
        if self.frames:
            mark, path, number = self.frames[-1]
            self.frames[-1] = mark, path, number + 1
        self.key, self.word = None, ""

    def inner(self) -> Path:
        """The path of a value that would begin here."""
        if not self.frames:
            return ()
        mark, path, number = self.frames[-1]
        if mark == "[":
            return (*path, number)
        return path if self.key is None else (*path, self.key)

    def take(self, match: re.Match[str]) -> None:
        mark = match.group("mark")
        if mark in {"{", "["}:
            self.begin(mark)
        elif mark in {"}", "]"}:
            self.end()
        elif mark == ",":
            self.comma()
        elif match.group("colon"):
            self.key, self.word = _bare(self.word), ""
        elif match.group("text"):
            self.word = match.group("text")


def _bare(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] and word[0] in "\"'" else word.strip("\"'")


def keys(lines: list[str], number: int, column: int, last: int) -> Iterator[Entry]:
    """The keys in braces that open at a place and end on the line `last`."""
    walk = _Walk()
    for current in range(number, last + 1):
        line = lines[current]
        word: re.Match[str] | None = None
        for match in TOKEN.finditer(line, column if current == number else 0):
            walk.take(match)
            if match.group("text"):
                word = match
            elif match.group("colon") and word and walk.frames and walk.frames[-1][0] == "{":
                start = match.end() + len(line[match.end() :]) - len(line[match.end() :].lstrip(" "))
                value = TOKEN.match(line, start)
                text = value.group("text") if value and value.group("text") else ""
                yield Entry((*walk.frames[-1][1], walk.key or ""), current, *word.span(), text, start)


def place(text: str) -> Place | None:
    """Where a text that begins with a brace ends; None when it is closed, or ends inside a comment."""
    walk = _Walk()
    last = None
    for match in TOKEN.finditer(text):
        walk.take(match)
        last = match
    if not walk.frames or (last and last.group("space") and "#" in last.group("space")):
        return None
    mark, path, number = walk.frames[-1]
    word = walk.word if last and last.group("text") else ""
    in_list = mark == "["
    return Place((*path, number) if in_list else path, walk.key, word, in_list)
