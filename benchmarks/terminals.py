"""A command in a terminal, from the line sent to the prompt that comes back, with many open in one process."""

import json
import time

from django.contrib.sessions.backends.db import SessionStore
from websocket import WebSocket, create_connection

from benchmarks.serving import cpu_seconds, resident_bytes, server
from benchmarks.table import Table
from cluster import store
from playground.access import VISITOR
from playground.sandbox.models import Sandbox
from playground.sandbox.owning import create_unowned
from tests.cluster.samples import deployment, putting

OPEN = (1, 200)
EACH = 10
"""Terminals of one sandbox, as many as one may open."""
RUNS = 100
REST = 3.0
"""Seconds of looking at terminals in which nobody types."""
WANTED_MS = 30
LINES = (
    "ls",
    "kubectl get pods",
    "kubectl get deployment web -o yaml | head -3",
    "kubectl scale deployment web --replicas={}",
)
MAKER = "benchmark"


def report() -> Table:
    """One row for each line and number of open terminals."""
    table = Table(
        "A command in a terminal", "open", "line", "p50 ms", "p95 ms", "wanted", "kB a terminal", "CPU at rest"
    )
    names = [_sandbox(number) for number in range(max(OPEN) // EACH)]
    for count in OPEN:
        with server() as (port, process):
            size = resident_bytes(process)
            terminals = [_opened(port, names[number // EACH]) for number in range(count)]
            size, rest = (resident_bytes(process) - size) // count, _rest(process)
            for line in LINES:
                half, most = _timed(terminals, line)
                table.add(
                    count, line, f"{half:.1f}", f"{most:.1f}", f"{WANTED_MS} ms", f"{size / 1000:.0f}", f"{rest:.1%}"
                )
            for terminal in terminals:
                terminal.close()
    for name in names:
        _drop(name)
    table.note("Over sockets, through Daphne; client and kernel included.")
    return table


def _sandbox(number: int) -> str:
    """A sandbox with three pods that belongs to the maker of the benchmark."""
    made = create_unowned(f"terminals-{number}")
    made.owner = MAKER
    made.save()
    store.act(made.cluster_id, putting(deployment(replicas=3)))
    return made.name


def _drop(name: str) -> None:
    sandbox = Sandbox.objects.get(name=name)
    sandbox.delete()
    store.delete(sandbox.cluster_id)


def _opened(port: int, name: str) -> WebSocket:
    session = SessionStore()
    session[VISITOR] = MAKER
    session.save()
    place = f"127.0.0.1:{port}"
    made: WebSocket = create_connection(
        f"ws://{place}/ws/s/{name}/terminal/",
        origin=f"http://{place}",
        cookie=f"sessionid={session.session_key}",
        timeout=30,
    )
    _until_prompt(made)
    return made


def _until_prompt(terminal: WebSocket) -> None:
    while json.loads(terminal.recv())["type"] != "prompt":
        pass


def _rest(process: int) -> float:
    """The share of a core that is used while nobody types, once the pods have started."""
    time.sleep(REST)
    started = cpu_seconds(process)
    time.sleep(REST)
    return (cpu_seconds(process) - started) / REST


def _timed(terminals: list[WebSocket], line: str) -> tuple[float, float]:
    """Half and 95% of the milliseconds of a line, typed into one terminal after the other."""
    times = []
    for run in range(RUNS):
        terminal = terminals[run * len(terminals) // RUNS]
        started = time.perf_counter()
        terminal.send(json.dumps({"type": "line", "text": line.format(run % 5 + 1)}))
        _until_prompt(terminal)
        times.append((time.perf_counter() - started) * 1000)
    return sorted(times)[RUNS // 2], sorted(times)[RUNS * 95 // 100]
