"""Pods that want to be near other pods, or far from them.

Upstream: `pkg/scheduler/framework/plugins/interpodaffinity` (filtering.go, scoring.go).
"""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cluster.core.controllers.scheduler.grouping import Selector, matching
from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.pod_groups import WITH_AFFINITY, Group, Groups, group_of
from cluster.core.selectors import matches
from cluster.core.state import State
from cluster.core.usage import Candidate

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
HARD_WEIGHT = 1
"""How much another pod's required affinity to this pod draws it near (`--hard-pod-affinity-weight`)."""
Pairs = dict[tuple[str, str], int]
"""(topology key, value) -> pods, or points."""


class Term(NamedTuple):
    """One podAffinityTerm; `namespaces` None means all of them."""

    namespaces: frozenset[str] | None
    selector: Selector | None
    key: str
    weight: int

    def finds(self, group: Group) -> bool:
        """Whether pods of the group are meant."""
        return (self.namespaces is None or group.namespace in self.namespaces) and matches(
            self.selector, dict(group.labels)
        )


@lru_cache(maxsize=1024)
def _parsed(affinity: str) -> tuple[Mapping[str, Any], Mapping[str, Any]]:
    near, far = json.loads(affinity) if affinity else ({}, {})
    return near, far


def terms_of(state: State, group: Group, far: bool, rule: str) -> list[Term]:
    """The terms of a group's podAffinity, or with `far` of its podAntiAffinity, under REQUIRED or PREFERRED."""
    found = []
    for given in _parsed(group.affinity)[far].get(rule) or ():
        weight, term = (given["weight"], given["podAffinityTerm"]) if rule == PREFERRED else (HARD_WEIGHT, given)
        found.append(Term(_namespaces(state, group, term), _selector(term, group), term["topologyKey"], weight))
    return found


def _namespaces(state: State, group: Group, term: Mapping[str, Any]) -> frozenset[str] | None:
    named, selector = term.get("namespaces") or (), term.get("namespaceSelector")
    if selector is None:
        return frozenset(named or (group.namespace,))
    if not selector.get("matchLabels") and not selector.get("matchExpressions"):
        return None
    selected = (
        namespace["metadata"]["name"]
        for namespace in state.of_kind("Namespace")
        if matches(selector, namespace["metadata"].get("labels"))
    )
    return frozenset((*named, *selected))


def _selector(term: Mapping[str, Any], group: Group) -> Selector | None:
    """With matchLabelKeys and mismatchLabelKeys as expressions (`pkg/registry/core/pod/strategy.go`)."""
    selector, labels = term.get("labelSelector"), dict(group.labels)
    expressions = [
        {"key": key, "operator": operator, "values": [labels[key]]}
        for field, operator in (("matchLabelKeys", "In"), ("mismatchLabelKeys", "NotIn"))
        for key in term.get(field) or ()
        if key in labels
    ]
    if selector is None or not expressions:
        return selector
    return {**selector, "matchExpressions": [*(selector.get("matchExpressions") or ()), *expressions]}


def neighbours_of(state: State, groups: Groups, pod: Object, candidates: list[Candidate]) -> "Neighbours | None":
    """None unless this pod or any other says anything about neighbours."""
    if not pod["spec"].get("affinity") and WITH_AFFINITY not in groups.found:
        return None
    return Neighbours(state, groups, pod, candidates)


