"""What a pod asks of its node, as whole numbers: cpu in thousandths, memory and storage in bytes, all else in pieces.

Upstream: `component-helpers/resource/helpers.go` (PodRequests), `pkg/scheduler/util/pod_resources.go`.
"""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cluster.core import quantity
from cluster.core.kinds import Object

Amounts = dict[str, int]
Items = tuple[tuple[str, Any], ...]
InitItems = tuple[tuple[bool, Items], ...]
Ports = tuple[tuple[str, str, int], ...]
"""(host address, protocol, host port), sorted."""

ANY_ADDRESS = "0.0.0.0"
GUESSED_CPU = 100
GUESSED_MEMORY = 200 * 1024 * 1024
"""What a container without a request counts as when nodes are scored, in thousandths and bytes."""
_GUESSED = {"guessed cpu": GUESSED_CPU, "guessed memory": GUESSED_MEMORY}
_POD_LEVEL = ("cpu", "memory")


class Request(NamedTuple):
    """`guessed_cpu` and `guessed_memory` hold 100m and 200Mi for each container that states none."""

    cpu: int = 0
    memory: int = 0
    storage: int = 0
    guessed_cpu: int = 0
    guessed_memory: int = 0
    extended: tuple[tuple[str, int], ...] = ()


def request_of(pod: Object) -> Request:
    """max(sum of containers and sidecars, each init container with the sidecars started before it) + overhead."""
    spec = pod["spec"]
    containers = tuple([_items(container.get("resources")) for container in spec["containers"]])
    init: InitItems = ()
    if spec.get("initContainers"):
        init = tuple((c.get("restartPolicy") == "Always", _items(c.get("resources"))) for c in spec["initContainers"])
    overhead, whole = spec.get("overhead"), spec.get("resources")
    return _request(containers, init, tuple(overhead.items()) if overhead else (), _items(whole) if whole else ())


def amount(resource: str, value: Any) -> int:
    """The number of a quantity as the scheduler counts it: `("cpu", "1")` -> 1000, `("memory", "1Ki")` -> 1024."""
    parsed = quantity.parse(value)
    return parsed.milli if resource == "cpu" else parsed.value


def host_ports(pod: Object) -> Ports:
    """The ports of the node that a pod takes (`pkg/scheduler/framework/plugins/nodeports`, GetHostPorts)."""
    spec = pod["spec"]
    containers = spec["containers"]
    if spec.get("initContainers"):
        containers = [*containers, *(c for c in spec["initContainers"] if c.get("restartPolicy") == "Always")]
    found: Ports = ()
    for container in containers:
        for port in container.get("ports") or ():
            if port.get("hostPort"):
                found = (*found, (port.get("hostIP") or ANY_ADDRESS, port.get("protocol") or "TCP", port["hostPort"]))
    return found


def _items(resources: Mapping[str, Any] | None) -> Items:
    requests = (resources or {}).get("requests")
    return tuple(requests.items()) if requests else ()


@lru_cache(maxsize=4096)
def _request(containers: tuple[Items, ...], init: InitItems, overhead: Items, whole: Items) -> Request:
    total = _sum(map(_of_container, containers))
    sidecars: Amounts = {}
    peak: Amounts = {}
    for is_sidecar, items in init:
        own = _of_container(items)
        if is_sidecar:
            sidecars = _sum([sidecars, own])
            own = sidecars
        else:
            own = _sum([sidecars, own])
        peak = _max(peak, own)
    total = _max(_sum([total, sidecars]), peak)
    for resource, value in _amounts(whole).items():
        if resource in _POD_LEVEL:
            total[resource] = total[f"guessed {resource}"] = value
    return _frozen(_sum([total, _with_guesses(_amounts(overhead))]))


def _of_container(items: Items) -> Amounts:
    return {**_GUESSED, **_with_guesses(_amounts(items))}


def _amounts(items: Items) -> Amounts:
    return {resource: amount(resource, value) for resource, value in items}


def _with_guesses(amounts: Amounts) -> Amounts:
    guesses = {f"guessed {resource}": amounts[resource] for resource in _POD_LEVEL if resource in amounts}
    return {**amounts, **guesses}


def _sum(many: Iterable[Amounts]) -> Amounts:
    total: Amounts = {}
    for amounts in many:
        for resource, value in amounts.items():
            total[resource] = total.get(resource, 0) + value
    return total


def _max(a: Amounts, b: Amounts) -> Amounts:
    return {resource: max(a.get(resource, 0), b.get(resource, 0)) for resource in {**a, **b}}


def _frozen(amounts: Amounts) -> Request:
    pop = amounts.pop
    return Request(
        pop("cpu", 0),
        pop("memory", 0),
        pop("ephemeral-storage", 0),
        pop("guessed cpu", 0),
        pop("guessed memory", 0),
        tuple(sorted((resource, value) for resource, value in amounts.items() if value)),
    )
