"""A container that runs: is it ready, does it end, must it be stopped; and what follows when it is over.

Upstream: `pkg/kubelet/kuberuntime/kuberuntime_manager.go` (computePodActions, doBackOff),
`client-go/util/flowcontrol/backoff.go`.
"""

from cluster.core import containers, durations, environment, quantity, stopping_times, times
from cluster.core.controllers.kubelet import commands, probing, starting, status
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.images import Behaviour

RELIST_MS = 1000
"""The kubelet looks once a second at what runs: it sees an end that late, and never sees ready what ends sooner."""
FIRST_BACKOFF_MS, MAX_BACKOFF_MS = 10_000, 300_000
OUT_OF_MEMORY_MS = 500
UNSET_ENV_MS = 300
KILLED = stopping_times.KILLED


def watch(life: Life, container: Container, note: Note) -> Note:
    """Look at a running container; its note afterwards."""
    if note["image"] != container["image"]:
        return _redefined(life, container, note)
    program = containers.program_of(life.state, container)
    verdict = probing.Verdict(True, True)
    if probing.has_probes(container):
        verdict = probing.look(life, container, program, note)
    end, code, reason = ending(life, container, program, note["at"])
    if verdict.killed_at is not None and (end is None or verdict.killed_at < end):
        return _condemned(life, container, program, note, verdict)
    if end is not None and life.now >= end:
        why = f"container {container['name']} has ended with exit code {code} ({reason})"
        return _over(life, container, note, {"at": end, "code": code, "reason": reason, "next": end + RELIST_MS}, why)
    if end is not None:
        life.wake(end)
        if end - note["at"] < RELIST_MS:
            verdict = verdict._replace(ready=False)
    if life.is_plain_init(container):
        verdict = verdict._replace(ready=False)
    return _shown(life, container, note, verdict)


def ending(life: Life, container: Container, program: Behaviour, start: int) -> tuple[int | None, int, str]:
    """When a container ends by itself (None: never), with which exit code and reason."""
    if program.memory and _is_over_limit(container, program):
        return start + OUT_OF_MEMORY_MS, KILLED, "OOMKilled"
    if program.needs_env and not environment.names(life.state, life.pod, container) & set(program.needs_env):
        return start + UNSET_ENV_MS, 1, "Error"
    carried_out = commands.ending(life, container, start)
    if carried_out is not None:
        return carried_out
    if program.exits_ms is None:
        return None, 0, ""
    return start + program.exits_ms, program.exit_code, "Error" if program.exit_code else "Completed"


def _is_over_limit(container: Container, program: Behaviour) -> bool:
    limit = ((container.get("resources") or {}).get("limits") or {}).get("memory")
    return limit is not None and program.memory > quantity.parse(limit).value


def _shown(life: Life, container: Container, note: Note, verdict: probing.Verdict) -> Note:
    """What the probes say becomes visible when it differs from what was said before."""
    before = note.get("started", False), note.get("ready", False)
    if before == (verdict.started, verdict.ready):
        return note
    name = container["name"]
    why = ""
    if verdict.ready != before[1]:
        if "readinessProbe" not in container:
            why = f"container {name} has no readiness probe, so it counts as ready" if verdict.ready else ""
        else:
            why = (
                f"container {name} is ready: its readiness probe succeeds"
                if verdict.ready
                else (f"container {name} is not ready: its readiness probe fails")
            )
    elif verdict.started and "startupProbe" in container:
        why = f"container {name} has started: its startup probe succeeds"
    return life.change(name, {**note, "started": verdict.started, "ready": verdict.ready}, why)


