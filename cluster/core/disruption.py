"""PodDisruptionBudgets: which one a pod is under, and its numbers as conditions.

Upstream: `pkg/apis/policy/v1` and `k8s.io/kubectl/pkg/drain`'s counterpart on the server,
`pkg/registry/core/pod/storage/eviction.go` (getPodDisruptionBudgets), `pkg/controller/disruption/disruption.go`.
"""

from typing import Any

from cluster.core import selectors, times
from cluster.core.kinds import Object
from cluster.core.objects import condition_of
from cluster.core.state import State

KIND = "PodDisruptionBudget"
ALLOWED = "DisruptionAllowed"
DELETION_TIMEOUT = 2 * times.MINUTE
"""So long an evicted pod counts as gone before its deletion is seen."""


def budgets_of(state: State, pod: Object) -> list[Object]:
    """The budgets that the pod is under, by name."""
    namespace, labels = pod["metadata"].get("namespace", ""), pod["metadata"].get("labels")
    found = [pdb for pdb in state.of_kind(KIND, namespace) if selects(pdb, labels)]
    return sorted(found, key=lambda pdb: str(pdb["metadata"]["name"]))


def selects(pdb: Object, labels: dict[str, str] | None) -> bool:
    """Whether a budget is about pods with these labels; an empty selector is about all pods of the namespace."""
    return selectors.matches((pdb.get("spec") or {}).get("selector"), labels)


def with_condition(pdb: Object, status: dict[str, Any], now: int, failure: str = "") -> dict[str, Any]:
    """The status with condition DisruptionAllowed made of its numbers; `failure`: why they could not be computed.

    A condition that keeps its status keeps its time (`apimachinery/pkg/api/meta/conditions.go`, SetStatusCondition).
    """
    reason = "SyncFailed" if failure else "SufficientPods" if status["disruptionsAllowed"] > 0 else "InsufficientPods"
    wanted = "True" if reason == "SufficientPods" else "False"
    known = condition_of(pdb, ALLOWED) or {}
    same = known.get("status") == wanted
    condition = {
        "type": ALLOWED,
        "status": wanted,
        "observedGeneration": status.get("observedGeneration", 0),
        "lastTransitionTime": known["lastTransitionTime"] if same else times.to_text(now),
        "reason": reason,
        "message": failure,
    }
    others = [c for c in (pdb.get("status") or {}).get("conditions") or () if c["type"] != ALLOWED]
    return {**status, "conditions": [*others, condition]}
