"""What the pods of a node ask for: `describe.go`, `describeNodeResource`, and `PodRequests` of component-helpers."""

from collections.abc import Sequence

from cluster.core.describe.parts import meta, part, quantity
from cluster.core.describe.writer import Writer
from cluster.core.kinds import Object
from cluster.core.printers.columns import since
from cluster.core.quantity import ZERO, Quantity

Amounts = dict[str, Quantity]
SHOWN = ("cpu", "memory", "ephemeral-storage")


def _add(total: Amounts, more: Amounts) -> Amounts:
    return {name: total.get(name, ZERO) + more.get(name, ZERO) for name in total | more}


def _max(one: Amounts, other: Amounts) -> Amounts:
    return {name: max(one.get(name, ZERO), other.get(name, ZERO)) for name in one | other}


def pod_amounts(pod: Object, field: str) -> Amounts:
    """A pod's `requests` or `limits`: all containers and sidecars together, or the hungriest moment of its init phase.

    Sidecars keep running, so each later init container needs its own amount besides theirs: with a sidecar of 100m and
    an init container of 500m after it, a pod with one container of 200m asks for max(200m + 100m, 500m + 100m) = 600m.
    """
    spec = part(pod, "spec")
    total: Amounts = {}
    for container in spec.get("containers") or ():
        total = _add(total, _amounts(container, field))
    sidecars: Amounts = {}
    peak: Amounts = {}
    for container in spec.get("initContainers") or ():
        amounts = _amounts(container, field)
        if container.get("restartPolicy") == "Always":
            total, sidecars = _add(total, amounts), _add(sidecars, amounts)
            peak = _max(peak, sidecars)
        else:
            peak = _max(peak, _add(amounts, sidecars))
    overhead = {name: quantity(amount) for name, amount in part(spec, "overhead").items()}
    return _add(_max(total, peak), overhead)


def _amounts(container: Object, field: str) -> Amounts:
    return {name: quantity(amount) for name, amount in part(container, "resources", field).items()}


def _share(name: str, amount: Quantity, allocatable: Object) -> str:
    """`250m (12%)`: the amount and its share of what the node can give, cut to whole percents."""
    whole = quantity(allocatable.get(name))
    used, available = (amount.milli, whole.milli) if name == "cpu" else (amount.value, whole.value)
    return f"{amount} ({int(used / available * 100) if available else 0}%)"


def write_node_resources(w: Writer, node: Object, pods: Sequence[Object], now_ms: int) -> None:
    """The node's pods with their requests and limits, and the sums."""
    allocatable = part(node, "status").get("allocatable") or part(node, "status", "capacity")
    w.line(0, f"Non-terminated Pods:\t({len(pods)} in total)")
    w.line(1, "Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge")
    w.line(1, "---------\t----\t\t------------\t----------\t---------------\t-------------\t---")
    sums: dict[str, Amounts] = {"requests": {}, "limits": {}}
    for pod in pods:
        amounts = {field: pod_amounts(pod, field) for field in sums}
        sums = {field: _add(sums[field], amounts[field]) for field in sums}
        shares = [_share(name, amounts[f].get(name, ZERO), allocatable) for name in ("cpu", "memory") for f in sums]
        names = [meta(pod).get("namespace") or "", meta(pod).get("name") or "", ""]
        w.line(1, "\t".join([*names, *shares, since(meta(pod).get("creationTimestamp"), now_ms)]))
    _write_sums(w, sums, allocatable)


def _write_sums(w: Writer, sums: dict[str, Amounts], allocatable: Object) -> None:
    w.write(0, "Allocated resources:\n  (Total limits may be over 100 percent, i.e., overcommitted.)\n")
    w.line(1, "Resource\tRequests\tLimits")
    w.line(1, "--------\t--------\t------")
    huge = sorted(name for name in allocatable if name.startswith("hugepages-"))
    for name in (*SHOWN, *huge):
        shares = [_share(name, sums[field].get(name, ZERO), allocatable) for field in sums]
        w.line(1, "\t".join([name, *shares]))
    for name in sorted(set(allocatable) - {*SHOWN, *huge, "pods", "storage"}):
        w.line(1, "\t".join([name, *(str(sums[field].get(name, ZERO)) for field in sums)]))
