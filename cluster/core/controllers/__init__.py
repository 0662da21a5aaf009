"""The control loops, and the order in which they take their turn when several are due at the same moment."""

from cluster.core.controllers import deployment, kubelet, replicaset
from cluster.core.controllers.controller import Controller

CONTROLLERS: tuple[Controller, ...] = (
    deployment.CONTROLLER,
    replicaset.CONTROLLER,
    kubelet.CONTROLLER,
)
