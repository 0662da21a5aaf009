"""Taints and tolerations (`staging/src/k8s.io/component-helpers/scheduling/corev1/helpers.go`)."""

from collections.abc import Iterable, Sequence
from typing import Any

Taint = dict[str, Any]
Toleration = dict[str, Any]

NOT_READY = "node.kubernetes.io/not-ready"
UNREACHABLE = "node.kubernetes.io/unreachable"
UNSCHEDULABLE = "node.kubernetes.io/unschedulable"
MEMORY_PRESSURE = "node.kubernetes.io/memory-pressure"
DISK_PRESSURE = "node.kubernetes.io/disk-pressure"
PID_PRESSURE = "node.kubernetes.io/pid-pressure"
NETWORK_UNAVAILABLE = "node.kubernetes.io/network-unavailable"


def tolerates(toleration: Toleration, taint: Taint) -> bool:
    """Whether a toleration covers a taint; an empty effect or key covers every one."""
    if toleration.get("effect") and toleration["effect"] != taint.get("effect"):
        return False
    if toleration.get("key") and toleration["key"] != taint.get("key"):
        return False
    if toleration.get("operator") == "Exists":
        return True
    # Only Exists may do without a key.
    return bool(toleration.get("key")) and (toleration.get("value") or "") == (taint.get("value") or "")


def with_effect(taints: Iterable[Taint] | None, effect: str) -> list[Taint]:
    """The taints of one effect: NoSchedule, PreferNoSchedule or NoExecute."""
    return [taint for taint in taints or () if taint.get("effect") == effect]


def used_tolerations(taints: Iterable[Taint], tolerations: Sequence[Toleration]) -> list[Toleration] | None:
    """For each taint the first toleration that covers it; None when a taint is not covered (GetMatchingTolerations)."""
    used = []
    for taint in taints:
        match = next((toleration for toleration in tolerations if tolerates(toleration, taint)), None)
        if match is None:
            return None
        used.append(match)
    return used


def patience(taints: Sequence[Taint], tolerations: Sequence[Toleration]) -> int | None:
    """Seconds that a pod may stay under these NoExecute taints: 0 without toleration, None for ever.

    Tolerations of 300 s and 60 s in use -> 60 (`pkg/controller/tainteviction/taint_eviction.go`, getMinTolerationTime).
    """
    used = used_tolerations(taints, tolerations)
    if used is None:
        return 0
    limits = [toleration["tolerationSeconds"] for toleration in used if toleration.get("tolerationSeconds") is not None]
    return max(0, min(limits)) if limits else None


def same(a: Taint, b: Taint) -> bool:
    """The same taint: key and effect (`MatchTaint`)."""
    return a.get("key") == b.get("key") and a.get("effect") == b.get("effect")