class Neighbours:
    """All that other pods mean for where one pod may go, or should go."""

    def __init__(self, state: State, groups: Groups, pod: Object, candidates: list[Candidate]) -> None:
        self.state, self.groups = state, groups
        self.labels = {candidate.name: candidate.labels for candidate in candidates}
        self.own = group_of(pod)
        self.attracted = list(groups.under(*WITH_AFFINITY))

    def _found(self, term: Term) -> Iterator[Group]:
        if term.namespaces is None:
            return (group for group in self.groups.places if term.finds(group))
        return (group for namespace in term.namespaces for group in matching(self.groups, namespace, term.selector))

    def add(self, pairs: Pairs, group: Group, key: str, weight: int = 1) -> None:
        """Count the pods of a group in the domains of one topology key."""
        for node, count in self.groups.places[group].items():
            domain = self.labels.get(node, {}).get(key)
            if domain is not None:
                pairs[key, domain] = pairs.get((key, domain), 0) + count.all * weight

    def near(self, terms: list[Term]) -> Pairs:
        """Pods that match all required affinity terms at once, by domain."""
        pairs: Pairs = {}
        for group in self._found(terms[0]):
            if all(term.finds(group) for term in terms[1:]):
                for term in terms:
                    self.add(pairs, group, term.key)
        return pairs

    def far(self, terms: list[Term]) -> Pairs:
        """Pods that match any required anti-affinity term, by domain."""
        pairs: Pairs = {}
        for term in terms:
            for group in self._found(term):
                self.add(pairs, group, term.key)
        return pairs

    def repelling(self) -> Pairs:
        """Pods whose own required anti-affinity means this pod, by domain."""
        pairs: Pairs = {}
        for group in self.attracted:
            for term in terms_of(self.state, group, True, REQUIRED):
                if term.finds(self.own):
                    self.add(pairs, group, term.key)
        return pairs

    def wishes(self) -> Pairs:
        """Points by domain from preferred terms, this pod's and other pods', and from others' required affinity."""
        points: Pairs = {}
        for far, sign in ((False, 1), (True, -1)):
            for term in terms_of(self.state, self.own, far, PREFERRED):
                for group in self._found(term):
                    self.add(points, group, term.key, sign * term.weight)
            for group in self.attracted:
                theirs = terms_of(self.state, group, far, PREFERRED)
                if not far:
                    theirs = theirs + terms_of(self.state, group, far, REQUIRED)
                for term in theirs:
                    if term.finds(self.own):
                        self.add(points, group, term.key, sign * term.weight)
        return points


class NeighbourFilter:
    """The required affinity and anti-affinity of one pod and, towards it, of all others."""

    def __init__(self, neighbours: Neighbours) -> None:
        state, own = neighbours.state, neighbours.own
        self.near_terms = terms_of(state, own, False, REQUIRED)
        self.far_terms = terms_of(state, own, True, REQUIRED)
        self.near = neighbours.near(self.near_terms) if self.near_terms else {}
        self.far = neighbours.far(self.far_terms)
        self.repelling = neighbours.repelling()
        self.starts_alone = not self.near and all(term.finds(own) for term in self.near_terms)

    def __call__(self, candidate: Candidate) -> Rejection | None:
        """Affinity first, then anti-affinity, then that of the pods already there (`filtering.go`, Filter)."""
        labels = candidate.labels
        if not self._is_near(labels):
            return _rejected(
                "node(s) didn't match pod affinity rules",
                False,
                (f"no pod that this one wants to be near is where {candidate.name} is"),
            )
        if any(self.far.get((term.key, labels.get(term.key, ""))) for term in self.far_terms if term.key in labels):
            return _rejected(
                "node(s) didn't match pod anti-affinity rules",
                True,
                (f"a pod that this one wants to be far from is where {candidate.name} is"),
            )
        if self.repelling and any(self.repelling.get(pair) for pair in labels.items()):
            return _rejected(
                "node(s) didn't satisfy existing pods anti-affinity rules",
                True,
                (f"a pod where {candidate.name} is wants to be far from pods like this one"),
            )
        return None

    def _is_near(self, labels: Mapping[str, str]) -> bool:
        if any(term.key not in labels for term in self.near_terms):
            return False
        return self.starts_alone or all(self.near.get((term.key, labels[term.key])) for term in self.near_terms)


def _rejected(reason: str, resolvable: bool, detail: str) -> Rejection:
    return Rejection("InterPodAffinity", (reason,), resolvable, detail)


def near_friends(neighbours: Neighbours, candidates: list[Candidate]) -> list[int] | None:
    """Points for neighbours that are wished for, 0 for the worst node and 100 for the best; None without any wish."""
    points = neighbours.wishes()
    if not points:
        return None
    sums = [sum(points.get(pair, 0) for pair in candidate.labels.items()) for candidate in candidates]
    least, spread = min(sums), max(sums) - min(sums)
    return [int(100 * ((value - least) / spread)) if spread else 0 for value in sums]
