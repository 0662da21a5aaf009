"""What a probe would find in a container, as a timeline: from when on it succeeds or fails, and with which words.

Upstream: `pkg/kubelet/prober/prober.go` (runProbe), `pkg/probe/{http,tcp,exec,grpc}`.
"""

from typing import Any, NamedTuple

from cluster.core import containers
from cluster.core.controllers.kubelet.life import Container, Life
from cluster.core.controllers.kubelet.status import host_ip
from cluster.core.images import Behaviour, shell

Probe = dict[str, Any]
NETWORK = ("httpGet", "tcpSocket", "grpc")


class Outcome(NamedTuple):
    """From `since` (milliseconds) on the probe succeeds (no `message`) or fails; `errored`: there is no such port."""

    since: int
    message: str
    errored: bool = False


def timeline(life: Life, container: Container, program: Behaviour, probe: Probe, start: int) -> list[Outcome]:
    """What a probe finds from the container's start on, in order of time."""
    if "exec" in probe:
        return _exec(container, program, probe, start)
    wanted = next(iter(handler["port"] for field in NETWORK if (handler := probe.get(field))))
    if not port_of(container, wanted):
        return [Outcome(start, f'strconv.Atoi: parsing "{wanted}": invalid syntax', True)]
    boot = start + program.boot_ms
    refused, answer = _network(life, container, program, probe)
    return [Outcome(start, refused), Outcome(boot, answer)] if program.boot_ms else [Outcome(start, answer)]


def is_dependent(program: Behaviour, probe: Probe) -> bool:
    """Whether the outcome may change without anything happening to the container."""
    return "httpGet" in probe and containers.depends_on_others(program, probe["httpGet"].get("path") or "/")


def port_of(container: Container, port: int | str) -> int:
    """A probe's port by number or name; 0 for a name that the container does not have."""
    if isinstance(port, int):
        return port
    if port.isdecimal():
        return int(port)
    return next((int(p["containerPort"]) for p in container.get("ports") or () if p.get("name") == port), 0)


def _network(life: Life, container: Container, program: Behaviour, probe: Probe) -> tuple[str, str]:
    """(complaint while nobody listens, complaint afterwards) of the three kinds of probe that use the network."""
    ip = life.simulation.get("ip") or host_ip(life)
    if "httpGet" in probe:
        return _http(life, container, program, probe, ip)
    if "tcpSocket" in probe:
        port = port_of(container, probe["tcpSocket"]["port"])
        refused = f"dial tcp {ip}:{port}: connect: connection refused"
    else:
        port = port_of(container, probe["grpc"]["port"])
        refused = (
            f'timeout: failed to connect service "{ip}:{port}" within {probe.get("timeoutSeconds") or 1}s: '
            "context deadline exceeded"
        )
    return refused, "" if containers.opens(program, container, port) else refused


def _http(life: Life, container: Container, program: Behaviour, probe: Probe, ip: str) -> tuple[str, str]:
    get = probe["httpGet"]
    port = port_of(container, get["port"])
    path = get.get("path") or "/"
    host = f"{get.get('host') or ip}:{port}"
    url = f"{(get.get('scheme') or 'HTTP').lower()}://{host}/{path.removeprefix('/')}"
    refused = f'Get "{url}": dial tcp {host}: connect: connection refused'
    if not containers.opens(program, container, port):
        return refused, refused
    if program.answer_ms > (probe.get("timeoutSeconds") or 1) * 1000:
        return refused, f'Get "{url}": context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
    status, _ = containers.page(life.state, life.pod, container, program, path)
    return refused, "" if 200 <= status < 400 else f"HTTP probe failed with statuscode: {status}"


def _exec(container: Container, program: Behaviour, probe: Probe, start: int) -> list[Outcome]:
    """The command is run with the files that the container has by then; tools of the image ask its program."""
    words = tuple(probe["exec"].get("command") or ())
    moments = sorted({0, program.boot_ms, *(change.at for change in program.files)})
    timeout = (probe.get("timeoutSeconds") or 1) * 1000
    return [Outcome(start + at, _run(words, _files(program, at), at >= program.boot_ms, timeout)) for at in moments]


def _files(program: Behaviour, at: int) -> frozenset[str]:
    present: set[str] = set()
    for change in program.files:
        if change.at <= at:
            present = present | {change.path} if change.present else present - {change.path}
    return frozenset(present)


def _run(words: tuple[str, ...], files: frozenset[str], booted: bool, timeout: int) -> str:
    run = shell.run(words, files)
    if run.program_ms is not None:
        return "" if booted else f"{words[-1]}: not ready"
    if run.exits_ms is None or run.exits_ms > timeout:
        return f'command timed out: "{" ".join(words)}" timed out after {timeout // 1000}s'
    if run.code == 0:
        return ""
    return run.output or f"command terminated with exit code {run.code}"


__all__ = ["Outcome", "is_dependent", "port_of", "timeline"]
