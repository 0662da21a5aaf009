"""A terminal's line discipline: what is typed is echoed, can be erased, and makes lines."""

from collections.abc import Iterator
from typing import NamedTuple

ENTER, ERASE, INTERRUPT, END, KILL, ESCAPE = "\r\n", "\x7f\b", "\x03", "\x04", "\x15", "\x1b"
UP, DOWN = "[A", "[B"


class Typed(NamedTuple):
    """What is to be shown; `line` when one is complete."""

    echo: str = ""
    line: str | None = None


class Terminal:
    """Keeps the line that is being typed, and those before it."""

    def __init__(self) -> None:
        self.ended = False
        self._line, self._escape = "", ""
        self._history: list[str] = []
        self._at = 0

    def type(self, text: str) -> Iterator[Typed]:
        """What follows from keys."""
        for char in text:
            if self._escape or char == ESCAPE:
                yield from self._escaped(char)
            elif char == END and not self._line:
                self.ended = True
                yield Typed("exit\r\n")
                return
            else:
                yield self._key(char)

    def _key(self, char: str) -> Typed:
        if char in ENTER:
            return self._entered()
        if char in ERASE:
            erased = bool(self._line)
            self._line = self._line[:-1]
            return Typed("\b \b" if erased else "")
        if char == INTERRUPT:
            self._line = ""
            return Typed("^C\r\n", "")
        if char == KILL:
            return self._replaced("")
        if not char.isprintable():
            return Typed()
        self._line += char
        return Typed(char)

    def _entered(self) -> Typed:
        line, self._line = self._line, ""
        if line.strip():
            self._history.append(line)
        self._at = len(self._history)
        return Typed("\r\n", line)

    def _replaced(self, line: str) -> Typed:
        erased = "\b \b" * len(self._line)
        self._line = line
        return Typed(erased + line)

    def _escaped(self, char: str) -> Iterator[Typed]:
        """Arrow keys go through the former lines; other sequences are swallowed."""
        self._escape += char
        sequence = self._escape[1:]
        if not sequence or sequence == "[" or not (char.isalpha() or char == "~"):
            return
        self._escape = ""
        if sequence in {UP, DOWN}:
            self._at = min(max(self._at + (-1 if sequence == UP else 1), 0), len(self._history))
            yield self._replaced(self._history[self._at] if self._at < len(self._history) else "")
