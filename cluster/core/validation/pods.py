"""Pods: creation, the few changes that are allowed, status.

Upstream: `pkg/apis/core/validation/validation.go` (ValidatePodCreate, ValidatePodUpdate, ValidatePodStatusUpdate).
"""

from typing import Any

from cluster.core import names, semantic
from cluster.core.field_errors import forbidden, invalid, required
from cluster.core.go_structs.internal import difference
from cluster.core.validation.containers import validate_image_spaces
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    immutable,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.pod_spec import INT32_MAX, validate_deletion_cost, validate_ip, validate_pod_spec
from cluster.core.validation.scheduling import validate_tolerations

CHANGEABLE = (
    "`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
    "`spec.tolerations` (only additions to existing tolerations),"
    "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)"
)


def validate_pod(pod: Object) -> Errors:
    """A new pod."""
    spec = pod.get("spec") or {}
    yield from _validate_metadata_and_spec(pod)
    if spec.get("ephemeralContainers"):
        yield forbidden("spec.ephemeralContainers", "cannot be set on create")
    if spec.get("nodeName") and spec.get("schedulingGates"):
        yield forbidden("spec.nodeName", "cannot be set until all schedulingGates have been cleared")


def _validate_metadata_and_spec(pod: Object) -> Errors:
    spec = pod.get("spec") or {}
    annotations = (pod.get("metadata") or {}).get("annotations")
    yield from validate_object_meta(pod, names.is_dns1123_subdomain, namespaced=True)
    yield from validate_deletion_cost("metadata.annotations", annotations)
    yield from validate_pod_spec("spec", spec, is_pod=True)
    for key in ("containers", "initContainers"):
        for index, container in enumerate(spec.get(key) or ()):
            yield from validate_image_spaces(f"spec.{key}[{index}]", container)


def validate_pod_update(new: Object, old: Object) -> Errors:
    """A changed pod: images, tolerations and little else; what must not differ is shown at the end."""
    spec, before = new.get("spec") or {}, old.get("spec") or {}
    yield from validate_object_meta_update(new, old)
    yield from _validate_metadata_and_spec(new)
    for key in ("containers", "initContainers"):
        containers = spec.get(key) or []
        if len(containers) != len(before.get(key) or []):
            yield forbidden(f"spec.{key}", "pod updates may not add or remove containers")
            return
        yield from _validate_images(f"spec.{key}", containers)
    deadline = list(_validate_deadline(spec.get("activeDeadlineSeconds"), before.get("activeDeadlineSeconds")))
    yield from deadline
    if deadline and spec.get("activeDeadlineSeconds") is not None:
        return
    yield from _validate_added_tolerations(spec.get("tolerations") or [], before.get("tolerations") or [])
    yield from _validate_removed_gates(spec.get("schedulingGates") or [], before.get("schedulingGates") or [])
    yield from _validate_rest(spec, before)


def _validate_images(path: str, containers: list[Object]) -> Errors:
    for index, container in enumerate(containers):
        if not container.get("image"):
            yield required(f"{path}[{index}].image")
        yield from validate_image_spaces(f"{path}[{index}]", container)


def _validate_deadline(new: int | None, old: int | None) -> Errors:
    path = "spec.activeDeadlineSeconds"
    if new is None:
        if old is not None:
            yield invalid(path, None, "must not update from a positive integer to nil value")
    elif not 0 <= new <= INT32_MAX:
        yield invalid(path, new, f"must be between 0 and {INT32_MAX}, inclusive")
    elif old is not None and old < new:
        yield invalid(path, new, "must be less than or equal to previous value")


def _validate_added_tolerations(new: list[Object], old: list[Object]) -> Errors:
    kept = [{**toleration, "tolerationSeconds": None} for toleration in new]
    if any({**toleration, "tolerationSeconds": None} not in kept for toleration in old):
        yield forbidden("spec.tolerations", "existing toleration can not be modified except its tolerationSeconds")
    else:
        yield from validate_tolerations("spec.tolerations", new)


