"""What the API's answers cost the server, in clusters of several sizes."""

import statistics
import time
from collections.abc import Callable

import orjson

from benchmarks.table import Table
from benchmarks.wall import leaping_wall
from cluster import store
from cluster.api import dispatch, request

SIZES = (10, 500, 5000)
PODS_PER_NODE = 100
ROUNDS = 15
TABLE = {"accept": "application/json;as=Table;v=v1;g=meta.k8s.io"}
PODS = "/api/v1/namespaces/default/pods"
WEB = "/apis/apps/v1/namespaces/default/deployments/web"
STRATEGIC = {"content-type": "application/strategic-merge-patch+json"}


def report() -> Table:
    """Milliseconds from a request in memory to the bytes of its answer, median of some rounds."""
    titles = ("pods", "table ms", "list ms", "first list ms", "get ms", "patch ms")
    table = Table("The API: server time of one request", *titles)
    for pods in SIZES:
        with leaping_wall() as wall:
            cluster = store.create_cluster(nodes=max(3, pods // PODS_PER_NODE + 1))
            _ask(cluster.pk, "POST", WEB.rpartition("/")[0], {}, _manifest(pods))
            wall.work_until_rest(600)
            table.add(pods, *_measured(cluster.pk))
    table.note("wanted: a table of 500 pods within 50 ms, a get within 5 ms")
    table.note(
        "the first list works out who manages each pod's fields, which is remembered while the pod stays as it is"
    )
    return table


def _measured(cluster_id: int) -> list[str]:
    name = next(store.load(cluster_id).of_kind("Pod"))["metadata"]["name"]
    first = _milliseconds(lambda: _ask(cluster_id, "GET", PODS), rounds=1)
    requests: list[Callable[[], int]] = [
        lambda: _ask(cluster_id, "GET", PODS, TABLE),
        lambda: _ask(cluster_id, "GET", PODS),
        lambda: _ask(cluster_id, "GET", f"{PODS}/{name}"),
        lambda: _ask(cluster_id, "PATCH", WEB, STRATEGIC, {"metadata": {"labels": {"at": str(time.monotonic_ns())}}}),
    ]
    table, listed, got, patched = (_milliseconds(ask) for ask in requests)
    return [f"{figure:.1f}" for figure in (table, listed, first, got, patched)]


def _milliseconds(ask: Callable[[], int], rounds: int = ROUNDS) -> float:
    times = []
    for _ in range(rounds):
        started = time.perf_counter()
        ask()
        times.append((time.perf_counter() - started) * 1000)
    return statistics.median(times)


def _ask(cluster_id: int, method: str, path: str, headers: dict[str, str] | None = None, body: object = None) -> int:
    """The size of an answer in bytes. Raises RuntimeError when it is a refusal."""
    data = b"" if body is None else orjson.dumps(body)
    answer = dispatch.answer(cluster_id, request.make(method, path, headers, data))
    if answer.code >= 400:
        raise RuntimeError(f"{method} {path}: {answer.content}")
    return len(answer.body)


def _manifest(replicas: int) -> dict[str, object]:
    labels = {"app": "web"}
    container = {"name": "web", "image": "nginx:1.27", "ports": [{"containerPort": 80}]}
    pod = {"metadata": {"labels": labels}, "spec": {"containers": [container]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": pod}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}
