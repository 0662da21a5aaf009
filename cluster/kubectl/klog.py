"""Lines as kubectl's log writes them: `W1124 13:03:31.266866       1 helpers.go:702] text`."""

from datetime import UTC, datetime

from cluster import store

PROCESS = 1
"""There is no process; it counts as the first."""


def line(level: str, place: str, text: str) -> str:
    """One of them, with its newline; `level`: I, W, E or F; `place`: file and line."""
    now = datetime.fromtimestamp(store.wall_now() / 1000, UTC)
    return f"{level}{now:%m%d %H:%M:%S.%f} {PROCESS:7d} {place}] {text}\n"
