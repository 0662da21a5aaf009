"""`kubectl create quota`, `poddisruptionbudget`, `priorityclass`. Upstream: `create_{quota,pdb,priorityclass}.go`."""

import re
from typing import Any

from cluster.core import quantity, selectors
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.core.requirements import SelectorError
from cluster.kubectl.commands.command import Call, Command
from cluster.kubectl.commands.create.generating import FLAGS, make, metadata, name_of
from cluster.kubectl.errors import KubectlError
from cluster.kubectl.flags import Flag

OPERATORS = {"in": "In", "notin": "NotIn", "exists": "Exists", "!": "DoesNotExist"}


def _quota(call: Call) -> None:
    name = name_of(call)
    spec: Object = {}
    if call["hard"]:
        spec["hard"] = dict(map(_amount, call["hard"].split(",")))
    if call["scopes"]:
        spec["scopes"] = call["scopes"].split(",")
        if "" in spec["scopes"]:
            raise KubectlError('invalid resource quota scope ""')
    obj = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": metadata(call, name), "spec": spec, "status": {}}
    make(call, obj, "failed to create quota:")


def _amount(text: str) -> tuple[str, str]:
    parts = text.split("=")
    if len(parts) != 2:
        raise KubectlError(f"Invalid argument syntax {text}, expected <resource>=<value>")
    try:
        return parts[0], quantity.canonical(parts[1])
    except quantity.QuantityError as fault:
        raise KubectlError(str(fault)) from None


def _budget(call: Call) -> None:
    name = name_of(call)
    least, most = call["min-available"], call["max-unavailable"]
    if not call["selector"]:
        raise KubectlError("a selector must be specified")
    if not least and not most:
        raise KubectlError("one of min-available or max-unavailable must be specified")
    if least and most:
        raise KubectlError("min-available and max-unavailable cannot be both specified")
    for flag in ("min-available", "max-unavailable"):
        if call[flag] and not re.fullmatch("[0-9]+%?", call[flag]):
            raise KubectlError(f"invalid format specified for {flag}")
    spec = {"selector": label_selector(call["selector"])}
    spec |= {"minAvailable": _number(least)} if least else {"maxUnavailable": _number(most)}
    status = dict.fromkeys(("currentHealthy", "desiredHealthy", "disruptionsAllowed", "expectedPods"), 0)
    obj = {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": metadata(call, name)}
    make(call, {**obj, "spec": spec, "status": status}, "failed to create poddisruptionbudgets:")


def _number(text: str) -> Any:
    return text if text.endswith("%") else int(text)


def label_selector(text: str) -> Object:
    """A selector's text as a LabelSelector (`metav1.ParseToLabelSelector`). Raises KubectlError."""
    try:
        parsed = selectors.parse(text)
    except SelectorError as fault:
        raise KubectlError(f"couldn't parse the selector string {quote(text)}: {fault}") from None
    labels: dict[str, str] = {}
    expressions: list[Object] = []
    for requirement in parsed.requirements:
        if requirement.operator in {"=", "=="}:
            labels[requirement.key] = next(iter(requirement.values))
            continue
        if requirement.operator in {"gt", "lt"}:
            raise KubectlError(f"{quote(requirement.operator)} isn't supported in label selectors")
        operator = OPERATORS.get(requirement.operator)
        if operator is None:
            raise KubectlError(f"{quote(requirement.operator)} is not a valid label selector operator")
        found: Object = {"key": requirement.key, "operator": operator}
        expressions.append({**found, "values": sorted(requirement.values)} if requirement.values else found)
    selector: Object = {"matchLabels": labels} if labels else {}
    return {**selector, "matchExpressions": expressions} if expressions else selector


def _priority_class(call: Call) -> None:
    name = name_of(call)
    obj: Object = {"apiVersion": "scheduling.k8s.io/v1", "kind": "PriorityClass"}
    obj |= {"metadata": {"name": name, "creationTimestamp": None}, "value": call["value"]}
    obj |= {"globalDefault": True} if call["global-default"] else {}
    obj |= {"description": call["description"]} if call["description"] else {}
    make(call, {**obj, "preemptionPolicy": call["preemption-policy"]}, "failed to create priorityclass:")


COMMANDS = (
    Command(
        name="poddisruptionbudget",
        names=("pdb",),
        use="poddisruptionbudget NAME --selector=SELECTOR --min-available=N [--dry-run=server|client|none]",
        short="Create a pod disruption budget with the specified name",
        examples="""
            # At least two of the pods stay when a node is drained
            kubectl create poddisruptionbudget web --selector=app=web --min-available=2
        """,
        run=_budget,
        flags=(
            *FLAGS,
            Flag("max-unavailable", help="how many may be away, as a number or in percent"),
            Flag("min-available", help="how many must stay, as a number or in percent"),
            Flag("selector", help="labels of the pods that are meant"),
        ),
    ),
    Command(
        name="priorityclass",
        names=("pc",),
        use="priorityclass NAME --value=VALUE --global-default=BOOL [--dry-run=server|client|none]",
        short="Create a priority class with the specified name",
        run=_priority_class,
        flags=(
            *FLAGS,
            Flag("description", help="what it is for"),
            Flag("global-default", "bool", False, help="it counts for pods that name none"),
            Flag("preemption-policy", default="PreemptLowerPriority", help="PreemptLowerPriority or Never"),
            Flag("value", "int32", 0, help="the priority; more goes first"),
        ),
    ),
    Command(
        name="quota",
        names=("resourcequota",),
        use="quota NAME [--hard=key1=value1,key2=value2] [--scopes=Scope1,Scope2] [--dry-run=server|client|none]",
        short="Create a quota with the specified name",
        examples="""
            # At most five pods in this namespace
            kubectl create quota few --hard=pods=5
        """,
        run=_quota,
        flags=(
            *FLAGS,
            Flag("hard", help="limits: pods=5,requests.cpu=2"),
            Flag("scopes", help="which pods count"),
        ),
    ),
)
