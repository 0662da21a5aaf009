"""Topology spread: pods of one kind evenly over nodes, zones, or whatever a label tells apart.

Upstream: `pkg/scheduler/framework/plugins/podtopologyspread` (common.go, filtering.go, scoring.go, plugin.go).
"""

from math import log
from typing import Any, NamedTuple

from cluster.core.controllers.scheduler import node_affinity, taints
from cluster.core.controllers.scheduler.grouping import Selector, live_by_node
from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.objects import labels_of
from cluster.core.pod_groups import Groups
from cluster.core.selectors import matches
from cluster.core.state import State
from cluster.core.usage import Candidate

HOSTNAME = "kubernetes.io/hostname"
ZONE = "topology.kubernetes.io/zone"
SYSTEM_DEFAULTS = ((3, HOSTNAME), (5, ZONE))
"""(maxSkew, topologyKey) of what pods of ReplicaSets and Services get that say nothing themselves (`plugin.go`)."""
NO_MATCH = "node(s) didn't match pod topology spread constraints"


class Constraint(NamedTuple):
    """One topologySpreadConstraint, completed; `counts` says how many pods it finds on each node."""

    max_skew: int
    key: str
    selector: Selector | None
    min_domains: int
    honours_affinity: bool
    honours_taints: bool
    counts: dict[str, int]


def constraints_of(groups: Groups, pod: Object, action: str) -> list[Constraint]:
    """The pod's own constraints with this `whenUnsatisfiable`; its matchLabelKeys become labels of the selector."""
    found = []
    for given in pod["spec"].get("topologySpreadConstraints") or ():
        if given["whenUnsatisfiable"] != action:
            continue
        selector = _with_label_keys(given, labels_of(pod))
        found.append(
            Constraint(
                max_skew=given["maxSkew"],
                key=given["topologyKey"],
                selector=selector,
                min_domains=given.get("minDomains") or 1,
                honours_affinity=given.get("nodeAffinityPolicy", "Honor") == "Honor",
                honours_taints=given.get("nodeTaintsPolicy", "Ignore") == "Honor",
                counts=live_by_node(groups, pod["metadata"].get("namespace", ""), selector),
            )
        )
    return found


def _with_label_keys(given: dict[str, Any], labels: dict[str, str]) -> Selector | None:
    selector = given.get("labelSelector")
    wanted = {key: labels[key] for key in given.get("matchLabelKeys") or () if key in labels}
    if not wanted:
        return selector
    expressions = [{"key": key, "operator": "In", "values": [value]} for key, value in wanted.items()]
    selector = selector or {}
    return {**selector, "matchExpressions": [*(selector.get("matchExpressions") or ()), *expressions]}


def default_constraints(state: State, groups: Groups, pod: Object) -> list[Constraint]:
    """What the scheduler adds for pods of Services and ReplicaSets: even over nodes and zones, as a wish."""
    selector = default_selector(state, pod)
    if selector is None:
        return []
    counts = live_by_node(groups, pod["metadata"].get("namespace", ""), selector)
    return [Constraint(skew, key, selector, 1, True, False, counts) for skew, key in SYSTEM_DEFAULTS]


def default_selector(state: State, pod: Object) -> Selector | None:
    """The selectors of all Services that select the pod and of its controller, as one; None if there are none.

    Upstream: `pkg/scheduler/framework/plugins/helper/spread.go` (DefaultSelector).
    """
    metadata = pod["metadata"]
    wanted: dict[str, str] = {}
    expressions: list[Any] = []
    for service in state.services_for(pod):
        wanted.update(service["spec"]["selector"])
    for owner in metadata.get("ownerReferences") or ():
        if not owner.get("controller") or owner["kind"] not in {"ReplicaSet", "ReplicationController"}:
            continue
        controller = state.get(owner["kind"], metadata.get("namespace", ""), owner["name"])
        if controller is None:
            continue
        selector = controller["spec"]["selector"]
        if owner["kind"] == "ReplicationController":
            selector = {"matchLabels": selector}
        wanted.update(selector.get("matchLabels") or {})
        expressions = selector.get("matchExpressions") or []
    if not wanted and not expressions:
        return None
    return {"matchLabels": wanted, "matchExpressions": expressions}


