"""What it takes to look back on 10,000 changes: any moment, as a click finds it, and its neighbours, as one drags."""

import random
import time
from collections.abc import Callable, Iterable

from benchmarks.table import Table
from benchmarks.wall import leaping_wall
from cluster import store
from cluster.store import past
from tests.cluster.samples import deployment, putting, with_image

CHANGES = 10_000
LOOKS = 100
BUDGET = "100 ms"


def lived_through(replicas: int) -> int:
    """The id of a cluster with so many changes, all from rolling updates."""
    with leaping_wall() as wall:
        cluster = store.create_cluster(nodes=3 + replicas // 40)
        store.act(cluster.id, putting(deployment(replicas)))
        wall.work_until_rest(100)
        for number in range(1000):
            if store.load(cluster.id).revision >= CHANGES:
                break
            store.act(cluster.id, with_image(f"nginx:1.{20 + number % 8}"))
            wall.work_until_rest(100)
    return cluster.id


def looks(cluster_id: int, revisions: Iterable[int], before: Callable[[], None] = lambda: None) -> list[float]:
    """Milliseconds for the state at each of these revisions, in ascending order."""
    times = []
    for revision in revisions:
        before()
        started = time.perf_counter()
        store.state_at(cluster_id, revision)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)


def timed(work: Callable[..., object], *values: object) -> float:
    """Milliseconds of some work."""
    started = time.perf_counter()
    work(*values)
    return (time.perf_counter() - started) * 1000


def report() -> Table:
    """Milliseconds of looking and going back."""
    title = f"Looking back on {CHANGES:,} changes, milliseconds: median and slowest of {LOOKS}"
    table = Table(title, "replicas", "any moment", "dragging", "all steps", "going back", "wanted")
    chance = random.Random(7)
    for replicas in (10, 100):
        cluster_id = lived_through(replicas)
        newest = store.load(cluster_id).revision
        cold = looks(cluster_id, (chance.randrange(20, newest) for _ in range(LOOKS)), past.clear)
        past.clear()
        begin = chance.randrange(newest // 2, newest)
        warm = looks(cluster_id, range(begin, begin - 3 * LOOKS, -3))
        steps = timed(store.steps_after, cluster_id, 0, newest)
        back = timed(store.fork_at, cluster_id, newest // 2)
        pairs = (f"{times[LOOKS // 2]:.1f} / {times[-1]:.0f}" for times in (cold, warm))
        table.add(replicas, *pairs, f"{steps:.0f}", f"{back:.0f}", BUDGET)
    table.note("any moment: nothing in memory; dragging: every third change backwards, the first look included")
    return table
