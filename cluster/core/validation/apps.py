"""Deployments, ReplicaSets and their scale. Upstream: `pkg/apis/apps/validation/validation.go`."""

import re
from typing import Any

from cluster.core import int_or_percent, names, selectors
from cluster.core.field_errors import forbidden, invalid, not_supported, required
from cluster.core.go_text import Raw, to_json
from cluster.core.requirements import Selector, SelectorError
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    immutable,
    nonnegative,
    validate_label_selector,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.pod_spec import validate_pod_template

ROLLBACK_TO = "deprecated.deployment.rollback.to"
_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
NOT_MATCHING = "`selector` does not match template `labels`"


def validate_deployment(obj: Object) -> Errors:
    """A new Deployment."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from _validate_deployment_spec(obj)


def validate_deployment_update(new: Object, old: Object) -> Errors:
    """A changed Deployment; the selector stays (`pkg/registry/apps/deployment/strategy.go`)."""
    yield from validate_object_meta_update(new, old)
    yield from _validate_deployment_spec(new)
    yield from _immutable_selector(new, old)


def _immutable_selector(new: Object, old: Object) -> Errors:
    selector, before = (new.get("spec") or {}).get("selector"), (old.get("spec") or {}).get("selector")
    yield from immutable("spec.selector", selector, before)


def _validate_deployment_spec(obj: Object) -> Errors:
    spec = obj.get("spec") or {}
    yield from nonnegative("spec.replicas", spec.get("replicas"))
    yield from _validate_selector_and_template(spec)
    yield from _validate_strategy(spec.get("strategy") or {})
    yield from nonnegative("spec.minReadySeconds", spec.get("minReadySeconds"))
    yield from nonnegative("spec.revisionHistoryLimit", spec.get("revisionHistoryLimit"))
    yield from _validate_rollback_annotation(obj)
    deadline = spec.get("progressDeadlineSeconds")
    yield from nonnegative("spec.progressDeadlineSeconds", deadline)
    if deadline is not None and deadline <= (spec.get("minReadySeconds") or 0):
        yield invalid("spec.progressDeadlineSeconds", deadline, "must be greater than minReadySeconds")


def _validate_rollback_annotation(obj: Object) -> Errors:
    """`spec.rollbackTo` of old versions lives on in an annotation."""
    text = ((obj.get("metadata") or {}).get("annotations") or {}).get(ROLLBACK_TO)
    if text is not None and _INTEGER.fullmatch(text):
        yield from nonnegative("spec.rollback.version", int(text))


def _validate_selector_and_template(spec: Object) -> Errors:
    selector = spec.get("selector")
    if selector is None:
        yield required("spec.selector")
    else:
        yield from validate_label_selector("spec.selector", selector)
        if not selector.get("matchLabels") and not selector.get("matchExpressions"):
            yield invalid("spec.selector", selector, "empty selector is invalid for deployment")
    try:
        selects = selectors.from_label_selector(selector)
    except SelectorError:
        yield invalid("spec.selector", selector, "invalid label selector")
        return
    yield from _validate_template(spec.get("template") or {}, selects)


def _validate_template(template: Object, selects: Selector) -> Errors:
    labels = (template.get("metadata") or {}).get("labels")
    if not selects.empty and not selects.matches(labels or {}):
        yield invalid("spec.template.metadata.labels", labels, NOT_MATCHING)
    yield from validate_endless_template(template, "ReplicaSet")


def validate_endless_template(template: Object, kind: str) -> Errors:
    """A template of pods that are always there again; `kind` is named where it cannot be so."""
    yield from validate_pod_template("spec.template", template)
    spec = template.get("spec") or {}
    policy = spec.get("restartPolicy") or ""
    if policy != "Always":
        yield not_supported("spec.template.spec.restartPolicy", policy, ("Always",))
    if spec.get("activeDeadlineSeconds") is not None:
        why = f"activeDeadlineSeconds in {kind} is not Supported"
        yield forbidden("spec.template.spec.activeDeadlineSeconds", why)


def _validate_strategy(strategy: Object) -> Errors:
    kind, rolling = strategy.get("type") or "", strategy.get("rollingUpdate")
    if kind == "Recreate":
        if rolling is not None:
            why = "may not be specified when strategy `type` is 'Recreate'"
            yield forbidden("spec.strategy.rollingUpdate", why)
    elif kind == "RollingUpdate":
        if rolling is None:
            yield required("spec.strategy.rollingUpdate", "this should be defaulted and never be nil")
        else:
            yield from _validate_rolling_update(rolling)
    else:
        yield not_supported("spec.strategy", _strategy_text(kind, rolling), ("Recreate", "RollingUpdate"))


def _strategy_text(kind: str, rolling: Object | None) -> Raw:
    """The internal struct as Go prints it, with its capitals."""
    inner = "null"
    if rolling is not None:
        unavailable, surge = (to_json(rolling.get(name, 0)) for name in ("maxUnavailable", "maxSurge"))
        inner = f'{{"MaxUnavailable":{unavailable},"MaxSurge":{surge}}}'
    return Raw(f'{{"Type":{to_json(kind)},"RollingUpdate":{inner}}}')


def _validate_rolling_update(rolling: Object) -> Errors:
    path = "spec.strategy.rollingUpdate"
    unavailable, surge = rolling.get("maxUnavailable", 0), rolling.get("maxSurge", 0)
    for name, value in (("maxUnavailable", unavailable), ("maxSurge", surge)):
        yield from validate_int_or_percent(f"{path}.{name}", value)
    if _number(unavailable) == 0 and _number(surge) == 0:
        yield invalid(f"{path}.maxUnavailable", unavailable, "may not be 0 when `maxSurge` is 0")
    yield from not_more_than_100_percent(f"{path}.maxUnavailable", unavailable)


def _number(value: Any) -> int:
    """Upstream's `getIntOrPercentValue`: text that is no percentage counts as 0."""
    if isinstance(value, str):
        return (int_or_percent.percent_of(value) or 0) if not names.is_valid_percent(value) else 0
    return int(value)


