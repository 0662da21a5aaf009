"""What a pod does, why it does not do more, and what would come of deleting it."""

import re
from collections.abc import Iterator
from typing import Any

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.objects import condition_of, controller_of, is_deleting, name_of, namespace_of, uid_of
from cluster.core.pods import available_at, is_active, is_ready, node_of, phase_of
from cluster.core.state import State
from cluster.core.summaries.words import clock, counted, listed, since
from cluster.core.tally import min_ready_seconds_of

IMAGE_FAULTS = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
STARTING = frozenset({"ContainerCreating", "PodInitializing"})
BACK_OFF = re.compile(r"back-off (\S+) ")
GRACE = 30
"""Seconds that a pod has to stop where nothing else is said."""


def summarise_pod(state: State, pod: Object) -> Iterator[str]:
    """Where it stands, its restarts, its owner."""
    yield _standing(state, pod)
    yield from _restarts(pod)
    yield _after_deletion(state, pod)


def _standing(state: State, pod: Object) -> str:
    phase, status = phase_of(pod), pod.get("status") or {}
    if phase == "Succeeded":
        return "Every container ended with success; none is started again."
    if phase == "Failed":
        return f"It failed{_failure(status)}, and is not started again."
    if not node_of(pod):
        return _unbound(pod)
    node = state.get("Node", "", node_of(pod))
    if node is None or (condition_of(node, "Ready") or {}).get("status") == "Unknown":
        return f"{node_of(pod)} is not heard from, so nobody knows what the pod does."
    if is_deleting(pod):
        return _stopping(pod)
    held = _held_up(pod)
    if held:
        return held
    return _running(state, pod) if phase == "Running" else f"Starting on {node_of(pod)}."


def _failure(status: dict[str, Any]) -> str:
    """What the kubelet says, else how the first container ended that did not end well."""
    why = ": ".join(str(status[field]) for field in ("reason", "message") if status.get(field))
    if why:
        return f" ({why})"
    for container in (*(status.get("initContainerStatuses") or ()), *(status.get("containerStatuses") or ())):
        ended = (container.get("state") or {}).get("terminated") or {}
        if ended.get("exitCode"):
            return f": container {container['name']} ended{_ending(ended)}"
    return ""


def _unbound(pod: Object) -> str:
    condition = condition_of(pod, "PodScheduled") or {}
    if is_deleting(pod):
        return "It was deleted before a node had it."
    if condition.get("status") == "False":
        return f"Pending: no node can take it. The scheduler says: {condition.get('message') or condition['reason']}"
    return "Pending: the scheduler has not chosen a node yet."


def _stopping(pod: Object) -> str:
    until = pod["metadata"]["deletionTimestamp"]
    grace = pod["metadata"].get("deletionGracePeriodSeconds", GRACE)
    begun = clock(times.to_ms(until) - grace * times.SECOND)
    return (
        f"Being stopped on {node_of(pod)} since {begun}: Services leave it out, and it has until {clock(until)} "
        f"({grace} s) to end by itself, then it is killed."
    )


def _held_up(pod: Object) -> str:
    """Why a container waits, of the first one that does; empty when none does."""
    status = pod.get("status") or {}
    for statuses in ("initContainerStatuses", "containerStatuses"):
        for container in status.get(statuses) or ():
            waiting = (container.get("state") or {}).get("waiting")
            if waiting and not (statuses == "containerStatuses" and waiting.get("reason") == "PodInitializing"):
                return _why_waiting(pod, container, waiting)
    return ""


def _why_waiting(pod: Object, container: dict[str, Any], waiting: dict[str, Any]) -> str:
    name, reason, node = container["name"], waiting.get("reason") or "", node_of(pod)
    if reason in STARTING or not reason:
        bound = (condition_of(pod, "PodScheduled") or {}).get("lastTransitionTime")
        return f"Starting on {node}{since(bound)}: the kubelet pulls {container.get('image')}, then starts {name}."
    if reason in IMAGE_FAULTS:
        again = "; the kubelet tries again, after a longer wait each time" if reason == "ImagePullBackOff" else ""
        return f"It cannot start on {node} ({reason}): image {container.get('image')} cannot be pulled{again}."
    if reason == "CrashLoopBackOff":
        return _crashing(container, waiting, node)
    message = str(waiting.get("message") or "").rstrip(".")
    return f"Container {name} waits on {node} ({reason}){f': {message}' if message else ''}."


