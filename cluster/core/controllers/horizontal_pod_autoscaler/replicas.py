"""How many replicas a metric asks for.

Upstream: `pkg/controller/podautoscaler/replica_calculator.go` (GetResourceReplicas, GetRawResourceReplicas, groupPods)
and `metrics/utilization.go`.
"""

import math
from collections.abc import Callable, Iterable, Mapping
from typing import NamedTuple

from cluster.core import load, pods, quantity, times
from cluster.core.kinds import Object
from cluster.core.objects import condition_of, name_of
from cluster.core.state import State

TOLERANCE = 0.1
"""`--horizontal-pod-autoscaler-tolerance`: a ratio of 0.9 to 1.1 leaves everything as it is."""
INITIALIZATION = 5 * times.MINUTE
"""`--horizontal-pod-autoscaler-cpu-initialization-period`"""
INITIAL_READINESS = 30 * times.SECOND
"""`--horizontal-pod-autoscaler-initial-readiness-delay`"""

Amounts = dict[str, int]
"""A number for each pod by its name: cpu in thousandths, memory in bytes."""
Ratio = Callable[[Mapping[str, int]], float]


class CannotTell(Exception):
    """The metric gives no number; the message is upstream's."""


class Proposal(NamedTuple):
    """`replicas` wanted; `average` use per pod; `percent` of the request (None for targets in absolute terms)."""

    replicas: int
    average: int
    percent: int | None = None


class Groups(NamedTuple):
    """`measured` are the ready pods' metrics; `unready` and `missing` count as using nothing, or as using all."""

    measured: Amounts
    unready: tuple[str, ...]
    missing: tuple[str, ...]


def of_utilization(
    state: State, found: list[Object], resource: str, container: str, current: int, target: int
) -> Proposal:
    """Replicas for a share of the requests: 2 pods at 150% of 200m, target 50% -> ceil(3 x 2) = 6.

    `container` limits it to one container of each pod. Raises CannotTell.
    """
    groups = _groups(state, found, resource, container)
    requests = {name_of(pod): _requested(pod, resource, container) for pod in found}
    average = _average(groups)
    percent = sum(groups.measured.values()) * 100 // max(sum(requests[name] for name in groups.measured), 1)

    def ratio(metrics: Mapping[str, int]) -> float:
        asked = sum(requests[name] for name in metrics)
        return (sum(metrics.values()) * 100 // asked) / target

    full = {name: requests[name] * max(100, target) // 100 for name in groups.missing}
    return Proposal(_replicas(groups, ratio, full, current), average, percent)


def of_average(state: State, found: list[Object], resource: str, container: str, current: int, target: int) -> Proposal:
    """Replicas for an average in absolute terms, 2 pods at 300m, target 200m -> ceil(1.5 x 2) = 3.

    Raises CannotTell.
    """
    groups = _groups(state, found, resource, container)
    average = _average(groups)

    def ratio(metrics: Mapping[str, int]) -> float:
        return (sum(metrics.values()) // len(metrics)) / target

    return Proposal(_replicas(groups, ratio, dict.fromkeys(groups.missing, target), current), average)


def _replicas(groups: Groups, ratio_of: Ratio, full: Amounts, current: int) -> int:
    """Pods without metrics count against the direction in which the others point."""
    metrics = dict(groups.measured)
    ratio = ratio_of(metrics)
    up_with_unready = bool(groups.unready) and ratio > 1
    if not up_with_unready and not groups.missing:
        return current if _is_within(ratio) else _ceil(ratio * len(metrics))
    if ratio < 1:
        metrics |= full
    elif ratio > 1:
        metrics |= dict.fromkeys(groups.missing, 0)
    if up_with_unready:
        metrics |= dict.fromkeys(groups.unready, 0)
    again = ratio_of(metrics)
    if _is_within(again) or (ratio < 1 < again) or (again < 1 < ratio):
        return current
    wanted = _ceil(again * len(metrics))
    contrary = (again < 1 and wanted > current) or (again > 1 and wanted < current)
    return current if contrary else wanted


def _is_within(ratio: float) -> bool:
    return abs(1 - ratio) <= TOLERANCE


def _ceil(value: float) -> int:
    return math.ceil(value)


def _groups(state: State, found: list[Object], resource: str, container: str) -> Groups:
    known = metrics_of(state, found, resource, container)
    if not known:
        raise CannotTell(
            f"unable to get metrics for resource {resource}: no metrics returned from resource metrics API"
        )
    return grouped(found, known, resource, state.now)


def _average(groups: Groups) -> int:
    if not groups.measured:
        raise CannotTell("did not receive metrics for targeted pods (pods might be unready)")
    return sum(groups.measured.values()) // len(groups.measured)


def metrics_of(state: State, found: Iterable[Object], resource: str, container: str) -> Amounts:
    """What metrics-server knows of the pods."""
    loads, known = load.Loads(state, state.now), {}
    for pod in found:
        uses = loads.containers(pod)
        if container:
            uses = {name: use for name, use in uses.items() if name == container}
        if uses:
            known[name_of(pod)] = sum(use.cpu if resource == "cpu" else use.memory for use in uses.values())
    return known


def grouped(found: Iterable[Object], known: Amounts, resource: str, now: int) -> Groups:
    """Which pods count how (groupPods): pods that go or have failed do not count at all."""
    measured, unready, missing = {}, [], []
    for pod in sorted(found, key=name_of):
        name, phase = name_of(pod), pods.phase_of(pod)
        if pod["metadata"].get("deletionTimestamp") or phase == "Failed":
            continue
        if phase == "Pending":
            unready.append(name)
        elif name not in known:
            missing.append(name)
        elif resource == "cpu" and _is_starting(pod, now):
            unready.append(name)
        else:
            measured[name] = known[name]
    return Groups(measured, tuple(unready), tuple(missing))


def _is_starting(pod: Object, now: int) -> bool:
    """Whether its CPU says nothing yet: unready, or not measured for a whole window since it became ready."""
    ready, started = condition_of(pod, "Ready"), (pod.get("status") or {}).get("startTime")
    if ready is None or not started:
        return True
    changed = times.to_ms(ready["lastTransitionTime"])
    begun = times.to_ms(started)
    if begun + INITIALIZATION > now:
        return bool(ready["status"] == "False") or load.scraped_at(now) < changed + load.SCRAPE
    return bool(ready["status"] == "False") and begun + INITIAL_READINESS > changed


def _requested(pod: Object, resource: str, container: str) -> int:
    """What the pod's containers request of a resource. Raises CannotTell when one says nothing."""
    total = 0
    for one in pod["spec"]["containers"]:
        if container and one["name"] != container:
            continue
        asked = ((one.get("resources") or {}).get("requests") or {}).get(resource)
        if asked is None:
            raise CannotTell(f"missing request for {resource} in container {one['name']} of Pod {name_of(pod)}")
        amount = quantity.parse(asked)
        total += amount.milli if resource == "cpu" else amount.value
    return total
