"""How cells compare: numbers by their value, ages by their length, everything else as people sort words."""

import re

from cluster.core.printers import Cell

DURATION = re.compile(r"(?:\d+[ydhms]){1,2}")
SECONDS = {"y": 365 * 86_400, "d": 86_400, "h": 3600, "m": 60, "s": 1}
PIECES = re.compile(r"(\d+)")
Rank = tuple[int, int, tuple[tuple[int, str], ...]]


def rank(cell: Cell) -> Rank:
    """What a cell is sorted by: numbers and ages before words, and nothing (`<none>`) last.

    `9s` comes before `2m5s`, `3 (5m ago)` after `2`, and `web-2` before `web-10`.
    """
    if isinstance(cell, int):
        return 0, cell, ()
    if not cell or cell.startswith("<"):
        return 2, 0, ()
    if DURATION.fullmatch(cell):
        return 0, sum(int(number) * SECONDS[unit] for number, unit in re.findall(r"(\d+)([ydhms])", cell)), ()
    first = cell.split(" ", 1)[0]
    if first.isascii() and first.isdigit():
        return 0, int(first), ()
    return 1, 0, tuple((int(part), "") if part.isdigit() else (-1, part.lower()) for part in PIECES.split(cell) if part)
