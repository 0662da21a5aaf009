"""What an object is up to, in one to four plain sentences: for people who look at one.

    summarise(state, obj)    the sentences, each with its period

Every number and every moment comes from the state; nothing is guessed, and values of Secrets are not told.
"""

from collections.abc import Callable, Iterator

from cluster.core.kinds import Object
from cluster.core.objects import is_deleting
from cluster.core.state import State
from cluster.core.summaries import network, nodes, others, pods, policies, settings, workloads
from cluster.core.summaries.words import clock, listed

__all__ = ["SUMMARIES", "summarise"]

SUMMARIES: dict[str, Callable[[State, Object], Iterator[str]]] = {
    "Deployment": workloads.summarise_deployment,
    "ReplicaSet": workloads.summarise_replica_set,
    "ReplicationController": workloads.summarise_replicas,
    "Pod": pods.summarise_pod,
    "Node": nodes.summarise_node,
    "Service": network.summarise_service,
    "Endpoints": network.summarise_endpoints,
    "EndpointSlice": network.summarise_endpoint_slice,
    "ConfigMap": settings.summarise_config_map,
    "Secret": settings.summarise_secret,
    "ServiceAccount": settings.summarise_service_account,
    "HorizontalPodAutoscaler": policies.summarise_autoscaler,
    "PodDisruptionBudget": policies.summarise_budget,
    "ResourceQuota": policies.summarise_quota,
    "LimitRange": policies.summarise_limit_range,
    "Namespace": others.summarise_namespace,
    "Event": others.summarise_event,
    "Lease": others.summarise_lease,
    "PriorityClass": others.summarise_priority_class,
    "PodTemplate": others.summarise_pod_template,
}


def summarise(state: State, obj: Object) -> list[str]:
    """The sentences about an object of this state."""
    sentences = list(SUMMARIES[obj["kind"]](state, obj))
    # Pods and namespaces tell of their own end.
    return sentences if obj["kind"] in {"Pod", "Namespace"} else [*_going(obj), *sentences]


def _going(obj: Object) -> Iterator[str]:
    if is_deleting(obj):
        at = clock(obj["metadata"]["deletionTimestamp"])
        waits = listed([str(finalizer) for finalizer in obj["metadata"].get("finalizers") or ()])
        yield f"Marked for deletion at {at}{f'; it stays until these finalizers are done: {waits}' if waits else ''}."
