"""Text in columns, aligned as Go's `text/tabwriter` aligns it: kubectl's tables and descriptions are made with it.

A cell ends with a tab. A column is a block of *consecutive* lines that have a cell there, and is as wide as the widest
of them: a line without that cell ends the block, and the next one starts afresh. Text after a line's last tab belongs
to no column. That is why `describe` aligns labels with each other, but not with the lines of a table further down.
"""

from collections.abc import Callable
from itertools import groupby

Lines = list[list[str]]


def align(text: str, min_width: int = 0, padding: int = 2) -> str:
    """`text` with its tabs replaced by spaces, each column as wide as its widest cell plus `padding`."""
    lines = [line.split("\t") for line in text.split("\n")]
    _fill(lines, range(len(lines)), 0, lambda widest: max(min_width, widest + padding))
    return "\n".join("".join(line) for line in lines)


def table(rows: Lines) -> str:
    """Rows as `kubectl get` prints them: columns at least 6 wide, 3 spaces apart (`printers.GetNewTabWriter`)."""
    return align("".join("\t".join(row) + "\n" for row in rows), min_width=6, padding=3)


def _fill(lines: Lines, span: range, column: int, width_of: Callable[[int], int]) -> None:
    """Fill up the cells of `column` in the lines of `span`, block by block, then what is to the right of each block."""
    for has_cell, block in groupby(span, lambda row: column < len(lines[row]) - 1):
        if has_cell:
            rows = list(block)
            width = width_of(max(len(lines[row][column]) for row in rows))
            for row in rows:
                lines[row][column] = lines[row][column].ljust(width)
            _fill(lines, range(rows[0], rows[-1] + 1), column + 1, width_of)
