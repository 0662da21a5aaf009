"""The taints that the node controller keeps: one for each bad condition, and the one that drives pods away.

Upstream: `pkg/controller/nodelifecycle/node_lifecycle_controller.go` (doNoScheduleTaintingPass,
doNoExecuteTaintingPass, handleDisruption, ComputeZoneState).
"""

from collections.abc import Iterator
from typing import Any

from cluster.core import nodes, times
from cluster.core import taints as t
from cluster.core.kinds import Object
from cluster.core.moves import Move, Put, Wake
from cluster.core.objects import condition_of, labels_of, name_of, with_spec
from cluster.core.state import State
from cluster.core.taints import Taint

ZONES = ("topology.kubernetes.io/region", "topology.kubernetes.io/zone")
EXCLUDED = "node.kubernetes.io/exclude-disruption"
OF_CONDITION = {
    ("Ready", "False"): t.NOT_READY,
    ("Ready", "Unknown"): t.UNREACHABLE,
    ("MemoryPressure", "True"): t.MEMORY_PRESSURE,
    ("DiskPressure", "True"): t.DISK_PRESSURE,
    ("NetworkUnavailable", "True"): t.NETWORK_UNAVAILABLE,
    ("PIDPressure", "True"): t.PID_PRESSURE,
}
OWN = frozenset({*OF_CONDITION.values(), t.UNSCHEDULABLE})
INTERVAL = 10 * times.SECOND
"""One node of a zone in so much time gets its NoExecute taint (`--node-eviction-rate` 0.1)."""
SLOW_INTERVAL = 100 * times.SECOND
"""The same for a large zone in trouble (`--secondary-node-eviction-rate` 0.01)."""
UNHEALTHY, LARGE = 0.55, 50
"""Share of unhealthy nodes from which a zone is in trouble; size above which it is large."""


def swap(state: State, node: Object) -> Iterator[Move]:
    """Put the taints on the node that its condition asks for, take off those that it no longer does."""
    now = times.to_text(state.now)
    before: list[Taint] = (node.get("spec") or {}).get("taints") or []
    wanted = [{"key": key, "effect": "NoSchedule"} for key in no_schedule_keys(node)]
    execute = no_execute_key(node)
    has_execute = any(_is_own_no_execute(taint) for taint in before)
    if execute and not _is_fully_disrupted(state):
        due = _due(state, node) if not has_execute else state.now
        if due is not None and due <= state.now:
            wanted.append({"key": execute, "effect": "NoExecute"})
        elif due is not None:
            yield Wake(due)
    after = [_timed(taint, now) for taint in before if not _is_own(taint) or _in(taint, wanted)]
    after += [{**taint, "timeAdded": now} for taint in wanted if not _in(taint, before)]
    if after != before:
        yield Put(_with_taints(node, after), _reason(node, before, after))


def no_schedule_keys(node: Object) -> list[str]:
    """The taints NoSchedule that a node's conditions and cordon ask for."""
    keys = [
        OF_CONDITION[condition["type"], condition.get("status", "")]
        for condition in (node.get("status") or {}).get("conditions") or ()
        if (condition["type"], condition.get("status", "")) in OF_CONDITION
    ]
    return keys if nodes.is_schedulable(node) else [*keys, t.UNSCHEDULABLE]


def no_execute_key(node: Object) -> str:
    """The taint NoExecute that the node's readiness asks for, '' when it is ready."""
    status = (condition_of(node, "Ready") or {}).get("status", "")
    return OF_CONDITION.get(("Ready", status), "")


def _is_own_no_execute(taint: Taint) -> bool:
    return taint.get("effect") == "NoExecute" and taint.get("key") in {t.NOT_READY, t.UNREACHABLE}


def _is_own(taint: Taint) -> bool:
    return _is_own_no_execute(taint) or (taint.get("effect") == "NoSchedule" and taint.get("key") in OWN)


def _in(taint: Taint, taints: list[Taint]) -> bool:
    return any(t.same(taint, other) for other in taints)


def _timed(taint: Taint, now: str) -> Taint:
    """With the time from which tolerationSeconds count: a person's taint comes without one."""
    return {**taint, "timeAdded": now} if taint.get("effect") == "NoExecute" and not taint.get("timeAdded") else taint


def _with_taints(node: Object, taints: list[Taint]) -> Object:
    if taints:
        return with_spec(node, taints=taints)
    return {**node, "spec": {name: value for name, value in node["spec"].items() if name != "taints"}}


def zone_of(node: Object) -> tuple[Any, ...]:
    """Region and zone of a node; nodes without such labels share one zone."""
    return tuple(labels_of(node).get(label, "") for label in ZONES)


def _is_fully_disrupted(state: State) -> bool:
    """No node is ready: then rather the network of the control plane is broken, and nobody is driven away."""
    counted = [node for node in state.of_kind("Node") if EXCLUDED not in labels_of(node)]
    return bool(counted) and not any(nodes.is_ready(node) for node in counted)


def interval_of(size: int, unhealthy: int) -> int | None:
    """Milliseconds between two nodes driven empty, None for never: zones of `size` nodes, of which some are unhealthy.

    2 of 3 -> 10 s (fewer than 3 unhealthy is no disruption); 3 of 5 -> never; 33 of 60 -> 100 s; 3 of 3 -> 10 s.
    """
    if unhealthy == size or unhealthy <= 2 or unhealthy / size < UNHEALTHY:
        return INTERVAL
    return SLOW_INTERVAL if size > LARGE else None


def _due(state: State, node: Object) -> int | None:
    """The moment (milliseconds) at which the rate limit lets the node be tainted, None when it never does."""
    zone = [other for other in state.of_kind("Node") if zone_of(other) == zone_of(node)]
    counted = [other for other in zone if EXCLUDED not in labels_of(other)]
    interval = interval_of(len(counted), sum(not nodes.is_ready(other) for other in counted))
    if interval is None:
        return None
    added = [
        times.to_ms(taint["timeAdded"])
        for other in zone
        for taint in (other.get("spec") or {}).get("taints") or ()
        if _is_own_no_execute(taint) and taint.get("timeAdded")
    ]
    return max(added) + interval if added else state.now


def _reason(node: Object, before: list[Taint], after: list[Taint]) -> str:
    name = name_of(node)
    added = [taint for taint in after if not _in(taint, before)]
    removed = [taint for taint in before if not _in(taint, after)]
    parts = []
    if any(taint["effect"] == "NoExecute" for taint in added):
        parts.append("its pods must go once their toleration is over (NoExecute)")
    if any(taint["effect"] == "NoSchedule" for taint in added):
        why = "cordoned, so " if added[0]["key"] == t.UNSCHEDULABLE else ""
        parts.append(f"{why}no new pods may come (NoSchedule)")
    if removed:
        parts.append("off with " + ", ".join(f"{taint['key']}:{taint['effect']}" for taint in removed))
    return f"{name}: " + "; ".join(parts or ["from now on tolerationSeconds count"])
