"""The phases of a pod as the timeline draws them, and as what a pod in each of them counts."""

from cluster.core.kinds import Object
from cluster.core.pod_status import pod_summary
from cluster.core.pods import is_ready, node_of, phase_of
from cluster.core.timeline.values import NOTHING, Standing

_THERE: Standing = (1, 0, 0, 0)
PHASES: dict[str, Standing] = {
    "pending": _THERE,
    "starting": _THERE,
    "running": _THERE,
    "broken": _THERE,
    "ready": (1, 1, 0, 0),
    "available": (1, 1, 1, 0),
    "terminating": (0, 0, 0, 1),
    "finished": NOTHING,
    "failed": NOTHING,
    "": NOTHING,
}
"""`pending`: no node yet; `running`: not ready; `ready`: not available yet; `broken`: its containers do not start."""


def phase_at(pod: Object) -> str:
    """The phase of a pod that is there. Whether one that is ready is available as well, time decides."""
    if phase_of(pod) in {"Succeeded", "Failed"}:
        return "finished" if phase_of(pod) == "Succeeded" else "failed"
    if pod["metadata"].get("deletionTimestamp"):
        return "terminating"
    if is_ready(pod):
        return "ready"
    status = pod_summary(pod).status
    if status in {"Error", "OOMKilled", "InvalidImageName"} or "BackOff" in status or "Err" in status:
        return "broken"
    if phase_of(pod) == "Running":
        return "running"
    return "starting" if node_of(pod) else "pending"