class SpreadFilter:
    """The DoNotSchedule constraints of one pod, with their domains counted once for all nodes."""

    def __init__(self, groups: Groups, pod: Object, candidates: list[Candidate]) -> None:
        self.constraints = constraints_of(groups, pod, "DoNotSchedule")
        self.itself = [int(matches(constraint.selector, labels_of(pod))) for constraint in self.constraints]
        keys = [constraint.key for constraint in self.constraints]
        complete = [c for c in candidates if all(key in c.labels for key in keys)]
        self.domains = [_domains(constraint, pod, complete) for constraint in self.constraints]

    def __call__(self, candidate: Candidate) -> Rejection | None:
        """Pods in the node's domain + (1 if the pod finds itself) - pods in the emptiest domain must be <= maxSkew."""
        for constraint, itself, domains in zip(self.constraints, self.itself, self.domains, strict=True):
            domain = candidate.labels.get(constraint.key)
            if domain is None:
                detail = f"{candidate.name} has no label {constraint.key}"
                return Rejection("PodTopologySpread", (f"{NO_MATCH} (missing required label)",), False, detail)
            least = min(domains.values(), default=2**31 - 1) if len(domains) >= constraint.min_domains else 0
            there = domains.get(domain, 0)
            if there + itself - least > constraint.max_skew:
                detail = (
                    f"{constraint.key}={domain} has {there} of these pods and the emptiest has {least}: "
                    f"{there} + {itself} - {least} exceeds maxSkew {constraint.max_skew}"
                )
                return Rejection("PodTopologySpread", (NO_MATCH,), True, detail)
        return None


def _domains(constraint: Constraint, pod: Object, candidates: list[Candidate]) -> dict[str, int]:
    """How many pods are in each domain, of the nodes that count at all."""
    domains: dict[str, int] = {}
    for candidate in candidates:
        if _counts(constraint, pod, candidate):
            domain = candidate.labels[constraint.key]
            domains[domain] = domains.get(domain, 0) + constraint.counts.get(candidate.name, 0)
    return domains


def _counts(constraint: Constraint, pod: Object, candidate: Candidate) -> bool:
    """nodeAffinityPolicy and nodeTaintsPolicy (`common.go`, matchNodeInclusionPolicies)."""
    if constraint.honours_affinity and not node_affinity.is_wanted(pod, candidate):
        return False
    return not (constraint.honours_taints and any(taints.untolerated(pod, candidate.node, taints.KEEPS_OUT)))


def spread(
    constraints: list[Constraint], pod: Object, candidates: list[Candidate], feasible: list[Candidate]
) -> list[int] | None:
    """Points for having few of these pods in the node's domains; None without constraints.

    By node alone with 3 nodes that have 2, 1 and 1 pods: 2 ln 5 + 2 = 5, and 1 ln 5 + 2 = 4 twice; then
    100 (5 + 4 - 5) / 5 = 80, and 100 twice.
    """
    if not constraints:
        return None
    requires_all = bool(pod["spec"].get("topologySpreadConstraints"))
    keys = [constraint.key for constraint in constraints]
    scored = [c for c in feasible if not requires_all or all(key in c.labels for key in keys)]
    raws = [0.0] * len(scored)
    for constraint in constraints:
        _add(constraint, pod, candidates, scored, raws)
    rounded = [int(raw + 0.5) for raw in raws]
    most = max(rounded, default=0)
    if most:
        both = most + min(rounded)
        rounded = [100 * (both - raw) // most for raw in rounded]
    else:
        rounded = [100] * len(scored)
    if len(scored) == len(feasible):
        return rounded
    points = {candidate.name: value for candidate, value in zip(scored, rounded, strict=True)}
    return [points.get(candidate.name, 0) for candidate in feasible]


def _add(
    constraint: Constraint, pod: Object, candidates: list[Candidate], scored: list[Candidate], raws: list[float]
) -> None:
    """Add count * ln(domains + 2) + maxSkew - 1 to each node that has the label."""
    key, counts, basis = constraint.key, constraint.counts, constraint.max_skew - 1
    if key == HOSTNAME:
        weight = log(len(scored) + 2)
        for index, candidate in enumerate(scored):
            if key in candidate[2]:
                raws[index] += counts.get(candidate[0], 0) * weight + basis
        return
    present = {candidate[2].get(key, "") for candidate in scored}
    if present == {""}:
        return
    weight = log(len(present) + 2)
    choosy = node_affinity.is_choosy(pod) or constraint.honours_taints
    domains: dict[str, int] = {}
    for candidate in candidates:
        if not choosy or _counts(constraint, pod, candidate):
            domain = candidate.labels.get(key, "")
            domains[domain] = domains.get(domain, 0) + counts.get(candidate.name, 0)
    for index, candidate in enumerate(scored):
        if key in candidate.labels:
            raws[index] += domains.get(candidate.labels[key], 0) * weight + basis
