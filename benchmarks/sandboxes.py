"""What a new sandbox costs, and what many of them cost while nobody does anything."""

import asyncio
import gc
import time
import tracemalloc
from contextlib import suppress

from django.db import connection

from benchmarks.table import Table
from cluster import store
from cluster.store import cache, due
from cluster.worker import Pacer

NEW = 300
"""Sandboxes made to find out what one costs."""
LOOKED_AT = 100
"""Of those, how many are held in memory at once."""


def stored_bytes() -> int:
    """The size of the database, without what deleted rows have left free."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
        cursor.execute(
            "SELECT (page_count - freelist_count) * page_size"
            " FROM pragma_page_count, pragma_freelist_count, pragma_page_size"
        )
        return int(cursor.fetchone()[0])


def kept_bytes() -> int:
    """What one resting sandbox takes in the memory of a process that has looked at it."""
    ids = list(store.Cluster.objects.order_by("-id").values_list("id", flat=True)[:LOOKED_AT])
    store.load(ids[0])
    cache.clear()
    gc.collect()
    tracemalloc.start()
    for cluster_id in ids:
        store.load(cluster_id)
    size, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return size // len(ids)


def report_new() -> Table:
    """Milliseconds and bytes of one more sandbox."""
    size, times = stored_bytes(), []
    for _ in range(NEW):
        started = time.perf_counter()
        cluster = store.create_cluster()
        times.append((time.perf_counter() - started) * 1000)
    table = Table("A new sandbox", "objects", "ms (median)", "ms (95%)", "bytes stored", "bytes in memory", "wanted")
    ordered = sorted(times)
    table.add(
        len(store.load(cluster.id).objects),
        f"{ordered[NEW // 2]:.1f}",
        f"{ordered[NEW * 95 // 100]:.1f}",
        f"{(stored_bytes() - size) // NEW:,}",
        f"{kept_bytes():,}",
        "20 ms",
    )
    return table


def report_resting(sandboxes: int, seconds: float) -> Table:
    """CPU of the worker while so many sandboxes rest; those that other measures left running are stopped."""
    for cluster in store.Cluster.objects.exclude(wake_at=None):
        store.pause(cluster.pk)
    for _ in range(sandboxes - store.Cluster.objects.count()):
        store.create_cluster()
    connection.close()
    cpu, wall = time.process_time(), time.perf_counter()
    asyncio.run(_work(seconds))
    cpu, wall = time.process_time() - cpu, time.perf_counter() - wall
    table = Table("The worker at rest", "sandboxes", "due", "seconds", "CPU ms", "share of a core")
    table.add(
        store.Cluster.objects.count(),
        "none" if due.next_due() is None else "some",
        f"{wall:.0f}",
        f"{cpu * 1000:.0f}",
        f"{cpu / wall:.3%}",
    )
    return table


async def _work(seconds: float) -> None:
    with suppress(TimeoutError):
        await asyncio.wait_for(Pacer().run(), seconds)
