"""Startup, readiness and liveness probes, computed instead of run: when the verdict flips, and which failures are told.

A probe's moments are `first + k * period`; between them nothing happens, and a healthy container needs no look at all.
Upstream: `pkg/kubelet/prober/worker.go` (doProbe), `pkg/kubelet/prober/prober.go` (probe).
"""

from typing import NamedTuple

from cluster.core import times
from cluster.core.controllers.kubelet.life import Container, Life, Note
from cluster.core.controllers.kubelet.outcomes import Outcome, Probe, is_dependent, timeline
from cluster.core.images import Behaviour

KINDS = {"startupProbe": "Startup", "readinessProbe": "Readiness", "livenessProbe": "Liveness"}
DEADLY = frozenset({"startupProbe", "livenessProbe"})


class Verdict(NamedTuple):
    """What the probes say now: `killed_at` and `killer` (startup, liveness) when they have condemned the container."""

    started: bool
    ready: bool
    killed_at: int | None = None
    killer: str = ""


class Flip(NamedTuple):
    """At `at` (milliseconds) the verdict becomes `ok`, after so many probes in a row."""

    at: int
    ok: bool


def has_probes(container: Container) -> bool:
    """Whether anything is to be probed."""
    return "readinessProbe" in container or "livenessProbe" in container or "startupProbe" in container


def flips(probe: Probe, first: int, outcomes: list[Outcome], initial: bool | None) -> list[Flip]:
    """When the verdict changes, for a probe whose first moment is `first`.

    Period 10 s, failureThreshold 3, failing from 25 s on, first at 0: successes at 0, 10, 20, failures at 30, 40, 50 ->
    flips to False at 50 s.
    """
    period = (probe.get("periodSeconds") or 10) * times.SECOND
    verdict, run, last, k = initial, 0, True, 0
    found: list[Flip] = []
    for position, outcome in enumerate(outcomes):
        ok = not outcome.message
        end = outcomes[position + 1].since if position + 1 < len(outcomes) else None
        count = None if end is None else max(0, -(-(end - first) // period) - k)
        if count == 0:
            continue
        run = run if ok is last else 0
        threshold = (probe.get("successThreshold") or 1) if ok else (probe.get("failureThreshold") or 3)
        missing = max(threshold - run, 1)
        if verdict is not ok and (count is None or count >= missing):
            found.append(Flip(first + (k + missing - 1) * period, ok))
            verdict = ok
        last, run, k = ok, run + (count or 0), k + (count or 0)
    return found


def look(life: Life, container: Container, program: Behaviour, note: Note) -> Verdict:
    """What the probes of a running container say now; tells of failures, and asks to be woken for what will change."""
    start = note["at"]
    first_start = start
    if "startupProbe" in container:
        found = _follow(life, container, program, "startupProbe", start, start)
        if found and not found[0].ok:
            return Verdict(False, False, found[0].at, "startup")
        if not found:
            return Verdict(False, False)
        first_start = found[0].at
    ready, killed_at = True, None
    if "readinessProbe" in container:
        passed = _follow(life, container, program, "readinessProbe", start, first_start)
        ready = bool(passed) and passed[-1].ok
    if "livenessProbe" in container and not life.deleting:
        passed = _follow(life, container, program, "livenessProbe", start, first_start)
        killed_at = next((flip.at for flip in passed if not flip.ok), None)
    return Verdict(True, ready, killed_at, "liveness" if killed_at is not None else "")


def _follow(
    life: Life, container: Container, program: Behaviour, field: str, start: int, not_before: int
) -> list[Flip]:
    """The flips of one probe up to now."""
    probe = container[field]
    outcomes = timeline(life, container, program, probe, start)
    first = _first(probe, start, not_before)
    every = flips(probe, first, outcomes, field == "livenessProbe" or None)
    passed = [flip for flip in every if flip.at <= life.now]
    condemned = field in DEADLY and any(not flip.ok for flip in passed)
    settled = field == "startupProbe" and bool(passed)
    _report(life, container, field, first, outcomes, passed[-1].at if condemned or settled else None)
    if condemned or settled:
        return passed
    following = next((flip.at for flip in every if flip.at > life.now), None)
    if following is not None:
        life.wake(following)
    if is_dependent(program, probe):
        life.wake(_next_moment(probe, first, life.now))
    return passed


def _first(probe: Probe, start: int, not_before: int) -> int:
    """The first moment: after the initial delay, on the probe's own beat if it has to wait for the startup probe."""
    first = start + (probe.get("initialDelaySeconds") or 0) * times.SECOND
    if first >= not_before:
        return first
    period = (probe.get("periodSeconds") or 10) * times.SECOND
    return first + -(-(not_before - first) // period) * period


def _next_moment(probe: Probe, first: int, after: int) -> int:
    if after < first:
        return first
    period = (probe.get("periodSeconds") or 10) * times.SECOND
    return first + ((after - first) // period + 1) * period


def _report(
    life: Life, container: Container, field: str, first: int, outcomes: list[Outcome], until: int | None
) -> None:
    """Tell of the latest failure up to now, once; and wake for the next one that anybody will hear of."""
    probe = container[field]
    period = (probe.get("periodSeconds") or 10) * times.SECOND
    now = life.now if until is None else min(life.now, until)
    if now >= first:
        moment = first + (now - first) // period * period
        found = _from(outcomes, moment)[0]
        if found.message:
            how = "errored and resulted in unknown state" if found.errored else "failed"
            life.emit_once("Warning", "Unhealthy", f"{KINDS[field]} probe {how}: {found.message}", container, moment)
    if until is not None:
        return
    upcoming = _next_moment(probe, first, life.now)
    failing = next((max(upcoming, outcome.since) for outcome in _from(outcomes, upcoming) if outcome.message), None)
    if failing is not None:
        life.wake(_next_moment(probe, first, max(failing, life.heard_at()) - 1))


def _from(outcomes: list[Outcome], moment: int) -> list[Outcome]:
    """The outcome that holds at `moment`, and those that follow."""
    position = max((i for i, outcome in enumerate(outcomes) if outcome.since <= moment), default=0)
    return outcomes[position:]
