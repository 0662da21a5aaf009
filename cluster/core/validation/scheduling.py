"""Where pods may run: affinity, tolerations, taints, spreading.

Upstream: `pkg/apis/core/validation/validation.go` (validateAffinity, ValidateTolerations,
validateTopologySpreadConstraints, validateNodeTaints).
"""

from collections.abc import Iterable

from cluster.core import names
from cluster.core.field_errors import duplicate, forbidden, invalid, not_supported, required
from cluster.core.validation.meta import Errors, Object, by_rule, validate_label_selector

EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
_WEIGHT = "must be in the range 1-100"


def validate_affinity(path: str, affinity: Object | None) -> Errors:
    """Attraction to nodes, and to or from other pods."""
    if not affinity:
        return
    if affinity.get("nodeAffinity") is not None:
        yield from _validate_node_affinity(f"{path}.nodeAffinity", affinity["nodeAffinity"])
    for name in ("podAffinity", "podAntiAffinity"):
        if affinity.get(name) is not None:
            yield from _validate_pod_affinity(f"{path}.{name}", affinity[name])


def _validate_node_affinity(path: str, affinity: Object) -> Errors:
    selector = affinity.get(_REQUIRED)
    if selector is not None:
        here, terms = f"{path}.{_REQUIRED}.nodeSelectorTerms", selector.get("nodeSelectorTerms") or []
        if not terms:
            yield required(here, "must have at least one node selector term")
        for index, term in enumerate(terms):
            yield from validate_node_selector_term(f"{here}[{index}]", term, check_values=True)
    for index, preferred in enumerate(affinity.get(_PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{index}]"
        yield from _validate_weight(here, preferred)
        preference = preferred.get("preference") or {}
        yield from validate_node_selector_term(f"{here}.preference", preference, check_values=False)


def _validate_weight(path: str, term: Object) -> Errors:
    weight = term.get("weight") or 0
    if not 0 < weight <= 100:
        yield invalid(f"{path}.weight", weight, _WEIGHT)


def validate_node_selector_term(path: str, term: Object, *, check_values: bool) -> Errors:
    """Conditions on labels and on the name of nodes; values of preferred terms may be anything."""
    for index, expression in enumerate(term.get("matchExpressions") or ()):
        yield from _validate_node_expression(f"{path}.matchExpressions[{index}]", expression, check_values=check_values)
    for index, expression in enumerate(term.get("matchFields") or ()):
        yield from _validate_node_field(f"{path}.matchFields[{index}]", expression)


def _validate_node_expression(path: str, expression: Object, *, check_values: bool) -> Errors:
    operator, values = expression.get("operator") or "", expression.get("values") or []
    if operator in {"In", "NotIn"}:
        if not values:
            yield required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'")
    elif operator in {"Exists", "DoesNotExist"}:
        if values:
            yield forbidden(f"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
    elif operator in {"Gt", "Lt"}:
        if len(values) != 1:
            yield required(f"{path}.values", "must be specified single value when `operator` is 'Lt' or 'Gt'")
    else:
        yield invalid(f"{path}.operator", operator, "not a valid selector operator")
    yield from by_rule(f"{path}.key", expression.get("key") or "", names.is_qualified_name)
    for index, value in enumerate(values if check_values else ()):
        yield from by_rule(f"{path}.values[{index}]", value, names.is_valid_label_value)


def _validate_node_field(path: str, expression: Object) -> Errors:
    operator, values = expression.get("operator") or "", expression.get("values") or []
    if operator not in {"In", "NotIn"}:
        yield invalid(f"{path}.operator", operator, "not a valid selector operator")
    elif len(values) != 1:
        why = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
        yield required(f"{path}.values", why)
    key = expression.get("key") or ""
    if key != "metadata.name":
        yield invalid(f"{path}.key", key, "not a valid field selector key")
        return
    for index, value in enumerate(values):
        yield from by_rule(f"{path}.values[{index}]", value, names.is_dns1123_subdomain)


def _validate_pod_affinity(path: str, affinity: Object) -> Errors:
    for index, term in enumerate(affinity.get(_REQUIRED) or ()):
        yield from _validate_pod_term(f"{path}.{_REQUIRED}[{index}]", term)
    for index, weighted in enumerate(affinity.get(_PREFERRED) or ()):
        here = f"{path}.{_PREFERRED}[{index}]"
        yield from _validate_weight(here, weighted)
        yield from _validate_pod_term(f"{here}.podAffinityTerm", weighted.get("podAffinityTerm") or {})


def _validate_pod_term(path: str, term: Object) -> Errors:
    yield from validate_label_selector(f"{path}.labelSelector", term.get("labelSelector"))
    yield from validate_label_selector(f"{path}.namespaceSelector", term.get("namespaceSelector"))
    for namespace in term.get("namespaces") or ():
        yield from by_rule(f"{path}.namespace", namespace, names.is_dns1123_label)
    for name in ("matchLabelKeys", "mismatchLabelKeys"):
        yield from _validate_label_keys(f"{path}.{name}", term.get(name) or [], term.get("labelSelector"))
    key = term.get("topologyKey") or ""
    if not key:
        yield required(f"{path}.topologyKey", "can not be empty")
    yield from by_rule(f"{path}.topologyKey", key, names.is_qualified_name)


def _validate_label_keys(path: str, keys: list[str], selector: Object | None) -> Errors:
    if keys and selector is None:
        yield forbidden(path, "must not be specified when labelSelector is not set")
        return
    for index, key in enumerate(keys):
        yield from by_rule(f"{path}[{index}]", key, names.is_qualified_name)


def validate_tolerations(path: str, tolerations: Iterable[Object]) -> Errors:
    """Which taints a pod bears."""
    for index, toleration in enumerate(tolerations):
        yield from _validate_toleration(f"{path}[{index}]", toleration)


def _validate_toleration(path: str, toleration: Object) -> Errors:
    key, operator = toleration.get("key") or "", toleration.get("operator") or ""
    value, effect = toleration.get("value") or "", toleration.get("effect") or ""
    if key:
        yield from by_rule(f"{path}.key", key, names.is_qualified_name)
    elif operator != "Exists":
        why = 'operator must be Exists when `key` is empty, which means "match all values and all keys"'
        yield invalid(f"{path}.operator", operator, why)
    if toleration.get("tolerationSeconds") is not None and effect != "NoExecute":
        yield invalid(f"{path}.effect", effect, "effect must be 'NoExecute' when `tolerationSeconds` is set")
    if operator in {"", "Equal"}:
        messages = names.is_valid_label_value(value)
        if messages:
            yield invalid(f"{path}.operator", value, ";".join(messages))
    elif operator != "Exists":
        yield not_supported(f"{path}.operator", operator, ("Equal", "Exists"))
    elif value:
        yield invalid(f"{path}.operator", value, "value must be empty when `operator` is 'Exists'")
    if effect and effect not in EFFECTS:
        yield not_supported(f"{path}.effect", effect, EFFECTS)


def validate_taints(path: str, taints: Iterable[Object]) -> Errors:
    """Taints of a node: unique by key and effect."""
    seen: set[tuple[str, str]] = set()
    for index, taint in enumerate(taints):
        here, effect, key = f"{path}[{index}]", taint.get("effect") or "", taint.get("key") or ""
        yield from by_rule(f"{here}.key", key, names.is_qualified_name)
        messages = names.is_valid_label_value(taint.get("value") or "")
        if messages:
            yield invalid(f"{here}.value", taint["value"], ";".join(messages))
        if not effect:
            yield required(f"{here}.effect")
        elif effect not in EFFECTS:
            yield not_supported(f"{here}.effect", effect, EFFECTS)
        if (key, effect) in seen:
            yield duplicate(here, taint, "taints must be unique by key and effect pair")
        seen.add((key, effect))


def validate_topology_spread(path: str, constraints: list[Object]) -> Errors:
    """How evenly pods must be spread."""
    kinds = [(c.get("topologyKey") or "", c.get("whenUnsatisfiable") or "") for c in constraints]
    for index, constraint in enumerate(constraints):
        here, (key, when) = f"{path}[{index}]", kinds[index]
        if (constraint.get("maxSkew") or 0) <= 0:
            yield invalid(f"{here}.maxSkew", constraint.get("maxSkew") or 0, "must be greater than zero")
        if key:
            yield from by_rule(f"{here}.topologyKey", key, names.is_qualified_name)
        else:
            yield required(f"{here}.topologyKey", "can not be empty")
        if when not in {"DoNotSchedule", "ScheduleAnyway"}:
            yield not_supported(f"{here}.whenUnsatisfiable", when, ("DoNotSchedule", "ScheduleAnyway"))
        if (key, when) in kinds[index + 1 :]:
            yield duplicate(f"{here}.{{topologyKey, whenUnsatisfiable}}", f"{{{key}, {when}}}")
        yield from _validate_spread_options(here, constraint, when)


def _validate_spread_options(path: str, constraint: Object, when: str) -> Errors:
    domains = constraint.get("minDomains")
    if domains is not None:
        if domains <= 0:
            yield invalid(f"{path}.minDomains", domains, "must be greater than zero")
        if when != "DoNotSchedule":
            why = f"can only use minDomains if whenUnsatisfiable=DoNotSchedule, not {when}"
            yield invalid(f"{path}.minDomains", domains, why)
    for name in ("nodeAffinityPolicy", "nodeTaintsPolicy"):
        policy = constraint.get(name)
        if policy is not None and policy not in {"Honor", "Ignore"}:
            yield not_supported(f"{path}.{name}", policy, ("Honor", "Ignore"))
    keys, selector = constraint.get("matchLabelKeys") or [], constraint.get("labelSelector")
    yield from _validate_label_keys(f"{path}.matchLabelKeys", keys, selector)
    yield from validate_label_selector(f"{path}.labelSelector", selector)
