"""A kubelet's own node: once it runs again it reports all well.

Upstream: `pkg/kubelet/kubelet_node_status.go` (tryUpdateNodeStatus) and `pkg/kubelet/nodestatus/setters.go`. A
kubelet at work has nothing to write: its heartbeats are computed.
"""

from collections.abc import Iterator

from cluster.core import nodes
from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key, Object
from cluster.core.moves import Emit, Move, Put
from cluster.core.objects import condition_of, with_status
from cluster.core.state import State

NAME = "kubelet-node-status"
EVENTS = {
    "MemoryPressure": "NodeHasSufficientMemory",
    "DiskPressure": "NodeHasNoDiskPressure",
    "PIDPressure": "NodeHasSufficientPID",
    "Ready": "NodeReady",
}


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Report the node of `key` healthy when it is thought lost though its kubelet runs."""
    node = state.at(key)
    if node is None or nodes.silent_since(node) is not None or not is_thought_lost(node):
        return
    for type, reason in EVENTS.items():
        if (condition_of(node, type) or {}).get("status") == "Unknown":
            yield Emit(node, "Normal", reason, f"Node {key[2]} status is now: {reason}")
    conditions = nodes.healthy_conditions(state.now, node)
    others = [c for c in node["status"]["conditions"] if c["type"] not in EVENTS]
    healthy = with_status(node, conditions=[*others, *conditions])
    yield Put(healthy, f"the kubelet of {key[2]} reports again: all is well", "status")


def is_thought_lost(node: Object) -> bool:
    """Whether the node's state is Unknown; one that no kubelet ever reported has none that could."""
    ready = condition_of(node, "Ready")
    return ready is not None and ready["status"] == "Unknown" and ready.get("reason") != "NodeStatusNeverUpdated"


def kubelet_of(_state: State, key: Key) -> str:
    """The actor: `kubelet/node-1`."""
    return f"kubelet/{key[2]}"


CONTROLLER = Controller(NAME, reconcile, {"Node": itself}, delay=500, actor=kubelet_of)
