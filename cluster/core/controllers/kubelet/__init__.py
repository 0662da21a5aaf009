"""The kubelets: pods bound to a node are started, watched, restarted and stopped there.

sync        which rules apply to a pod, in which order
life        one pod during one turn, and what is noted of its containers
rejecting, volumes, starting, node_images, addresses      from bound to running
running, commands, probing, outcomes                      ready or not, over, failed, restarted
stopping    Killing, preStop, SIGTERM, grace, SIGKILL, gone
status, conditions      the pod's status made of the notes
wakes       what makes a kubelet look
"""

from cluster.core.controllers.controller import Controller
from cluster.core.controllers.kubelet import wakes
from cluster.core.controllers.kubelet.sync import reconcile

CONTROLLER = Controller(
    "kubelet",
    reconcile,
    {
        "Pod": wakes.pod_changed,
        "Node": wakes.node_changed,
        "ConfigMap": wakes.config_changed,
        "Secret": wakes.config_changed,
    },
    actor=wakes.actor,
)

__all__ = ["CONTROLLER"]
