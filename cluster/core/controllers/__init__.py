"""The control loops, and the order in which they take their turn when several are due at the same moment."""

from cluster.core.controllers import (
    deployment,
    disruption,
    endpoint,
    endpointslice,
    event_ttl,
    garbage_collector,
    horizontal_pod_autoscaler,
    kubelet,
    kubelet_node,
    namespace,
    node_lifecycle,
    pod_gc,
    replicaset,
    resource_quota,
    root_ca,
    scheduler,
    service,
    service_account,
    taint_eviction,
)
from cluster.core.controllers.controller import Controller

CONTROLLERS: tuple[Controller, ...] = (
    # ReplicaSets first: pods that a smaller size takes away are gone before a rollout goes on and makes others.
    replicaset.CONTROLLER,
    deployment.CONTROLLER,
    scheduler.CONTROLLER,
    kubelet.CONTROLLER,
    kubelet_node.CONTROLLER,
    endpoint.CONTROLLER,
    endpointslice.CONTROLLER,
    service.CONTROLLER,
    disruption.CONTROLLER,
    horizontal_pod_autoscaler.CONTROLLER,
    node_lifecycle.CONTROLLER,
    taint_eviction.CONTROLLER,
    garbage_collector.CONTROLLER,
    pod_gc.CONTROLLER,
    pod_gc.LOST_NODES,
    namespace.CONTROLLER,
    service_account.CONTROLLER,
    root_ca.CONTROLLER,
    resource_quota.CONTROLLER,
    event_ttl.CONTROLLER,
)
