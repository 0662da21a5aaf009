"""The disruption controller: how many pods of a PodDisruptionBudget may be evicted now.

Upstream: `pkg/controller/disruption/disruption.go` (trySync, getExpectedPodCount, countHealthyPods, updatePdbStatus).
"""

from collections.abc import Iterable, Iterator
from typing import Any

from cluster.core import int_or_percent, pods, times
from cluster.core.controllers.controller import Controller, itself
from cluster.core.disruption import DELETION_TIMEOUT, KIND, budgets_of, selects, with_condition
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change, Emit, Move, Put, Wake
from cluster.core.objects import controller_of, name_of
from cluster.core.selectors import canonical
from cluster.core.state import State

UNMANAGED = (
    "Pods selected by this PodDisruptionBudget (selector: {selector}) were found to be unmanaged. As a result, the "
    "status of the PDB cannot be calculated correctly, which may result in undefined behavior. To account for these "
    'pods please set ".spec.minAvailable" field of the PDB to an integer value.'
)


class NoController(Exception):
    """A pod's controller is gone, so that nobody says how many pods there should be."""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Count the budget's pods, and write what that allows."""
    pdb = state.at(key)
    if pdb is None:
        return
    found = sorted((pod for pod in state.of_kind("Pod", key[1]) if selects(pdb, _labels(pod))), key=name_of)
    disrupted, wake = _disrupted(state, pdb)
    failure, notes = "", [] if found else [("Normal", "NoPods", "No matching pods found")]
    try:
        expected, desired, unmanaged = expected_count(state, pdb, found)
    except NoController as error:
        failure, expected, desired, unmanaged = str(error), 0, 0, False
        told = f"Failed to calculate the number of expected pods: {failure}"
        notes.append(("Warning", "CalculateExpectedPodCountFailed", told))
    if unmanaged:
        notes.append(("Warning", "UnmanagedPods", UNMANAGED.format(selector=canonical(pdb["spec"].get("selector")))))
    status = _status(state, pdb, found, disrupted, (expected, desired), failure)
    if status != pdb.get("status"):
        for type, reason, message in notes:
            yield Emit(pdb, "Normal" if type == "Normal" else "Warning", reason, message)
        yield Put({**pdb, "status": status}, _why(status, failure), "status")
    if wake is not None:
        yield Wake(wake)


def _labels(pod: Object) -> dict[str, str] | None:
    labels: dict[str, str] | None = pod["metadata"].get("labels")
    return labels


def expected_count(state: State, pdb: Object, found: list[Object]) -> tuple[int, int, bool]:
    """(pods that there should be, healthy ones that must stay, whether some belong to nobody). Raises NoController.

    10 wanted by the Deployment, maxUnavailable 25%: 25% of 10 rounded up is 3, so 7 must stay.
    """
    spec = pdb.get("spec") or {}
    least, most = spec.get("minAvailable"), spec.get("maxUnavailable")
    if most is None and isinstance(least, int):
        return len(found), least, False
    if most is None and least is None:
        return 0, 0, False
    expected, unmanaged = _wanted(state, found)
    if most is not None:
        return expected, max(0, expected - int_or_percent.scaled(most, expected, round_up=True)), unmanaged
    return expected, int_or_percent.scaled(least or 0, expected, round_up=True), unmanaged


def _wanted(state: State, found: list[Object]) -> tuple[int, bool]:
    """The sum of what the pods' controllers want: a ReplicaSet's Deployment speaks for it (getExpectedScale)."""
    wanted: dict[str, int] = {}
    unmanaged = False
    for pod in found:
        owner = controller_of(pod)
        if owner is None:
            unmanaged = True
            continue
        scaled = _scaled(state, pod["metadata"]["namespace"], owner)
        if scaled is None:
            raise NoController(f'found no controllers for pod "{name_of(pod)}"')
        wanted[scaled["metadata"]["uid"]] = scaled["spec"].get("replicas", 1)
    return sum(wanted.values()), unmanaged


def _scaled(state: State, namespace: str, owner: dict[str, Any]) -> Object | None:
    found = state.get(owner["kind"], namespace, owner["name"])
    if found is None or found["metadata"]["uid"] != owner["uid"] or "spec" not in found:
        return None
    above = controller_of(found) if found["kind"] == "ReplicaSet" else None
    return found if above is None else _scaled(state, namespace, above)


def _disrupted(state: State, pdb: Object) -> tuple[dict[str, str], int | None]:
    """Evictions whose deletion nobody has seen yet, and when the next of them is given up (buildDisruptedPodMap)."""
    kept, wake = {}, None
    for name, moment in ((pdb.get("status") or {}).get("disruptedPods") or {}).items():
        pod = state.get("Pod", pdb["metadata"]["namespace"], name)
        until = times.to_ms(moment) + DELETION_TIMEOUT
        if pod is None or pod["metadata"].get("deletionTimestamp") or until <= state.now:
            continue
        kept[name] = moment
        wake = until if wake is None else min(wake, until)
    return kept, wake


def _status(
    state: State, pdb: Object, found: list[Object], disrupted: dict[str, str], counts: tuple[int, int], failure: str
) -> dict[str, Any]:
    generation = pdb["metadata"].get("generation", 0)
    if failure:
        known = {"currentHealthy": 0, "desiredHealthy": 0, "expectedPods": 0, **(pdb.get("status") or {})}
        return with_condition(
            pdb, {**known, "disruptionsAllowed": 0, "observedGeneration": generation}, state.now, failure
        )
    expected, desired = counts
    healthy = sum(1 for pod in found if _is_healthy(pod, disrupted))
    status = {
        "currentHealthy": healthy,
        "desiredHealthy": desired,
        "disruptionsAllowed": max(0, healthy - desired) if expected > 0 else 0,
        "expectedPods": expected,
        "observedGeneration": generation,
    }
    if disrupted:
        status["disruptedPods"] = disrupted
    return with_condition(pdb, status, state.now)


def _is_healthy(pod: Object, disrupted: dict[str, str]) -> bool:
    return not pod["metadata"].get("deletionTimestamp") and name_of(pod) not in disrupted and pods.is_ready(pod)


def _why(status: dict[str, Any], failure: str) -> str:
    if failure:
        return f"nothing may be evicted, as it is not known how many pods there should be: {failure}"
    healthy, desired, allowed = (status[name] for name in ("currentHealthy", "desiredHealthy", "disruptionsAllowed"))
    return (
        f"{healthy} of {status['expectedPods']} expected pods are healthy and {desired} must stay, so {allowed} may be "
        "evicted now"
    )


def of_pod(state: State, change: Change) -> Iterable[Key]:
    """A watch: the budgets of a pod that came, went, or whose health or labels changed."""
    if not state.has(KIND, change.key[1]):
        return ()
    pod, before = change.object, change.before
    moved = before is not None and _labels(before) != _labels(pod)
    if change.verb == "update" and before is not None and not moved and not _changed(before, pod):
        return ()
    found = [key_of(pdb) for each in ((before, pod) if moved else (pod,)) if each for pdb in budgets_of(state, each)]
    return list(dict.fromkeys(found))


def _changed(before: Object, pod: Object) -> bool:
    if before["metadata"].get("deletionTimestamp") != pod["metadata"].get("deletionTimestamp"):
        return True
    return before.get("status") is not pod.get("status") and pods.is_ready(before) != pods.is_ready(pod)


CONTROLLER = Controller("disruption-controller", reconcile, {KIND: itself, "Pod": of_pod})
