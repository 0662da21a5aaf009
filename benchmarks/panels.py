"""What it takes to open an object with many pods in the page's panel."""

from benchmarks.moments import asked, owner
from benchmarks.table import Table
from benchmarks.wall import leaping_wall
from cluster import store
from tests.cluster.samples import deployment, putting

TIMES = 20


def report() -> Table:
    """Milliseconds for the panels of an owner of few and of many pods."""
    table = Table("Opening an object, milliseconds: median and slowest", "panel", "pods", "median", "slowest", "wanted")
    for replicas in (10, 500):
        with leaping_wall() as wall:
            cluster = store.create_cluster(nodes=3 + replicas // 40)
            store.act(cluster.id, putting(deployment(replicas)))
            wall.work_until_rest(100)
        client, address = owner(cluster.id)
        (replica_set,) = store.load(cluster.id).of_kind("ReplicaSet")
        for kind, name in (("Deployment", "web"), ("ReplicaSet", replica_set["metadata"]["name"])):
            place = f"{address}object/{kind}/default/{name}"
            times = sorted(asked(client, place, {})[0] for _ in range(TIMES))
            table.add(kind, replicas, f"{times[TIMES // 2]:.0f}", f"{times[-1]:.0f}", "100 ms")
    return table
