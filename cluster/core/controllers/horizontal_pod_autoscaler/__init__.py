"""The horizontal pod autoscaler: a target gets as many replicas as its pods' use of CPU or memory asks for.

sync        one turn, every 15 s as long as something may change
metrics     what all metrics say together
replicas    how many replicas one metric asks for
limits      how far and how fast the size may go
targets     what is scaled, and what makes the controller look again
"""

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.horizontal_pod_autoscaler import targets
from cluster.core.controllers.horizontal_pod_autoscaler.sync import reconcile

CONTROLLER = Controller(
    "horizontal-pod-autoscaler",
    reconcile,
    {
        targets.KIND: targets.of_itself,
        "Deployment": targets.of_target,
        "ReplicaSet": targets.of_target,
        "Pod": targets.of_pod,
    },
)

__all__ = ["CONTROLLER"]
