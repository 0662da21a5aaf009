"""What is said of a scheduling: Kubernetes' words for a failure, ours for a choice.

Upstream: `pkg/scheduler/framework/types.go` (FitError), `pkg/scheduler/framework/preemption/preemption.go`.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from cluster.core.controllers.scheduler.resources import in_words
from cluster.core.controllers.scheduler.verdicts import WEIGHTS, Rejection
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
    claimless = next((rejection for rejection in rejections.values() if rejection.plugin == "VolumeBinding"), None)
    if claimless is not None:
        return f"0/{nodes} nodes are available: {claimless.reasons[0]}. not found"
    reasons = (reason for rejection in rejections.values() for reason in rejection.reasons)
    preemption = _preemption(pod, rejections, nodes)
    return f"{_available(nodes, reasons)} no new claims to deallocate, preemption: {preemption}"


def _preemption(pod: Object, rejections: Mapping[str, Rejection], nodes: int) -> str:
    if pod["spec"].get("preemptionPolicy") == "Never":
        return "not eligible due to preemptionPolicy=Never."
    return _available(nodes, (NO_VICTIMS if rejection.resolvable else NOT_HELPFUL for rejection in rejections.values()))


def _available(nodes: int, reasons: Iterable[str]) -> str:
    counted = sorted(f"{count} {reason}" for reason, count in Counter(reasons).items())
    return f"0/{nodes} nodes are available: {', '.join(counted)}."


def of_choice(cycle: "Cycle") -> str:
    """Why this node, with its numbers: `node-2: the pod fits on 3 of 3 nodes; it scores best (587 of 800): ...`."""
    chosen, fitting = cycle.feasible[cycle.best], len(cycle.feasible)
    fits = f"{chosen[0]}: the pod fits on {fitting} of {len(cycle.candidates)} nodes"
    if fitting == 1:
        return "; ".join([f"{fits}, so this is the only choice", *details(cycle.rejections)])
    best = cycle.totals[cycle.best]
    ties = cycle.totals.count(best)
    verdict = "it scores best" if ties == 1 else f"{ties} of them score best, and a draw decided"
    most = 100 * sum([WEIGHTS[name] for name in cycle.points])
    return f"{fits}; {verdict} ({best} of {most}): {', '.join(_grounds(cycle))}"


def details(rejections: Mapping[str, Rejection]) -> list[str]:
    """What keeps a pod from the first nodes, in numbers; more than three would only tire."""
    told = [rejection.detail for rejection in list(rejections.values())[:3]]
    left = len(rejections) - len(told)
    return [*told, f"and {left} more"] if left else told


def _grounds(cycle: "Cycle") -> list[str]:
    """The plugins that told the nodes apart, and what is free here."""
    grounds = []
    for name, column in cycle.points.items():
        if name == "NodeResourcesFit" or column.count(column[0]) == len(column):
            continue
        if name == "PodTopologySpread" and cycle.alike:
            grounds.append(_company(cycle))
        else:
            grounds.append(f"{name} {column[cycle.best]} of 100")
    nodes = cycle.feasible
    can = nodes[cycle.best].allocatable
    grounds.append(_free("cpu", [node[4][0] - node[5][1] for node in nodes], cycle.best, can.cpu))
    grounds.append(_free("memory", [node[4][1] - node[5][2] for node in nodes], cycle.best, can.memory))
    return grounds


def _free(resource: str, free: list[int], best: int, whole: int) -> str:
    here = free[best]
    share = f"{in_words(resource, max(here, 0))} of {in_words(resource, whole)}"
    if here == max(free) and here > min(free):
        return f"most {resource} free ({share})"
    return f"{share} {resource} free"


def _company(cycle: "Cycle") -> str:
    owner = controller_of(cycle.pod)
    whose = f"{owner['kind']} {owner['name']}" if owner else "the same kind"
    counts = [cycle.alike.get(candidate[0], 0) for candidate in cycle.feasible]
    there, least = counts[cycle.best], min(counts)
    return f"{'fewest ' if there == least else ''}pods of {whose} ({there}; elsewhere up to {max(counts)})"
