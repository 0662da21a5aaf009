"""From deleted to gone: Killing, SIGTERM, grace, SIGKILL, the last status, and the end of the object.

Upstream: `pkg/kubelet/kuberuntime/kuberuntime_container.go` (killContainer), `pkg/kubelet/pod_workers.go`.
"""

from cluster.core import deletion, times
from cluster.core.controllers.kubelet.life import Container, Life
from cluster.core.images import behaviour

REACTION_MS = 200
"""From a deletionTimestamp in storage to the first signal."""
KILLED = 137


def advance(life: Life) -> None:
    """Stop all containers, then let the pod go."""
    metadata = life.pod["metadata"]
    grace = int(metadata.get("deletionGracePeriodSeconds") or 0) * times.SECOND
    begun = life.simulation.get("deleted") or times.to_ms(metadata["deletionTimestamp"]) - grace
    kill_at = begun + REACTION_MS
    if life.now < kill_at:
        life.wake(kill_at)
        return
    last = kill_at
    for container in [*life.containers, *life.inits]:
        note = life.notes.get(container["name"])
        if note and note["is"] == "running":
            end, code = end_of(container, kill_at, grace)
            last = max(last, end)
            _say_killing(life, container, kill_at)
            if life.now >= end:
                over = {"is": "over", "began": note["at"], "at": end, "code": code}
                over["reason"] = "Error" if code else "Completed"
                life.change(container["name"], over, f"container {container['name']} has stopped with exit code {code}")
    if life.now < last:
        life.wake(last)
        return
    life.simulation["stopped"] = life.now
    life.changed = True


def end_of(container: Container, kill_at: int, grace: int) -> tuple[int, int]:
    """When a container asked at `kill_at` has stopped, and with which exit code."""
    program = behaviour(container["image"])
    if program.stop_ms is None or program.stop_ms > grace:
        return kill_at + max(grace, 0), KILLED
    return kill_at + program.stop_ms, program.stop_code


def _say_killing(life: Life, container: Container, since: int) -> None:
    message = f"Stopping container {container['name']}"
    if not life.said("Killing", message, since):
        life.emit("Normal", "Killing", message, container)


def farewell(life: Life) -> bool:
    """Whether the pod may go now."""
    return "stopped" in life.simulation


__all__ = ["advance", "deletion", "end_of", "farewell"]
