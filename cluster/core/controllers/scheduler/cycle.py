"""One pod against all nodes: filters, then scores, then a choice (`pkg/scheduler/schedule_one.go`, schedulePod).

A plugin that cannot matter for a pod is left out beforehand, so that an ordinary pod of a Deployment is judged by its
requests, the taints, and how many of its like are where. All nodes are looked at; upstream looks at a sample when there
are more than 100.
"""

from collections.abc import Callable
from functools import partial
from hashlib import blake2b
from typing import NamedTuple

from cluster.core import pods
from cluster.core.controllers.scheduler import (
    images,
    messages,
    node_affinity,
    resources,
    spread,
    taints,
    volumes,
)
from cluster.core.controllers.scheduler.pod_affinity import (
    NeighbourFilter,
    Neighbours,
    near_friends,
    neighbours_of,
)
from cluster.core.controllers.scheduler.spread import Constraint, SpreadFilter
from cluster.core.controllers.scheduler.verdicts import WEIGHTS, Explanation, NodeOutcome, Rejection, Score
from cluster.core.kinds import Object
from cluster.core.pod_resources import Request, host_ports, request_of
from cluster.core.state import State
from cluster.core.usage import Candidate, Usage, after

Filter = Callable[[Candidate], Rejection | None]


class Wanted(NamedTuple):
    """What a pod asks for, taken apart once for all nodes."""

    pod: Object
    request: Request
    neighbours: Neighbours | None
    constraints: list[Constraint]


class Cycle(NamedTuple):
    """What came out for one pod; `points` and `totals` run parallel to `feasible`, `best` is an index into it or -1."""

    pod: Object
    request: Request
    candidates: list[Candidate]
    rejections: dict[str, Rejection]
    feasible: list[Candidate]
    points: dict[str, list[int]]
    totals: list[int]
    best: int
    alike: dict[str, int]
    """How many pods of the same kind are on each node, where the spread was looked at."""


def explain(state: State, pod: Object) -> Explanation:
    """The whole table of filters and scores for a pod, as the cluster is in `state`.

    A pod that is on a node already is taken off it first: the answer is where it would go today. For why it went there,
    ask with the state just before its binding.
    """
    usage = state.usage
    if pods.node_of(pod):
        usage = after(usage, pod, None)
    cycle = schedule(state, pod, usage)
    rows = {name: NodeOutcome(name, rejection, (), 0) for name, rejection in cycle.rejections.items()}
    for index, candidate in enumerate(cycle.feasible):
        scores = tuple(Score(name, points[index], WEIGHTS[name]) for name, points in cycle.points.items())
        rows[candidate.name] = NodeOutcome(candidate.name, None, scores, cycle.totals[index])
    table = tuple(rows[candidate.name] for candidate in cycle.candidates)
    if cycle.best < 0:
        return Explanation(table, "", messages.of_failure(pod, cycle.rejections, len(table)))
    return Explanation(table, cycle.feasible[cycle.best].name, messages.of_choice(cycle))


def schedule(state: State, pod: Object, usage: Usage) -> Cycle:
    """Judge all nodes for one pod and choose the best; ties by chance made of the cluster's seed and the pod's uid."""
    request, nodes = request_of(pod), usage.nodes
    candidates = [nodes[name] for name in usage.names]
    neighbours = neighbours_of(state, usage.groups, pod, candidates)
    rejections, feasible = _filtered(candidates, _filters(usage, pod, request, neighbours, candidates))
    if not feasible:
        return Cycle(pod, request, candidates, rejections, feasible, {}, [], -1, {})
    constraints = _wishes(state, usage, pod)
    wanted = Wanted(pod, request, neighbours, constraints)
    points = _points(usage, wanted, candidates, feasible)
    totals = _totals(points)
    alike = constraints[0].counts if constraints else {}
    best = _choice(totals, f"{state.seed}/{pod['metadata'].get('uid')}")
    return Cycle(pod, request, candidates, rejections, feasible, points, totals, best, alike)


def _filtered(candidates: list[Candidate], filters: list[Filter]) -> tuple[dict[str, Rejection], list[Candidate]]:
    """Why each node that cannot take the pod cannot, in the nodes' order; and the nodes that can.

    Filter by filter instead of node by node: mostly there is one filter and no rejection.
    """
    found: dict[str, Rejection] = {}
    feasible = candidates
    for judge in filters:
        verdicts = [judge(candidate) for candidate in feasible]
        if any(verdicts):
            found |= {c.name: verdict for c, verdict in zip(feasible, verdicts, strict=True) if verdict is not None}
            feasible = [c for c, verdict in zip(feasible, verdicts, strict=True) if verdict is None]
    if found:
        found = {candidate.name: found[candidate.name] for candidate in candidates if candidate.name in found}
    return found, feasible


def _filters(
    usage: Usage, pod: Object, request: Request, neighbours: Neighbours | None, candidates: list[Candidate]
) -> list[Filter]:
    """In upstream's order: the first that rejects a node gives its reason (`default_plugins.go`)."""
    spec = pod["spec"]
    filters: list[Filter] = []
    claim = volumes.missing_claim(pod)
    if claim:
        filters.append(partial(volumes.claimless, claim))
    names = node_affinity.named_nodes(pod) if spec.get("affinity") else None
    if names is not None:
        filters.append(partial(node_affinity.unnamed, names))
    if any(map(taints.is_fenced, candidates)):
        filters.append(partial(taints.fenced_off, pod))
    if node_affinity.is_choosy(pod):
        filters.append(partial(node_affinity.unwanted, pod))
    ports = host_ports(pod)
    if ports:
        filters.append(partial(resources.ports_taken, ports))
    filters.append(partial(resources.unfit, request))
    if spec.get("topologySpreadConstraints"):
        filters.append(SpreadFilter(usage.groups, pod, candidates))
    if neighbours is not None:
        filters.append(NeighbourFilter(neighbours))
    return filters


def _wishes(state: State, usage: Usage, pod: Object) -> list[Constraint]:
    if pod["spec"].get("topologySpreadConstraints"):
        return spread.constraints_of(usage.groups, pod, "ScheduleAnyway")
    return spread.default_constraints(state, usage.groups, pod)


def _points(
    usage: Usage, wanted: Wanted, candidates: list[Candidate], feasible: list[Candidate]
) -> dict[str, list[int]]:
    """Each plugin's points for each feasible node; plugins with nothing to say are left out."""
    pod, request, neighbours, constraints = wanted
    columns = {
        "TaintToleration": taints.avoided(pod, feasible),
        "NodeAffinity": node_affinity.preferred(pod, feasible) if pod["spec"].get("affinity") else None,
        "PodTopologySpread": spread.spread(constraints, pod, candidates, feasible),
        "InterPodAffinity": near_friends(neighbours, feasible) if neighbours is not None else None,
        "NodeResourcesFit": resources.least_allocated(request, feasible),
        "NodeResourcesBalancedAllocation": resources.balanced(request, feasible),
        "ImageLocality": images.local_images(usage.images, pod, feasible, len(candidates)),
    }
    return {name: column for name, column in columns.items() if column is not None}


def _totals(points: dict[str, list[int]]) -> list[int]:
    weighted = [[WEIGHTS[name] * value for value in column] for name, column in points.items()]
    return [sum(row) for row in zip(*weighted, strict=True)]


def _choice(totals: list[int], luck: str) -> int:
    best = max(totals)
    if totals.count(best) == 1:
        return totals.index(best)
    ties = [index for index, total in enumerate(totals) if total == best]
    number = int.from_bytes(blake2b(luck.encode(), digest_size=8).digest(), "big")
    return ties[number % len(ties)]
