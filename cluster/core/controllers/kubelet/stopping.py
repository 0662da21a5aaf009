"""From deleted to gone: Killing, preStop, SIGTERM, grace, SIGKILL, the last status, and the end of the object.

Upstream: `pkg/kubelet/kubelet.go` (SyncTerminatingPod), `pkg/kubelet/kuberuntime/kuberuntime_container.go`
(killContainersWithSyncResult), `pkg/kubelet/kuberuntime/kuberuntime_termination_order.go`.
"""

from cluster.core import containers, stopping_times
from cluster.core.controllers.kubelet.life import Container, Life, Note

UNKNOWN_END = {"is": "over", "code": 137, "reason": "ContainerStatusUnknown"}


def advance(life: Life) -> bool:
    """Stop a deleted pod's containers, sidecars last and in reverse order; whether all have stopped."""
    kill_at = stopping_times.kill_at(life.pod) or life.now
    if life.now < kill_at:
        life.wake(kill_at)
        return False
    grace = stopping_times.grace_of(life.pod)
    end = kill_at
    for container in life.containers + [c for c in life.inits if not is_sidecar(c)]:
        end = max(end, stop(life, container, kill_at, grace))
    for container in reversed(life.inits):
        if is_sidecar(container) and end <= life.now:
            end = max(end, stop(life, container, end, max(grace - (end - kill_at), 0)))
    if life.now < end:
        life.wake(end)
        return False
    _give_up_waiting(life)
    return True


def is_sidecar(container: Container) -> bool:
    """An init container that goes on running beside the others."""
    return container.get("restartPolicy") == "Always"


def stop(life: Life, container: Container, begun: int, grace: int) -> int:
    """Stop one container that is told so at `begun`; when it has stopped, or will have."""
    note = life.notes.get(container["name"])
    if note is None or note["is"] != "running":
        return begun
    former = {**container, "image": note["image"]} if note["image"] != container["image"] else container
    program = containers.program_of(life.state, former)
    times = stopping_times.of(program, container, begun, grace)
    life.emit_once("Normal", "Killing", f"Stopping container {container['name']}", container, begun)
    if life.now >= times.end:
        end_with(life, container, note, life.now, times.code)
    return times.end


def end_with(life: Life, container: Container, note: Note, at: int, code: int) -> None:
    """A container has stopped with an exit code."""
    how = f"has stopped with exit code {code}"
    if code == stopping_times.KILLED:
        how = "was killed, because it did not stop in time"
    over = {"is": "over", "began": note["at"], "at": at, "image": note["image"], "code": code}
    over["reason"] = "Error" if code else "Completed"
    life.change(container["name"], over, f"container {container['name']} {how}")


def _give_up_waiting(life: Life) -> None:
    """A container that never ran, or waited for another start, has an unknown end."""
    for container in life.containers:
        note = life.notes.get(container["name"])
        if note is not None and note["is"] not in {"running", "over"}:
            end = {**UNKNOWN_END, "began": life.now, "at": life.now, "image": container["image"]}
            why = f"container {container['name']} does not run and is not started any more, for the pod is to go"
            life.change(container["name"], end, why)
