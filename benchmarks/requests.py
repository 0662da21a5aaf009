"""What a request to the API takes, from the first byte sent to the last received, through the whole server."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from threading import Event, Thread

from benchmarks.rollouts import SETTLED, nodes_for
from benchmarks.serving import Client, Door, server
from benchmarks.table import Table
from benchmarks.wall import leaping_wall
from cluster import store
from tests.cluster.samples import deployment, putting

SIZES = (10, 500, 5000)
PODS = "api/v1/namespaces/default/pods"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
"""How kubectl asks for what it prints."""
WANTED = {("list as table", 500): "50 ms", ("get", 500): "5 ms"}


def report() -> Table:
    """One row for each request and size."""
    table = Table("A request to the API", "request", "pods", "p50 ms", "p95 ms", "bytes", "wanted")
    doors = [(size, *sandbox(size)) for size in SIZES]
    with server() as (port, _):
        for size, name, secret in doors:
            client = Client(Door(port, name, secret))
            _, most, length = timed(partial(client.ask, PODS), 1, before=0)
            table.add("the first list", size, "", f"{most:.1f}", f"{length:,}", "")
            for what, runs, ask in _requests(client, size):
                half, most, length = timed(ask, runs)
                table.add(what, size, f"{half:.1f}", f"{most:.1f}", f"{length:,}", WANTED.get((what, size), ""))
            client.close()
        small, big = (Client(Door(port, name, secret)) for _, name, secret in (doors[0], doors[-1]))
        with _listing(big):
            half, most, length = timed(lambda: small.ask(f"{PODS}?limit=1"), 200)
        table.add("beside lists as table of", doors[-1][0], f"{half:.1f}", f"{most:.1f}", f"{length:,}", "")
        small.close()
    for _, name, _ in doors:
        drop(name)
    table.note("Through Daphne on one connection, with the worker in the same process; client and kernel included.")
    return table


def _requests(client: Client, size: int) -> list[tuple[str, int, Callable[[], bytes]]]:
    """What is asked, how often, and how. The first list finds nothing in memory, neither pods nor their managers."""
    pod = f"{PODS}/{json.loads(client.ask(f'{PODS}?limit=1'))['items'][0]['metadata']['name']}"
    numbers = iter(range(1_000_000))
    patch = "application/json", "PATCH"
    runs = 100 if size <= 500 else 20
    return [
        ("list", runs, lambda: client.ask(PODS)),
        ("list as table", runs, lambda: client.ask(PODS, TABLE)),
        ("get", 200, lambda: client.ask(pod)),
        ("patch", 50, lambda: client.ask(pod, *patch, b'{"metadata":{"labels":{"n":"%d"}}}' % next(numbers))),
    ]


@contextmanager
def _listing(client: Client) -> Iterator[None]:
    """Meanwhile somebody asks for one big list after the other."""
    over = Event()

    def ask() -> None:
        while not over.is_set():
            client.ask(PODS, TABLE)
        client.close()

    thread = Thread(target=ask)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join()


def timed(ask: Callable[[], bytes], runs: int, before: int = 3) -> tuple[float, float, int]:
    """Half and 95% of the milliseconds of `runs`, and the bytes of the answer; `before` that, it is asked untimed."""
    for _ in range(before):
        ask()
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        length = len(ask())
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[runs // 2], times[runs * 95 // 100], length


def sandbox(pods: int) -> tuple[str, str]:
    """Name and secret of a sandbox in which so many pods run."""
    with leaping_wall() as wall:
        wall.now = time.time_ns() // 1_000_000 - 2 * SETTLED * 1000
        # Not the present time, so that all times of an answer have to be moved, as after a pause.
        cluster = store.create_cluster(nodes=nodes_for(pods), now=1_767_225_600_000)
        store.act(cluster.id, putting(deployment(pods)))
        wall.work_until_rest(SETTLED)
        return cluster.name, store.credentials.issue(cluster.id)


def drop(name: str) -> None:
    """Delete a sandbox, for in the next hour its Events would be due to go."""
    store.delete(store.Cluster.objects.get(name=name).id)
