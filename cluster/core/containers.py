"""What runs in a container, and what it answers at a moment: asked by kubelets for probes, by clients for traffic."""

from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import zip_longest
from typing import Any, Literal, NamedTuple

from cluster.core import environment, images, stopping_times
from cluster.core.images import Behaviour, shell
from cluster.core.kinds import Object
from cluster.core.state import State

Container = dict[str, Any]
PORTS = {"serve-hostname": 9376, "guestbook": 80}
"""Where programs of agnhost listen that do not listen on 8080."""
MOST_LAYERS = 10
"""Images built upon each other, at most; more of them are as good as a circle."""
GENERATOR = "logs-generator"
BARE_SHELLS = frozenset({("sh",), ("bash",), ("/bin/sh",), ("/bin/bash",)})
"""With `stdin: true` these wait for somebody to type, as does the shell that an image starts by itself."""


class Answer(NamedTuple):
    """What became of a request: `status`, `body`, the image's tag as `version`.

    refused: nobody listens on the port. timeout: the machine does not react at all.
    """

    outcome: Literal["answered", "refused", "timeout"]
    status: int = 0
    body: str = ""
    version: str = ""


def image_behaviour(state: State, reference: str) -> Behaviour:
    """How an image behaves in this cluster. Raises InvalidImageName.

    All questions about images pass here, so that images built by a learner are found in the state.
    """
    built = built_images(state)
    if not built:
        return images.behaviour(reference)
    return _built_behaviour(built, reference, MOST_LAYERS)


def built_images(state: State) -> dict[str, dict[str, Any]]:
    """What was built in this cluster, by full reference: `{base, command, env, ports}` (see `hand_containers`)."""
    home = state.get("Namespace", "", "kube-system")
    found: dict[str, dict[str, Any]] = ((home or {}).get("simulation") or {}).get("images") or {}
    return found


def _built_behaviour(built: dict[str, dict[str, Any]], reference: str, layers: int) -> Behaviour:
    image = images.parse(reference)
    made = built.get(image.canonical)
    if made is None or not layers:
        return images.behaviour(reference)
    base = _built_behaviour(built, made["base"], layers - 1)
    if made.get("command"):
        base = _with_command(base, tuple(made["command"]), ())
    ports = tuple(made.get("ports") or ()) or base.ports
    needs_env = () if set(base.needs_env) & set(made.get("env") or ()) else base.needs_env
    return replace(base, version=image.tag, ports=ports, needs_env=needs_env, pull_error="")


def program_of(state: State, container: Container) -> Behaviour:
    """How a container behaves: its image, changed by `command` and `args`. Raises InvalidImageName."""
    base = image_behaviour(state, container["image"])
    command, args = tuple(container.get("command") or ()), tuple(container.get("args") or ())
    program = _with_command(base, command, args) if command or args else base
    waits = container.get("stdin") and (command + args in BARE_SHELLS or (program is base and base.exits_ms == 0))
    return replace(program, exits_ms=None) if waits else program


@lru_cache(maxsize=1024)
def _with_command(base: Behaviour, command: tuple[str, ...], args: tuple[str, ...]) -> Behaviour:
    words = command + args
    base = _with_flags(base, words)
    if not command and words[0].startswith("-"):
        return base
    run = shell.run(words)
    if run.program_ms is None:
        return _script(base, run)
    if base.exits_ms == 0:
        base = replace(base, exits_ms=None, serves=True)
    return replace(base, boot_ms=base.boot_ms + run.program_ms, files=run.files)


def _script(base: Behaviour, run: shell.Run) -> Behaviour:
    """A shell or a `sleep` as process 1 does not react to SIGTERM, unless it sets a trap."""
    made = replace(base, serves=False, boot_ms=0, files=run.files, stop_ms=0 if run.handles_term else None)
    if base.exits_ms and (run.exits_ms is None or base.exits_ms < run.exits_ms):
        return made
    return replace(made, exits_ms=run.exits_ms, exit_code=run.code)


