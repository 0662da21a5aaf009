"""The pod garbage collector: removes pods that nobody else will.

Upstream: `pkg/controller/podgc/gc_controller.go`. There it looks at everything every 20 s; here it is called when there
is something to find, and its reaction delay stands for that rhythm. Pods of lost nodes have a loop of their own, which
waits for the node to come back as long as upstream's quarantine does.
"""

from collections.abc import Iterable, Iterator

from cluster.core import pods, times
from cluster.core.controllers.controller import Controller
from cluster.core.deletion import finish_pod
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change, Move, Put
from cluster.core.nodes import is_ready
from cluster.core.objects import is_deleting, with_status
from cluster.core.state import State

NAME = "pod-garbage-collector"
CHECK_PERIOD = 20 * times.SECOND
QUARANTINE = 40 * times.SECOND
TERMINATED_POD_THRESHOLD = 12_500
OUT_OF_SERVICE = "node.kubernetes.io/out-of-service"
ALL_PODS: Key = ("Pod", "", "")
LOST = {
    "type": "DisruptionTarget",
    "status": "True",
    "lastProbeTime": None,
    "reason": "DeletionByPodGC",
    "message": "PodGC: node no longer exists",
}


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Terminated pods above the threshold, pods that can never stop properly."""
    if key == ALL_PODS:
        yield from gc_terminated(state)
        return
    if key[0] == "Node":
        yield from _gc_out_of_service(state, key)
        return
    pod = state.at(key)
    if pod is not None and is_deleting(pod) and not pods.node_of(pod) and not pods.is_terminal(pod):
        yield from _fail_and_delete(state, pod, f"{key[2]} is being deleted and was never on a node: nothing to stop")


def gc_terminated(state: State, threshold: int = TERMINATED_POD_THRESHOLD) -> Iterator[Move]:
    """Finished pods beyond the threshold: evicted ones first, then the oldest."""
    finished = [pod for pod in state.of_kind("Pod") if pods.is_terminal(pod)]
    excess = len(finished) - threshold
    if excess > 0:
        for pod in sorted(finished, key=_age)[:excess]:
            reason = f"{len(finished)} finished pods are {excess} more than the {threshold} that may stay"
            yield from _fail_and_delete(state, pod, reason)


def reconcile_lost_node(state: State, key: Key) -> Iterator[Move]:
    """All pods of a node that has been gone for 40 s."""
    if state.at(key) is not None:
        return
    for pod in _by_name(state.pods_on(key[2])):
        reason = f"node {key[2]} no longer exists, so no kubelet will ever stop {pod['metadata']['name']}"
        yield from _fail_and_delete(state, pod, reason, LOST)


def _gc_out_of_service(state: State, key: Key) -> Iterator[Move]:
    node = state.at(key)
    if node is None or not _is_out_of_service(node):
        return
    for pod in _by_name(state.pods_on(key[2])):
        if is_deleting(pod):
            yield from _fail_and_delete(state, pod, f"node {key[2]} is tainted as out of service and not ready")


def _fail_and_delete(state: State, pod: Object, reason: str, condition: Object | None = None) -> Iterator[Move]:
    """First Failed, so that whoever counts pods sees an end, then gone (markFailedAndDeletePodWithCondition)."""
    if not pods.is_terminal(pod):
        conditions = (pod.get("status") or {}).get("conditions") or []
        if condition is not None:
            begun = {**condition, "lastTransitionTime": times.to_text(state.now)}
            conditions = [*(known for known in conditions if known["type"] != condition["type"]), begun]
        pod = with_status(pod, phase="Failed", conditions=conditions or None)
        yield Put(pod, reason, "status")
    yield finish_pod(state, pod, reason)


def _age(pod: Object) -> tuple[bool, str, str]:
    evicted = pods.phase_of(pod) == "Failed" and (pod.get("status") or {}).get("reason") == "Evicted"
    return not evicted, str(pod["metadata"]["creationTimestamp"]), str(pod["metadata"]["name"])


def _is_out_of_service(node: Object) -> bool:
    taints = (node.get("spec") or {}).get("taints") or ()
    return not is_ready(node) and any(taint["key"] == OUT_OF_SERVICE for taint in taints)


def _by_name(found: Iterable[Object]) -> list[Object]:
    return sorted(found, key=lambda pod: (str(pod["metadata"]["namespace"]), str(pod["metadata"]["name"])))


def pod_changed(state: State, change: Change) -> Iterable[Key]:
    """Pods that begin to go without a node or on an unserviceable one; a pod that finishes when there are too many."""
    pod = change.object
    if change.verb == "delete":
        return ()
    if pods.is_terminal(pod) and state.count("Pod") > TERMINATED_POD_THRESHOLD:
        return (ALL_PODS,)
    if "deletionTimestamp" not in pod["metadata"] or (change.before and is_deleting(change.before)):
        return ()
    node = state.get("Node", "", pods.node_of(pod))
    if not pods.node_of(pod):
        return (change.key,)
    return (key_of(node),) if node is not None and _is_out_of_service(node) else ()


def node_changed(_state: State, change: Change) -> Iterable[Key]:
    """Nodes tainted as out of service."""
    return (change.key,) if change.verb != "delete" and _is_out_of_service(change.object) else ()


def pod_bound(state: State, change: Change) -> Iterable[Key]:
    """The node of a pod that was put on one that does not exist."""
    if change.before is not None and change.before["spec"] is change.object["spec"]:
        return ()
    name = pods.node_of(change.object)
    if not name or change.verb == "delete":
        return ()
    return (("Node", "", name),) if state.get("Node", "", name) is None else ()


def node_deleted(state: State, change: Change) -> Iterable[Key]:
    """A node that went while pods were on it."""
    is_left = change.verb == "delete" and any(True for _ in state.pods_on(change.key[2]))
    return (change.key,) if is_left else ()


def _actor(_state: State, _key: Key) -> str:
    return NAME


CONTROLLER = Controller(NAME, reconcile, {"Pod": pod_changed, "Node": node_changed}, CHECK_PERIOD)
LOST_NODES = Controller(
    f"{NAME}/lost-nodes", reconcile_lost_node, {"Pod": pod_bound, "Node": node_deleted}, QUARANTINE, _actor
)
