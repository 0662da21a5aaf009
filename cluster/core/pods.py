"""What is true of a pod: readiness, availability, activity, what it asks for."""

from cluster.core import times
from cluster.core.kinds import Object

TERMINAL = frozenset({"Succeeded", "Failed"})


def phase_of(pod: Object) -> str:
    """`status.phase`, '' when there is none yet."""
    return str((pod.get("status") or {}).get("phase") or "")


def node_of(pod: Object) -> str:
    """`spec.nodeName`, '' while unbound."""
    return str(pod["spec"].get("nodeName") or "")


def is_terminal(pod: Object) -> bool:
    """Whether the pod has Succeeded or Failed (`pkg/api/v1/pod/util.go`, IsPodTerminal)."""
    return phase_of(pod) in TERMINAL


def is_active(pod: Object) -> bool:
    """Neither finished nor being deleted (`pkg/controller/controller_utils.go`, IsPodActive)."""
    return phase_of(pod) not in TERMINAL and not pod["metadata"].get("deletionTimestamp")


def is_terminating(pod: Object) -> bool:
    """Being deleted and not finished (`pkg/controller/controller_utils.go`, IsPodTerminating)."""
    return phase_of(pod) not in TERMINAL and bool(pod["metadata"].get("deletionTimestamp"))


def ready_since(pod: Object) -> int | None:
    """The moment (milliseconds) since which condition Ready is True; None when it is not; 0 when it has no time."""
    for condition in (pod.get("status") or {}).get("conditions") or ():
        if condition.get("type") == "Ready":
            if condition.get("status") != "True":
                return None
            moment = condition.get("lastTransitionTime")
            return times.to_ms(moment) if moment else 0
    return None


def is_ready(pod: Object) -> bool:
    """Condition Ready is True (`pkg/api/v1/pod/util.go`, IsPodReady)."""
    return ready_since(pod) is not None


def available_at(pod: Object, min_ready_seconds: int) -> int | None:
    """The moment (milliseconds) from which a ready pod counts as available; None while it is not ready.

    Ready since 12:00:00 and minReadySeconds 3 -> 12:00:03 (`pkg/api/v1/pod/util.go`, IsPodAvailable). With
    minReadySeconds but no time of becoming ready it never does.
    """
    since = ready_since(pod)
    if since is None:
        return None
    if not min_ready_seconds:
        return since
    return since + min_ready_seconds * times.SECOND if since else None


def is_available(pod: Object, min_ready_seconds: int, now: int) -> bool:
    """Ready for at least minReadySeconds; exactly equal counts (`pkg/api/v1/pod/util.go`, IsPodAvailable)."""
    moment = available_at(pod, min_ready_seconds)
    return moment is not None and moment <= now
