"""Where the cursor stands in a document that may be half typed: in a field's name or in its value."""

from dataclasses import dataclass

from cluster.core.editing import flow, outline
from cluster.core.editing.outline import ITEM, KEY, Level, Outline, Path


@dataclass(frozen=True, slots=True)
class Cursor:
    """`path` is that of the mapping (or list item) in which `key` stands or would stand.

    In a value `in_value` is true, and `key` its field (None: an item of a list of scalars). `word` is what is typed of
    the name or the value, from column `start` on; `indent` is the column at which keys of this mapping stand.
    """

    path: Path
    key: str | None
    in_value: bool
    word: str
    start: int
    indent: int
    braces: bool = False

    @property
    def field(self) -> Path:
        """The path of the field that the cursor is about."""
        return self.path if self.key is None else (*self.path, self.key)


def find(found: Outline, lines: list[str], line: int, column: int) -> Cursor | None:
    """The cursor's place; None inside comments and blocks of text. Lines and columns count from 0."""
    if line >= len(lines) or line in found.quoted:
        return _in_braces(found, lines, line, column)
    text = lines[line]
    typed = text[:column]
    levels, at = _items(found.before[line], text, column)
    if "#" in typed and typed.lstrip().startswith("#"):
        return None
    key = KEY.match(text, at)
    if key and column > key.end() - 1:
        levels = (*outline.opened(levels, at), Level(at, outline.unquoted(key.group(1))))
        return _value(levels, text, key.end(), column)
    if text.startswith(("{", "["), at) and column > at:
        return _braces(outline.path_of(levels), text[at:column], column, at)
    levels = outline.opened(levels, at if typed.strip() else column)
    start = at if typed.strip() else column
    name = outline.unquoted(key.group(1)) if key else None
    return Cursor(outline.path_of(levels), name, False, typed[start:], start, start)


def _items(levels: tuple[Level, ...], text: str, column: int) -> tuple[tuple[Level, ...], int]:
    """The levels after the dashes before the cursor, and the column behind them."""
    at = len(text) - len(text.lstrip(" "))
    while (match := ITEM.match(text, at)) and match.end() <= max(column, at + 1) and at < column:
        levels = outline.with_item(levels, at)
        at = match.end()
    return levels, at


def _value(levels: tuple[Level, ...], text: str, after: int, column: int) -> Cursor | None:
    start = after
    while start < column and text[start] == " ":
        start += 1
    word, path = text[start:column], outline.path_of(levels)
    if word.startswith(("{", "[")):
        return _braces(path, word, column, levels[-1].column)
    if " #" in word or word.startswith("#"):
        return None
    return Cursor(path[:-1], str(path[-1]), True, word, start, levels[-1].column)


def _braces(base: Path, typed: str, column: int, indent: int) -> Cursor | None:
    place = flow.place(typed)
    if place is None:
        return None
    path = base + place.path
    start = column - len(place.word)
    in_value = place.key is not None or place.in_list
    return Cursor(path, place.key, in_value, place.word, start, indent, braces=True)


def _in_braces(found: Outline, lines: list[str], line: int, column: int) -> Cursor | None:
    """The cursor on a later line of braces: what stands between where they open and the cursor is read again."""
    first = line
    while first in found.quoted:
        first -= 1
    if first < 0 or first >= len(lines) or line >= len(lines):
        return None
    opening = [entry for entry in found.entries if entry.line == first and entry.value.startswith(("{", "["))]
    if opening:
        base, at = opening[0].path, opening[0].value_start
    else:
        levels, at = _items(found.before[first], lines[first], len(lines[first]))
        base = outline.path_of(levels)
    if not lines[first].startswith(("{", "["), at):
        return None
    typed = "\n".join([lines[first][at:], *lines[first + 1 : line], lines[line][:column]])
    return _braces(base, typed, column, at)
