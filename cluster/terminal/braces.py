"""Words that stand for several: `web-{1..3}`, `{a,b}.yml`."""

import re

from cluster.core.shell.words import Word

MOST = 10_000
LONGEST = 2_000
"""Characters of a word in which braces are looked for."""
_RANGE = re.compile(r"(-?\d{1,9})\.\.(-?\d{1,9})(?:\.\.(-?\d{1,9}))?|([A-Za-z])\.\.([A-Za-z])")


def expanded(word: Word) -> list[Word]:
    """The words that a word stands for, or it alone. Text in quotes and variables is left alone; at most MOST words."""
    left, done = [word], list[Word]()
    while left and len(done) + len(left) <= MOST:
        first = left.pop()
        inner = _once(first)
        if inner is None:
            done.append(first)
        else:
            left += reversed(inner)
    return done if not left else [word]


def _once(word: Word) -> list[Word] | None:
    """The words with the first braces resolved, None when there are none."""
    for place, piece in enumerate(word.pieces):
        if piece.kind != "text" or piece.quoted or "{" not in piece.value or len(piece.value) > LONGEST:
            continue
        for start, end in _pairs(piece.value):
            texts = _texts(piece.value[start + 1 : end])
            if texts is not None:
                before, after = piece.value[:start], piece.value[end + 1 :]
                return [_with(word, place, before + text + after) for text in texts]
    return None


def _with(word: Word, place: int, text: str) -> Word:
    piece = word.pieces[place]._replace(value=text)
    return word._replace(pieces=(*word.pieces[:place], *((piece,) if text else ()), *word.pieces[place + 1 :]))


def _pairs(text: str) -> list[tuple[int, int]]:
    """Where braces stand that belong together, from left to right."""
    opened, found = list[int](), list[tuple[int, int]]()
    for place, char in enumerate(text):
        if char == "{":
            opened.append(place)
        elif char == "}" and opened:
            found.append((opened.pop(), place))
    return sorted(found)


def _texts(inner: str) -> list[str] | None:
    parts, depth = [""], 0
    for char in inner:
        depth += {"{": 1, "}": -1}.get(char, 0)
        if char == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    if len(parts) > 1:
        return parts
    return _range(inner)


def _range(inner: str) -> list[str] | None:
    match = _RANGE.fullmatch(inner)
    if match is None:
        return None
    first, last, by, one, other = match.groups()
    if one is not None:
        return [chr(code) for code in _numbers(ord(one), ord(other), 1)]
    numbers = _numbers(int(first), int(last), abs(int(by or 1)) or 1)
    padded = any(text.lstrip("-").startswith("0") and len(text.lstrip("-")) > 1 for text in (first, last))
    width = max(len(first), len(last)) if padded else 0
    return [f"{number:0{width}d}" if width else str(number) for number in numbers]


def _numbers(first: int, last: int, step: int) -> list[int]:
    if abs(last - first) // step > MOST:
        return [first]
    return list(range(first, last + 1, step) if first <= last else range(first, last - 1, -step))
