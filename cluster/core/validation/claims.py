"""Leases and PriorityClasses.

Upstream: `pkg/apis/coordination/validation/validation.go` and `pkg/apis/scheduling/validation/validation.go`.
"""

from cluster.core import names
from cluster.core.field_errors import forbidden, invalid
from cluster.core.validation.meta import (
    Errors,
    Object,
    immutable,
    nonnegative,
    validate_object_meta,
    validate_object_meta_update,
)

HIGHEST_OF_USERS = 1_000_000_000
RESERVED = "priority class names with 'system-' prefix are reserved for system use only"


def validate_lease(obj: Object) -> Errors:
    """A holder's claim for a while."""
    spec = obj.get("spec") or {}
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    seconds = spec.get("leaseDurationSeconds")
    if seconds is not None and seconds <= 0:
        yield invalid("spec.leaseDurationSeconds", seconds, "must be greater than 0")
    yield from nonnegative("spec.leaseTransitions", spec.get("leaseTransitions"))


def validate_priority_class(obj: Object) -> Errors:
    """A name and a number below those of the system."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=False)
    if (obj["metadata"].get("name") or "").startswith("system-"):
        yield forbidden("metadata.name", RESERVED)
    if (obj.get("value") or 0) > HIGHEST_OF_USERS:
        yield forbidden("value", f"maximum allowed value of a user defined priority is {HIGHEST_OF_USERS}")


def validate_priority_class_update(new: Object, old: Object) -> Errors:
    """Pods have copied the number already, so it stays."""
    yield from validate_object_meta_update(new, old)
    if (new.get("value") or 0) != (old.get("value") or 0):
        yield forbidden("value", "may not be changed in an update.")
    yield from immutable("preemptionPolicy", new.get("preemptionPolicy"), old.get("preemptionPolicy"))
