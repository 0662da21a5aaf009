"""What the metrics of an autoscaler say together: the most replicas that one of them asks for.

Upstream: `pkg/controller/podautoscaler/horizontal.go` (computeReplicasForMetrics, computeStatusForResourceMetric).
"""

from typing import Any, NamedTuple

from cluster.core import quantity
from cluster.core.controllers.horizontal_pod_autoscaler.replicas import CannotTell, Proposal, of_average, of_utilization
from cluster.core.kinds import Object
from cluster.core.quantity import NANO, Quantity
from cluster.core.state import State

Metric = dict[str, Any]
ELSEWHERE = {
    "Pods": ("pods", "FailedGetPodsMetric", "custom metrics API: no custom metrics API (custom.metrics.k8s.io)"),
    "Object": ("object", "FailedGetObjectMetric", "custom metrics API: no custom metrics API (custom.metrics.k8s.io)"),
    "External": (
        "external",
        "FailedGetExternalMetric",
        "external metrics API: no external metrics API (external.metrics.k8s.io)",
    ),
}
"""Types of metrics that nothing serves here: the field, the reason and what is missing."""


class Failure(NamedTuple):
    """Why a metric gives nothing: the reason of the event and of condition ScalingActive, and the words."""

    reason: str
    message: str


class Verdict(NamedTuple):
    """`replicas` None: nobody can tell. `name` is the metric that asks for most; `told` the arithmetic for people."""

    replicas: int | None
    name: str
    statuses: list[Metric]
    failures: list[Failure]
    told: str


def judge(state: State, hpa: Object, found: list[Object], current: int) -> Verdict:
    """What all metrics say of the pods found by the target's selector, of which `current` are wanted now."""
    replicas, name, told = 0, "", ""
    statuses: list[Metric] = []
    failures: list[Failure] = []
    metrics = hpa["spec"].get("metrics") or []
    for metric in metrics:
        try:
            proposal, status, title = _propose(state, metric, found, current)
        except CannotTell as error:
            failures.append(_failure(metric, str(error)))
            continue
        statuses.append(status)
        if not name or proposal.replicas > replicas:
            replicas, name, told = proposal.replicas, title, _told(metric, proposal)
    # With one metric silent, the others may still ask for more, not for less.
    if failures and (len(failures) == len(metrics) or replicas < current):
        return Verdict(None, name, statuses, failures, told)
    return Verdict(replicas, name, statuses, failures, told)


def _propose(state: State, metric: Metric, found: list[Object], current: int) -> tuple[Proposal, Metric, str]:
    if metric["type"] in ELSEWHERE:
        field, _, api = ELSEWHERE[metric["type"]]
        name = ((metric.get(field) or {}).get("metric") or {}).get("name", "")
        raise CannotTell(f"unable to get metric {name}: unable to fetch metrics from {api} registered")
    field = metric["type"][0].lower() + metric["type"][1:]
    source = metric[field]
    resource, target, container = source["name"], source["target"], source.get("container", "")
    word = f"{resource} container resource" if container else f"{resource} resource"
    if target.get("averageValue") is not None:
        goal = _number(resource, target["averageValue"])
        proposal = _tried(f"{resource} usage", of_average, state, found, resource, container, current, goal)
        return proposal, _status(metric, field, proposal), word
    proposal = _tried(
        f"{resource} utilization", of_utilization, state, found, resource, container, current,
        target.get("averageUtilization") or 1,
    )  # fmt: skip
    return proposal, _status(metric, field, proposal), f"{word} utilization (percentage of request)"


def _tried(what: str, compute: Any, *arguments: Any) -> Proposal:
    try:
        found: Proposal = compute(*arguments)
    except CannotTell as error:
        raise CannotTell(f"failed to get {what}: {error}") from None
    return found


def _number(resource: str, given: Any) -> int:
    amount = quantity.parse(given)
    return max(amount.milli if resource == "cpu" else amount.value, 1)


def _status(metric: Metric, field: str, proposal: Proposal) -> Metric:
    source = metric[field]
    amount = proposal.average * 10**6 if source["name"] == "cpu" else proposal.average * NANO
    current: Metric = {"averageValue": str(Quantity(amount))}
    if proposal.percent is not None:
        current["averageUtilization"] = proposal.percent
    named = {name: source[name] for name in ("container", "name") if name in source}
    return {"type": metric["type"], field: {**named, "current": current}}


def _told(metric: Metric, proposal: Proposal) -> str:
    source = metric[metric["type"][0].lower() + metric["type"][1:]]
    target = source["target"]
    if proposal.percent is None:
        unit = "m" if source["name"] == "cpu" else " bytes"
        return f"{source['name']} is at {proposal.average}{unit} per pod, the target is {target['averageValue']}"
    return (
        f"{source['name']} is at {proposal.percent}% of what the pods request, the target is "
        f"{target.get('averageUtilization')}%"
    )


def _failure(metric: Metric, message: str) -> Failure:
    kind = metric["type"]
    reason = ELSEWHERE[kind][1] if kind in ELSEWHERE else f"FailedGet{kind}Metric"
    return Failure(reason, message)
