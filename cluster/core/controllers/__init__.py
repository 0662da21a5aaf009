"""The control loops, and the order in which they take their turn when several are due at the same moment."""

from cluster.core.controllers import (
    deployment,
    garbage_collector,
    kubelet,
    namespace,
    pod_gc,
    replicaset,
    root_ca,
    service_account,
)
from cluster.core.controllers.controller import Controller

CONTROLLERS: tuple[Controller, ...] = (
    deployment.CONTROLLER,
    replicaset.CONTROLLER,
    kubelet.CONTROLLER,
    garbage_collector.CONTROLLER,
    pod_gc.CONTROLLER,
    pod_gc.LOST_NODES,
    namespace.CONTROLLER,
    service_account.CONTROLLER,
    root_ca.CONTROLLER,
)
