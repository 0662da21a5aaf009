"""Seeing what other processes commit to the same database, at practically no cost while they do nothing.

SQLite tells it by itself: `PRAGMA data_version` changes when another connection has committed, and takes some µs
(https://www.sqlite.org/pragma.html#pragma_data_version). Other databases are asked for the newest commits, each second.
"""

import sqlite3

from django.db import connection

from cluster import announce
from cluster.store import due, wall_now

EVERY_SQLITE, EVERY_OTHER = 0.2, 1.0
"""Seconds between two looks."""
OVERLAP = 2000
"""Milliseconds that are read twice, for commits may become visible in another order than that of their moments."""


class Watch:
    """Remembers how far it has seen."""

    def __init__(self) -> None:
        self._since = wall_now()
        self._version = 0
        self._sqlite: sqlite3.Connection | None = None
        if connection.vendor == "sqlite":
            # The loop's thread looks, whichever that is; a read of the shared index never waits for a lock.
            name = connection.settings_dict["NAME"]
            self._sqlite = sqlite3.connect(name, isolation_level=None, check_same_thread=False)
            self.anything_new()

    @property
    def every(self) -> float:
        """Seconds between two looks."""
        return EVERY_OTHER if self._sqlite is None else EVERY_SQLITE

    def anything_new(self) -> bool:
        """Whether anyone may have committed since the last look; quick, and never blocks."""
        if self._sqlite is None:
            return True
        (version,) = self._sqlite.execute("PRAGMA data_version").fetchone()
        changed, self._version = version != self._version, version
        return bool(changed)

    def foreign(self) -> list[tuple[int, int]]:
        """(cluster, revision) of commits by other processes that were not yet told."""
        found = []
        for row in due.committed_since(self._since - OVERLAP):
            self._since = max(self._since, row.committed_at)
            if not announce.is_own(row.id, row.stamp):
                announce.remember(row.id, row.stamp)
                found.append((row.id, row.revision))
        return found

    def close(self) -> None:
        """Let go of the database."""
        if self._sqlite is not None:
            self._sqlite.close()
