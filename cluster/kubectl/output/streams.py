"""Tables that grow while they are printed, as `get -w` shows them: no column ever becomes narrower.

Upstream: `github.com/liggitt/tabwriter` with the flag RememberWidths.
"""

from collections.abc import Callable, Sequence

MIN_WIDTH, PADDING = 6, 3


class GrowingTable:
    """Collects rows, and writes them when they are flushed."""

    def __init__(self, write: Callable[[str], None]) -> None:
        self._write = write
        self._rows: list[Sequence[str]] = []
        self._widths: list[int] = []

    def add(self, row: Sequence[str]) -> None:
        """One more row."""
        self._rows.append(row)

    def flush(self) -> bool:
        """Write the rows; whether there were any."""
        rows, self._rows = self._rows, []
        for row in rows:
            for column, cell in enumerate(row[:-1]):
                if column == len(self._widths):
                    self._widths.append(MIN_WIDTH)
                self._widths[column] = max(self._widths[column], len(cell) + PADDING)
        for row in rows:
            cells = [cell.ljust(width) for cell, width in zip(row[:-1], self._widths, strict=False)]
            self._write("".join(cells) + (row[-1] if row else "") + "\n")
        return bool(rows)

    def forget(self) -> None:
        """Begin with narrow columns again."""
        self._widths = []
