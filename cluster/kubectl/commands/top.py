"""`kubectl top`. Upstream: `kubectl/pkg/cmd/top`, `kubectl/pkg/metricsutil/metrics_printer.go`."""

from collections.abc import Callable, Iterable
from typing import Any

from cluster.core import quantity
from cluster.core.kinds import Object
from cluster.kubectl import resources
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag
from cluster.kubectl.flags.common import ALL_NAMESPACES, FIELD_SELECTOR, SELECTOR
from cluster.kubectl.output.streams import GrowingTable

METRICS = "metrics.k8s.io/v1beta1"


def _kind(name: str) -> resources.Mapping:
    kind = resources.of_kind(METRICS, name)
    if kind is None:
        raise KubectlError("Metrics API not available")
    return kind


def _judge(call: Call, of_selector: str) -> None:
    if len(call.args) > 1:
        raise call.usage(call.command.use)
    if call.args and call["selector"]:
        raise KubectlError(f"only one of NAME or {of_selector} can be provided")
    if call["sort-by"] not in {"", "cpu", "memory"}:
        raise KubectlError("--sort-by accepts only cpu or memory")


def _found(call: Call, kind: resources.Mapping, place: str, fields: str = "") -> list[Object]:
    if call.args and call.args[0]:
        return [call.client.get(kind, place, call.args[0])]
    return list(call.client.items(kind, place, call["selector"], fields))


def _amount(usage: Object, name: str) -> int:
    return quantity.parse((usage or {}).get(name, "0")).nano


def _cells(usage: Object) -> list[str]:
    cpu, memory = _amount(usage, "cpu"), _amount(usage, "memory")
    return [f"{-(-cpu // 10**6)}m", f"{memory // 10**9 // (1 << 20)}Mi"]


def _sorted(call: Call, rows: Iterable[Any], usage: Callable[[Any], Object]) -> list[Any]:
    if not call["sort-by"]:
        return list(rows)
    return sorted(rows, key=lambda row: -_amount(usage(row), call["sort-by"]))


def _nodes(call: Call) -> None:
    _judge(call, "--selector")
    metrics = _found(call, _kind("NodeMetrics"), "")
    if not metrics:
        raise KubectlError("metrics not available yet")
    nodes = resources.of_kind("v1", "Node")
    assert nodes is not None
    field = "capacity" if call["show-capacity"] else "allocatable"
    sizes = {
        node["metadata"]["name"]: (node.get("status") or {}).get(field) or {} for node in call.client.items(nodes, "")
    }
    table = GrowingTable(call.out)
    if not call["no-headers"]:
        table.add(["NAME", "CPU(cores)", "CPU(%)", "MEMORY(bytes)", "MEMORY(%)", ""])
    for metric in _sorted(call, metrics, lambda one: one.get("usage") or {}):
        name, usage = metric["metadata"]["name"], metric.get("usage") or {}
        cpu, memory = _cells(usage)
        table.add([name, cpu, _percent(usage, sizes.get(name, {}), "cpu"), memory,
                   _percent(usage, sizes.get(name, {}), "memory"), ""])  # fmt: skip
    table.flush()


def _percent(usage: Object, size: Object, name: str) -> str:
    whole = _amount(size, name)
    return f"{int(_amount(usage, name) * 100 / whole)}%" if whole else "<unknown>"


def _pods(call: Call) -> None:
    _judge(call, "selector")
    place = "" if call["all-namespaces"] else call.namespace
    metrics = _found(call, _kind("PodMetrics"), place, call["field-selector"])
    if not metrics:
        _no_metrics(call, place)
        return
    table = GrowingTable(call.out)
    if not call["no-headers"]:
        names = [*(["NAMESPACE"] if not place else []), *(["POD"] if call["containers"] else [])]
        table.add([*names, "NAME", "CPU(cores)", "MEMORY(bytes)", ""])
    for metric in _sorted(call, metrics, _pod_usage):
        namespace = [metric["metadata"]["namespace"]] if not place else []
        name = metric["metadata"]["name"]
        if call["containers"]:
            for container in metric.get("containers") or []:
                table.add([*namespace, name, container["name"], *_cells(container.get("usage") or {}), ""])
        else:
            table.add([*namespace, name, *_cells(_pod_usage(metric)), ""])
    if call["sum"]:
        total = _total([_pod_usage(metric) for metric in metrics])
        blanks = [""] * ((not place) + bool(call["containers"]) + 1)
        table.add([*blanks, "________", "________", ""])
        table.add([*blanks, *_cells(total), ""])
    table.flush()


def _no_metrics(call: Call, place: str) -> None:
    pods = resources.of_kind("v1", "Pod")
    assert pods is not None
    if call.client.items(pods, place, call["selector"], call["field-selector"]):
        raise KubectlError("metrics not available yet")
    call.err(f"No resources found in {place} namespace.\n" if place else "No resources found\n")


def _total(usages: list[Object]) -> Object:
    names = ("cpu", "memory")
    return {name: str(quantity.Quantity(sum(_amount(usage, name) for usage in usages))) for name in names}


def _pod_usage(metric: Object) -> Object:
    return _total([container.get("usage") or {} for container in metric.get("containers") or []])


SHARED = (
    SELECTOR,
    Flag("no-headers", "bool", False, help="leave out the line of headers"),
    Flag("sort-by", help="cpu or memory"),
    Flag("use-protocol-buffers", "bool", True, help="ask in the binary form"),
)
COMMAND = Command(
    name="top",
    use="top [flags]",
    short="Display resource (CPU/memory) usage",
    about="""
        Shows how much CPU and memory nodes and pods use.
    """,
    group="Cluster Management Commands",
    subcommands=(
        Command(
            name="node",
            names=("nodes", "no"),
            use="node [NAME | -l label]",
            short="Display resource (CPU/memory) usage of nodes",
            run=_nodes,
            flags=(*SHARED, Flag("show-capacity", "bool", False, help="in percent of all that a node has")),
        ),
        Command(
            name="pod",
            names=("pods", "po"),
            use="pod [NAME | -l label]",
            short="Display resource (CPU/memory) usage of pods",
            run=_pods,
            flags=(
                *SHARED,
                ALL_NAMESPACES,
                FIELD_SELECTOR,
                Flag("containers", "bool", False, help="of each container"),
                Flag("sum", "bool", False, help="with the sum of all"),
            ),
        ),
    ),
)
