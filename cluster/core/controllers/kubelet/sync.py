"""A kubelet's turn with one pod: which rules apply, in which order.

Upstream: `pkg/kubelet/kubelet.go` (SyncPod, SyncTerminatingPod), `pkg/kubelet/pod_workers.go`.
"""

from collections.abc import Iterable, Iterator

from cluster.core import deletion, pods
from cluster.core.controllers.controller import Controller
from cluster.core.controllers.kubelet import starting, status, stopping
from cluster.core.controllers.kubelet.life import Life
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Move
from cluster.core.state import State

NAME = "kubelet"


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Bring one pod as far as it can be by now."""
    pod = state.at(key)
    if pod is None:
        return
    node = state.get("Node", "", pods.node_of(pod))
    if node is None or is_silent(node):
        return
    if pod["metadata"].get("deletionTimestamp"):
        yield from _terminate(Life(state, pod, node))
    elif not pods.is_terminal(pod):
        yield from _live(Life(state, pod, node))


def _live(life: Life) -> Iterator[Move]:
    if life.since is None:
        life.simulation["since"] = life.now
        life.touch(f"the kubelet of {life.spec['nodeName']} takes the pod on")
    turn = life.since or life.now
    for container in life.containers:
        note = life.notes.get(container["name"])
        if note is None:
            starting.begin(life, container, turn)
            note = life.notes[container["name"]]
        if note["is"] == "making" and not starting.progress(life, container, note):
            break
        turn = life.now
    for name, note in life.notes.items():
        if note["is"] == "running" and not note.get("ready"):
            life.notes[name] = {**note, "ready": True, "started": True}
    yield from _told(life)


def _told(life: Life) -> Iterator[Move]:
    yield from life.emits
    yield from life.extra
    if life.changed:
        yield life.written(status.build(life))
    wake = life.next_wake()
    if wake:
        yield wake


def _terminate(life: Life) -> Iterator[Move]:
    stopping.advance(life)
    yield from _told(life)
    if stopping.farewell(life):
        yield deletion.finish_pod(life.state, life.noted())


def is_silent(node: Object) -> bool:
    """Whether a person has stopped the node's kubelet."""
    note = node.get("simulation")
    return bool(note) and "silent_since" in note


def pod_changed(_state: State, change: Change) -> Iterable[Key]:
    """A pod concerns its kubelet when it is bound, its spec changes, or it is to go; its status is the kubelet's own."""
    pod, before = change.object, change.before
    if not pod["spec"].get("nodeName") or change.verb == "delete":
        return ()
    if before is None:
        return (change.key,)
    if before["metadata"].get("deletionTimestamp") != pod["metadata"].get("deletionTimestamp"):
        return (change.key,)
    a, b = before["spec"], pod["spec"]
    return () if a is b or a == b else (change.key,)


def node_changed(state: State, change: Change) -> Iterable[Key]:
    """A kubelet that comes back looks at all its pods; an image that has come lets those start that wait for it."""
    node, before = change.object, change.before
    if change.verb == "delete" or before is None or is_silent(node):
        return
    back = is_silent(before)
    if not back and _images(node) is _images(before):
        return
    for pod in state.pods_on(node["metadata"]["name"]):
        if back or _is_pulling(pod):
            yield "Pod", pod["metadata"]["namespace"], pod["metadata"]["name"]


def _images(node: Object) -> object:
    return (node.get("status") or {}).get("images")


def _is_pulling(pod: Object) -> bool:
    notes = (pod.get("simulation") or {}).get("containers") or {}
    return any("pull" in note for note in notes.values())


def _actor(state: State, key: Key) -> str:
    pod = state.at(key)
    return f"{NAME}/{pods.node_of(pod)}" if pod else NAME


CONTROLLER = Controller(NAME, reconcile, {"Pod": pod_changed, "Node": node_changed}, actor=_actor)
