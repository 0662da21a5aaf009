"""What `kubectl get pods` says of a pod: READY, STATUS, RESTARTS.

Upstream: `pkg/printers/internalversion/printers.go`, `printPod`. STATUS is not a field of a pod: it is the phase,
replaced by whatever explains best why the pod is not simply running.
"""

from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.durations import human_duration
from cluster.core.kinds import Object

_NOTHING: Object = {}


class PodSummary(NamedTuple):
    """`ready` of `total` containers, the STATUS text, restarts, and when the latest one was (RFC 3339, or "")."""

    ready: int
    total: int
    status: str
    restarts: int
    last_restart: str

    def restarts_text(self, now_ms: int) -> str:
        """`3 (5m ago)`, or just the number when the time of the last restart is not known."""
        if not self.restarts or not self.last_restart:
            return str(self.restarts)
        return f"{self.restarts} ({human_duration(now_ms - times.to_ms(self.last_restart))} ago)"


class _Walk:
    """What is gathered on the way through the container statuses."""

    __slots__ = ("error_status", "has_running", "last_restart", "ready", "restarts", "status")

    def __init__(self, status: str) -> None:
        self.status = status
        self.ready = 0
        self.restarts = 0
        self.last_restart = ""
        self.has_running = False
        self.error_status = ""

    def count_restarts(self, container: Object) -> None:
        self.restarts += container.get("restartCount") or 0
        last_state = container.get("lastState")
        if last_state:
            finished = (last_state.get("terminated") or _NOTHING).get("finishedAt") or ""
            self.last_restart = max(self.last_restart, finished)


def has_condition(obj: Object, condition_type: str) -> bool:
    """Whether the object's condition of that type is True."""
    conditions = (obj.get("status") or _NOTHING).get("conditions") or ()
    return any(c.get("type") == condition_type and c.get("status") == "True" for c in conditions)


def pod_summary(pod: Object) -> PodSummary:
    """READY, STATUS and RESTARTS of a pod in API form; parts that are missing count as empty."""
    meta, spec, status = pod.get("metadata") or _NOTHING, pod.get("spec") or _NOTHING, pod.get("status") or _NOTHING
    walk = _Walk(_first_status(status))
    total = len(spec.get("containers") or ())
    initializing, sidecars = False, None
    if spec.get("initContainers"):
        names = {c.get("name") for c in spec["initContainers"] if c.get("restartPolicy") == "Always"}
        total += sum(1 for c in spec["initContainers"] if c.get("restartPolicy") == "Always")
        initializing, sidecars = _walk_init_containers(status, names, len(spec["initContainers"]), walk)
    elif status.get("initContainerStatuses"):
        initializing, sidecars = _walk_init_containers(status, set(), 0, walk)
    if not initializing or has_condition(pod, "Initialized"):
        walk.restarts, walk.last_restart = (sidecars.restarts, sidecars.last_restart) if sidecars else (0, "")
        _walk_containers(pod, status, walk)
    text = _after_deletion(meta, status, walk.status)
    return PodSummary(walk.ready, total, text, walk.restarts, walk.last_restart)


def _first_status(status: Object) -> str:
    for condition in status.get("conditions") or ():
        if condition.get("type") == "PodScheduled" and condition.get("reason") == "SchedulingGated":
            return "SchedulingGated"
    return status.get("reason") or status.get("phase") or ""


def _walk_init_containers(status: Object, sidecar_names: set[Any], count: int, walk: _Walk) -> tuple[bool, _Walk]:
    """Stop at the first init container that holds the pod up; return whether one does, and the sidecars' restarts."""
    sidecars = _Walk("")
    for index, container in enumerate(status.get("initContainerStatuses") or ()):
        walk.count_restarts(container)
        is_sidecar = container.get("name") in sidecar_names
        if is_sidecar:
            sidecars.count_restarts(container)
        state = container.get("state") or _NOTHING
        terminated = state.get("terminated")
        if terminated is not None and not terminated.get("exitCode"):
            continue
        if is_sidecar and container.get("started"):
            walk.ready += bool(container.get("ready"))
            continue
        walk.status = "Init:" + _init_reason(state, index, count)
        return True, sidecars
    return False, sidecars


def _init_reason(state: Object, index: int, count: int) -> str:
    if state.get("terminated") is not None:
        return _terminated_reason(state["terminated"])
    reason = (state.get("waiting") or _NOTHING).get("reason")
    return reason if reason and reason != "PodInitializing" else f"{index}/{count}"


def _terminated_reason(terminated: Object) -> str:
    if terminated.get("reason"):
        return str(terminated["reason"])
    if terminated.get("signal"):
        return f"Signal:{terminated['signal']}"
    return f"ExitCode:{terminated.get('exitCode') or 0}"


def _walk_containers(pod: Object, status: Object, walk: _Walk) -> None:
    """From the last container to the first, so that the first one with something to say has the last word."""
    for container in reversed(status.get("containerStatuses") or ()):
        walk.count_restarts(container)
        state = container.get("state") or _NOTHING
        waiting, terminated = state.get("waiting"), state.get("terminated")
        if waiting and waiting.get("reason"):
            walk.status = waiting["reason"]
        elif terminated is not None:
            walk.status = _terminated_reason(terminated)
            if terminated.get("exitCode"):
                walk.error_status = walk.status
        elif container.get("ready") and state.get("running") is not None:
            walk.has_running = True
            walk.ready += 1
    if walk.status == "Completed":
        walk.status = _status_beside_completed(pod, walk)


def _status_beside_completed(pod: Object, walk: _Walk) -> str:
    if walk.has_running and has_condition(pod, "Ready"):
        return "Running"
    if walk.error_status:
        return walk.error_status
    return "NotReady" if walk.has_running else "Completed"


def _after_deletion(meta: Object, status: Object, text: str) -> str:
    if not meta.get("deletionTimestamp"):
        return text
    if status.get("reason") == "NodeLost":
        return "Unknown"
    return text if status.get("phase") in ("Succeeded", "Failed") else "Terminating"
