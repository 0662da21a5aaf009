"""LimitRanges: what containers get that ask for nothing, and how much or little they may ask for.

Upstream: `plugin/pkg/admission/limitranger/admission.go` (mergePodResourceRequirements, PodValidateLimitFunc).
"""

from collections.abc import Iterator
from typing import Any

from cluster.core import quantity
from cluster.core.errors import Forbidden
from cluster.core.kinds import Object
from cluster.core.objects import name_of
from cluster.core.quantity import ZERO, Quantity
from cluster.core.state import State

KIND = "LimitRange"
ANNOTATION = "kubernetes.io/limit-ranger"
Container = dict[str, Any]
Amounts = dict[str, Any]


def admit(state: State, pod: Object) -> Object:
    """The pod with the defaults of its namespace's ranges. Raises Forbidden for what is out of range."""
    ranges = sorted(state.of_kind(KIND, pod["metadata"]["namespace"]), key=name_of)
    for limit_range in ranges:
        pod = _completed(pod, limit_range)
    errors = [error for limit_range in ranges for error in _errors(pod, limit_range)]
    if errors:
        why = errors[0] if len(errors) == 1 else f"[{', '.join(errors)}]"
        metadata = pod["metadata"]
        raise Forbidden("", "pods", metadata.get("name") or metadata.get("generateName", ""), why)
    return pod


def _items(limit_range: Object, kind: str) -> list[Amounts]:
    return [item for item in (limit_range.get("spec") or {}).get("limits") or () if item.get("type") == kind]


def _completed(pod: Object, limit_range: Object) -> Object:
    """Containers without requests or limits get the default ones; an annotation says so."""
    limits: Amounts = {}
    requests: Amounts = {}
    for item in _items(limit_range, "Container"):
        limits |= item.get("default") or {}
        requests |= item.get("defaultRequest") or {}
    told: list[str] = []
    spec = dict(pod["spec"])
    for field, word in (("containers", "container"), ("initContainers", "init container")):
        if spec.get(field):
            spec[field] = [_filled(container, requests, limits, word, told) for container in spec[field]]
    if not told:
        return pod
    annotations = {
        **(pod["metadata"].get("annotations") or {}),
        ANNOTATION: f"LimitRanger plugin set: {'; '.join(told)}",
    }
    return {**pod, "metadata": {**pod["metadata"], "annotations": annotations}, "spec": spec}


def _filled(container: Container, requests: Amounts, limits: Amounts, word: str, told: list[str]) -> Container:
    resources = dict(container.get("resources") or {})
    for field, defaults, what in (("requests", requests, "request"), ("limits", limits, "limit")):
        given = resources.get(field) or {}
        added = {name: value for name, value in defaults.items() if name not in given}
        if added:
            resources[field] = {**given, **added}
            told.append(f"{', '.join(sorted(added))} {what} for {word} {container['name']}")
    return {**container, "resources": resources}


def _errors(pod: Object, limit_range: Object) -> Iterator[str]:
    containers = [*(pod["spec"].get("initContainers") or ()), *pod["spec"]["containers"]]
    for item in _items(limit_range, "Container"):
        for container in containers:
            resources = container.get("resources") or {}
            yield from _judged(item, resources.get("requests") or {}, resources.get("limits") or {})
    for item in _items(limit_range, "Pod"):
        yield from _judged(item, _sum(pod, "requests"), _sum(pod, "limits"))


def _sum(pod: Object, field: str) -> Amounts:
    total: dict[str, Quantity] = {}
    for container in pod["spec"]["containers"]:
        for name, value in ((container.get("resources") or {}).get(field) or {}).items():
            total[name] = total.get(name, ZERO) + quantity.parse(value)
    return {name: str(amount) for name, amount in total.items()}


def _judged(item: Amounts, requests: Amounts, limits: Amounts) -> Iterator[str]:
    """minConstraint, maxConstraint and limitRequestRatioConstraint, in this order."""
    kind = item["type"]
    for name, least in sorted((item.get("min") or {}).items()):
        head = f"minimum {name} usage per {kind} is {least}"
        if name not in requests:
            yield f"{head}. No request is specified"
            continue
        if quantity.parse(requests[name]) < quantity.parse(least):
            yield f"{head}, but request is {requests[name]}"
        if name in limits and quantity.parse(limits[name]) < quantity.parse(least):
            yield f"{head}, but limit is {limits[name]}"
    for name, most in sorted((item.get("max") or {}).items()):
        head = f"maximum {name} usage per {kind} is {most}"
        if name not in limits:
            yield f"{head}. No limit is specified"
            continue
        if quantity.parse(limits[name]) > quantity.parse(most):
            yield f"{head}, but limit is {limits[name]}"
        if name in requests and quantity.parse(requests[name]) > quantity.parse(most):
            yield f"{head}, but request is {requests[name]}"
    for name, ratio in sorted((item.get("maxLimitRequestRatio") or {}).items()):
        yield from _ratio(kind, name, quantity.parse(ratio), requests.get(name), limits.get(name))


def _ratio(kind: str, name: str, most: Quantity, request: Any, limit: Any) -> Iterator[str]:
    head = f"{name} max limit to request ratio per {kind} is {most}"
    if request is None or not quantity.parse(request).nano:
        yield f"{head}, but no request is specified or request is 0"
    elif limit is None or not quantity.parse(limit).nano:
        yield f"{head}, but no limit is specified or limit is 0"
    else:
        found = quantity.parse(limit).nano / quantity.parse(request).nano
        if found > most.nano / quantity.NANO:
            yield f"{head}, but provided ratio is {found:.6f}"
