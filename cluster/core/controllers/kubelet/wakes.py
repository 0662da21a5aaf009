"""What makes a kubelet look at a pod, apart from the clock."""

from collections.abc import Iterable

from cluster.core import nodes, pods
from cluster.core.attached import all_typed
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change
from cluster.core.state import State


def pod_changed(_state: State, change: Change) -> Iterable[Key]:
    """A pod concerns its kubelet when it is bound, its spec changes, it is to go, or somebody types into it.

    Its status is the kubelet's own.
    """
    pod, before = change.object, change.before
    if "nodeName" not in pod["spec"] or change.verb == "delete":
        return ()
    if before is None or "readinessGates" in pod["spec"]:
        return (change.key,)
    if before["metadata"].get("deletionTimestamp") != pod["metadata"].get("deletionTimestamp"):
        return (change.key,)
    if (typed := all_typed(pod)) is not None and typed != all_typed(before):
        return (change.key,)
    a, b = before["spec"], pod["spec"]
    return () if a is b or a == b else (change.key,)


def node_changed(state: State, change: Change) -> Iterable[Key]:
    """A kubelet that comes back looks at all its pods; an image that has come lets those start that wait for it."""
    node, before = change.object, change.before
    if change.verb == "delete" or nodes.silent_since(node) is not None:
        return ()
    name = node["metadata"]["name"]
    if before is None or nodes.silent_since(before) is not None:
        return [key_of(pod) for pod in state.pods_on(name)]
    if _images(node) is _images(before):
        return ()
    return [key_of(pod) for pod in state.pods_on(name) if _waits_for_image(pod)]


def config_changed(state: State, change: Change) -> Iterable[Key]:
    """A ConfigMap or Secret lets those pods of its namespace go on that wait for it."""
    if change.verb == "delete":
        return ()
    return [key_of(pod) for pod in state.of_kind("Pod", change.key[1]) if _waits_for_config(pod)]


def actor(state: State, key: Key) -> str:
    """The kubelet of the pod's node: `kubelet/node-1`."""
    pod = state.at(key)
    return f"kubelet/{pods.node_of(pod)}" if pod else "kubelet"


def _images(node: Object) -> object:
    return (node.get("status") or {}).get("images")


def _notes(pod: Object) -> Iterable[Object]:
    found: dict[str, Object] = (pod.get("simulation") or {}).get("containers") or {}
    return found.values()


def _waits_for_image(pod: Object) -> bool:
    return any("pull" in note or note.get("reason") == "ErrImageNeverPull" for note in _notes(pod))


def _waits_for_config(pod: Object) -> bool:
    note = pod.get("simulation") or {}
    if "since" in note and "mounted" not in note:
        return True
    return any(note.get("reason") == "CreateContainerConfigError" for note in _notes(pod))