def _validate_removed_gates(new: list[Object], old: list[Object]) -> Errors:
    known = {gate.get("name") for gate in old}
    for index, gate in enumerate(new):
        if gate.get("name") not in known:
            why = f"only deletion is allowed, but found new scheduling gate '{gate.get('name') or ''}'"
            yield forbidden(f"spec.schedulingGates[{index}].name", why)


def _validate_rest(spec: Object, before: Object) -> Errors:
    wanted = _munged(spec, before)
    changed = [
        name for name in sorted({*wanted, *before}) if not semantic.equal(wanted.get(name), before.get(name), name)
    ]
    gated = bool(before.get("schedulingGates"))
    if gated and "nodeSelector" in changed and not _removed(wanted.get("nodeSelector"), before.get("nodeSelector")):
        changed.remove("nodeSelector")
        wanted["nodeSelector"] = before.get("nodeSelector")
    if changed:
        what = f"pod updates may not change fields other than {CHANGEABLE}"
        yield forbidden("spec", f"{what}\n{difference(before, wanted)}")


def _removed(new: Object | None, old: Object | None) -> bool:
    return any((new or {}).get(key) != value for key, value in (old or {}).items())


def _munged(spec: Object, before: Object) -> Object:
    """The new spec with everything that may change set back, to compare the rest."""
    free = ("activeDeadlineSeconds", "tolerations", "schedulingGates")
    found = {name: value for name, value in spec.items() if name not in free}
    found |= {name: before[name] for name in free if name in before}
    for key in ("containers", "initContainers"):
        if spec.get(key):
            found[key] = [{**c, "image": o.get("image")} for c, o in zip(spec[key], before[key], strict=True)]
    grace = "terminationGracePeriodSeconds"
    if (before.get(grace) or 0) < 0 and spec.get(grace) == 1:
        found[grace] = before[grace]
    return found


def validate_pod_status_update(new: Object, old: Object) -> Errors:
    """A changed status: the node and the quality of service stay, ended containers stay ended."""
    status, before = new.get("status") or {}, old.get("status") or {}
    yield from validate_object_meta_update(new, old)
    for index, condition in enumerate(status.get("conditions") or ()):
        kind = condition.get("type") or ""
        if kind not in {"PodScheduled", "Ready", "Initialized"}:
            yield from by_rule(f"metadata.conditions[{index}].Type", kind, names.is_qualified_name)
    if (new.get("spec") or {}).get("nodeName") != (old.get("spec") or {}).get("nodeName"):
        yield forbidden("status.nodeName", "may not be changed directly")
    if before.get("qosClass"):
        yield from immutable("status.qosClass", status.get("qosClass"), before["qosClass"])
    policy = (old.get("spec") or {}).get("restartPolicy")
    sidecars = {c.get("name") for c in (old.get("spec") or {}).get("initContainers") or () if c.get("restartPolicy")}
    for name, spared in (("containerStatuses", set()), ("initContainerStatuses", sidecars)):
        new_states, old_states = status.get(name) or [], before.get(name) or []
        yield from _validate_transitions(f"status.{name}", new_states, old_states, policy, spared)
    for index, address in enumerate(status.get("podIPs") or ()):
        yield from validate_ip(f"status.podIPs[{index}]", address.get("ip") or "")


def _terminated(status: Object) -> Object | None:
    found: Object | None = (status.get("state") or {}).get("terminated")
    return found


def _validate_transitions(path: str, new: list[Object], old: list[Object], policy: Any, spared: set[Any]) -> Errors:
    if policy == "Always":
        return
    for index, before in enumerate(old):
        ended = _terminated(before)
        if ended is None or before.get("name") in spared or (ended.get("exitCode") and policy == "OnFailure"):
            continue
        for status in new:
            if status.get("name") == before.get("name") and _terminated(status) is None:
                yield forbidden(f"{path}[{index}].state", "may not be transitioned to non-terminated state")
