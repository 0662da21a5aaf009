"""CPU seconds of a rolling update, in memory and through the store, by the number of replicas."""

import time
from collections.abc import Callable
from typing import NamedTuple

from benchmarks.table import Table
from benchmarks.wall import leaping_wall
from cluster import store
from cluster.core import bootstrap, engine
from cluster.core.kinds import Object
from tests.cluster.samples import deployment, putting, with_image

SETTLED = 100
"""Simulated seconds after which any rollout of the sample is over; Events are forgotten after an hour, which is not."""
KUBERNETES = {10: 0.46, 100: 3.0, 500: 13.5}
"""CPU seconds of kube-apiserver, etcd, controller manager, scheduler and pretended kubelets on two cores."""
JAVASCRIPT = {10: 0.29, 100: 4.3, 500: 73.0}
"""CPU seconds of the best simulator in JavaScript on the same machine."""
BUDGETS = {"in memory": 30, "through the store": 10}
"""How many times cheaper than Kubernetes it must be."""


class Cost(NamedTuple):
    """CPU seconds, and how many changes they bought."""

    seconds: float
    changes: int


def nodes_for(replicas: int) -> int:
    """Nodes of 110 pods each for old and new pods together."""
    return 3 + replicas // 40


def in_memory(replicas: int) -> Cost:
    """The update alone, on a cluster whose pods all run."""
    state, _ = bootstrap.new_state("bench", 1_767_225_600_000, nodes_for(replicas))
    state, _ = engine.commit(state, putting(deployment(replicas))(state), "you")
    state, _ = engine.run(state, state.now + SETTLED * 1000)
    before, started = state.revision, time.process_time()
    state, _ = engine.commit(state, with_image("nginx:1.28")(state), "you")
    state, _ = engine.run(state, state.now + SETTLED * 1000)
    seconds = time.process_time() - started
    judge(state.get("Deployment", "default", "web"), replicas)
    return Cost(seconds, state.revision - before)


def through_the_store(replicas: int) -> Cost:
    """The same with everything a worker does at speed 1: some 20 commits a second, each with its log rows."""
    with leaping_wall() as wall:
        cluster = store.create_cluster(nodes=nodes_for(replicas))
        store.act(cluster.id, putting(deployment(replicas)))
        wall.work_until_rest(SETTLED)
        before, started = store.load(cluster.id).revision, time.process_time()
        store.act(cluster.id, with_image("nginx:1.28"))
        wall.work_until_rest(SETTLED)
        seconds = time.process_time() - started
        state = store.load(cluster.id)
        judge(state.get("Deployment", "default", "web"), replicas)
        store.delete(cluster.id)
    return Cost(seconds, state.revision - before)


def typical(measure: Callable[[int], Cost], replicas: int) -> Cost:
    """The median of several runs; few of the long ones."""
    runs = [measure(replicas) for _ in range(5 if replicas <= 100 else 3 if replicas <= 500 else 1)]
    return sorted(runs)[len(runs) // 2]


def judge(obj: Object | None, replicas: int) -> None:
    """Raise if the update did not come to its end: half a rollout is cheap."""
    status = (obj or {}).get("status", {})
    if (status.get("updatedReplicas"), status.get("availableReplicas")) != (replicas, replicas):
        raise RuntimeError(f"the rolling update of {replicas} replicas did not end: {status}")


def report(sizes: list[int]) -> Table:
    """One row for each size; growth is the cost per pod compared with the size before."""
    table = Table(
        "CPU seconds of a rolling update",
        "replicas", "changes", "in memory", "growth", "in store", "growth", "µs/change",
        "Kubernetes", "JavaScript", "memory vs K8s", "store vs K8s",
    )  # fmt: skip
    in_memory(1), through_the_store(1)  # Modules are loaded and caches filled before anything counts.
    last: tuple[float, float] | None = None
    for size in sizes:
        memory, stored = typical(in_memory, size), typical(through_the_store, size)
        per_pod = memory.seconds / size, stored.seconds / size
        growth = [f"{now / then:.2f}x" for now, then in zip(per_pod, last, strict=True)] if last else ["", ""]
        kubernetes, javascript = KUBERNETES.get(size), JAVASCRIPT.get(size)
        table.add(
            size, stored.changes, f"{memory.seconds:.3f}", growth[0], f"{stored.seconds:.3f}", growth[1],
            f"{stored.seconds / stored.changes * 1e6:.0f}", kubernetes or "", javascript or "",
            f"{kubernetes / memory.seconds:.0f}x cheaper" if kubernetes else "",
            f"{kubernetes / stored.seconds:.0f}x cheaper" if kubernetes else "",
        )  # fmt: skip
        last = per_pod
    table.note("Growth is the cost per pod against the row above; in the store every change is written and told of.")
    table.note(f"Wanted: {BUDGETS['in memory']}x in memory, {BUDGETS['through the store']}x through the store.")
    return table
