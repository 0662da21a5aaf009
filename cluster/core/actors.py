"""Who acts: the cluster's own components, or a person. The log names the actor of every change."""

from cluster.core.controllers import CONTROLLERS

SETUP = "kubeadm"
"""Who sets a new cluster up."""
COMPONENTS = frozenset({SETUP, *(controller.name.partition("/")[0] for controller in CONTROLLERS)})
"""What stands before the slash of every actor that is no person: `kubelet/node-1` is a kubelet."""


def is_act(actor: str) -> bool:
    """Whether a person acted: `you`, `you (kubectl apply)`, `admin ada`, through whichever door they came."""
    return actor.partition("/")[0] not in COMPONENTS
