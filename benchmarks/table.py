"""Figures in columns, for people."""

from typing import Any


class Table:
    """A title, a header, rows, and notes below."""

    def __init__(self, title: str, *header: str) -> None:
        self.title = title
        self._rows: list[list[str]] = [list(header)]
        self._notes: list[str] = []

    def add(self, *cells: Any) -> None:
        """One row, in the order of the header."""
        self._rows.append([str(cell) for cell in cells])

    def note(self, text: str) -> None:
        """One line below the table."""
        self._notes.append(text)

    def __str__(self) -> str:
        widths = [max(map(len, column)) for column in zip(*self._rows, strict=True)]
        lines = ["  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in self._rows]
        return "\n".join([self.title, "", *lines, "", *self._notes, ""])
