"""Conditions and annotations (`pkg/controller/deployment/util/deployment_util.go`)."""

from collections.abc import Iterable
from typing import Any

from cluster.core.deployments import (
    DESIRED_REPLICAS,
    MAX_REPLICAS,
    NOT_COPIED,
    REVISION,
    REVISION_HISTORY,
    desired_replicas,
    max_surge,
    parse_integer,
)
from cluster.core.kinds import Object
from cluster.core.objects import annotations_of

Condition = dict[str, Any]
Annotations = dict[str, str]

MAX_HISTORY_CHARACTERS = 2000
"""Longest `revision-history` annotation (maxRevHistoryLengthInChars)."""


def condition(type: str, status: str, reason: str, message: str, timestamp: str) -> Condition:
    """A condition that changed at `timestamp` (NewDeploymentCondition)."""
    return {
        "type": type,
        "status": status,
        "lastUpdateTime": timestamp,
        "lastTransitionTime": timestamp,
        "reason": reason,
        "message": message,
    }


def set_condition(conditions: Iterable[Condition], new: Condition) -> list[Condition]:
    """The conditions with `new` at the end instead of the one of its type (SetDeploymentCondition).

    The same status and reason: nothing changes, not even the message. The same status: lastTransitionTime stays.
    """
    conditions = list(conditions)
    current = next((c for c in conditions if c["type"] == new["type"]), None)
    if current is not None and current["status"] == new["status"]:
        if current.get("reason") == new.get("reason"):
            return conditions
        new = {**new, "lastTransitionTime": current.get("lastTransitionTime")}
    return [*remove_condition(conditions, new["type"]), new]


def remove_condition(conditions: Iterable[Condition], type: str) -> list[Condition]:
    """The conditions without those of a type (RemoveDeploymentCondition)."""
    return [c for c in conditions if c["type"] != type]


def non_negative_annotation(obj: Object, name: str) -> int | None:
    """A size written in an annotation, None when missing, unreadable or negative.

    Upstream: getNonNegativeInt32FromAnnotationVerbose.
    """
    number = parse_integer(annotations_of(obj).get(name), bits=32)
    return number if number is not None and number >= 0 else None


def replicas_annotations(deployment: Object) -> Annotations:
    """desired-replicas and max-replicas for this Deployment: 10 wanted, maxSurge 25% -> "10" and "13".

    Upstream: SetReplicasAnnotations.
    """
    replicas = desired_replicas(deployment)
    return {DESIRED_REPLICAS: str(replicas), MAX_REPLICAS: str(replicas + max_surge(deployment))}


def with_all(annotations: Annotations, wanted: Annotations) -> Annotations:
    """The annotations with these values; the same dict if it has them already (ReplicasAnnotationsNeedUpdate)."""
    if all(annotations.get(name) == value for name, value in wanted.items()):
        return annotations
    return {**annotations, **wanted}


def copied_annotations(obj: Object) -> Annotations:
    """The annotations that travel between a Deployment and its ReplicaSets (skipCopyAnnotation)."""
    return {name: value for name, value in annotations_of(obj).items() if name not in NOT_COPIED}


def new_replica_set_annotations(
    deployment: Object, annotations: Annotations, revision: int, history_limit: int = MAX_HISTORY_CHARACTERS
) -> Annotations:
    """The annotations of the new ReplicaSet at this rollout revision; the same dict if nothing changes.

    A higher revision than its own means that it comes back into use: its old number goes into the history. An
    unreadable one leaves it alone altogether (SetNewReplicaSetAnnotations).
    """
    own = annotations.get(REVISION)
    old = parse_integer(own) if own else 0
    if old is None:
        return annotations
    changed = with_all(annotations, copied_annotations(deployment))
    if old >= revision:
        return changed
    changed = {**changed, REVISION: str(revision)}
    if own is not None:
        changed[REVISION_HISTORY] = _history(annotations.get(REVISION_HISTORY, ""), own, history_limit)
        if not changed[REVISION_HISTORY]:
            del changed[REVISION_HISTORY]
    return changed


def _history(history: str, revision: str, limit: int) -> str:
    """The list with one more number, its oldest dropped to stay within the limit: "11,12" + "13" in 5 -> "12,13"."""
    if not history:
        return revision
    numbers = [*history.split(","), revision]
    while len(",".join(numbers)) > limit and len(numbers) > 1:
        del numbers[0]
    text = ",".join(numbers)
    return text if len(text) <= limit else history
