"""One autoscaler's turn: read the target's size and use, decide, write the target and the status.

What upstream keeps in memory stands in the autoscaler's private note: `began` (when the first turn was; the others
follow every 15 s), `recommended` (earlier recommendations, and until when they held), `wanted` (the present one) and
`events` (changes of size). Upstream: `pkg/controller/podautoscaler/horizontal.go` (reconcileAutoscaler).
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cluster.core import events, times
from cluster.core.controllers.horizontal_pod_autoscaler import limits, metrics, targets
from cluster.core.controllers.horizontal_pod_autoscaler.limits import Limited, Words
from cluster.core.controllers.horizontal_pod_autoscaler.metrics import Verdict
from cluster.core.kinds import Key, Object
from cluster.core.moves import Emit, Move, Put, Wake
from cluster.core.objects import with_spec
from cluster.core.state import State

PERIOD = 15 * times.SECOND
"""`--horizontal-pod-autoscaler-sync-period`"""
DISABLED = ("ScalingDisabled", "scaling is disabled since the replica count of the target is zero")
READABLE = ("SucceededGetScale", "the HPA controller was able to get the target's current scale")

Conditions = dict[str, tuple[str, str, str]]
"""type -> (status, reason, message)."""


class Decision(NamedTuple):
    """The size that the target gets, why (upstream's words, and for people), and what is said of it."""

    replicas: int
    reason: str
    told: str
    conditions: Conditions
    wanted: int | None = None


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Take a turn if it is time for one; ask for the next if anything may still change by itself."""
    hpa = state.at(key)
    if hpa is None:
        return
    note = dict(hpa.get("simulation") or {})
    began = note.setdefault("began", state.now)
    late = (state.now - began) % PERIOD
    if late:
        yield Wake(state.now - late + PERIOD)
        return
    moves = list(_turn(state, hpa, note))
    yield from moves
    if moves or targets.may_change(state, hpa, note):
        yield Wake(state.now + PERIOD)


def _turn(state: State, hpa: Object, note: dict[str, Any]) -> Iterator[Move]:
    try:
        target = targets.find(state, hpa)
    except targets.NoTarget as error:
        told = f"the HPA controller was unable to get the target's current scale: {error}"
        yield from _said_once(state, hpa, "FailedGetScale", str(error))
        yield from _written(state, hpa, note, {}, {"AbleToScale": ("False", "FailedGetScale", told)}, "no target")
        return
    current = target["spec"].get("replicas", 1)
    least, most = hpa["spec"].get("minReplicas") or 1, hpa["spec"]["maxReplicas"]
    verdict = None
    if current == 0:
        decision = Decision(0, "", "", {"ScalingActive": ("False", *DISABLED)})
    elif current > most:
        decision = Decision(most, "Current number of replicas above Spec.MaxReplicas", f"at most {most}", {})
    elif current < least:
        decision = Decision(least, "Current number of replicas below Spec.MinReplicas", f"at least {least}", {})
    else:
        found = targets.pods_of(state, target)
        verdict = metrics.judge(state, hpa, found, current)
        for failure in verdict.failures:
            yield from _said_once(state, hpa, failure.reason, failure.message)
        if verdict.replicas is None:
            yield from _cannot_tell(state, hpa, note, verdict, current)
            return
        decision = _decide(hpa, note, verdict, current, state.now)
    yield from _carried_out(state, hpa, note, target, decision, verdict)


def _decide(hpa: Object, note: dict[str, Any], verdict: Verdict, current: int, now: int) -> Decision:
    wanted = verdict.replicas or 0
    known = _recommended(note, current, now)
    result = limits.limited(hpa, current, wanted, known, note.get("events") or [], now)
    reason = f"{verdict.name} above target" if result.replicas > current else "All metrics below target"
    found = f"the HPA was able to successfully calculate a replica count from {verdict.name}"
    conditions = {
        "AbleToScale": ("True", *result.able),
        "ScalingActive": ("True", "ValidMetricFound", found),
        "ScalingLimited": ("True" if result.is_limited else "False", *result.limit),
    }
    return Decision(result.replicas, reason, _told(verdict, wanted, result), conditions, wanted)


def _recommended(note: dict[str, Any], current: int, now: int) -> limits.Moments:
    """Earlier recommendations; the first is the size at which the autoscaler found its target."""
    if "wanted" not in note:
        return [[now, current]]
    return [*(note.get("recommended") or []), [now - PERIOD, note["wanted"]]]


def _told(verdict: Verdict, wanted: int, result: Limited) -> str:
    bounded = "" if result.replicas == wanted else f", of which {result.replicas} may be now: {result.limit[1]}"
    if result.able[0].endswith("Stabilized"):
        bounded = f", {result.replicas} for now: {result.able[1]}"
    return f"{verdict.told}, so {wanted} replicas are wanted{bounded}"


def _carried_out(
    state: State, hpa: Object, note: dict[str, Any], target: Object, decision: Decision, verdict: Verdict | None
) -> Iterator[Move]:
    current, now = target["spec"].get("replicas", 1), state.now
    conditions: Conditions = {"AbleToScale": ("True", *READABLE), **decision.conditions}
    status: dict[str, Any] = {"currentReplicas": current, "desiredReplicas": decision.replicas}
    if decision.wanted is not None:
        history = [entry for entry in _recommended(note, current, now) if entry[0] > now - limits.LONGEST_WINDOW]
        note["recommended"] = _condensed(history, decision.wanted)
        note["wanted"] = decision.wanted
    if decision.replicas != current:
        yield Put(with_spec(target, replicas=decision.replicas), f"{current} → {decision.replicas}: {decision.told}")
        size = decision.replicas
        rescaled: Words = ("SucceededRescale", f"the HPA controller was able to update the target scale to {size}")
        conditions["AbleToScale"] = ("True", *rescaled)
        yield Emit(hpa, "Normal", "SuccessfulRescale", f"New size: {size}; reason: {decision.reason}")
        kept = [entry for entry in note.get("events") or [] if entry[0] > now - limits.LONGEST]
        note["events"] = [*kept, [now, size - current]]
        status["lastScaleTime"] = times.to_text(now)
    status["currentMetrics"] = verdict.statuses if verdict else None
    yield from _written(state, hpa, note, status, conditions, decision.told)


def _condensed(history: limits.Moments, wanted: int) -> limits.Moments:
    """Without what says the same as the present recommendation, or twice the same in a row: only its end matters."""
    kept: limits.Moments = []
    for moment, number in history:
        if kept and kept[-1][1] == number:
            kept.pop()
        kept.append([moment, number])
    return kept[:-1] if kept and kept[-1][1] == wanted else kept


def _cannot_tell(state: State, hpa: Object, note: dict[str, Any], verdict: Verdict, current: int) -> Iterator[Move]:
    first, count = verdict.failures[0], len(hpa["spec"].get("metrics") or ())
    invalid = f"invalid metrics ({len(verdict.failures)} invalid out of {count}), first error is: {first.message}"
    yield from _said_once(state, hpa, "FailedComputeMetricsReplicas", invalid)
    unable = f"the HPA was unable to compute the replica count: {first.message}"
    conditions = {"AbleToScale": ("True", *READABLE), "ScalingActive": ("False", first.reason, unable)}
    known = (hpa.get("status") or {}).get("desiredReplicas", 0)
    status = {"currentReplicas": current, "desiredReplicas": known, "currentMetrics": verdict.statuses or None}
    yield from _written(state, hpa, note, status, conditions, unable)


def _said_once(state: State, hpa: Object, reason: str, message: str) -> Iterator[Move]:
    emit = Emit(hpa, "Warning", reason, message)
    if not events.has_happened(state.events_about(hpa["metadata"]["uid"]), emit, state.now - PERIOD + 1):
        yield emit


def _written(
    state: State, hpa: Object, note: dict[str, Any], fields: dict[str, Any], conditions: Conditions, why: str
) -> Iterator[Move]:
    """The status write, if anything visible is new."""
    old = hpa.get("status") or {}
    status = {**{"desiredReplicas": 0, "currentMetrics": None}, **old, **fields}
    status["conditions"] = _conditions(old.get("conditions") or [], conditions, state.now)
    forgets = note.get("recommended") != (hpa.get("simulation") or {}).get("recommended")
    if status != old or forgets or "simulation" not in hpa:
        yield Put({**hpa, "status": status, "simulation": note}, why or "the target's size is left as it is", "status")


def _conditions(old: list[dict[str, Any]], wanted: Conditions, now: int) -> list[dict[str, Any]]:
    known = {condition["type"]: condition for condition in old}
    for type, (status, reason, message) in wanted.items():
        before = known.get(type)
        moment = before["lastTransitionTime"] if before and before["status"] == status else times.to_text(now)
        known[type] = {
            "type": type,
            "status": status,
            "lastTransitionTime": moment,
            "reason": reason,
            "message": message,
        }
    return list(known.values())
