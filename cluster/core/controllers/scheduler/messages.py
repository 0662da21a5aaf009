"""What is said of a scheduling: Kubernetes' words for a failure, ours for a choice.

Upstream: `pkg/scheduler/framework/types.go` (FitError), `pkg/scheduler/framework/preemption/preemption.go`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cluster.core.controllers.scheduler.resources import in_words
from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.objects import controller_of

if TYPE_CHECKING:
    from cluster.core.controllers.scheduler.cycle import Cycle

NO_NODES = "no nodes available to schedule pods"
NOT_HELPFUL = "Preemption is not helpful for scheduling"
NO_VICTIMS = "No preemption victims found for incoming pod"


def of_failure(pod: Object, rejections: Mapping[str, Rejection], nodes: int) -> str:
    """The message of FailedScheduling and of the condition PodScheduled."""
    if not nodes:
        return NO_NODES
    reasons = (reason for rejection in rejections.values() for reason in rejection.reasons)
    preemption = _preemption(pod, rejections, nodes)
    return f"{_available(nodes, reasons)} no new claims to deallocate, preemption: {preemption}"


def of_missing_claim(name: str, nodes: int) -> str:
    """The message for a pod with a PersistentVolumeClaim that does not exist."""
    return f'0/{nodes} nodes are available: persistentvolumeclaim "{name}" not found. not found' if nodes else NO_NODES


def _preemption(pod: Object, rejections: Mapping[str, Rejection], nodes: int) -> str:
    if pod["spec"].get("preemptionPolicy") == "Never":
        return "not eligible due to preemptionPolicy=Never."
    return _available(nodes, (NO_VICTIMS if rejection.resolvable else NOT_HELPFUL for rejection in rejections.values()))


def _available(nodes: int, reasons: Iterable[str]) -> str:
    counted = sorted(f"{count} {reason}" for reason, count in Counter(reasons).items())
    return f"0/{nodes} nodes are available: {', '.join(counted)}."


def of_choice(cycle: "Cycle") -> str:
    """Why this node, with its numbers: `node-2: fits on 3 of 3 nodes; it scores best (587 of 700): ...`."""
    chosen = cycle.feasible[cycle.best]
    fits = f"{chosen.name}: the pod fits on {len(cycle.feasible)} of {len(cycle.candidates)} nodes"
    if len(cycle.feasible) == 1:
        return f"{fits}, so this is the only choice" + _others(cycle)
    best = cycle.totals[cycle.best]
    ties = cycle.totals.count(best)
    verdict = f"it scores best ({best} points)" if ties == 1 else f"{ties} score best ({best} points), drawn by lot"
    return f"{fits}; {verdict}: {'; '.join(_grounds(cycle))}"


def _others(cycle: "Cycle") -> str:
    return "".join(f"; {rejection.detail}" for rejection in list(cycle.rejections.values())[:2])


def _grounds(cycle: "Cycle") -> list[str]:
    """The plugins that told the nodes apart, in numbers; free resources if none did."""
    index, chosen = cycle.best, cycle.feasible[cycle.best]
    telling = [name for name, column in cycle.points.items() if min(column) != max(column)]
    grounds = []
    if "PodTopologySpread" in telling and cycle.alike:
        grounds.append(_company(cycle))
    others = [name for name in telling if name not in {"PodTopologySpread", "NodeResourcesFit"}]
    grounds += [f"{name} {cycle.points[name][index]} of 100" for name in others]
    can, taken = chosen.allocatable, chosen.taken
    free = in_words("cpu", can.cpu - taken.cpu)
    grounds.append(f"{free} of {in_words('cpu', can.cpu)} cpu and {_memory(can.memory - taken.memory)} of "
                   f"{_memory(can.memory)} memory are free")
    return grounds


def _memory(value: int) -> str:
    return in_words("memory", value)


def _company(cycle: "Cycle") -> str:
    owner = controller_of(cycle.pod)
    whose = f"{owner['kind']} {owner['name']}" if owner else "the same Service"
    there = cycle.alike.get(cycle.feasible[cycle.best].name, 0)
    counts = [cycle.alike.get(candidate.name, 0) for candidate in cycle.feasible]
    fewest = "the fewest " if there == min(counts) else ""
    return f"{fewest}pods of {whose} ({there}; the fullest has {max(counts)})"