def validate_int_or_percent(path: str, value: Any) -> Errors:
    """A number from 0 or a percentage (upstream: `ValidatePositiveIntOrPercent`)."""
    if isinstance(value, str):
        yield from by_rule(path, value, names.is_valid_percent)
    else:
        yield from nonnegative(path, value)


def not_more_than_100_percent(path: str, value: Any) -> Errors:
    """Upstream: `IsNotMoreThan100Percent`."""
    if isinstance(value, str) and not names.is_valid_percent(value) and _number(value) > 100:
        yield invalid(path, value, "must not be greater than 100%")


def validate_replica_set(obj: Object) -> Errors:
    """A new ReplicaSet."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from _validate_replica_set_spec(obj)


def validate_replica_set_update(new: Object, old: Object) -> Errors:
    """A changed ReplicaSet; the selector stays."""
    yield from validate_object_meta_update(new, old)
    yield from _validate_replica_set_spec(new)
    yield from _immutable_selector(new, old)


def _validate_replica_set_spec(obj: Object) -> Errors:
    spec = obj.get("spec") or {}
    yield from nonnegative("spec.replicas", spec.get("replicas"))
    yield from nonnegative("spec.minReadySeconds", spec.get("minReadySeconds"))
    yield from _validate_selector_and_template(spec)


_DEPLOYMENT_COUNTS = (
    "observedGeneration", "replicas", "updatedReplicas", "terminatingReplicas", "readyReplicas", "availableReplicas",
    "unavailableReplicas", "collisionCount",
)  # fmt: skip
_REPLICA_SET_COUNTS = (
    "replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "terminatingReplicas",
    "observedGeneration",
)  # fmt: skip


def validate_deployment_status(status: Object) -> Errors:
    """Counts that fit together."""
    parts = ("updatedReplicas", "readyReplicas", "availableReplicas")
    yield from validate_counts(status, _DEPLOYMENT_COUNTS, parts)


def validate_replica_set_status(status: Object) -> Errors:
    """Counts that fit together."""
    parts = ("fullyLabeledReplicas", "readyReplicas", "availableReplicas")
    yield from validate_counts(status, _REPLICA_SET_COUNTS, parts)


def validate_counts(status: Object, counts: tuple[str, ...], parts: tuple[str, ...]) -> Errors:
    """No count below 0, and no part greater than the whole."""
    for name in counts:
        yield from nonnegative(f"status.{name}", status.get(name))
    replicas, available = status.get("replicas") or 0, status.get("availableReplicas") or 0
    for name in parts:
        if (status.get(name) or 0) > replicas:
            yield invalid(f"status.{name}", status.get(name) or 0, "cannot be greater than status.replicas")
    if available > (status.get("readyReplicas") or 0):
        yield invalid("status.availableReplicas", available, "cannot be greater than readyReplicas")


def validate_deployment_status_update(new: Object, old: Object) -> Errors:
    """A changed status; collisions are only ever counted up."""
    status, before = new.get("status") or {}, (old.get("status") or {}).get("collisionCount")
    yield from validate_object_meta_update(new, old)
    yield from validate_deployment_status(status)
    if before is not None and (status.get("collisionCount") is None or status["collisionCount"] < before):
        yield invalid("status.collisionCount", status.get("collisionCount") or 0, "cannot be decremented")


def validate_replica_set_status_update(new: Object, old: Object) -> Errors:
    """A changed status."""
    yield from validate_object_meta_update(new, old)
    yield from validate_replica_set_status(new.get("status") or {})


def validate_scale(scale: Object) -> Errors:
    """A Scale object that is put (upstream: `pkg/apis/autoscaling/validation`, ValidateScale)."""
    yield from validate_object_meta(scale, names.is_dns1123_subdomain, namespaced=True)
    yield from nonnegative("spec.replicas", (scale.get("spec") or {}).get("replicas"))
