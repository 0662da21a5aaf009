"""Patterns as grep and sed write them, made Python's."""

import re

from cluster.terminal.commands.options import Usage

MOST = 2000
_CLASSES = {
    "alpha": "a-zA-Z", "digit": "0-9", "alnum": "a-zA-Z0-9", "space": r"\s", "upper": "A-Z", "lower": "a-z",
    "punct": r"!-/:-@\[-`{-~", "blank": r" \t", "xdigit": "0-9A-Fa-f",
}  # fmt: skip
_NESTED = re.compile(r"[*+}]\)?[*+{]|\([^)]*[*+][^)]*\)[*+{]")


def compiled(pattern: str, extended: bool, fold: bool = False) -> re.Pattern[str]:
    """The pattern to search with. Raises Usage: also for repetitions of repetitions, which may take for ever."""
    text = pattern if extended else _basic(pattern)
    for name, characters in _CLASSES.items():
        text = text.replace(f"[:{name}:]", characters)
    if len(text) > MOST or _NESTED.search(text):
        raise Usage("Regular expression too big", 2)
    try:
        return re.compile(text, re.IGNORECASE if fold else 0)
    except (re.error, OverflowError, RecursionError):
        told = (
            "Unmatched [, [^, [:, [., or [=" if "[" in pattern and "]" not in pattern else "Invalid regular expression"
        )
        raise Usage(told, 2) from None


def _basic(pattern: str) -> str:
    """In a basic expression `\\|` means or and `|` itself; a star at the beginning is a star."""
    swapped = re.sub(r"\\([|+?(){}])|([|+?(){}])", lambda m: m.group(1) or f"\\{m.group(2)}", pattern)
    return "\\" + swapped if swapped.startswith("*") else swapped
