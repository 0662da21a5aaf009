"""Which pods of a ReplicaSet go first when there are too many.

Upstream: `pkg/controller/controller_utils.go` (ActivePodsWithRanks) and `replica_set.go` (getPodsToDelete,
getPodsRankedByRelatedPodsOnSameNode, getIndirectlyRelatedPods). A pod that just became ready serves less than one that
has been for long, so it goes first; ages are compared by powers of two (floor of log2 of the nanoseconds), so that
among pods of about the same age chance decides, which here is the uid.
"""

import re
from collections.abc import Iterable, Sequence
from itertools import groupby
from typing import Any, NamedTuple

from cluster.core import pods, times
from cluster.core.kinds import Object
from cluster.core.objects import controller_of
from cluster.core.selectors import matches
from cluster.core.state import State

DELETION_COST = "controller.kubernetes.io/pod-deletion-cost"
PHASES = {"Pending": 0, "Unknown": 1, "Running": 2}
_COST = re.compile(r"-\d+|0|[1-9]\d*", re.ASCII)
NO_TIME = -2
"""Sorts before every age: a missing time counts as the youngest."""
RULES = (
    "is on no node",
    "has not started",
    "is not ready",
    "costs less to delete",
    "shares its node with more of its like",
    "has been ready for a shorter time",
)
"""How each part of `Rank.first` reads when it decides."""


class Rank(NamedTuple):
    """A pod's place in line. `first` decides; within equal ones `_tail` does."""

    first: tuple[int, ...]
    ready_since: int | None
    pod: Object


def pods_to_delete(active: Sequence[Object], related: Iterable[Object], count: int, now: int) -> list[Object]:
    """The first `count` of the active pods, in the order of their deletion; unranked when all must go."""
    if count >= len(active):
        return list(active[:count])
    return [rank.pod for rank in ranked(active, related, now)[:count]]


def ranked(active: Iterable[Object], related: Iterable[Object], now: int) -> list[Rank]:
    """All pods in the order of their deletion; `related` decides how crowded each node is."""
    crowd: dict[str, int] = {}
    for pod in related:
        if pods.is_active(pod):
            node = pods.node_of(pod)
            crowd[node] = crowd.get(node, 0) + 1
    return in_order([rank_of(pod, crowd.get(pods.node_of(pod), 0), now) for pod in active], now)


def in_order(ranks: Iterable[Rank], now: int) -> list[Rank]:
    """Places in line, sorted; those that nothing tells apart stay as they were."""
    ordered: list[Rank] = []
    for _, group in groupby(sorted(ranks, key=_first), key=_first):
        ordered += _tail(list(group), now)
    return ordered


def rank_of(pod: Object, crowd: int, now: int) -> Rank:
    """A pod's place in line; `crowd` counts the active related pods on its node, itself included."""
    since = pods.ready_since(pod)
    first = (
        int(bool(pods.node_of(pod))),
        PHASES.get(pods.phase_of(pod), 0),
        int(since is not None),
        deletion_cost(pod),
        -crowd,
        _bucket(since, now),
    )
    return Rank(first, since, pod)


def _first(rank: Rank) -> tuple[int, ...]:
    return rank.first


def why_first(rank: Rank, survivor: Rank) -> str:
    """In words, by which rule a pod goes before another: `is not ready`."""
    for mine, other, words in zip(rank.first, survivor.first, RULES, strict=True):
        if mine != other:
            return words
    if rank.ready_since == survivor.ready_since and restarts(rank.pod) != restarts(survivor.pod):
        return "restarted more often"
    return "is no better than the others"


def related_pods(state: State, rs: Object) -> list[Object]:
    """Pods that the selectors of all ReplicaSets of the same controller match; none for one without controller."""
    namespace = rs["metadata"]["namespace"]
    seen: dict[str, Object] = {}
    for sibling in replica_sets_with_same_controller(state, rs):
        selector = sibling["spec"].get("selector") or {}
        for pod in state.labelled("Pod", namespace, selector.get("matchLabels") or {}):
            if not selector.get("matchExpressions") or matches(selector, pod["metadata"].get("labels")):
                seen[pod["metadata"]["uid"]] = pod
    return list(seen.values())


def replica_sets_with_same_controller(state: State, rs: Object) -> list[Object]:
    """The ReplicaSets of a Deployment, this one included; none for one without controller, as upstream has it."""
    owner = controller_of(rs)
    if owner is None:
        return []
    siblings = state.dependents(owner["uid"], "ReplicaSet")
    return [sibling for sibling in siblings if (controller_of(sibling) or {}).get("uid") == owner["uid"]]


def restarts(pod: Object) -> tuple[int, int]:
    """The most restarts of a regular container, and of a sidecar (maxContainerRestarts)."""
    status = pod.get("status") or {}
    sidecars = {c["name"] for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always"}
    regular = max((c.get("restartCount", 0) for c in status.get("containerStatuses") or ()), default=0)
    counts = (c.get("restartCount", 0) for c in status.get("initContainerStatuses") or () if c["name"] in sidecars)
    return regular, max(counts, default=0)


def deletion_cost(pod: Object) -> int:
    """The annotation's number; 0 when missing or unreadable (`pkg/apis/core/v1/helper/helpers.go`)."""
    text = (pod["metadata"].get("annotations") or {}).get(DELETION_COST) or ""
    cost = int(text) if _COST.fullmatch(text) else 0
    return cost if -(2**31) <= cost < 2**31 else 0


def _bucket(moment: int | None, now: int) -> int:
    """floor(log2(age in nanoseconds)): 1 s -> 29, 10 min -> 39; -1 for the present or future."""
    if not moment:
        return NO_TIME
    return (max(now - moment, 0) * 1_000_000).bit_length() - 1


def _tail(group: list[Rank], now: int) -> list[Rank]:
    """The order among pods that the first six rules do not tell apart.

    Upstream compares pairs: ready at different times within one bucket -> by uid, else by restarts and age. Among three
    pods this may go in circles; here the uid decides as soon as two of the group became ready at different times.
    """
    if len(group) == 1:
        return group
    if any(rank.ready_since != group[0].ready_since for rank in group):
        return sorted(group, key=lambda rank: str(rank.pod["metadata"].get("uid", "")))
    return sorted(group, key=lambda rank: _late_key(rank.pod, now))


def _late_key(pod: Object, now: int) -> tuple[Any, ...]:
    regular, sidecar = restarts(pod)
    created = pod["metadata"].get("creationTimestamp")
    age = _bucket(times.to_ms(created) if created else None, now)
    return -regular, -sidecar, age, str(pod["metadata"].get("uid", ""))
