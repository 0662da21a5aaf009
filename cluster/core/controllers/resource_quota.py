"""The resource quota controller: `status` of a ResourceQuota says how much is allowed and how much is used.

Upstream: `pkg/controller/resourcequota/resource_quota_controller.go` (syncResourceQuota). Admission does not trust this
number here, it counts by itself (`cluster.core.resource_quota`).
"""

from collections.abc import Iterable, Iterator

from cluster.core import pods, quantity
from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import KINDS, Key
from cluster.core.moves import Change, Move, Put
from cluster.core.resource_quota import Amounts, quotas_of, used_of
from cluster.core.state import State

KIND = "ResourceQuota"
COUNTED = tuple(kind.kind for kind in KINDS.values() if kind.namespaced and kind.kind not in {KIND, "Event"})


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Writes the status when it no longer tells the truth."""
    quota = state.at(key)
    if quota is None:
        return
    hard = (quota.get("spec") or {}).get("hard") or {}
    used = {name: str(amount) for name, amount in sorted(used_by_all(state, key[1], hard).items())}
    status = {"hard": hard, "used": used} if hard else {}
    if status != quota.get("status", {}):
        yield Put({**quota, "status": status}, f"in use in namespace {key[1]}: {_listed(used, hard)}", "status")


def used_by_all(state: State, namespace: str, names: Iterable[str]) -> Amounts:
    """What the objects of all kinds in a namespace use of these resources."""
    totals: Amounts = dict.fromkeys(names, quantity.ZERO)
    for kind in KINDS.values():
        counted = {f"count/{kind.resource}", kind.plural} if kind.kind != "Pod" else set(totals)
        wanted = [name for name in totals if name in counted]
        for name, amount in used_of(state, namespace, kind.kind, wanted).items():
            totals[name] += amount
    return totals


def _listed(used: dict[str, str], hard: dict[str, str]) -> str:
    return ", ".join(f"{amount} of {hard[name]} {name}" for name, amount in used.items())


def content_changed(state: State, change: Change) -> Iterable[Key]:
    """The quotas of a namespace in which something came, went or, if a pod, finished."""
    namespace = change.key[1]
    if not state.has(KIND, namespace):
        return ()
    before = change.before
    finished = before is not None and pods.is_terminal(before) != pods.is_terminal(change.object)
    if change.verb == "update" and not finished:
        return ()
    return [(KIND, namespace, quota["metadata"]["name"]) for quota in quotas_of(state, namespace)]


CONTROLLER = Controller("resourcequota-controller", reconcile, {KIND: itself} | dict.fromkeys(COUNTED, content_changed))
