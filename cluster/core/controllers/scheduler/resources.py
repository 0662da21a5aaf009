"""Whether a pod's requests fit, and how well: pods, cpu, memory, ephemeral storage, anything else that a node offers.

Upstream: `pkg/scheduler/framework/plugins/noderesources/fit.go` (fitsRequest), `least_allocated.go`,
`balanced_allocation.go`; host ports: `.../nodeports/node_ports.go`.
"""

from cluster.core.controllers.scheduler.candidates import Candidate
from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.pod_resources import Request
from cluster.core.quantity import NANO, Quantity
from cluster.core.usage import Ports

ANY_ADDRESS = "0.0.0.0"


def unfit(request: Request, candidate: Candidate) -> Rejection | None:
    """Requests may not exceed what the node can give minus what its pods ask for, used or not (NodeResourcesFit)."""
    can, taken = candidate.allocatable, candidate.taken
    if (
        taken.pods < can.pods
        and (not request.cpu or request.cpu <= can.cpu - taken.cpu)
        and (not request.memory or request.memory <= can.memory - taken.memory)
        and not request.storage
        and not request.extended
    ):
        return None
    return _shortage(request, candidate)


def _shortage(request: Request, candidate: Candidate) -> Rejection | None:
    can, taken = candidate.allocatable, candidate.taken
    held = dict(taken.extended)
    wanted = [
        ("cpu", request.cpu, can.cpu, taken.cpu),
        ("memory", request.memory, can.memory, taken.memory),
        ("ephemeral-storage", request.storage, can.storage, taken.storage),
        *((name, value, can.extended.get(name, 0), held.get(name, 0)) for name, value in request.extended),
    ]
    short = [row for row in wanted if row[1] and row[1] > row[2] - row[3]]
    reasons = [f"Insufficient {name}" for name, *_ in short]
    details = [
        f"wants {in_words(name, want)} {name}, {in_words(name, max(total - used, 0))} of {in_words(name, total)} free"
        for name, want, total, used in short
    ]
    if taken.pods >= can.pods:
        reasons.insert(0, "Too many pods")
        details.insert(0, f"{taken.pods} of at most {can.pods} pods are there")
    if not reasons:
        return None
    resolvable = all(want <= total for _, want, total, _ in short)
    return Rejection("NodeResourcesFit", tuple(reasons), resolvable, f"{candidate.name}: {'; '.join(details)}")


def in_words(resource: str, value: int) -> str:
    """A number of the scheduler for people: `("cpu", 1500)` -> `1.5`, `("memory", 2**31)` -> `2Gi`."""
    if resource == "cpu":
        return f"{value / 1000:g}"
    if resource in {"memory", "ephemeral-storage"}:
        return str(Quantity(value * NANO, "BinarySI")) if value % 2**20 == 0 else f"{value / 2**30:.1f}Gi"
    return str(value)


def ports_taken(ports: Ports, candidate: Candidate) -> Rejection | None:
    """A port of the node can be had once for each address and protocol (NodePorts)."""
    for address, protocol, port in ports:
        for other, other_protocol, other_port in candidate.taken.ports:
            if port == other_port and protocol == other_protocol and (
                address == other or ANY_ADDRESS in {address, other}
            ):
                reason = "node(s) didn't have free ports for the requested pod ports"
                return Rejection("NodePorts", (reason,), True, f"port {port}/{protocol} of {candidate.name} is taken")
    return None


def least_allocated(request: Request, candidates: list[Candidate]) -> list[int]:
    """Points by the share of cpu and memory left free, containers without requests counting as 100m and 200Mi.

    4 cpu and 8Gi, 1 cpu and 2Gi taken with this pod: (75 + 75) / 2 = 75 (`least_allocated.go`, leastResourceScorer).
    """
    points = []
    for _, _, _, can, taken in candidates:
        total = kinds = 0
        for whole, used in (
            (can.cpu, taken.guessed_cpu + request.guessed_cpu),
            (can.memory, taken.guessed_memory + request.guessed_memory),
        ):
            if whole:
                kinds += 1
                total += (whole - used) * 100 // whole if used <= whole else 0
        points.append(total // kinds if kinds else 0)
    return points


def balanced(request: Request, candidates: list[Candidate]) -> list[int] | None:
    """Points for bringing the used shares of cpu and memory closer together; 75 is neutral; None without requests.

    Before 20 % cpu and 40 % memory: deviation 0.1, 90. With the pod 40 % and 40 %: 100. 50 + (50 + 100 - 90) / 2 = 80
    (`balanced_allocation.go`, balancedResourceScorer).
    """
    if not request.cpu and not request.memory:
        return None
    points = []
    for _, _, _, can, taken in candidates:
        if can.cpu and can.memory:
            cpu, memory = taken.cpu / can.cpu, taken.memory / can.memory
            with_cpu, with_memory = (taken.cpu + request.cpu) / can.cpu, (taken.memory + request.memory) / can.memory
            gain = _evenness(with_cpu, with_memory) - _evenness(cpu, memory)
        else:
            gain = 0
        points.append(50 + (50 + gain) // 2)
    return points


def _evenness(cpu: float, memory: float) -> int:
    return int((1 - abs(min(cpu, 1.0) - min(memory, 1.0)) / 2) * 100)
