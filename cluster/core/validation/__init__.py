"""Validation: what the API server refuses, in its words and in its order.

Objects come with their defaults applied (`defaults.apply`). Objects with wrong types are told as such and judged no
further. Nothing here raises, whatever JSON it is given; nothing changes its arguments.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from cluster.core.decoding import typed_object
from cluster.core.field_errors import FieldError, not_supported
from cluster.core.validation import apps, basic, claims, core_workloads, endpoints, meta, pods, policy, services
from cluster.core.validation import warnings as warn

Object = dict[str, Any]
Create = Callable[[Object], Iterable[FieldError]]
Update = Callable[[Object, Object], Iterable[FieldError]]


@dataclass(frozen=True, slots=True)
class Rules:
    """The validations of one kind; without `status` a status update only checks the metadata."""

    create: Create
    update: Update
    status: Update = meta.validate_object_meta_update
    warnings: Callable[[Object], Iterable[str]] = lambda _obj: ()


def _simple(create: Callable[[Object], meta.Errors]) -> Rules:
    return Rules(create, policy.updated(create))


RULES: dict[str, Rules] = {
    "Namespace": Rules(
        basic.validate_namespace, meta.validate_object_meta_update, basic.validate_namespace_status_update
    ),
    "Node": Rules(basic.validate_node, basic.validate_node_update, basic.validate_node_update),
    "Pod": Rules(pods.validate_pod, pods.validate_pod_update, pods.validate_pod_status_update, warn.pod_warnings),
    "ReplicaSet": Rules(
        apps.validate_replica_set,
        apps.validate_replica_set_update,
        apps.validate_replica_set_status_update,
        warn.replica_set_warnings,
    ),
    "Deployment": Rules(
        apps.validate_deployment,
        apps.validate_deployment_update,
        apps.validate_deployment_status_update,
        warn.workload_warnings,
    ),
    "ReplicationController": Rules(
        core_workloads.validate_replication_controller,
        core_workloads.validate_replication_controller_update,
        core_workloads.validate_replication_controller_status_update,
        warn.workload_warnings,
    ),
    "PodTemplate": Rules(
        core_workloads.validate_stored_template,
        policy.updated(core_workloads.validate_stored_template),
        warnings=warn.stored_template_warnings,
    ),
    "Service": Rules(services.validate_service, services.validate_service_update, warnings=warn.service_warnings),
    "Endpoints": Rules(
        endpoints.validate_endpoints, endpoints.validate_endpoints_update, warnings=warn.endpoints_warnings
    ),
    "EndpointSlice": Rules(endpoints.validate_endpoint_slice, endpoints.validate_endpoint_slice_update),
    "Event": Rules(basic.validate_event, basic.validate_event_update),
    "ConfigMap": Rules(basic.validate_config_map, basic.validate_config_map_update),
    "Secret": Rules(basic.validate_secret, basic.validate_secret_update),
    "ServiceAccount": Rules(basic.validate_service_account, basic.validate_service_account_update),
    "HorizontalPodAutoscaler": _simple(policy.validate_horizontal_pod_autoscaler),
    "PodDisruptionBudget": _simple(policy.validate_pod_disruption_budget),
    "ResourceQuota": _simple(policy.validate_resource_quota),
    "LimitRange": _simple(policy.validate_limit_range),
    "Lease": _simple(claims.validate_lease),
    "PriorityClass": Rules(claims.validate_priority_class, claims.validate_priority_class_update),
}


def _judge(rules: Callable[[Rules], Callable[..., Iterable[FieldError]]], *objects: Any) -> list[FieldError]:
    found = [typed_object(obj) for obj in objects]
    errors = [error for _, wrong in found for error in wrong]
    if errors:
        return errors
    kind = found[0][0]["kind"]
    if kind not in RULES or any(obj["kind"] != kind for obj, _ in found):
        return [not_supported("kind", kind, sorted(RULES))]
    return list(rules(RULES[kind])(*(obj for obj, _ in found)))


def validate_create(obj: Any) -> list[FieldError]:
    """What is wrong with a new object whose namespace is filled in already."""
    return _judge(lambda rules: rules.create, obj)


def validate_update(new: Any, old: Any) -> list[FieldError]:
    """What is wrong with a change of an object's metadata or spec."""
    return _judge(lambda rules: rules.update, new, old)


def validate_status_update(new: Any, old: Any) -> list[FieldError]:
    """What is wrong with a change of an object's status."""
    return _judge(lambda rules: rules.status, new, old)


def validate_scale(scale: Any) -> list[FieldError]:
    """What is wrong with a Scale (`autoscaling/v1`) that is put onto a Deployment or ReplicaSet."""
    found, errors = typed_object(scale)
    return errors or list(apps.validate_scale(found))


def warnings(obj: Any) -> list[str]:
    """What the API server warns of, for a new or a changed object that is valid."""
    found, errors = typed_object(obj)
    if errors or found["kind"] not in RULES:
        return []
    return list(RULES[found["kind"]].warnings(found))
