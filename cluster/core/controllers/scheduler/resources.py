"""Whether a pod's requests fit, and how well: pods, cpu, memory, ephemeral storage, anything else that a node offers.

Upstream: `pkg/scheduler/framework/plugins/noderesources/fit.go` (fitsRequest), `least_allocated.go`,
`balanced_allocation.go`; host ports: `.../nodeports/node_ports.go`.
"""

from functools import lru_cache

from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.pod_resources import ANY_ADDRESS, Ports, Request
from cluster.core.usage import Candidate


def unfit(request: Request, candidate: Candidate) -> Rejection | None:
    """Requests may not exceed what the node can give minus what its pods ask for, used or not (NodeResourcesFit)."""
    can, taken = candidate[4], candidate[5]
    cpu, memory, storage, _, _, extended = request
    if (
        taken[0] < can[3]
        and (not cpu or cpu <= can[0] - taken[1])
        and (not memory or memory <= can[1] - taken[2])
        and not (storage or extended)
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


@lru_cache(maxsize=4096)
def in_words(resource: str, value: int) -> str:
    """A number of the scheduler for people: `("cpu", 1500)` -> `1.5`, `("memory", 2**31)` -> `2Gi`."""
    if resource == "cpu":
        return f"{value / 1000:g}"
    if resource not in {"memory", "ephemeral-storage"}:
        return str(value)
    if value % 2**30 and value % 2**20 == 0:
        return f"{value >> 20}Mi"
    return f"{value >> 30}Gi" if value % 2**30 == 0 else f"{value / 2**30:.1f}Gi"


def ports_taken(ports: Ports, candidate: Candidate) -> Rejection | None:
    """A port of the node can be had once for each address and protocol (NodePorts)."""
    for address, protocol, port in ports:
        for other, other_protocol, other_port in candidate.taken.ports:
            if (
                port == other_port
                and protocol == other_protocol
                and (address == other or ANY_ADDRESS in {address, other})
            ):
                reason = "node(s) didn't have free ports for the requested pod ports"
                return Rejection("NodePorts", (reason,), True, f"port {port}/{protocol} of {candidate.name} is taken")
    return None


def least_allocated(request: Request, candidates: list[Candidate]) -> list[int]:
    """Points by the share of cpu and memory left free, containers without requests counting as 100m and 200Mi.

    4 cpu and 8Gi, 1 cpu and 2Gi taken with this pod: (75 + 75) / 2 = 75 (`least_allocated.go`, leastResourceScorer).
    """
    _, _, _, cpu, memory, _ = request
    return [_least(can[0], can[1], taken[4] + cpu, taken[5] + memory) for _, _, _, _, can, taken in candidates]


# Remembered, because from one pod to the next a single node has changed.
@lru_cache(maxsize=8192)
def _least(all_cpu: int, all_memory: int, cpu: int, memory: int) -> int:
    shares = [max(whole - used, 0) * 100 // whole for whole, used in ((all_cpu, cpu), (all_memory, memory)) if whole]
    return sum(shares) // len(shares) if shares else 0


def balanced(request: Request, candidates: list[Candidate]) -> list[int] | None:
    """Points for bringing the used shares of cpu and memory closer together; 75 is neutral; None without requests.

    Before 20 % cpu and 40 % memory: deviation 0.1, 90. With the pod 40 % and 40 %: 100. 50 + (50 + 100 - 90) / 2 = 80
    (`balanced_allocation.go`, balancedResourceScorer).
    """
    if not request.cpu and not request.memory:
        return None
    cpu, memory = request[0], request[1]
    return [_balance(can[0], can[1], taken[1], taken[2], cpu, memory) for _, _, _, _, can, taken in candidates]


@lru_cache(maxsize=8192)
def _balance(all_cpu: int, all_memory: int, cpu: int, memory: int, more_cpu: int, more_memory: int) -> int:
    gain = 0
    if all_cpu and all_memory:
        before = _evenness(cpu / all_cpu, memory / all_memory)
        gain = _evenness((cpu + more_cpu) / all_cpu, (memory + more_memory) / all_memory) - before
    return 50 + (50 + gain) // 2


def _evenness(cpu: float, memory: float) -> int:
    return int((1 - abs(min(cpu, 1.0) - min(memory, 1.0)) / 2) * 100)
