"""Evictions: deletions that respect the PodDisruptionBudget a pod is under; `kubectl drain` asks for them.

Upstream: `pkg/registry/core/pod/storage/eviction.go` (Create, checkAndDecrement, addConditionAndDeletePod).
"""

from typing import Any

from cluster.core import deletion, pods, times
from cluster.core.disruption import budgets_of, with_condition
from cluster.core.errors import ApiError, Forbidden, NotFound, TooManyRequests
from cluster.core.kinds import Object, key_of
from cluster.core.moves import Move, Put
from cluster.core.objects import condition_of, is_deleting, with_status
from cluster.core.state import State

VIOLATES = "Cannot evict pod as it would violate the pod's disruption budget."
MOST_DISRUPTED = 2000
RETRY_SECONDS = 10
UNPROTECTED = frozenset({"Succeeded", "Failed", "Pending"})
"""Phases in which a budget has no say (canIgnorePDB)."""
TARGET = {
    "type": "DisruptionTarget",
    "status": "True",
    "reason": "EvictionByEvictionAPI",
    "message": "Eviction API: evicting",
}


class SeveralBudgets(ApiError):
    """500 without a reason: upstream does not know which budget to ask."""

    def __init__(self) -> None:
        super().__init__(
            "This pod has more than one PodDisruptionBudget, which the eviction subresource does not support."
        )

    def status(self) -> dict[str, Any]:
        """A Status with neither reason nor details."""
        return {name: value for name, value in super().status().items() if name != "reason"}


def evict(
    state: State,
    namespace: str,
    name: str,
    *,
    grace_period_seconds: int | None = None,
    preconditions: dict[str, str] | None = None,
) -> list[Move]:
    """The moves of an eviction: the budget is charged, the pod marked and deleted.

    Raises NotFound, Conflict, Forbidden, SeveralBudgets, or TooManyRequests when the budget does not allow it now.
    """
    pod = state.get("Pod", namespace, name)
    if pod is None:
        raise NotFound("", "pods", name)
    charged = _charged(state, pod)
    moves: list[Move] = (
        [Put(charged, f"the eviction of {name} uses up one of the disruptions allowed", "status")] if (charged) else []
    )
    marked = pod
    if not is_deleting(pod):
        marked = _marked(pod, state.now)
        moves.append(Put(marked, f"{name} is being evicted", "status"))
    after = state._replace(objects=state.objects.set(key_of(pod), marked))
    moves += deletion.delete(
        after,
        key_of(pod),
        grace_period_seconds=grace_period_seconds,
        preconditions=preconditions,
        reason=_why(pod, charged),
    )
    return moves


def _why(pod: Object, charged: Object | None) -> str:
    name = pod["metadata"]["name"]
    if charged is None:
        return f"{name} was evicted; no disruption budget has a say in it"
    status, budget = charged["status"], charged["metadata"]["name"]
    return f"{name} was evicted; its disruption budget {budget} allows {status['disruptionsAllowed']} more now"


def _marked(pod: Object, now: int) -> Object:
    others = [c for c in (pod.get("status") or {}).get("conditions") or () if c["type"] != TARGET["type"]]
    generation = pod["metadata"].get("generation")
    observed = {"observedGeneration": generation} if generation else {}
    return with_status(pod, conditions=[*others, {**TARGET, **observed, "lastTransitionTime": times.to_text(now)}])


def _charged(state: State, pod: Object) -> Object | None:
    """The budget after this eviction; None when no budget has a say. Raises what keeps the pod."""
    if is_deleting(pod) or pods.phase_of(pod) in UNPROTECTED:
        return None
    budgets = budgets_of(state, pod)
    if len(budgets) > 1:
        raise SeveralBudgets
    if not budgets or _may_ignore(budgets[0], pod):
        return None
    _judge(budgets[0])
    return _decremented(budgets[0], pod["metadata"]["name"], state.now)


def _may_ignore(pdb: Object, pod: Object) -> bool:
    """An unready pod takes nothing from a budget that is kept otherwise, or that never minds such pods."""
    if pods.is_ready(pod):
        return False
    if pdb["spec"].get("unhealthyPodEvictionPolicy") == "AlwaysAllow":
        return True
    healthy, desired = _counts(pdb)
    return healthy >= desired > 0


def _counts(pdb: Object) -> tuple[int, int]:
    status = pdb.get("status") or {}
    return status.get("currentHealthy", 0), status.get("desiredHealthy", 0)


def _judge(pdb: Object) -> None:
    name, status = pdb["metadata"]["name"], pdb.get("status") or {}
    if status.get("observedGeneration", 0) < pdb["metadata"].get("generation", 0):
        raise _refused(f"The disruption budget {name} is still being processed by the server.", RETRY_SECONDS)
    allowed = status.get("disruptionsAllowed", 0)
    if allowed < 0:
        raise Forbidden("policy", "poddisruptionbudget", name, "pdb disruptions allowed is negative")
    if len(status.get("disruptedPods") or ()) > MOST_DISRUPTED:
        why = "DisruptedPods map too big - too many evictions not confirmed by PDB controller"
        raise Forbidden("policy", "poddisruptionbudget", name, why)
    if allowed == 0:
        raise _refused(_why_none(pdb, name))


def _why_none(pdb: Object, name: str) -> str:
    condition = condition_of(pdb, "DisruptionAllowed") or {}
    healthy, desired = _counts(pdb)
    if condition.get("reason") == "SyncFailed":
        told = condition["message"]
        return f"The disruption budget {name} does not allow evicting pods currently because it failed sync: {told}"
    if healthy <= desired:
        return f"The disruption budget {name} needs {desired} healthy pods and has {healthy} currently"
    return f"The disruption budget {name} does not allow evicting pods currently"


def _refused(why: str, retry: int = 0) -> TooManyRequests:
    return TooManyRequests(VIOLATES, retry, [{"reason": "DisruptionBudget", "message": why}])


def _decremented(pdb: Object, name: str, now: int) -> Object:
    status = {**pdb["status"], "disruptionsAllowed": pdb["status"]["disruptionsAllowed"] - 1}
    status["disruptedPods"] = {**(status.get("disruptedPods") or {}), name: times.to_text(now)}
    return {**pdb, "status": with_condition(pdb, status, now)}
