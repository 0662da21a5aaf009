"""The runs of a container: the present one and, after a restart, the one before."""

from typing import Any, NamedTuple

from cluster.core import times
from cluster.core.kinds import Object

WAITING = {
    "ErrImagePull": "image can't be pulled",
    "ImagePullBackOff": "trying and failing to pull image",
}


class Run(NamedTuple):
    """From `began` to `ended` (None: it goes on), in milliseconds; `code` is its exit code; `restarts` numbers it."""

    began: int
    ended: int | None = None
    code: int = 0
    reason: str = ""
    restarts: int = 0


def note_of(pod: Object, name: str) -> dict[str, Any]:
    """The kubelet's note about a container, empty when there is none."""
    found: dict[str, Any] = ((pod.get("simulation") or {}).get("containers") or {}).get(name) or {}
    return found


def container_of(pod: Object, name: str) -> Object | None:
    """A container of a pod by its name, init containers too."""
    spec = pod["spec"]
    every = [*spec["containers"], *(spec.get("initContainers") or ()), *(spec.get("ephemeralContainers") or ())]
    return next((container for container in every if container["name"] == name), None)


def run_of(pod: Object, name: str, previous: bool = False) -> Run | None:
    """The run whose log is meant; None when it has not begun (`pkg/kubelet`, validateContainerLogStatus)."""
    note = note_of(pod, name)
    restarts = note.get("restarts", 0)
    if not previous and note.get("is") == "running":
        return Run(note["at"], restarts=restarts)
    if not previous and note.get("is") == "over":
        return Run(note["began"], note["at"], note["code"], note["reason"], restarts)
    last = note.get("last")
    if not last:
        return None
    began, ended = times.to_ms(last["startedAt"]), times.to_ms(last["finishedAt"])
    return Run(began, ended, last["exitCode"], last["reason"], max(restarts - 1, 0))


def refusal(pod: Object, name: str, previous: bool = False) -> str:
    """Why a container has no log, in the kubelet's words; '' when it has one."""
    if run_of(pod, name, previous) is not None:
        return ""
    pod_name = pod["metadata"]["name"]
    if previous:
        return f'previous terminated container "{name}" in pod "{pod_name}" not found'
    statuses = [
        status
        for field in ("containerStatuses", "initContainerStatuses")
        for status in (pod.get("status") or {}).get(field) or ()
        if status["name"] == name
    ]
    waiting = (statuses[0].get("state") or {}).get("waiting") if statuses else None
    where = f'container "{name}" in pod "{pod_name}" is waiting to start'
    if not waiting or not waiting.get("reason"):
        return f"{where} - no logs yet"
    return f"{where}: {WAITING.get(waiting['reason'], waiting['reason'])}"
