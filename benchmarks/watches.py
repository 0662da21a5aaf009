"""From a write to the event of it on every watch, with many watches open in one process."""

import asyncio
import json
import time
from functools import partial

from benchmarks.requests import PODS, drop, sandbox
from benchmarks.serving import Client, Door, cpu_seconds, resident_bytes, server
from benchmarks.table import Table

OPEN = (1, 200, 800)
"""Watches of one sandbox's pods, all held by one process."""
WRITES = 40
REST = 2.0
"""Seconds of looking at watches that have nothing to tell."""


def report() -> Table:
    """One row for each number of watches."""
    table = Table(
        "From a write to its event on every watch",
        "watches", "writes", "p50 ms", "p95 ms", "wanted p95", "kB a watch", "CPU at rest", "CPU µs an event",
    )  # fmt: skip
    name, secret = sandbox(10)
    for count in OPEN:
        with server() as (port, process):
            door = Door(port, name, secret)
            times, size, rest, each = asyncio.run(_measure(door, process, count))
        half, most = (f"{times[len(times) * share // 100] * 1000:.1f}" for share in (50, 95))
        wanted = "100 ms" if count == 200 else ""
        table.add(count, WRITES, half, most, wanted, f"{size / 1000:.0f}", f"{rest:.1%}", f"{each * 1e6:.0f}")
    drop(name)
    table.note("From the first byte of a patch to the event at a client, over sockets, through Daphne.")
    return table


async def _measure(door: Door, process: int, count: int) -> tuple[list[float], float, float, float]:
    """Seconds from write to event, sorted; bytes a watch; share of a core at rest; CPU seconds an event."""
    client = Client(door)
    listed = json.loads(client.ask(PODS))
    pod = f"{PODS}/{listed['items'][0]['metadata']['name']}"
    size = resident_bytes(process)
    watches = [await _open(door, listed["metadata"]["resourceVersion"]) for _ in range(count)]
    size = resident_bytes(process) - size
    started = cpu_seconds(process)
    await asyncio.sleep(REST)
    rest = (cpu_seconds(process) - started) / REST
    started, times = cpu_seconds(process), []
    for number in range(WRITES):
        times += await _write(client, pod, number, [reader for reader, _ in watches])
    spent = cpu_seconds(process) - started
    for _, writer in watches:
        writer.close()
    client.close()
    return sorted(times), size / count, rest, spent / WRITES / count


async def _open(door: Door, revision: str) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", door.port, limit=2**20)
    head = [f"GET /k8s/{door.name}/{PODS}?watch=1&resourceVersion={revision} HTTP/1.1", "Host: localhost"]
    head += [f"{name}: {value}" for name, value in door.headers.items()]
    writer.write("\r\n".join([*head, "", ""]).encode())
    if b" 200 " not in await reader.readline():
        raise RuntimeError("a watch was refused")
    await reader.readuntil(b"\r\n\r\n")
    return reader, writer


async def _write(client: Client, pod: str, number: int, readers: list[asyncio.StreamReader]) -> list[float]:
    """Seconds from one write to each watch's event."""
    body = b'{"metadata":{"labels":{"n":"%d"}}}' % number
    started = time.perf_counter()
    write = asyncio.to_thread(partial(client.ask, pod, method="PATCH", body=body))
    moments, _ = await asyncio.gather(asyncio.gather(*map(_event, readers)), write)
    return [moment - started for moment in moments]


async def _event(reader: asyncio.StreamReader) -> float:
    while not (line := await asyncio.wait_for(reader.readline(), 10)).startswith(b"{"):
        if not line:
            raise RuntimeError("a watch ended")
    return time.perf_counter()
