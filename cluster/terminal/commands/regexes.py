"""Patterns as grep and sed write them. Some patterns take for ever on some lines: a search that does is given up.

Python's own `re` can neither be interrupted nor lets other threads run meanwhile; the `regex` package can do both.
"""

import re
from collections.abc import Callable, Iterator
from typing import Any

import regex

from cluster.terminal.commands.options import Usage

MOST = 2000
MOST_MADE = 1 << 23
SECONDS = 0.5
_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "space": r"\s", "upper": "A-Z", "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~", "blank": r" \t", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
Match = Any


class Pattern:
    """A compiled pattern whose searches end. They raise Usage when they take too long."""

    def __init__(self, text: str, fold: bool = False) -> None:
        self.pattern = text
        self.compiled = regex.compile(text, regex.IGNORECASE if fold else 0, cache_pattern=False)
        self.groups: int = self.compiled.groups

    def search(self, line: str) -> Match | None:
        """The first match."""
        return self._timed(lambda: self.compiled.search(line, timeout=SECONDS, concurrent=True))

    def finditer(self, line: str) -> Iterator[Match]:
        """All matches."""
        return iter(self._timed(lambda: list(self.compiled.finditer(line, timeout=SECONDS, concurrent=True))))

    def split(self, line: str) -> list[str]:
        """What stands between matches."""
        return list(self._timed(lambda: self.compiled.split(line, timeout=SECONDS, concurrent=True)))

    def sub(self, made: str | Callable[[Match], str], line: str, count: int = 0) -> str:
        """The line with its matches replaced."""
        size = len(made) if isinstance(made, str) else 1
        if len(line) * size > MOST_MADE and sum(1 for _ in self.finditer(line)) * size > MOST_MADE:
            raise Usage("memory exhausted", 2)
        return str(self._timed(lambda: self.compiled.sub(made, line, count=count, timeout=SECONDS, concurrent=True)))

    def _timed(self, run: Callable[[], Any]) -> Any:
        try:
            return run()
        except TimeoutError:
            raise Usage("Regular expression takes too long", 2) from None


def compiled(pattern: str, extended: bool, fold: bool = False) -> Pattern:
    """The pattern to search with. Raises Usage."""
    text = pattern if extended else _basic(pattern)
    for name, characters in _CLASSES.items():
        text = text.replace(f"[:{name}:]", characters)
    if len(text) > MOST:
        raise Usage("Regular expression too big", 2)
    try:
        return Pattern(text, fold)
    except (regex.error, OverflowError, RecursionError, ValueError):
        open_bracket = "[" in pattern and "]" not in pattern
        told = "Unmatched [, [^, [:, [., or [=" if open_bracket else "Invalid regular expression"
        raise Usage(told, 2) from None


def _basic(pattern: str) -> str:
    """In a basic expression `\\|` means or and `|` itself; a star at the beginning is a star."""
    swapped = re.sub(r"\\([|+?(){}])|([|+?(){}])", lambda m: m.group(1) or f"\\{m.group(2)}", pattern)
    return "\\" + swapped if swapped.startswith("*") else swapped
