"""A kubelet's turn with one pod: which rules apply, in which order.

Upstream: `pkg/kubelet/kubelet.go` (SyncPod, SyncTerminatingPod), `pkg/kubelet/pod_workers.go`,
`pkg/kubelet/kuberuntime/kuberuntime_manager.go` (computePodActions).
"""

from collections.abc import Callable, Iterator

from cluster.core import deletion, nodes, pods, times
from cluster.core.controllers.kubelet import conditions, rejecting, running, starting, status, stopping, volumes
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.kinds import Key
from cluster.core.moves import Move
from cluster.core.objects import condition_of
from cluster.core.state import State

RULES: dict[str, Callable[[Life, Container, Note], Note]] = {
    "making": starting.progress,
    "held": starting.retry,
    "running": running.watch,
    "over": running.follow_up,
    "looping": running.wait_out,
}
"""What is to be done with a container, by what its note says it is. A rule that changes nothing returns its note."""
OVERDUE = "Pod was active on the node longer than the specified deadline"


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Bring one pod as far as it can be by now; a silent kubelet does nothing, and catches up when it is back."""
    pod = state.at(key)
    if pod is None:
        return
    node = state.get("Node", "", pods.node_of(pod))
    if node is None or nodes.silent_since(node) is not None:
        return
    if "deletionTimestamp" in pod["metadata"]:
        yield from _terminate(Life(state, pod, node))
    elif not pods.is_terminal(pod):
        life = Life(state, pod, node)
        _live(life)
        yield from _told(life)


def _live(life: Life) -> None:
    if life.since is None and not _take_on(life):
        return
    if _is_overdue(life):
        return
    if "mounted" not in life.simulation:
        if "volumes" in life.spec and not volumes.are_mounted(life):
            return
        life.simulation["mounted"] = life.now
        if not life.changed:
            life.touch("the volumes can be mounted now")
            starting.make_sandbox(life)
    _advance_all(life)
    _observe(life)


def _take_on(life: Life) -> bool:
    """The first look at a pod: is there room for it?"""
    refused = rejecting.rejection(life)
    if refused is None:
        life.simulation["since"] = life.now
        life.touch(f"the kubelet of {life.spec['nodeName']} takes the pod on")
        return True
    life.emit("Warning", refused.reason, refused.message)
    life.end = ("Failed", refused.reason, f"Pod was rejected: {refused.message}")
    life.touch(f"the kubelet of {life.spec['nodeName']} rejects the pod: {refused.message}")
    return False


def _is_overdue(life: Life) -> bool:
    """`activeDeadlineSeconds` is over: all containers are stopped, and the pod has failed."""
    seconds = life.spec.get("activeDeadlineSeconds")
    if seconds is None:
        return False
    deadline = (life.since or life.now) + seconds * times.SECOND
    if life.now < deadline:
        life.wake(deadline)
        return False
    life.emit("Normal", "DeadlineExceeded", OVERDUE)
    for container in life.inits + life.containers:
        stopping.stop(life, container, life.now, 0)
        note = life.notes.get(container["name"])
        if note is not None and note["is"] == "running":
            stopping.end_with(life, container, note, life.now, running.KILLED)
    life.end = ("Failed", "DeadlineExceeded", OVERDUE)
    life.touch(f"activeDeadlineSeconds is over: {seconds} s since the start")
    return True


def _advance_all(life: Life) -> None:
    """Init containers one by one, then the others in their order; whoever has had his turn is looked after."""
    free = True
    for container in life.inits:
        if free or container["name"] in life.notes:
            note = _advance(life, container)
            free = free and _lets_pass(container, note)
    for container in life.containers:
        if free or container["name"] in life.notes:
            free = _advance(life, container)["is"] != "making" and free
    if life.inits:
        _release_sidecars(life)


def _advance(life: Life, container: Container) -> Note:
    """Apply the rules to one container until none changes anything."""
    note = life.notes.get(container["name"]) or starting.begin(life, container, life.now)
    while True:
        after = RULES[note["is"]](life, container, note)
        if after is note:
            return note
        note = after


def _lets_pass(container: Container, note: Note) -> bool:
    """Whether the next container may begin: an init container has succeeded, a sidecar has started."""
    if stopping.is_sidecar(container):
        return bool(note.get("started"))
    return note["is"] == "over" and not note["code"]


def _release_sidecars(life: Life) -> None:
    """Once the containers proper are over for good, sidecars are stopped, so that the pod can finish."""
    notes = [life.notes.get(container["name"]) or {"is": ""} for container in life.containers]
    for container, note in zip(life.containers, notes, strict=True):
        if note["is"] != "over" or status.is_restarted(life, container, note):
            return
    finished = max(note["at"] for note in notes)
    for container in reversed(life.inits):
        if stopping.is_sidecar(container):
            end = stopping.stop(life, container, finished, running.grace_of(life))
            if end > life.now:
                life.wake(end)


def _observe(life: Life) -> None:
    """Report again when the status speaks of another generation, or says of readiness what the kubelet does not see."""
    if life.changed:
        return
    generation = life.pod["metadata"].get("generation")
    if generation and (life.pod.get("status") or {}).get("observedGeneration") != generation:
        life.touch(f"the kubelet has seen generation {generation} of the pod")
        return
    shown = condition_of(life.pod, "Ready") or {}
    if shown.get("status") != ("True" if conditions.is_ready(life) else "False"):
        life.touch("the kubelet reports what it sees")


def _told(life: Life) -> Iterator[Move]:
    yield from life.emits
    yield from life.extra
    if life.changed:
        yield life.written(status.build(life))
    wake = life.next_wake()
    if wake is not None:
        yield wake


def _terminate(life: Life) -> Iterator[Move]:
    if "stopped" in life.simulation:
        return
    if not stopping.advance(life):
        yield from life.emits
        wake = life.next_wake()
        if wake is not None:
            yield wake
        return
    yield from life.emits
    life.simulation["stopped"] = life.now
    last = life.written(status.build(life)) if life.since is not None else None
    if last is not None:
        yield last
    yield deletion.finish_pod(life.state, last.object if last else life.noted())
