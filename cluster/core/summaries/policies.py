"""What sizes, guards and bounds others: autoscalers, disruption budgets, quotas, ranges."""

from collections.abc import Iterator

from cluster.core import printers
from cluster.core.kinds import Object
from cluster.core.labels_text import selector_text
from cluster.core.objects import condition_of, namespace_of
from cluster.core.state import State
from cluster.core.summaries.words import clock, counted, listed, verb


def summarise_autoscaler(state: State, found: Object) -> Iterator[str]:
    """Whom it sizes, by what, and where it stands."""
    spec, status = found["spec"], found.get("status") or {}
    target = spec.get("scaleTargetRef") or {}
    least, most = spec.get("minReplicas", 1), spec.get("maxReplicas")
    current, desired = status.get("currentReplicas", 0), status.get("desiredReplicas", 0)
    wants = f"it wants {desired}" if desired != current else "as many as it wants"
    yield f"It keeps {target.get('kind')} {target.get('name')} between {least} and {most} pods: now {current}, {wants}."
    targets = printers.cells(found, state.now)[2]
    scaled = f"; last scaled at {clock(status['lastScaleTime'])}" if status.get("lastScaleTime") else ""
    yield f"Measured and aimed at: {targets}{scaled}."
    for kind in ("AbleToScale", "ScalingActive"):
        condition = condition_of(found, kind) or {}
        if condition.get("status") == "False":
            yield f"It cannot act ({condition.get('reason')}): {str(condition.get('message')).rstrip('.')}."


def summarise_budget(_state: State, found: Object) -> Iterator[str]:
    """How many pods may be evicted now, of how many."""
    spec, status = found["spec"], found.get("status") or {}
    selector = selector_text(spec.get("selector"))
    about = f"pods with {selector}" if selector else "all pods of its namespace"
    if spec.get("maxUnavailable") is not None:
        bound = f"at most {spec['maxUnavailable']} may be away"
    else:
        bound = f"at least {spec.get('minAvailable', 1)} must stay"
    yield f"Of {about} {bound} when somebody drains a node."
    expected, healthy = status.get("expectedPods", 0), status.get("currentHealthy", 0)
    allowed = status.get("disruptionsAllowed", 0)
    yield (
        f"{healthy} of {counted(expected, 'pod')} {verb(healthy, 'is', 'are')} healthy, "
        f"{status.get('desiredHealthy', 0)} must be: {allowed or 'none'} may be evicted now."
    )
    yield "Only evictions ask it; deleting a pod, a rollout or a dead node does not."


def summarise_quota(_state: State, found: Object) -> Iterator[str]:
    """What is used of what is allowed."""
    status = found.get("status") or {}
    hard, used = status.get("hard") or (found.get("spec") or {}).get("hard") or {}, status.get("used") or {}
    amounts = [f"{name} {used.get(name, 0)} of {hard[name]}" for name in sorted(hard)]
    yield f"In use in namespace {namespace_of(found)}: {listed(amounts, 6) or 'nothing is counted'}."
    yield "What would go beyond is refused when it is created; what runs already stays."


def summarise_limit_range(_state: State, found: Object) -> Iterator[str]:
    """What containers get that say nothing, and what nobody may exceed."""
    for limit in (found.get("spec") or {}).get("limits") or ():
        parts = [
            f"{words} {listed([f'{name} {value}' for name, value in sorted(limit[field].items())])}"
            for field, words in FIELDS
            if limit.get(field)
        ]
        yield f"Each {limit.get('type', 'Container')}: {'; '.join(parts) or 'no bounds'}."
    yield "It is applied when a pod is created; pods that are there stay as they are."


FIELDS = (
    ("defaultRequest", "asks, unless it says otherwise, for"),
    ("default", "is limited, unless it says otherwise, to"),
    ("min", "asks for at least"),
    ("max", "has at most"),
)
