"""Which pods are tried, when, and what becomes of it: bound, or told why not and tried again.

After the n-th failure a pod rests for 1, 2, 4, 8, then 10 s. It is tried again when something happens that may help, or
5 minutes after the last failure (`pkg/scheduler/backend/queue/scheduling_queue.go`). What the scheduler remembers of a
failed pod stands in the pod's `simulation`, written along with the event and condition.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cluster.core import pods, times
from cluster.core.controllers.scheduler import messages
from cluster.core.controllers.scheduler.cycle import Cycle, schedule
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Emit, Move, Put, Wake
from cluster.core.state import State

NAME = "default-scheduler"
FIRST_BACKOFF = times.SECOND
LONGEST_BACKOFF = 10 * times.SECOND
FLUSH_AFTER = 5 * times.MINUTE
NEIGHBOURLY = frozenset({"InterPodAffinity", "PodTopologySpread"})
"""Plugins that other pods' arrival can please."""
FREED = NEIGHBOURLY | {"NodePorts", "NodeResourcesFit"}
"""Plugins that other pods' leaving can please."""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Try to place one pod (`pkg/scheduler/schedule_one.go`, ScheduleOne)."""
    pod = state.at(key)
    if pod is None or not is_ours(pod):
        return
    note = _note(pod)
    if note is not None and state.now < note["retry_at"]:
        yield Wake(note["retry_at"])
        return
    cycle = schedule(state, pod, state.usage)
    if cycle.best >= 0:
        yield from _bound(pod, cycle, state.now)
    else:
        yield from _failed(pod, cycle, state.now)


def is_ours(pod: Object) -> bool:
    """Unbound, not going away, not gated, and asking for this scheduler (`eventhandlers.go`, responsibleForPod)."""
    spec = pod["spec"]
    return (
        not spec.get("nodeName")
        and not pod["metadata"].get("deletionTimestamp")
        and not spec.get("schedulingGates")
        and (spec.get("schedulerName") or NAME) == NAME
        and not pods.is_terminal(pod)
    )


def backoff(attempts: int) -> int:
    """Milliseconds of rest after so many failures: 1 -> 1000, 2 -> 2000, 5 and more -> 10000."""
    return min(FIRST_BACKOFF << min(attempts - 1, 10), LONGEST_BACKOFF)


def _note(pod: Object) -> dict[str, Any] | None:
    return (pod.get("simulation") or {}).get("scheduler")


def _bound(pod: Object, cycle: Cycle, now: int) -> Iterator[Move]:
    """`pkg/registry/core/pod/storage/storage.go` (setPodNodeAndMetadata): the node and the condition at once."""
    node = cycle.feasible[cycle.best].name
    bound = _with_condition(pod, {"type": "PodScheduled", "status": "True"}, now)
    bound["spec"] = {**pod["spec"], "nodeName": node}
    note = {name: value for name, value in (pod.get("simulation") or {}).items() if name != "scheduler"}
    bound.pop("simulation", None)
    if note:
        bound["simulation"] = note
    yield Put(bound, messages.of_choice(cycle), "binding")
    namespace, name = pod["metadata"]["namespace"], pod["metadata"]["name"]
    yield Emit(pod, "Normal", "Scheduled", f"Successfully assigned {namespace}/{name} to {node}")


def _failed(pod: Object, cycle: Cycle, now: int) -> Iterator[Move]:
    """`pkg/scheduler/schedule_one.go` (handleSchedulingFailure)."""
    note = _note(pod)
    message = messages.of_failure(pod, cycle.rejections, len(cycle.candidates))
    condition = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
    failed = _with_condition(pod, condition, now)
    if note is not None and note["retry_at"] == now and failed["status"] == pod["status"]:
        # The rest is over, and nothing that happened meanwhile changed the verdict.
        yield Wake(note["at"] + FLUSH_AFTER)
        return
    attempts = (note["attempts"] if note else 0) + 1
    retry_at = now + backoff(attempts)
    plugins = sorted({rejection.plugin for rejection in cycle.rejections.values()})
    memory = {"attempts": attempts, "at": now, "retry_at": retry_at, "plugins": plugins}
    failed["simulation"] = {**(pod.get("simulation") or {}), "scheduler": memory}
    yield Put(failed, _why_not(cycle, attempts), "status")
    yield Emit(pod, "Warning", "FailedScheduling", message)
    yield Wake(retry_at)


def _why_not(cycle: Cycle, attempts: int) -> str:
    details = "; ".join(messages.details(cycle.rejections)) or "there is no node"
    rest = backoff(attempts) // times.SECOND
    return f"no node can take the pod: {details}. Attempt {attempts}; the next in {rest} s or later, after a change"


def _with_condition(pod: Object, condition: dict[str, Any], now: int) -> Object:
    """A copy with the condition set; the time of transition moves with the status only (UpdatePodCondition)."""
    status = pod.get("status") or {}
    conditions = list(status.get("conditions") or ())
    place = next((i for i, known in enumerate(conditions) if known["type"] == condition["type"]), None)
    known = conditions[place] if place is not None else {}
    moment = known.get("lastTransitionTime") if known.get("status") == condition["status"] else None
    whole = {
        "type": condition["type"],
        "status": condition["status"],
        "lastProbeTime": None,
        "lastTransitionTime": moment or times.to_text(now),
        **condition,
    }
    if pod["metadata"].get("generation"):
        whole["observedGeneration"] = pod["metadata"]["generation"]
    if place is None:
        conditions.append(whole)
    else:
        conditions[place] = whole
    return {**pod, "status": {**status, "conditions": conditions}}


def pod_changed(state: State, change: Change) -> Iterable[Key]:
    """A pod that may be placed now; and pods waiting for what this one gave up, or for company."""
    pod, before = change.object, change.before
    if not pod["spec"].get("nodeName"):
        if change.verb == "delete" or _same_wish(before, pod):
            return ()
        return (change.key,)
    if not state.usage.waiting:
        return ()
    if change.verb == "delete" or (before is not None and pods.is_terminal(pod) and not pods.is_terminal(before)):
        return _waiting(state, FREED)
    if before is None or not before["spec"].get("nodeName"):
        return _waiting(state, NEIGHBOURLY)
    if before["spec"] is not pod["spec"]:
        return _waiting(state, FREED)
    a, b = before["metadata"], pod["metadata"]
    company = a.get("labels") is not b.get("labels") or ("deletionTimestamp" in a) != ("deletionTimestamp" in b)
    return _waiting(state, NEIGHBOURLY) if company else ()


def _same_wish(before: Object | None, pod: Object) -> bool:
    """Whether an unbound pod's own change cannot help it, such as the scheduler's word on it."""
    return (
        before is not None
        and before["spec"] is pod["spec"]
        and (before["metadata"].get("labels") is pod["metadata"].get("labels"))
    )


def node_changed(state: State, change: Change) -> Iterable[Key]:
    """A node that came, or changed in what the filters look at, may help any waiting pod."""
    if not state.usage.waiting:
        return ()
    before, node = change.before, change.object
    if change.verb == "delete":
        return _waiting(state, NEIGHBOURLY)
    if before is not None and _looks_alike(before, node):
        return ()
    return _waiting(state, None)


def _looks_alike(before: Object, node: Object) -> bool:
    if before["metadata"].get("labels") != node["metadata"].get("labels") or before.get("spec") != node.get("spec"):
        return False
    a, b = before.get("status") or {}, node.get("status") or {}
    return a.get("allocatable") == b.get("allocatable")


def _waiting(state: State, pleased: frozenset[str] | None) -> list[Key]:
    """Waiting pods whose rest is over (the others have their time set), that one of these plugins rejected."""
    now = state.now
    return sorted(
        key
        for key, waiting in state.usage.waiting.items()
        if waiting.retry_at <= now and (pleased is None or not pleased.isdisjoint(waiting.plugins))
    )