def _condemned(life: Life, container: Container, program: Behaviour, note: Note, verdict: probing.Verdict) -> Note:
    """A failed liveness or startup probe: the container is stopped, and started again if the policy says so."""
    name, killed_at = container["name"], verdict.killed_at or life.now
    probe = container.get(f"{verdict.killer}Probe") or {}
    grace = int(probe.get("terminationGracePeriodSeconds") or 0) * times.SECOND or stopping_times.grace_of(life.pod)
    stop = stopping_times.of(program, container, killed_at, grace)
    message = f"Container {name} failed {verdict.killer} probe, will be restarted"
    life.emit_once("Normal", "Killing", message, container, killed_at)
    return _stopped(life, container, note, stop, f"its {verdict.killer} probe failed")


def _redefined(life: Life, container: Container, note: Note) -> Note:
    """Another image in the spec of a running pod: stopped, and started with the new one."""
    name = container["name"]
    if "kill" not in note:
        life.emit("Normal", "Killing", f"Container {name} definition changed, will be restarted", container)
        why = f"the image of container {name} is now {container['image']}"
        note = life.change(name, {**note, "kill": life.now}, why)
    former = {**container, "image": note["image"]}
    program = containers.program_of(life.state, former)
    stop = stopping_times.of(program, former, note["kill"], stopping_times.grace_of(life.pod))
    return _stopped(life, container, note, stop, "its definition has changed")


def grace_of(life: Life) -> int:
    """The pod's own grace in milliseconds."""
    return stopping_times.grace_of(life.pod)


def _stopped(life: Life, container: Container, note: Note, stop: stopping_times.Stop, because: str) -> Note:
    if life.now < stop.end:
        life.wake(stop.end)
        return note
    end = {"at": life.now, "code": stop.code, "reason": "Error" if stop.code else "Completed", "next": life.now}
    end["again"] = True
    return _over(life, container, note, end, f"container {container['name']} was stopped: {because}")


def _over(life: Life, container: Container, note: Note, end: Note, why: str) -> Note:
    return life.change(container["name"], {"is": "over", "began": note["at"], "image": note["image"], **end}, why)


def follow_up(life: Life, container: Container, note: Note) -> Note:
    """What follows an end: nothing, another start, or a back-off before it.

    Restarts wait 0, 10, 20, 40, 80, 160, 300, 300 ... seconds after the end; the series starts over when the container
    has ended more than 600 s after its last start of the series, that is, when it ran that long.
    """
    if not status.is_restarted(life, container, note):
        return note
    if life.now < note["next"]:
        life.wake(note["next"])
        return note
    finished, since = note["at"], note.get("backoff_at")
    expired = since is None or finished - since > 2 * MAX_BACKOFF_MS
    last = status.terminated(life, container["name"], note)
    if not expired and life.now < finished + note["backoff"]:
        return _loop(life, container, note, last)
    backoff = FIRST_BACKOFF_MS if expired else min(2 * note["backoff"], MAX_BACKOFF_MS)
    life.notes[container["name"]] = {**note, "last": last, "backoff": backoff, "backoff_at": life.now}
    return starting.begin(life, container, life.now)


def _loop(life: Life, container: Container, note: Note, last: Note) -> Note:
    name, metadata = container["name"], life.pod["metadata"]
    pod = f"{metadata['name']}_{metadata['namespace']}({metadata['uid']})"
    wait = durations.go_duration(note["backoff"])
    life.emit("Warning", "BackOff", f"Back-off restarting failed container {name} in pod {pod}", container)
    message = f"back-off {wait} restarting failed container={name} pod={pod}"
    looping = {"is": "looping", "reason": "CrashLoopBackOff", "message": message, "last": last}
    looping["at"] = note["at"] + note["backoff"]
    return life.change(name, looping, f"container {name} keeps ending, so it waits {wait} before the next start")


def wait_out(life: Life, container: Container, note: Note) -> Note:
    """Start a container again whose back-off is over."""
    if life.now < note["at"]:
        life.wake(note["at"])
        return note
    backoff = min(2 * note["backoff"], MAX_BACKOFF_MS)
    life.notes[container["name"]] = {**note, "backoff": backoff, "backoff_at": life.now}
    return starting.begin(life, container, life.now)