def _crashing(container: dict[str, Any], waiting: dict[str, Any], node: str) -> str:
    found = BACK_OFF.search(str(waiting.get("message") or ""))
    pause = f"{found.group(1)} " if found else ""
    return (
        f"Container {container['name']} ends again and again (CrashLoopBackOff): the kubelet on {node} "
        f"now waits {pause}before it starts it anew, longer each time."
    )


def _ending(terminated: dict[str, Any]) -> str:
    """` at 10:03:12 with exit code 1 (Error)`."""
    at, code, reason = terminated.get("finishedAt"), terminated.get("exitCode", 0), terminated.get("reason")
    return f"{f' at {clock(at)}' if at else ''} with exit code {code}{f' ({reason})' if reason else ''}"


def _running(state: State, pod: Object) -> str:
    place = f"Running on {node_of(pod)}"
    if not is_ready(pod):
        return f"{place}, but not ready{_unready(pod)}: no Service sends it requests."
    services = sorted(name_of(service) for service in state.services_for(pod))
    asks = f": Service {listed(services)} may send it requests" if services else ", but no Service selects it"
    ready = (condition_of(pod, "Ready") or {}).get("lastTransitionTime")
    counts = available_at(pod, min_ready_seconds_of(state, pod))
    later = f"; it counts as available from {clock(counts)} on" if counts and counts > state.now else ""
    return f"{place} and ready{since(ready)}{asks}{later}."


def _unready(pod: Object) -> str:
    """Because of which container; a probe is named where there is one."""
    specs = {container["name"]: container for container in pod["spec"]["containers"]}
    for status in (pod.get("status") or {}).get("containerStatuses") or ():
        if status.get("ready"):
            continue
        ended = (status.get("state") or {}).get("terminated")
        if ended:
            return f", container {status['name']} ended{_ending(ended)}"
        spec = specs.get(status["name"], {})
        if not status.get("started") and spec.get("startupProbe"):
            return f", the startup probe of {status['name']} has not succeeded yet"
        if spec.get("readinessProbe"):
            return f", the readiness probe of {status['name']} does not succeed"
    return ""


def _restarts(pod: Object) -> Iterator[str]:
    statuses = (pod.get("status") or {}).get("containerStatuses") or ()
    restarts = sum(status.get("restartCount") or 0 for status in statuses)
    ends = [(status.get("lastState") or {}).get("terminated") for status in statuses]
    last = max((end for end in ends if end), key=lambda end: str(end.get("finishedAt") or ""), default=None)
    if restarts:
        ending = f"; before the last one it ended{_ending(last)}" if last else ""
        yield f"{counted(restarts, 'restart')} so far{ending}."
    elif phase_of(pod) == "Running":
        yield "No restarts."


def _after_deletion(state: State, pod: Object) -> str:
    owner = controller_of(pod)
    if owner is None:
        return "No controller owns it: once it is gone, nothing makes another one."
    title = f"{owner['kind']} {owner['name']}"
    found = state.get(owner["kind"], namespace_of(pod), owner["name"])
    if found is None or uid_of(found) != owner["uid"]:
        return f"It belonged to {title}, which is gone: the garbage collector removes it."
    others = sum(is_active(other) and other is not pod for other in state.dependents(uid_of(found), "Pod"))
    wanted = (found.get("spec") or {}).get("replicas", 1)
    if is_deleting(pod):
        return f"{title} owns it and no longer counts it: it wants {wanted} and has {counted(others, 'other')}."
    if others >= wanted:
        return f"{title} owns it and wants {wanted}: if it is deleted, no other takes its place."
    return f"{title} owns it: if it is deleted, another one is made, under a new name."
