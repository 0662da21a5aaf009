"""The log as a story: each change said in a few words. The why is the change's own reason.

created Pod web-5d9f-x7x2p · bound Pod web-5d9f-x7x2p to node-2 · scaled ReplicaSet web-5d9f from 1 to 2
"""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from cluster.core.kinds import Object
from cluster.core.moves import Change
from cluster.core.nodes import silent_since
from cluster.core.pods import is_ready, node_of, phase_of

Teller = Callable[[Object, Object], Iterator[str]]
"""(before, after) -> what changed, in phrases that follow the object's name."""
QUIET = frozenset({"Event", "Endpoints", "EndpointSlice"})


class Telling(NamedTuple):
    """A change in words; `quiet` marks bookkeeping that a first reader may skip: Events, slices, mere status counts."""

    what: str
    quiet: bool


def tell(change: Change) -> Telling:
    """What one change did, as a short phrase without a period."""
    obj = change.object
    kind = obj["kind"]
    title = f"{kind} {obj['metadata']['name']}"
    if kind == "Event":
        return Telling(_told_event(obj), quiet=True)
    quiet = kind in QUIET
    if change.verb == "create":
        return Telling(f"created {title}{_size(obj)}", quiet)
    if change.verb == "delete":
        return Telling(f"removed {title}", quiet)
    phrases = list(_told(change.before or {}, obj))
    if phrases:
        return Telling(f"{title}: {', '.join(phrases)}", quiet)
    return Telling(f"updated {title}", quiet=True)


def _told_event(event: Object) -> str:
    about = event["involvedObject"]
    times = f" (x{event['count']})" if (event.get("count") or 1) > 1 else ""
    return f"event {event['reason']} about {about['kind']} {about['name']}{times}"


def _size(obj: Object) -> str:
    if obj["kind"] in {"ReplicaSet", "ReplicationController", "Deployment"}:
        wanted = (obj.get("spec") or {}).get("replicas", 1)
        return f" with {wanted} replica" if wanted == 1 else f" with {wanted} replicas"
    return ""


def _told(before: Object, after: Object) -> Iterator[str]:
    if not before.get("metadata", {}).get("deletionTimestamp") and after["metadata"].get("deletionTimestamp"):
        yield "marked for deletion"
    teller = TELLERS.get(after["kind"])
    if teller is not None:
        yield from teller(before, after)


def _told_pod(before: Object, after: Object) -> Iterator[str]:
    if node_of(before) != node_of(after):
        yield f"bound to {node_of(after)}"
    if phase_of(before) != phase_of(after):
        yield f"{phase_of(before) or 'new'} → {phase_of(after)}"
    if is_ready(before) != is_ready(after):
        yield "ready" if is_ready(after) else "no longer ready"
    for name, waiting in _waiting(after).items():
        if waiting != _waiting(before).get(name):
            yield f"container {name} {waiting}"
    if _restarts(after) > _restarts(before):
        yield f"restarted (restart {_restarts(after)})"


def _waiting(pod: Object) -> dict[str, str]:
    statuses = (pod.get("status") or {}).get("containerStatuses") or ()
    waiting = ((status["name"], (status.get("state") or {}).get("waiting")) for status in statuses)
    return {name: state["reason"] for name, state in waiting if state and state.get("reason")}


def _restarts(pod: Object) -> int:
    statuses = (pod.get("status") or {}).get("containerStatuses") or ()
    return sum(status.get("restartCount", 0) for status in statuses)


def _told_scalable(before: Object, after: Object) -> Iterator[str]:
    old, new = _spec(before).get("replicas"), _spec(after).get("replicas")
    if old != new:
        yield f"scaled from {old} to {new}"
    if _revision(before) != _revision(after) and _revision(after):
        yield f"now rollout revision {_revision(after)}"
    for field, word in (("readyReplicas", "ready"), ("availableReplicas", "available")):
        old, new = _status(before).get(field, 0), _status(after).get(field, 0)
        if old != new:
            yield f"{new} {word} (was {old})"


def _told_deployment(before: Object, after: Object) -> Iterator[str]:
    for name, image in _images(after).items():
        if _images(before).get(name) not in {image, None}:
            yield f"image of {name} {_images(before)[name]} → {image}"
    if bool(_spec(before).get("paused")) != bool(_spec(after).get("paused")):
        yield "paused" if _spec(after).get("paused") else "resumed"
    yield from _told_scalable(before, after)
    old, new = _progress(before), _progress(after)
    if old != new and new:
        yield f"Progressing: {new}"


def _told_node(before: Object, after: Object) -> Iterator[str]:
    if (silent_since(before) is None) != (silent_since(after) is None):
        yield "runs again" if silent_since(after) is None else "falls silent"
    if bool(_spec(before).get("unschedulable")) != bool(_spec(after).get("unschedulable")):
        yield "cordoned" if _spec(after).get("unschedulable") else "uncordoned"
    if _taints(before) != _taints(after):
        yield f"taints {', '.join(_taints(after)) or 'none'}"
    if is_ready(before) != is_ready(after):
        yield "Ready" if is_ready(after) else "no longer Ready"


def _spec(obj: Object) -> dict[str, Any]:
    return obj.get("spec") or {}


def _status(obj: Object) -> dict[str, Any]:
    return obj.get("status") or {}


def _revision(obj: Object) -> str:
    annotations = obj.get("metadata", {}).get("annotations") or {}
    return str(annotations.get("deployment.kubernetes.io/revision") or "")


def _images(obj: Object) -> dict[str, str]:
    template = (_spec(obj).get("template") or {}).get("spec") or {}
    return {container["name"]: container.get("image", "") for container in template.get("containers") or ()}


def _progress(obj: Object) -> str:
    for condition in _status(obj).get("conditions") or ():
        if condition.get("type") == "Progressing":
            return str(condition.get("reason") or "")
    return ""


def _taints(obj: Object) -> list[str]:
    return [f"{taint['key']}:{taint['effect']}" for taint in _spec(obj).get("taints") or ()]


TELLERS: dict[str, Teller] = {
    "Pod": _told_pod,
    "ReplicaSet": _told_scalable,
    "ReplicationController": _told_scalable,
    "Deployment": _told_deployment,
    "Node": _told_node,
}
