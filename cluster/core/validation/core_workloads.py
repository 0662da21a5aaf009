"""ReplicationControllers and PodTemplates. Upstream: `pkg/apis/core/validation/validation.go`."""

from cluster.core import names
from cluster.core.field_errors import invalid, required
from cluster.core.validation.apps import NOT_MATCHING, validate_counts, validate_endless_template
from cluster.core.validation.meta import (
    Errors,
    Object,
    nonnegative,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.pod_spec import validate_pod_template

_COUNTS = ("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas", "observedGeneration")


def validate_replication_controller(obj: Object) -> Errors:
    """A new ReplicationController."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from _validate_spec(obj.get("spec") or {})


def validate_replication_controller_update(new: Object, old: Object) -> Errors:
    """A changed ReplicationController; its selector may change."""
    yield from validate_object_meta_update(new, old)
    yield from _validate_spec(new.get("spec") or {})


def validate_replication_controller_status_update(new: Object, old: Object) -> Errors:
    """A changed status: counts that fit together."""
    yield from validate_object_meta_update(new, old)
    parts = ("fullyLabeledReplicas", "readyReplicas", "availableReplicas")
    yield from validate_counts(new.get("status") or {}, _COUNTS, parts)


def _validate_spec(spec: Object) -> Errors:
    yield from nonnegative("spec.minReadySeconds", spec.get("minReadySeconds"))
    if not spec.get("selector"):
        yield required("spec.selector")
    yield from nonnegative("spec.replicas", spec.get("replicas"))
    if spec.get("template") is None:
        yield required("spec.template")
    else:
        yield from _validate_template(spec["template"], spec.get("selector") or {})


def _validate_template(template: Object, selector: dict[str, str]) -> Errors:
    """Upstream: `ValidatePodTemplateSpecForRC`."""
    labels = (template.get("metadata") or {}).get("labels") or {}
    if not selector.items() <= labels.items():
        yield invalid("spec.template.metadata.labels", labels or None, NOT_MATCHING)
    yield from validate_endless_template(template, "ReplicationController")


def validate_stored_template(obj: Object) -> Errors:
    """A PodTemplate, new or changed."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from validate_pod_template("template", obj.get("template") or {})
