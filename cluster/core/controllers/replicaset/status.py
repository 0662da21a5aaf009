"""A ReplicaSet's status: how many pods it has, how many are ready, available, going.

Upstream: `pkg/controller/replicaset/replica_set_utils.go` (calculateStatus and the helpers for conditions).
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.kinds import Object

Condition = dict[str, Any]
FAILURE = "ReplicaFailure"


class Counts(NamedTuple):
    """Counts of active pods; `next_available` is the next moment (milliseconds) at which one more becomes available."""

    replicas: int
    fully_labeled: int
    ready: int
    available: int
    next_available: int | None


def count(rs: Object, active: Iterable[Object], now: int) -> Counts:
    """Looks at each active pod once; 500 pods must not take longer than 0.4 ms."""
    labels = ((rs["spec"]["template"].get("metadata") or {}).get("labels") or {}).items()
    wait = (rs["spec"].get("minReadySeconds") or 0) * times.SECOND
    replicas = fully = ready = available = 0
    upcoming = looked_at = None
    complete = False
    for pod in active:
        replicas += 1
        own = pod["metadata"].get("labels") or {}
        if own is not looked_at:  # Pods of one template share their labels.
            looked_at, complete = own, labels <= own.items()
        fully += complete
        for condition in (pod.get("status") or {}).get("conditions") or ():
            if condition["type"] == "Ready":
                break
        else:
            continue
        if condition["status"] != "True":
            continue
        ready += 1
        if not wait:
            available += 1
        elif since := condition.get("lastTransitionTime"):
            moment = times.to_ms(since) + wait
            if moment <= now:
                available += 1
            elif upcoming is None or moment < upcoming:
                upcoming = moment
    return Counts(replicas, fully, ready, available, upcoming)


def calculate_status(rs: Object, counts: Counts, terminating: int, error: str | None, now: int) -> dict[str, Any]:
    """The status as it should be; `error` is what stood in the way of making or deleting pods."""
    status: dict[str, Any] = {"replicas": counts.replicas}
    numbers = {
        "fullyLabeledReplicas": counts.fully_labeled,
        "readyReplicas": counts.ready,
        "availableReplicas": counts.available,
    }
    status |= {name: number for name, number in numbers.items() if number}
    status["terminatingReplicas"] = terminating
    if rs["metadata"].get("generation"):
        status["observedGeneration"] = rs["metadata"]["generation"]
    conditions = _conditions(rs, counts.replicas, error, now)
    if conditions:
        status["conditions"] = conditions
    return status


def _conditions(rs: Object, replicas: int, error: str | None, now: int) -> list[Condition]:
    """ReplicaFailure comes with the first error, keeps its text through later ones, and goes with the first success."""
    known: list[Condition] = (rs.get("status") or {}).get("conditions") or []
    failure = get_condition(known, FAILURE)
    if error is not None and failure is None:
        diff = replicas - rs["spec"].get("replicas", 1)
        reason = "FailedCreate" if diff < 0 else "FailedDelete" if diff > 0 else ""
        return set_condition(known, new_condition(FAILURE, reason, error, now))
    if error is None and failure is not None:
        return remove_condition(known, FAILURE)
    return known


def new_condition(type: str, reason: str, message: str, now: int) -> Condition:
    """A condition with status True, begun at `now` (milliseconds)."""
    moment = times.to_text(now)
    return {"type": type, "status": "True", "lastTransitionTime": moment, "reason": reason, "message": message}


def get_condition(conditions: Iterable[Condition], type: str) -> Condition | None:
    """The condition of a type, or None (GetCondition)."""
    return next((condition for condition in conditions if condition["type"] == type), None)


def set_condition(conditions: list[Condition], condition: Condition) -> list[Condition]:
    """With this condition in place of the one of its type; unchanged if status and reason are (SetCondition)."""
    known = get_condition(conditions, condition["type"])
    if known and (known["status"], known["reason"]) == (condition["status"], condition["reason"]):
        return conditions
    return [*remove_condition(conditions, condition["type"]), condition]


def remove_condition(conditions: Iterable[Condition], type: str) -> list[Condition]:
    """Without the condition of this type (RemoveCondition)."""
    return [condition for condition in conditions if condition["type"] != type]
