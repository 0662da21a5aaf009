"""Nodes that keep pods out or would rather not have them.

Upstream: `pkg/scheduler/framework/plugins/tainttoleration`, `.../nodeunschedulable`.
"""

from collections.abc import Iterable, Iterator
from operator import attrgetter

from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.taints import UNSCHEDULABLE, Taint, Toleration, tolerates
from cluster.core.usage import Candidate

CORDONED: Taint = {"key": UNSCHEDULABLE, "effect": "NoSchedule"}
KEEPS_OUT = frozenset({"NoSchedule", "NoExecute"})
DISCOURAGES = frozenset({"PreferNoSchedule"})
is_fenced = attrgetter("fenced")


def is_tolerated(tolerations: Iterable[Toleration], taint: Taint) -> bool:
    """Whether any of the tolerations covers the taint."""
    return any(tolerates(toleration, taint) for toleration in tolerations)


def untolerated(pod: Object, node: Object, effects: frozenset[str]) -> Iterator[Taint]:
    """The node's taints with one of these effects that the pod does not tolerate."""
    tolerations = pod["spec"].get("tolerations") or ()
    for taint in (node.get("spec") or {}).get("taints") or ():
        if taint["effect"] in effects and not is_tolerated(tolerations, taint):
            yield taint


def fenced_off(pod: Object, candidate: Candidate) -> Rejection | None:
    """A cordoned node (NodeUnschedulable), or a taint NoSchedule or NoExecute (TaintToleration), not tolerated."""
    if not candidate.fenced:
        return None
    name, node = candidate.name, candidate.node
    if node["spec"].get("unschedulable") and not is_tolerated(pod["spec"].get("tolerations") or (), CORDONED):
        return Rejection("NodeUnschedulable", ("node(s) were unschedulable",), False, f"{name} is cordoned")
    taint = next(untolerated(pod, node, KEEPS_OUT), None)
    if taint is None:
        return None
    detail = f"{name} has the taint {text_of(taint)}, which the pod does not tolerate"
    return Rejection("TaintToleration", ("node(s) had untolerated taint(s)",), False, detail)


def text_of(taint: Taint) -> str:
    """`key=value:effect`, as `kubectl taint` writes it."""
    value = taint.get("value")
    return f"{taint['key']}{f'={value}' if value else ''}:{taint['effect']}"


def avoided(pod: Object, candidates: list[Candidate]) -> list[int]:
    """Points by PreferNoSchedule taints that the pod does not tolerate: 100 for none, 0 for the most.

    Upstream: `pkg/scheduler/framework/plugins/helper/normalize_score.go` (DefaultNormalizeScore, reversed).
    """
    if not any(map(is_fenced, candidates)):
        return [100] * len(candidates)
    speaking_of = [
        toleration
        for toleration in pod["spec"].get("tolerations") or ()
        if toleration.get("effect") in {None, "", "PreferNoSchedule"}
    ]
    soft = {"spec": {"tolerations": speaking_of}}
    counts = [sum(1 for _ in untolerated(soft, c.node, DISCOURAGES)) if c.fenced else 0 for c in candidates]
    most = max(counts)
    return [100 - 100 * count // most if most else 100 for count in counts]
