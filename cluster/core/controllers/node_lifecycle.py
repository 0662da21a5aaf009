"""The node controller: misses the heartbeats of a lost node, taints it, and tells its pods' Services.

Upstream: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (monitorNodeHealth, doNoScheduleTaintingPass,
doNoExecuteTaintingPass, handleDisruption) and `pkg/controller/util/node/controller_utils.go`. It looks every 5 s there;
here it is woken at the 5 s mark at which it would see something.
"""

from collections.abc import Iterable, Iterator

from cluster.core import nodes, pods, times
from cluster.core.controllers import node_taints
from cluster.core.controllers.controller import Controller
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Emit, Move, Put, Wake
from cluster.core.objects import condition_of, name_of, uid_of, with_status
from cluster.core.state import State

NAME = "node-controller"
PERIOD = 5 * times.SECOND
GRACE = 50 * times.SECOND
"""`--node-monitor-grace-period`."""
STARTUP_GRACE = 60 * times.SECOND
"""The grace of a node that no kubelet ever reported (`--node-startup-grace-period`)."""
REGISTRATION = 5 * times.SECOND
"""A node this young is news; the controller sees a new node at its next look."""
TYPES = ("Ready", "MemoryPressure", "DiskPressure", "PIDPressure")


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Look at one node. A node that was deleted comes as (Node, its uid, its name)."""
    if key[1]:
        yield from _removed(state, key)
        return
    node = state.at(key)
    if node is None:
        return
    yield from _registered(state, node)
    missed = missed_at(node)
    if missed is not None and state.now < missed:
        yield Wake(missed)
    elif missed is not None and any(_status(node, type) != "Unknown" for type in TYPES):
        yield from _lost(state, node)
        return
    yield from node_taints.swap(state, node)


def _status(node: Object, type: str) -> str:
    return str((condition_of(node, type) or {}).get("status") or "")


def missed_at(node: Object) -> int | None:
    """The moment (milliseconds) at which the controller gives the node up, None while its kubelet reports.

    Last heartbeat 12:00:42, grace 50 s: over at 12:01:32, seen at the next 5 s mark, which is 12:01:35.
    """
    if condition_of(node, "Ready") is None or _reason(node) == "NodeStatusNeverUpdated":
        last, grace = times.to_ms(node["metadata"]["creationTimestamp"]), STARTUP_GRACE
    else:
        heard, grace = nodes.last_heartbeat(node), GRACE
        if heard is None:
            return None
        last = heard
    return -(-(last + grace) // PERIOD) * PERIOD


def _reason(node: Object) -> str:
    return str((condition_of(node, "Ready") or {}).get("reason") or "")


def _registered(state: State, node: Object) -> Iterator[Move]:
    if (node.get("simulation") or {}).get("registered"):
        return
    young = state.now - times.to_ms(node["metadata"]["creationTimestamp"]) <= REGISTRATION
    if young and not _said(state, uid_of(node), "RegisteredNode"):
        name = name_of(node)
        yield Emit(node, "Normal", "RegisteredNode", f"Node {name} event: Registered Node {name} in Controller")


def _removed(state: State, key: Key) -> Iterator[Move]:
    if not _said(state, key[1], "RemovingNode"):
        gone = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": key[2], "uid": key[1]}}
        yield Emit(gone, "Normal", "RemovingNode", f"Node {key[2]} event: Removing Node {key[2]} from Controller")


def _said(state: State, uid: str, reason: str) -> bool:
    return any(event.get("reason") == reason for event in state.events_about(uid))


def _lost(state: State, node: Object) -> Iterator[Move]:
    """Conditions become Unknown; the pods count as not ready, so that Services stop sending to them."""
    name, now = name_of(node), times.to_text(state.now)
    heard = nodes.last_heartbeat(node)
    if heard is None:
        since, text = STARTUP_GRACE // times.SECOND, times.to_ms(node["metadata"]["creationTimestamp"])
        reason = f"no kubelet has ever reported {name}, though {since} s have passed since it was made"
    else:
        silence, text = (state.now - heard) // times.SECOND, heard
        reason = f"nothing heard from {name} for {silence} s, the grace of {GRACE // times.SECOND} s is over"
    if _status(node, "Ready") == "True":
        yield Emit(node, "Normal", "NodeNotReady", f"Node {name} status is now: NodeNotReady")
    conditions = _unknown_conditions(node, now, times.to_text(text))
    yield Put(with_status(node, conditions=conditions), reason, "status")
    for pod in sorted(state.pods_on(name), key=lambda pod: (pod["metadata"]["namespace"], name_of(pod))):
        if pods.is_ready(pod):
            yield Put(_not_ready(pod, now), f"nobody can tell whether it still runs, as {name} is silent", "status")
            yield Emit(pod, "Warning", "NodeNotReady", "Node is not ready")


def _unknown_conditions(node: Object, now: str, heard: str) -> list[dict[str, str]]:
    known = (node.get("status") or {}).get("conditions") or []
    unknown = {"status": "Unknown", "lastHeartbeatTime": heard, "lastTransitionTime": now}
    stopped = {**unknown, "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."}
    never = {**unknown, "reason": "NodeStatusNeverUpdated", "message": "Kubelet never posted node status."}
    missing = [type for type in TYPES if not any(condition["type"] == type for condition in known)]
    return [
        {**condition, **stopped} if condition["type"] in TYPES and condition.get("status") != "Unknown" else condition
        for condition in known
    ] + [{"type": type, **never} for type in missing]


def _not_ready(pod: Object, now: str) -> Object:
    conditions = [
        {**condition, "status": "False", "lastTransitionTime": now} if condition.get("type") == "Ready" else condition
        for condition in pod["status"]["conditions"]
    ]
    return with_status(pod, conditions=conditions)


def of_node(state: State, change: Change) -> Iterable[Key]:
    """A watch: the node; all of them when one turned healthy or unhealthy, since that decides about disruption."""
    if change.verb == "delete":
        gone = ("Node", uid_of(change.object), change.key[2])
        return (gone, *_every_node(state))
    if change.before is not None and nodes.is_ready(change.before) != nodes.is_ready(change.object):
        return _every_node(state)
    return (change.key,)


def _every_node(state: State) -> list[Key]:
    return [("Node", "", name_of(node)) for node in state.of_kind("Node")]


# As quick as one types: `uncordon` and a look at the taints follow each other within a script.
CONTROLLER = Controller(NAME, reconcile, {"Node": of_node}, delay=50)
