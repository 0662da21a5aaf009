"""The taint eviction controller: pods leave a node with a taint NoExecute when their patience is over.

Upstream: `pkg/controller/tainteviction/taint_eviction.go` (processPodOnNode, deletePodHandler). Patience counts from
the moment the taint was set, or from the pod's arrival if that was later.
"""

from collections.abc import Iterable, Iterator

from cluster.core import deletion, pods, taints, times
from cluster.core.controllers.controller import Controller
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Emit, Move, Put, Wake
from cluster.core.objects import condition_of, is_deleting, name_of, with_status
from cluster.core.state import State
from cluster.core.taints import Taint

NAME = "taint-eviction-controller"
CANCELLED = "Pod/eviction-cancelled"
"""Kind in the key of a pod whose eviction was due until its node's last taint went.

Upstream keeps the due evictions in memory; here the queue remembers, as nothing in the cluster shows them.
"""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Evict one pod when its time has come."""
    pod = state.get("Pod", key[1], key[2])
    if pod is None or is_deleting(pod) or pods.is_terminal(pod):
        return
    present = no_execute_taints(state.get("Node", "", pods.node_of(pod)))
    if key[0] == CANCELLED:
        if not present and not _just_said(state, pod):
            yield Emit(pod, "Normal", "TaintManagerEviction", f"Cancelling deletion of Pod {key[1]}/{key[2]}")
        return
    if not present:
        return
    seconds = taints.patience(present, pod["spec"].get("tolerations") or [])
    if seconds is None or (seconds and not all(taint.get("timeAdded") for taint in present)):
        # Without a time nothing counts yet; the node controller is about to write it.
        return
    due = _start(pod, present) + seconds * times.SECOND
    if state.now < due:
        yield Wake(due)
        return
    yield from _evict(state, pod, present, seconds)


def no_execute_taints(node: Object | None) -> list[Taint]:
    """The taints NoExecute of a node that may be gone."""
    return taints.with_effect((node or {}).get("spec", {}).get("taints"), "NoExecute")


def _start(pod: Object, present: list[Taint]) -> int:
    added = [times.to_ms(taint["timeAdded"]) for taint in present if taint.get("timeAdded")]
    bound = condition_of(pod, "PodScheduled") or {}
    arrived = times.to_ms(bound.get("lastTransitionTime") or pod["metadata"]["creationTimestamp"])
    return max(min(added, default=arrived), arrived)


def _just_said(state: State, pod: Object) -> bool:
    return any(
        event.get("lastTimestamp") == times.to_text(state.now) and event["message"].startswith("Cancelling deletion")
        for event in state.events_about(pod["metadata"]["uid"])
    )


def _evict(state: State, pod: Object, present: list[Taint], seconds: int) -> Iterator[Move]:
    key = ("Pod", pod["metadata"]["namespace"], name_of(pod))
    yield Emit(pod, "Normal", "TaintManagerEviction", f"Marking for deletion Pod {key[1]}/{key[2]}")
    condition = {
        "type": "DisruptionTarget",
        "status": "True",
        "lastTransitionTime": times.to_text(state.now),
        "reason": "DeletionByTaintManager",
        "message": "Taint manager: deleting due to NoExecute taint",
    }
    others = [c for c in (pod.get("status") or {}).get("conditions") or () if c["type"] != "DisruptionTarget"]
    marked = with_status(pod, conditions=[*others, condition])
    patience = f"tolerated for {seconds} s, which are over" if seconds else "not tolerated"
    reason = f"{pods.node_of(pod)} has the taint {present[0]['key']}:NoExecute, {patience}"
    yield Put(marked, reason, "status")
    yield from deletion.delete(state._replace(objects=state.objects.set(key, marked)), key, reason=reason)


def of_node(state: State, change: Change) -> Iterable[Key]:
    """A watch: the pods of a node whose taints NoExecute changed."""
    before, after = no_execute_taints(change.before), no_execute_taints(change.object)
    if change.verb == "delete" or before == after:
        return ()
    found = list(state.pods_on(change.key[2]))
    if after:
        return [("Pod", pod["metadata"]["namespace"], name_of(pod)) for pod in found]
    return [
        (CANCELLED, pod["metadata"]["namespace"], name_of(pod))
        for pod in found
        if taints.patience(before, pod["spec"].get("tolerations") or []) is not None
    ]


def of_pod(state: State, change: Change) -> Iterable[Key]:
    """A watch: a pod that came to a tainted node, or whose tolerations changed."""
    pod, before = change.object, change.before
    if change.verb == "delete" or not pod["spec"].get("nodeName"):
        return ()
    if before is not None and _same_place(before["spec"], pod["spec"]):
        return ()
    return (change.key,) if no_execute_taints(state.get("Node", "", pods.node_of(pod))) else ()


def _same_place(old: Object, new: Object) -> bool:
    return old is new or (
        old.get("nodeName") == new.get("nodeName") and old.get("tolerations") == new.get("tolerations")
    )


CONTROLLER = Controller(NAME, reconcile, {"Node": of_node, "Pod": of_pod})