def _with_flags(base: Behaviour, words: tuple[str, ...]) -> Behaviour:
    """`--http-port 8080`, `-listen=:5678` and `-text=hello`, as the images made for trying things out take them."""
    if not base.port_flags:
        return base
    known = next((port for name, port in PORTS.items() if name in words), None)
    base = replace(base, ports=(known,)) if known else base
    for flag, value in flags(words).items():
        if flag in base.port_flags and value.rpartition(":")[2].isdecimal():
            base = replace(base, ports=(int(value.rpartition(":")[2]),))
        elif flag == "-text":
            base = replace(base, body=value)
    if GENERATOR in words:
        return replace(base, serves=False, exits_ms=generated(words).lasts_ms)
    return replace(base, serves="pause" not in words)


def flags(words: Sequence[str]) -> dict[str, str]:
    """The values of options, written as `--name=value` or as two words."""
    found: dict[str, str] = {}
    for word, following in zip_longest(words, words[1:], fillvalue=""):
        flag, equals, value = word.partition("=")
        if flag.startswith("-"):
            found[flag] = value if equals else following
    return found


class Generated(NamedTuple):
    """So many lines in so many milliseconds."""

    lines: int
    lasts_ms: int


def generated(words: tuple[str, ...]) -> Generated:
    """What `agnhost logs-generator` is asked for (`test/images/agnhost/logs-generator/logs_generator.go`)."""
    asked = flags(words)
    lines, lasts = asked.get("--log-lines-total", ""), asked.get("--run-duration", "")
    seconds = lasts.removesuffix("s")
    return Generated(int(lines) if lines.isdecimal() else 0, int(seconds) * 1000 if seconds.isdecimal() else 0)


def ask(state: State, pod: Object, port: int, path: str, now: int) -> Answer:
    """What a pod answers to `GET path` on a port at `now` (milliseconds): its containers share one network."""
    answer = Answer("refused")
    for container in [*pod["spec"]["containers"], *(pod["spec"].get("initContainers") or ())]:
        answer = answers(state, pod, container, port, path, now)
        if answer.outcome != "refused":
            break
    return answer


def answers(state: State, pod: Object, container: Container, port: int, path: str, now: int) -> Answer:
    """What a container answers to `GET path` on a port at `now` (milliseconds); the pod is one of `state`."""
    node = state.get("Node", "", pod["spec"].get("nodeName") or "")
    if node is None or "silent_since" in (node.get("simulation") or {}):
        return Answer("timeout")
    if not is_listening(state, pod, container, port, now):
        return Answer("refused")
    program = program_of(state, container)
    status, body = page(state, pod, container, program, path)
    return Answer("answered", status, body, program.version)


def is_listening(state: State, pod: Object, container: Container, port: int, now: int) -> bool:
    """Whether the container's program accepts connections on the port at `now`.

    It does from its boot until it gets SIGTERM; one that ignores SIGTERM goes on until it is killed.
    """
    note = ((pod.get("simulation") or {}).get("containers") or {}).get(container["name"])
    if note is None or note["is"] != "running":
        return False
    program = program_of(state, container)
    if not opens(program, container, port) or now < note["at"] + program.boot_ms:
        return False
    stop = stopping_times.of_pod(pod, container, program)
    if stop is None:
        return True
    return now < (stop.end if program.stop_ms is None else stop.term)


def opens(program: Behaviour, container: Container, port: int) -> bool:
    """Whether the program listens on this port, once it has booted."""
    if not program.serves:
        return False
    if program.ports:
        return port in program.ports
    declared = container.get("ports")
    return not declared or any(entry["containerPort"] == port for entry in declared)


def page(state: State, pod: Object, container: Container, program: Behaviour, path: str) -> tuple[int, str]:
    """Status and body for a path, apart from all questions of being reachable."""
    if program.fails:
        return 500, "internal server error"
    if not program.pages:
        return 200, program.body
    wanted = path.partition("?")[0] or "/"
    found = next((one for one in program.pages if one.path == wanted), None)
    if found is None:
        return 404, "404 page not found"
    if (
        found.needs_host
        and program.needs_host
        and not environment.is_reachable(state, pod, container, program.needs_host)
    ):
        return 500, f"{environment.host_of(state, pod, container, program.needs_host)} cannot be reached"
    return found.status, found.body


def depends_on_others(program: Behaviour, path: str) -> bool:
    """Whether what is answered on a path may change without anything happening to the container."""
    wanted = path.partition("?")[0] or "/"
    return any(one.needs_host and one.path == wanted for one in program.pages)
