"""ResourceQuota: how much of a namespace's allowance is used, and whether one more object fits.

Upstream: `apiserver/pkg/admission/plugin/resourcequota/controller.go` (CheckRequest) and
`pkg/quota/v1/evaluator/core/pods.go`. Quotas with scopes are taken to hold for all pods.
"""

from collections.abc import Iterable
from typing import Any

from cluster.core import pods, quantity
from cluster.core.errors import Forbidden
from cluster.core.kinds import KINDS, Kind, Object
from cluster.core.quantity import ZERO, Quantity
from cluster.core.state import State

Amounts = dict[str, Quantity]
COMPUTE = ("cpu", "memory")
ONE = quantity.parse("1")
PLAIN = frozenset({"pods", "services", "configmaps", "secrets", "resourcequotas", "replicationcontrollers"})
"""Kinds that may be limited by their bare plural, besides `count/<resource>`."""
LOCAL_STORAGE = "ephemeral-storage"


def quotas_of(state: State, namespace: str) -> list[Object]:
    """The namespace's quotas by name."""
    return sorted(state.of_kind("ResourceQuota", namespace), key=lambda quota: str(quota["metadata"]["name"]))


def judge(state: State, obj: Object) -> None:
    """Whether one object may still be created. Raises Forbidden: see `Allowance.take`."""
    Allowance(state, obj).take(obj)


class Allowance:
    """What a namespace's quotas still allow of one kind of object; counts along while one step makes many alike."""

    def __init__(self, state: State, alike: Object) -> None:
        namespace, kind = alike["metadata"]["namespace"], alike["kind"]
        self._asked = usage(alike) if state.has("ResourceQuota", namespace) else {}
        self._quotas = []
        for quota in quotas_of(state, namespace):
            hard = _hard(quota)
            names = [name for name, amount in self._asked.items() if name in hard and amount > ZERO]
            self._quotas.append((quota, hard, used_of(state, namespace, kind, names)))

    def take(self, obj: Object) -> None:
        """Count one more. Raises Forbidden with the text of the first quota (by name) that has no room for it:

        `exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2`.
        """
        for quota, hard, used in self._quotas:
            _judge_constraints(quota, hard, obj)
            short = sorted(name for name in used if used[name] + self._asked[name] > hard[name])
            if short:
                amounts = ", ".join(
                    f"{word}: " + ",".join(f"{name}={amount[name]}" for name in short)
                    for word, amount in (("requested", self._asked), ("used", used), ("limited", hard))
                )
                raise _forbidden(obj, f"exceeded quota: {quota['metadata']['name']}, {amounts}")
        for _, _, used in self._quotas:
            for name in used:
                used[name] += self._asked[name]


def used_of(state: State, namespace: str, kind: str, names: Iterable[str]) -> Amounts:
    """How much of these resources the objects of a kind in a namespace use."""
    totals: Amounts = dict.fromkeys(names, ZERO)
    for obj in state.of_kind(kind, namespace) if totals else ():
        for name, amount in usage(obj).items():
            if name in totals:
                totals[name] += amount
    return totals


def usage(obj: Object) -> Amounts:
    """What one object counts for: a pod for itself and what its containers ask for, others for themselves."""
    kind = KINDS[obj["kind"]]
    used = {f"count/{kind.resource}": ONE}
    if kind.plural in PLAIN and not pods_finished(kind, obj):
        used[kind.plural] = ONE
    if kind.kind == "Pod" and not pods_finished(kind, obj):
        for word in ("requests", "limits"):
            for name, amount in _asked(obj["spec"], word).items():
                used[f"{word}.{name}"] = amount
                if word == "requests" and name in {*COMPUTE, LOCAL_STORAGE}:
                    used[name] = amount
    return used


def pods_finished(kind: Kind, obj: Object) -> bool:
    """Finished pods use nothing any more but their place among the objects (`QuotaV1Pod`)."""
    return kind.kind == "Pod" and pods.is_terminal(obj)


def _asked(spec: dict[str, Any], word: str) -> Amounts:
    """Per resource the larger of: all containers together, the greediest init container."""
    total: Amounts = {}
    for container in spec["containers"]:
        for name, text in ((container.get("resources") or {}).get(word) or {}).items():
            total[name] = total.get(name, ZERO) + quantity.parse(text)
    for container in spec.get("initContainers") or ():
        for name, text in ((container.get("resources") or {}).get(word) or {}).items():
            total[name] = max(total.get(name, ZERO), quantity.parse(text))
    return total


def _hard(quota: Object) -> Amounts:
    return {name: quantity.parse(text) for name, text in ((quota.get("spec") or {}).get("hard") or {}).items()}


def _judge_constraints(quota: Object, hard: Amounts, obj: Object) -> None:
    """A quota on cpu or memory wants every container to say what it needs."""
    if obj["kind"] != "Pod":
        return
    names = {*COMPUTE, *(f"{word}.{name}" for word in ("requests", "limits") for name in COMPUTE)}
    missing: dict[str, list[str]] = {}
    for container in [*obj["spec"]["containers"], *(obj["spec"].get("initContainers") or ())]:
        for name in sorted(names & hard.keys()):
            word, _, resource = name.rpartition(".")
            if resource not in ((container.get("resources") or {}).get(word or "requests") or {}):
                missing.setdefault(name, []).append(container["name"])
    if missing:
        parts = "; ".join(f"{name} for: {','.join(sorted(found))}" for name, found in sorted(missing.items()))
        raise _forbidden(obj, f"failed quota: {quota['metadata']['name']}: must specify {parts}")


def _forbidden(obj: Object, why: str) -> Forbidden:
    kind, metadata = KINDS[obj["kind"]], obj["metadata"]
    return Forbidden(kind.group, kind.plural, metadata.get("name") or metadata.get("generateName", ""), why)
