"""What it takes to show a page another moment of 10,000 changes: picture, log and clock, as one answer."""

import random
import time
from collections.abc import Iterable

from django.test import Client

from benchmarks.looking_back import BUDGET, CHANGES, LOOKS, lived_through
from benchmarks.table import Table
from cluster import store
from cluster.store import past
from playground.sandbox.models import Sandbox


def report() -> Table:
    """Milliseconds of answers to a dragged scrubber, and of the steps that make its scale."""
    title = f"A page at another moment of {CHANGES:,} changes, milliseconds: median and slowest of {LOOKS}"
    table = Table(title, "replicas", "any moment", "dragging", "kB", "all steps", "kB", "wanted")
    chance = random.Random(7)
    for replicas in (10, 100):
        cluster_id = lived_through(replicas)
        newest = store.load(cluster_id).revision
        client, address = owner(cluster_id)
        cold = _shown(client, address, (chance.randrange(20, newest) for _ in range(LOOKS)), is_cold=True)
        begin = chance.randrange(newest // 2, newest)
        warm = _shown(client, address, range(begin, begin - 3 * LOOKS, -3))
        took, size = asked(client, f"{address}steps.json", {})
        pairs = (f"{times[LOOKS // 2]:.0f} / {times[-1]:.0f}" for times, _ in (cold, warm))
        table.add(replicas, *pairs, f"{warm[1] / 1000:.0f}", f"{took:.0f}", f"{size / 1000:.0f}", BUDGET)
    table.note("any moment: nothing in memory; dragging: every third change backwards; sizes as sent, steps compressed")
    return table


def owner(cluster_id: int) -> tuple[Client, str]:
    """A browser to which the cluster belongs, and the address of its sandbox."""
    client = Client(headers={"accept-encoding": "gzip"}, SERVER_NAME="localhost")
    own = client.post("/sandboxes/").headers["Location"].split("/")[2]
    cluster = store.Cluster.objects.get(pk=cluster_id)
    owner = Sandbox.objects.get(name=own).owner
    Sandbox.objects.create(cluster_id=cluster_id, name=cluster.name, owner=owner)
    return client, f"/s/{cluster.name}/"


def _shown(client: Client, address: str, revisions: Iterable[int], is_cold: bool = False) -> tuple[list[float], int]:
    """Milliseconds for each moment, in ascending order, and the bytes of the last one."""
    times, size = [], 0
    for revision in revisions:
        if is_cold:
            past.clear()
        took, size = asked(client, f"{address}moment", {"at": revision})
        times.append(took)
    return sorted(times), size


def asked(client: Client, address: str, fields: dict[str, int]) -> tuple[float, int]:
    """Milliseconds and bytes of one answer."""
    started = time.perf_counter()
    answer = client.get(address, fields)
    took = (time.perf_counter() - started) * 1000
    if answer.status_code != 200:
        raise RuntimeError(f"{address} {fields}: {answer.status_code}")
    return took, len(answer.content)
