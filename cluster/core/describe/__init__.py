"""`kubectl describe`: an object and what belongs to it, as kubectl 1.32 writes it.

Upstream: `staging/src/k8s.io/kubectl/pkg/describe/describe.go`. Whoever calls fetches what `Related` asks for, or has
`gather` take it from a state.
"""

from collections.abc import Callable

from cluster.core.describe import autoscalers, basics, generic, namespaces, nodes, pods, policies, services, workloads
from cluster.core.describe.gather import gather
from cluster.core.describe.pod_template import pod_template_text
from cluster.core.describe.related import Related
from cluster.core.describe.writer import Writer
from cluster.core.kinds import Object

__all__ = ["Related", "describe", "gather", "pod_template_text"]

DESCRIBERS: dict[str, Callable[[Writer, Object, Related], None]] = {
    "Deployment": workloads.describe_deployment,
    "ReplicaSet": workloads.describe_replica_set,
    "Pod": pods.describe_pod,
    "Node": nodes.describe_node,
    "Service": services.describe_service,
    "Endpoints": services.describe_endpoints,
    "EndpointSlice": services.describe_endpoint_slice,
    "Namespace": namespaces.describe_namespace,
    "ConfigMap": basics.describe_config_map,
    "Secret": basics.describe_secret,
    "ResourceQuota": policies.describe_resource_quota,
    "LimitRange": policies.describe_limit_range,
    "PodDisruptionBudget": policies.describe_pod_disruption_budget,
    "PriorityClass": policies.describe_priority_class,
    "HorizontalPodAutoscaler": autoscalers.describe_autoscaler,
    "ServiceAccount": basics.describe_service_account,
}


def describe(obj: Object, related: Related) -> str:
    """The description of one object in API form; several are joined with two empty lines by the one who prints them."""
    w = Writer()
    DESCRIBERS.get(obj.get("kind") or "", generic.describe_generic)(w, obj, related)
    return w.aligned()
