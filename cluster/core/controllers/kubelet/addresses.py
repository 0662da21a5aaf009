"""Pod addresses: a free one of the node's network."""

from cluster.core.kinds import Object
from cluster.core.state import State

FIRST, COUNT = 2, 253
"""In a /24, .1 is the bridge and .255 the broadcast address, so 253 are left."""
DEFAULT_NETWORK = "10.244.0.0/24"


def free_ip(state: State, node: Object) -> str:
    """An address of the node's network that no living pod has.

    The search starts at a number made of the revision, so that it ends after a step or two: in 10.244.1.0/24 at
    revision 40 it starts at 10.244.1.42. A network that is full (more than 253 pods) gives an address twice.
    """
    network = (node.get("spec") or {}).get("podCIDR") or DEFAULT_NETWORK
    base = network[: network.rindex(".") + 1]
    candidate = ""
    for step in range(COUNT):
        candidate = f"{base}{FIRST + (state.revision + step) % COUNT}"
        if next(state.pods_at(candidate), None) is None:
            break
    return candidate
