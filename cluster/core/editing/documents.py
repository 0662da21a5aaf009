"""The documents of a text, each with the line at which it begins, so that one that is half typed spoils no other."""

import re
from typing import NamedTuple

SEPARATOR = re.compile(r"(---|\.\.\.)(?=\s|\Z)")


class Document(NamedTuple):
    """One document; its lines and columns are those of the whole text after `line` is added (both from 0)."""

    line: int
    text: str

    def has(self, line: int) -> bool:
        """Whether a line of the whole text belongs to it."""
        return self.line <= line <= self.line + self.text.count("\n")


def split(text: str) -> list[Document]:
    """The documents of a text, at least one; what stands behind a separator on its line keeps its column."""
    found: list[Document] = []
    lines: list[str] = []
    start = 0
    for number, line in enumerate(text.split("\n")):
        match = SEPARATOR.match(line)
        if match and number:
            found.append(Document(start, "\n".join(lines)))
            start, lines = number, []
        lines.append(" " * match.end() + line[match.end() :] if match else line)
    return [*found, Document(start, "\n".join(lines))]


def at(documents: list[Document], line: int) -> Document:
    """The document to which a line belongs; the last one for lines beyond the end."""
    return next((one for one in reversed(documents) if one.line <= line), documents[0])
