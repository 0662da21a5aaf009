"""Defaulting: what the API server adds to an object before it validates and stores it.

`apply` never changes its argument and never raises; an object with wrong types comes back as it is, for validation to
judge. Allocated things (clusterIP, nodePort, uid, times) are not defaults. Upstream: `pkg/apis/*/v1/defaults.go`, and
`PrepareForCreate` in `pkg/registry` for what a strategy always sets.
"""

from collections.abc import Callable
from typing import Any

from cluster.core.decoding import typed_object
from cluster.core.defaults import apps, basic, pod, policy, service

Object = dict[str, Any]

DEFAULTS: dict[str, Callable[[Object], Object]] = {
    "Namespace": basic.default_namespace,
    "Node": basic.default_node,
    "Secret": basic.default_secret,
    "Endpoints": basic.default_endpoints,
    "EndpointSlice": basic.default_endpoint_slice,
    "Pod": pod.default_pod,
    "ReplicaSet": apps.default_replica_set,
    "Deployment": apps.default_deployment,
    "ReplicationController": apps.default_replication_controller,
    "PodTemplate": apps.default_pod_template,
    "Service": service.default_service,
    "HorizontalPodAutoscaler": policy.default_horizontal_pod_autoscaler,
    "LimitRange": policy.default_limit_range,
    "PriorityClass": policy.default_priority_class,
}
"""Kinds that are not listed (ConfigMap, Event, ServiceAccount, ...) have no defaults."""


def apply(obj: Object) -> Object:
    """The object with its defaults, nulls dropped; the same object when there is nothing to add."""
    found, errors = typed_object(obj)
    if errors:
        return obj
    default = DEFAULTS.get(found["kind"])
    return default(found) if default else found
