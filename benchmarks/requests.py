"""What a request to the API takes, from the first byte sent to the last received, through the whole server."""

import json
import time
from collections.abc import Callable

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
    doors = [(size, *_sandbox(size)) for size in SIZES]
    with server() as (port, _):
        for size, name, secret in doors:
            client = Client(Door(port, name, secret))
            for what, runs, ask in _requests(client, size):
                half, most, length = timed(ask, runs)
                table.add(what, size, f"{half:.1f}", f"{most:.1f}", f"{length:,}", WANTED.get((what, size), ""))
            client.close()
    table.note("Through Daphne on one connection, with the worker in the same process; client and kernel included.")
    return table


def _requests(client: Client, size: int) -> list[tuple[str, int, Callable[[], bytes]]]:
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


def timed(ask: Callable[[], bytes], runs: int) -> tuple[float, float, int]:
    """Half and 95% of the milliseconds, and the bytes of the answer."""
    for _ in range(3):
        length = len(ask())
    times = []
    for _ in range(runs):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    times.sort()
    return times[runs // 2], times[runs * 95 // 100], length


def _sandbox(pods: int) -> tuple[str, str]:
    """Name and secret of a sandbox in which so many pods run."""
    with leaping_wall() as wall:
        wall.now = time.time_ns() // 1_000_000 - 2 * SETTLED * 1000
        cluster = store.create_cluster(nodes=nodes_for(pods))
        store.act(cluster.id, putting(deployment(pods)))
        wall.work_until_rest(SETTLED)
        return cluster.name, store.credentials.issue(cluster.id)
