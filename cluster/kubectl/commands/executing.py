"""Commands inside containers: the simulated shell of the core, with chunks shown as their moments come.

Upstream: `kubectl/pkg/cmd/exec/exec.go`.
"""

from cluster import store
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.core.shell import Command, Session, enter
from cluster.core.shell.images import family_of
from cluster.kubectl.commands.command import Call
from cluster.kubectl.errors import ApiRefused, Exit, KubectlError, Stopped
from cluster.kubectl.infos import Info

NO_TERMINAL = "Unable to use a TTY - input is not a terminal or the right kind of file\n"
FOR_EVER = 7 * 24 * 3600.0
"""Seconds: a week."""
FILTERS = frozenset({"cat", "tee", "wc", "grep", "sort", "uniq", "tr", "sed", "awk", "head", "tail", "xargs"})
SHELLS = ("sh", "bash", "ash", "/bin/sh", "/bin/bash", "/bin/ash")


def container_of(pod: Object, name: str) -> Object:
    """The container that is meant. Raises KubectlError."""
    spec = pod.get("spec") or {}
    containers = [*(spec.get("containers") or []), *(spec.get("initContainers") or [])]
    found = next((one for one in containers if one.get("name") == name), None)
    if found is None:
        raise ApiRefused({
            "reason": "BadRequest",
            "message": f"container {name} is not valid for pod {pod['metadata']['name']}",
        })  # fmt: skip
    return found


def _running(call: Call, info: Info, name: str) -> tuple[store.Held, Object, Object]:
    held = call.session.vantage.held()
    pod = held.state.get("Pod", info.namespace, info.name)
    if pod is None:
        raise ApiRefused({"reason": "NotFound", "message": f"pods {quote(info.name)} not found"})
    phase = (pod.get("status") or {}).get("phase")
    if phase in {"Succeeded", "Failed"}:
        raise KubectlError(f"cannot exec into a container in a completed pod; current phase is {phase}")
    container = container_of(pod, name)
    statuses = (pod.get("status") or {}).get("containerStatuses") or []
    state = next((one.get("state") or {} for one in statuses if one.get("name") == name), {})
    if "running" not in state:
        why = f"unable to upgrade connection: container not found ({quote(name)})"
        raise KubectlError(f"error: Internal error occurred: {why}" if not pod["spec"].get("nodeName") else why)
    return held, pod, container


def execute(call: Call, info: Info, name: str, words: list[str], stdin: str) -> int:
    """Run a command, its output as it comes. Its exit code. Raises KubectlError, Exit, Stopped."""
    held, pod, container = _running(call, info, name)
    now = held.clock.at(store.wall_now())
    command = Command(enter(held.state, pod, container, now), words, stdin)
    if command.failure:
        raise Exit(command.exit, f"error: Internal error occurred: {command.failure}\n")
    begun = call.session.monotonic()
    for chunk in command:
        _until(call, begun + getattr(chunk, "at", 0) / 1000 / held.clock.speed)
        (call.out if chunk.stream == 1 else call.err)(chunk.text)
    while command.endless:
        _until(call, call.session.monotonic() + 60)
    _until(call, begun + command.took / 1000 / held.clock.speed)
    if command.exit:
        raise Exit(command.exit, f"command terminated with exit code {command.exit}\n")
    return 0


def _until(call: Call, moment: float) -> None:
    while (left := moment - call.session.monotonic()) > 0:
        if call.session.stopped.is_set():
            raise Stopped
        call.session.wait(min(left, 0.2))


def shell_of(call: Call, pod: Object) -> str:
    """The name of the pod's only container when it runs a shell that waits for input, '' otherwise."""
    container = pod["spec"]["containers"][0]
    words = words_of(container) or [family_of(container["image"]).processes[0]]
    return str(container["name"]) if words[0] in SHELLS and len(words) == 1 else ""


def words_of(container: Object) -> list[str]:
    """What a container runs, where it is said."""
    return [*(container.get("command") or ()), *(container.get("args") or ())]


def reads(pod: Object) -> bool:
    """Whether the pod's only container runs a filter: what it writes is made of what it reads."""
    words = words_of(pod["spec"]["containers"][0])
    return bool(words) and words[0].rsplit("/", 1)[-1] in FILTERS


def filtered(call: Call, info: Info) -> int:
    """What a pod's filter makes of stdin; its exit code."""
    held = call.session.vantage.held()
    pod = held.state.get("Pod", info.namespace, info.name) or info.obj
    container = pod["spec"]["containers"][0]
    now = held.clock.at(store.wall_now())
    command = Command(enter(held.state, pod, container, now), words_of(container), call.session.stdin())
    for chunk in command:
        (call.out if chunk.stream == 1 else call.err)(chunk.text)
    return command.exit


def session(call: Call, info: Info, name: str, shell_name: str = "sh") -> int:
    """A shell that reads stdin line by line; its exit code. With `-t` in a terminal it shows a prompt."""
    held, pod, container = _running(call, info, name)
    shell = Session(held.state, pod, container, held.clock.at(store.wall_now()), name=shell_name.rsplit("/", 1)[-1])
    prompting = call["tty"] and call.session.tty
    if call["tty"] and not prompting:
        call.err(NO_TERMINAL)
    code = 0
    call.out(shell.prompt if prompting else "")
    for line in call.session.typed():
        held = call.session.vantage.held()
        result = shell.feed(line, held.state, held.clock.at(store.wall_now()))
        call.out(result.stdout)
        (call.out if call["tty"] else call.err)(result.stderr)
        code = result.exit
        if result.failure == "exit":
            break
        _until(call, call.session.monotonic() + (FOR_EVER if result.endless else result.took / 1000 / held.clock.speed))
        call.out(shell.prompt if prompting else "")
    return code
