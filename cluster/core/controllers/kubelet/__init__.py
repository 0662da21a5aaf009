"""The kubelets: pods bound to a node are started, watched, restarted and stopped there.

    life       one pod during one turn, and what is noted of its containers
    sync       which rules apply, in which order
    starting   sandbox, image, container
    stopping   Killing, SIGTERM, grace, SIGKILL, gone
    status     the pod's status made of the notes
"""

from cluster.core.controllers.kubelet.sync import CONTROLLER

__all__ = ["CONTROLLER"]
