"""nodeSelector and node affinity.

Upstream: `component-helpers/scheduling/corev1/nodeaffinity/nodeaffinity.go`,
`pkg/scheduler/framework/plugins/nodeaffinity`.
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from cluster.core.controllers.scheduler.verdicts import Rejection
from cluster.core.kinds import Object
from cluster.core.usage import Candidate

Term = dict[str, Any]
_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)


def matches_expression(expression: Mapping[str, Any], labels: Mapping[str, str]) -> bool:
    """One nodeSelectorRequirement: In, NotIn (a missing label counts), Exists, DoesNotExist, Gt, Lt (whole numbers)."""
    operator, value = expression.get("operator"), labels.get(expression["key"])
    values: Sequence[str] = expression.get("values") or ()
    if value is None:
        return operator in {"NotIn", "DoesNotExist"}
    if operator in {"Gt", "Lt"}:
        return len(values) == 1 and _compares(operator, value, values[0])
    if operator in {"In", "NotIn"}:
        return (value in values) is (operator == "In")
    return operator == "Exists"


def _compares(operator: str, value: str, bound: str) -> bool:
    if not _INTEGER.fullmatch(value) or not _INTEGER.fullmatch(bound):
        return False
    return int(value) > int(bound) if operator == "Gt" else int(value) < int(bound)


def matches_term(term: Term, candidate: Candidate) -> bool:
    """All expressions and fields of one nodeSelectorTerm; an empty term matches nothing."""
    expressions, fields = term.get("matchExpressions") or (), term.get("matchFields") or ()
    if not expressions and not fields:
        return False
    known = {"metadata.name": candidate.name}
    return all(matches_expression(expression, candidate.labels) for expression in expressions) and all(
        matches_expression(field, known) for field in fields
    )


def required_terms(pod: Object) -> list[Term] | None:
    """The nodeSelectorTerms of which a node must match one; None when the pod has no required node affinity."""
    affinity = (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}
    required = affinity.get("requiredDuringSchedulingIgnoredDuringExecution")
    return None if required is None else required.get("nodeSelectorTerms") or []


def is_choosy(pod: Object) -> bool:
    """Whether the pod cares about a node's labels or name at all."""
    return bool(pod["spec"].get("nodeSelector")) or required_terms(pod) is not None


def is_wanted(pod: Object, candidate: Candidate) -> bool:
    """nodeSelector and required node affinity together (`nodeaffinity.go`, GetRequiredNodeAffinity)."""
    for key, value in (pod["spec"].get("nodeSelector") or {}).items():
        if candidate.labels.get(key) != value:
            return False
    terms = required_terms(pod)
    return terms is None or any(matches_term(term, candidate) for term in terms)


def named_nodes(pod: Object) -> frozenset[str] | None:
    """The only nodes worth looking at, when every required term names some by metadata.name; else None (PreFilter)."""
    terms = required_terms(pod)
    if not terms:
        return None
    names: set[str] = set()
    for term in terms:
        lists = [
            frozenset[str](field["values"])
            for field in term.get("matchFields") or ()
            if field["key"] == "metadata.name" and field["operator"] == "In"
        ]
        if not lists:
            return None
        names |= frozenset[str].intersection(*lists)
    return frozenset(names)


def unnamed(names: frozenset[str], candidate: Candidate) -> Rejection | None:
    """Nodes that the pod does not name are not even looked at (`schedule_one.go`, findNodesThatFitPod)."""
    if candidate.name in names:
        return None
    detail = f"the pod names other nodes than {candidate.name}"
    return Rejection("NodeAffinity", ("node(s) didn't satisfy plugin(s) [NodeAffinity]",), False, detail)


def unwanted(pod: Object, candidate: Candidate) -> Rejection | None:
    """A node must have the labels that the pod asks for (NodeAffinity)."""
    if is_wanted(pod, candidate):
        return None
    detail = f"{candidate.name} does not have the labels that the pod asks for"
    return Rejection("NodeAffinity", ("node(s) didn't match Pod's node affinity/selector",), False, detail)


def preferred(pod: Object, candidates: list[Candidate]) -> list[int] | None:
    """Points by the weights of the preferred terms that match, the best node 100; None without such terms."""
    affinity = (pod["spec"].get("affinity") or {}).get("nodeAffinity") or {}
    terms = affinity.get("preferredDuringSchedulingIgnoredDuringExecution")
    if not terms:
        return None
    weights = [
        sum(term["weight"] for term in terms if matches_term(term["preference"], candidate)) for candidate in candidates
    ]
    most = max(weights)
    return [100 * weight // most if most else 0 for weight in weights]
