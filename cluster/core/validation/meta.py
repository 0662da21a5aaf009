"""Metadata: names, labels, annotations, owners, finalizers, and label selectors.

Upstream: `staging/src/k8s.io/apimachinery/pkg/api/validation/objectmeta.go`,
`staging/src/k8s.io/apimachinery/pkg/apis/meta/v1/validation/validation.go` and
`pkg/apis/core/validation/validation.go` (ValidateObjectMeta, ValidateObjectMetaUpdate).
"""

from collections.abc import Callable, Iterator
from typing import Any

from cluster.core import names, semantic
from cluster.core.field_errors import FieldError, forbidden, invalid, required, too_long

Object = dict[str, Any]
Errors = Iterator[FieldError]
NameRule = Callable[[str], list[str]]

IMMUTABLE = "field is immutable"
NEGATIVE = "must be greater than or equal to 0"
MAX_ANNOTATIONS = 256 * 1024
STANDARD_FINALIZERS = frozenset({"kubernetes", "orphan", "foregroundDeletion"})


def by_rule(path: str, value: str, rule: NameRule) -> Errors:
    """One error for each message of a rule of `names`."""
    for message in rule(value):
        yield invalid(path, value, message)


def nonnegative(path: str, value: int | None) -> Errors:
    """Numbers that may be missing, but not below 0."""
    if value is not None and value < 0:
        yield invalid(path, value, NEGATIVE)


def immutable(path: str, new: Any, old: Any) -> Errors:
    """Values that stay as they were created; missing equals missing."""
    if not semantic.equal(new, old, path.rpartition(".")[2]):
        yield invalid(path, new, IMMUTABLE)


def validate_object_meta(obj: Object, rule: NameRule, *, namespaced: bool) -> Errors:
    """`metadata` of a new object; with a `generateName` the name may be missing, it is generated at the write."""
    metadata = obj.get("metadata") or {}
    name, generate_name = metadata.get("name") or "", metadata.get("generateName") or ""
    if generate_name:
        yield from (invalid("metadata.generateName", generate_name, m) for m in names.of_prefix(rule, generate_name))
    if name:
        yield from by_rule("metadata.name", name, rule)
    elif not generate_name:
        yield required("metadata.name", "name or generateName is required")
    yield from _validate_namespace(metadata.get("namespace") or "", namespaced=namespaced)
    yield from nonnegative("metadata.generation", metadata.get("generation"))
    yield from _validate_common(metadata)
    yield from validate_finalizers(metadata.get("finalizers") or [])


def _validate_namespace(namespace: str, *, namespaced: bool) -> Errors:
    if not namespaced:
        if namespace:
            yield forbidden("metadata.namespace", "not allowed on this type")
    elif namespace:
        yield from by_rule("metadata.namespace", namespace, names.is_dns1123_label)
    else:
        yield required("metadata.namespace")


def _validate_common(metadata: Object) -> Errors:
    yield from validate_labels("metadata.labels", metadata.get("labels"))
    yield from validate_annotations("metadata.annotations", metadata.get("annotations"))
    if metadata.get("ownerReferences"):
        yield from validate_owner_references(metadata["ownerReferences"])


def validate_labels(path: str, labels: Object | None) -> Errors:
    """Keys and values of labels, in the order of the keys."""
    for key, value in sorted(labels.items()) if labels else ():
        yield from by_rule(path, key, names.is_qualified_name)
        yield from by_rule(path, value, names.is_valid_label_value)


def validate_annotations(path: str, annotations: Object | None) -> Errors:
    """Keys (upper case is allowed in prefixes too) and the size of all together."""
    if not annotations:
        return
    for key in sorted(annotations):
        yield from (invalid(path, key, message) for message in names.is_qualified_name(key.lower()))
    if sum(names.bytes_of(key) + names.bytes_of(value) for key, value in annotations.items()) > MAX_ANNOTATIONS:
        yield too_long(path, MAX_ANNOTATIONS)


