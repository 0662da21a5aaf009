"""The tokens of a jq filter, and the texts among them."""

import json
import re

_TOKEN = re.compile(
    r"\s*(?:(\d+(?:\.\d+)?)|(\.[A-Za-z_]\w*)|(\$?[A-Za-z_]\w*|@[a-z0-9]+)|(\"(?:\\.|[^\"\\])*\")"
    r"|(\.\.|//=|//|==|!=|<=|>=|\|=|[-+*]=|[-+*/%|,.\[\]{}():;?<>=]))\s*"
)


class JqError(ValueError):
    """The filter cannot be read, or does not fit the value."""


def tokens_of(text: str) -> list[str]:
    """The tokens. Raises JqError."""
    found, at = [], 0
    while at < len(text):
        match = _TOKEN.match(text, at)
        if text[at] == '"' or (match and match.group(4)):
            start = text.index('"', at)
            end = _string_end(text, start)
            found.append(text[start:end])
            at = end
        elif match is None:
            if not text[at:].strip():
                break
            told = "syntax error, unexpected INVALID_CHARACTER (Unix shell quoting issues?)"
            raise JqError(f"{told} at <top-level>: {text[at : at + 20]}")
        else:
            found.append(match.group().strip())
            at = match.end()
    return found


def _string_end(text: str, start: int) -> int:
    """Behind the quote that ends a text; insertions `\\(...)` may hold quotes themselves."""
    at, depth = start + 1, 0
    while at < len(text):
        if text.startswith("\\(", at):
            depth += 1
            at += 2
            continue
        if text[at] == "\\":
            at += 2
            continue
        if depth and text[at] in "()":
            depth += 1 if text[at] == "(" else -1
        elif text[at] == '"' and not depth:
            return at + 1
        at += 1
    raise JqError("syntax error, unexpected QQSTRING_START, unterminated string literal at <top-level>")


def closing(text: str, start: int) -> int:
    """Where the parenthesis at `start` is closed. Raises JqError."""
    depth = 0
    for at in range(start, len(text)):
        depth += {"(": 1, ")": -1}.get(text[at], 0)
        if not depth:
            return at
    raise JqError("syntax error, unterminated string interpolation")


def unescaped(text: str) -> str:
    """The inside of a quoted text. Raises JqError."""
    try:
        return str(json.loads(f'"{text}"', strict=False))
    except json.JSONDecodeError:
        raise JqError(f'invalid escape in "{text}"') from None
