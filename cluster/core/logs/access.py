"""Access logs: what web servers write of the kubelet's probes."""

from collections.abc import Iterator
from typing import NamedTuple

from cluster.core import containers, http_answers, times
from cluster.core.controllers.kubelet.outcomes import port_of
from cluster.core.images import Behaviour, InvalidImageName
from cluster.core.kinds import Object
from cluster.core.logs.applications import Line, Writer
from cluster.core.logs.runs import Run
from cluster.core.state import State

KEPT = 1000
"""Probes that are told of, the latest ones."""
ACCESS_LOGS = frozenset({"nginx", "nginx-slim", "httpd", "hpa-example"})
FIRST_MS = 100
"""From the start of a container to its first probe."""


class Asked(NamedTuple):
    """A container whose program writes of what it is asked."""

    state: State
    pod: Object
    container: Object
    program: Behaviour
    writer: Writer


def probes(state: State, pod: Object, container: Object, run: Run, end: int, shift: int) -> Iterator[Line]:
    """The access log's lines about probes over HTTP, in order; programs that keep no such log have none."""
    name = http_answers.program(container["image"])
    wanted = [
        container[field] for field in ("readinessProbe", "livenessProbe") if "httpGet" in container.get(field, ())
    ]
    if name not in ACCESS_LOGS or not wanted:
        return iter(())
    try:
        program = containers.program_of(state, container)
    except InvalidImageName:
        return iter(())
    asked = Asked(state, pod, container, program, Writer(container, program, shift))
    found = sorted(
        line
        for probe in wanted
        if containers.opens(program, container, port_of(container, probe["httpGet"]["port"]))
        for line in _asked(asked, probe, run.began, end)
    )
    return iter(found)


def _asked(asked: Asked, probe: Object, began: int, end: int) -> Iterator[Line]:
    period = (probe.get("periodSeconds") or 10) * times.SECOND
    first = began + FIRST_MS + (probe.get("initialDelaySeconds") or 0) * times.SECOND
    while first < began + asked.program.boot_ms:
        first += period
    path = probe["httpGet"].get("path") or "/"
    status, body = containers.page(asked.state, asked.pod, asked.container, asked.program, path)
    ip = str((asked.pod.get("status") or {}).get("podIP") or "10.244.0.2")
    size = 615 if status == 200 else len(body)
    rounds = (end - first) // period
    for number in range(max(0, rounds + 1 - KEPT), rounds + 1):
        at = first + number * period
        head = f"{ip.rpartition('.')[0]}.1 - - [{asked.writer.time(at, '%d/%b/%Y:%H:%M:%S +0000')}]"
        yield Line(at, f'{head} "GET {path} HTTP/1.1" {status} {size} "-" "kube-probe/1.36" "-"')
