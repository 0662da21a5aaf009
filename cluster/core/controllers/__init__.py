"""The control loops, and the order in which they take their turn when several are due at the same moment."""

from cluster.core.controllers import kubelet, replicaset
from cluster.core.controllers.controller import Controller

CONTROLLERS: tuple[Controller, ...] = (
    replicaset.CONTROLLER,
    kubelet.CONTROLLER,
)
