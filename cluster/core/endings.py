"""How a rollout stands, and when it has come to its end."""

from cluster.core import deployments, nodes, times
from cluster.core.kinds import Object
from cluster.core.objects import is_deleting
from cluster.core.pods import node_of
from cluster.core.state import State


def verdict(deployment: Object) -> str:
    """How a rollout stands: `complete`, `deadline exceeded`, `paused` or `progressing`."""
    if deployments.is_complete(deployment):
        return "complete"
    if deployments.is_deadline_exceeded(deployment):
        return "deadline exceeded"
    return "paused" if deployment["spec"].get("paused") and _is_observed(deployment) else "progressing"


def is_over(state: State, since: int) -> bool:
    """Whether every rollout has come to its end, as far as it goes by itself, and the last old pod is gone.

    Pods that are stranded on a silent node are not waited for.
    `since` (milliseconds) is the moment of the last act: an older verdict about a missed deadline says nothing of it.
    """
    return all(has_come_to_rest(state, deployment, since) for deployment in state.of_kind("Deployment"))


def has_come_to_rest(state: State, deployment: Object, since: int) -> bool:
    """Whether one rollout has come to its end, as `is_over` says of all."""
    return _has_ended(state, deployment, since) and not _has_leaving_pods(state, deployment)


def _has_ended(state: State, deployment: Object, since: int) -> bool:
    ending = verdict(deployment)
    if ending == "deadline exceeded":
        condition = deployments.progressing_condition(deployment["status"]) or {}
        return _is_observed(deployment) and times.to_ms(condition["lastUpdateTime"]) >= since
    if ending == "paused":
        sizes = deployments.total_replicas(state.dependents(deployment["metadata"]["uid"], "ReplicaSet"))
        return sizes == deployments.status_count(deployment, "availableReplicas")
    return ending == "complete"


def _is_observed(deployment: Object) -> bool:
    observed = (deployment.get("status") or {}).get("observedGeneration", 0)
    return bool(observed >= deployment["metadata"].get("generation", 0))


def _has_leaving_pods(state: State, deployment: Object) -> bool:
    return any(
        is_deleting(pod) and not _is_stranded(state, pod)
        for replica_set in state.dependents(deployment["metadata"]["uid"], "ReplicaSet")
        for pod in state.dependents(replica_set["metadata"]["uid"], "Pod")
    )


def _is_stranded(state: State, pod: Object) -> bool:
    """Its node is silent: no kubelet will stop it, so it stays until somebody does something."""
    node = state.get("Node", "", node_of(pod))
    return node is not None and nodes.silent_since(node) is not None