def validate_owner_references(owners: list[Object]) -> Errors:
    """Complete references, at most one of them the controller."""
    path, controller = "metadata.ownerReferences", ""
    for owner in owners:
        if not (owner.get("apiVersion") or "").rpartition("/")[2]:
            yield invalid(f"{path}.apiVersion", owner.get("apiVersion") or "", "version must not be empty")
        for name in ("kind", "name", "uid"):
            if not owner.get(name):
                yield invalid(f"{path}.{name}", "", "must not be empty")
        if owner.get("kind") == "Event" and owner.get("apiVersion") == "v1":
            yield invalid(path, owner, "/v1, Kind=Event is disallowed from being an owner")
        if owner.get("controller"):
            if controller:
                yield invalid(path, owners, _two_controllers(controller, owner.get("name") or ""))
            controller = controller or owner.get("name") or ""


def _two_controllers(first: str, second: str) -> str:
    return f'Only one reference can have Controller set to true. Found "true" in references for {first} and {second}'


def validate_finalizers(finalizers: list[str]) -> Errors:
    """Qualified names, or one of Kubernetes' own; not both ways of deletion at once."""
    path = "metadata.finalizers"
    for finalizer in finalizers:
        yield from by_rule(path, finalizer, names.is_qualified_name)
    if "orphan" in finalizers and "foregroundDeletion" in finalizers:
        yield invalid(path, finalizers, "finalizer orphan and foregroundDeletion cannot be both set")
    for index, finalizer in enumerate(finalizers):
        yield from validate_kube_finalizer(f"{path}[{index}]", finalizer)


def validate_kube_finalizer(path: str, finalizer: str) -> Errors:
    """A finalizer without a domain must be one that Kubernetes knows."""
    if "/" not in finalizer and finalizer not in STANDARD_FINALIZERS:
        yield invalid(path, finalizer, "name is neither a standard finalizer name nor is it fully qualified")


_FIXED = ("name", "namespace", "uid", "creationTimestamp", "deletionTimestamp", "deletionGracePeriodSeconds")


def validate_object_meta_update(new: Object, old: Object) -> Errors:
    """`metadata` of a changed object: identity stays, no finalizers are added while it is being deleted."""
    metadata, before = new.get("metadata") or {}, old.get("metadata") or {}
    if before.get("deletionTimestamp"):
        yield from _no_new_finalizers(metadata.get("finalizers") or [], before.get("finalizers") or [])
    if not metadata.get("resourceVersion"):
        yield invalid("metadata.resourceVersion", "", "must be specified for an update")
    if (metadata.get("generation") or 0) < (before.get("generation") or 0):
        yield invalid("metadata.generation", metadata.get("generation") or 0, "must not be decremented")
    for name in _FIXED:
        yield from immutable(f"metadata.{name}", metadata.get(name) or None, before.get(name) or None)
    yield from _validate_common(metadata)
    for index, finalizer in enumerate(metadata.get("finalizers") or []):
        yield from validate_kube_finalizer(f"metadata.finalizers[{index}]", finalizer)


def _no_new_finalizers(new: list[str], old: list[str]) -> Errors:
    extra = sorted(set(new) - set(old))
    if extra:
        shown = ", ".join(f'"{name}"' for name in extra)
        why = "no new finalizers can be added if the object is being deleted, found new finalizers "
        yield forbidden("metadata.finalizers", f"{why}[]string{{{shown}}}")


def validate_label_selector(path: str, selector: Object | None) -> Errors:
    """A LabelSelector object: keys, values and operators."""
    if not selector:
        return
    yield from validate_labels(f"{path}.matchLabels", selector.get("matchLabels"))
    for index, expression in enumerate(selector.get("matchExpressions") or ()):
        yield from _validate_expression(f"{path}.matchExpressions[{index}]", expression)


def _validate_expression(path: str, expression: Object) -> Errors:
    operator, values = expression.get("operator") or "", expression.get("values") or []
    if operator in {"In", "NotIn"}:
        if not values:
            yield required(f"{path}.values", "must be specified when `operator` is 'In' or 'NotIn'")
    elif operator in {"Exists", "DoesNotExist"}:
        if values:
            yield forbidden(f"{path}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'")
    else:
        yield invalid(f"{path}.operator", operator, "not a valid selector operator")
    yield from by_rule(f"{path}.key", expression.get("key") or "", names.is_qualified_name)
    for index, value in enumerate(values):
        yield from by_rule(f"{path}.values[{index}]", value, names.is_valid_label_value)
