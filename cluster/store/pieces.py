"""Writing much in short pieces: a database may have one writer at a time, for whom the clocks of all others wait."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

ROWS = 300
"""Rows that one piece writes, in some 30 ms."""


@contextmanager
def piece() -> Iterator[None]:
    """One short transaction; afterwards others have as long as it took.

    Who waits for SQLite's lock asks for it every 25 to 100 ms. Taken again at once, it would never be free just then.
    """
    with transaction.atomic():
        began = time.monotonic()
        yield
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        time.sleep(time.monotonic() - began)
