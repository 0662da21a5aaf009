"""Quoted texts in templates, taken out of their quotes (`strconv.UnquoteChar`)."""

import re

_ESCAPE = re.compile(
    r"\\(?:([abfnrtv\\'\"])|x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|([0-7]{3}))", re.DOTALL
)
_SIMPLE = {"a": "\a", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def unquote(value: str) -> str | None:
    """`"a\\n"` without quotes and escapes; None if it is not well formed. Both kinds of quotes may hold any text."""
    quote, inner = value[:1], value[1:-1]
    if len(value) < 2 or quote != value[-1] or quote not in "\"'`":
        return None
    if quote == "`":
        return inner
    found, at = "", 0
    while at < len(inner):
        if inner[at] == quote or inner[at] == "\n":
            return None
        if inner[at] != "\\":
            found += inner[at]
            at += 1
            continue
        escape = _ESCAPE.match(inner, at)
        char = None if escape is None else _character(escape, quote)
        if escape is None or char is None:
            return None
        found += char
        at = escape.end()
    return found


def _character(escape: re.Match[str], quote: str) -> str | None:
    simple, octal = escape.group(1), escape.group(5)
    if simple:
        return None if simple in "\"'" and simple != quote else _SIMPLE.get(simple, simple)
    code = int(octal, 8) if octal else int(escape.group(2) or escape.group(3) or escape.group(4), 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else None
