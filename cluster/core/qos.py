"""A pod's quality of service: which pods a node in need of memory gives up first.

Upstream: `pkg/apis/core/v1/helper/qos/qos.go`, ComputePodQOS.
"""

from typing import Any

from cluster.core import quantity

COMPUTE = ("cpu", "memory")


def class_of(spec: dict[str, Any]) -> str:
    """Guaranteed (every container has cpu and memory limits and requests, equal), BestEffort (none has any), Burstable.

    Requests are expected to be defaulted from limits, as the API server does.
    """
    if any((spec.get("resources") or {}).get(part) for part in ("requests", "limits")):
        parts = [spec["resources"]]
    else:
        containers = [*(spec.get("initContainers") or ()), *spec["containers"]]
        parts = [container.get("resources") or {} for container in containers]
    requests = [_compute(part.get("requests")) for part in parts]
    limits = [_compute(part.get("limits")) for part in parts]
    if not any(requests) and not any(limits):
        return "BestEffort"
    if requests == limits and all(len(limit) == len(COMPUTE) for limit in limits):
        return "Guaranteed"
    return "Burstable"


def _compute(resources: dict[str, Any] | None) -> dict[str, quantity.Quantity]:
    amounts = {name: quantity.parse(resources[name]) for name in COMPUTE if resources and name in resources}
    return {name: amount for name, amount in amounts.items() if amount > quantity.ZERO}
