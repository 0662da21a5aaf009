"""Namespaces, Nodes, ConfigMaps, Secrets, ServiceAccounts and Events.

Upstream: `pkg/apis/core/validation/validation.go` and `events.go`.
"""

import base64
import binascii
import json

from cluster.core import names
from cluster.core.field_errors import duplicate, forbidden, invalid, required, too_long
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    immutable,
    validate_kube_finalizer,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.resources import validate_amounts
from cluster.core.validation.scheduling import validate_taints

MAX_DATA = 1024 * 1024
_SEALED = "field is immutable when `immutable` is set"


def validate_namespace(obj: Object) -> Errors:
    """A new namespace."""
    yield from validate_object_meta(obj, names.is_dns1123_label, namespaced=False)
    for finalizer in (obj.get("spec") or {}).get("finalizers") or ():
        yield from by_rule("spec.finalizers", finalizer, names.is_qualified_name)
        yield from validate_kube_finalizer("spec.finalizers", finalizer)


def validate_namespace_status_update(new: Object, old: Object) -> Errors:
    """The phase follows the deletion."""
    yield from validate_object_meta_update(new, old)
    phase = (new.get("status") or {}).get("phase") or ""
    if (new.get("metadata") or {}).get("deletionTimestamp"):
        if phase != "Terminating":
            yield invalid("status.Phase", phase, "may only be 'Terminating' if `deletionTimestamp` is not empty")
    elif phase != "Active":
        yield invalid("status.Phase", phase, "may only be 'Active' if `deletionTimestamp` is empty")


def validate_node(obj: Object) -> Errors:
    """A new node."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=False)
    yield from _validate_node_contents(obj)


def _validate_node_contents(obj: Object) -> Errors:
    """As upstream, taints are told below `metadata`."""
    spec, status = obj.get("spec") or {}, obj.get("status") or {}
    if spec.get("taints"):
        yield from validate_taints("metadata.taints", spec["taints"])
    for name in ("capacity", "allocatable"):
        yield from validate_amounts(f"status.{name}", status.get(name))


def validate_node_update(new: Object, old: Object) -> Errors:
    """A changed node, spec or status."""
    spec, before = new.get("spec") or {}, old.get("spec") or {}
    yield from validate_object_meta_update(new, old)
    yield from _validate_node_contents(new)
    seen: list[Object] = []
    for index, address in enumerate((new.get("status") or {}).get("addresses") or ()):
        if address in seen:
            yield duplicate(f"status.addresses[{index}]", address)
        seen.append(address)
    if before.get("podCIDRs") and before["podCIDRs"] != spec.get("podCIDRs"):
        yield forbidden("spec.podCIDRs", 'node updates may not change podCIDR except from "" to valid')
    if before.get("providerID") and before["providerID"] != spec.get("providerID"):
        yield forbidden("spec.providerID", 'node updates may not change providerID except from "" to valid')


def _size(value: str) -> int:
    """Bytes that a base64 text stands for."""
    return len(value.rstrip("=")) * 3 // 4


def _validate_keys(path: str, data: Object) -> Errors:
    for key in sorted(data):
        yield from (invalid(f"{path}[{key}]", key, message) for message in names.is_config_map_key(key))


def validate_config_map(obj: Object) -> Errors:
    """A ConfigMap: good keys, at most 1 MiB."""
    data, binary = obj.get("data") or {}, obj.get("binaryData") or {}
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from _validate_keys("data", data)
    for key in sorted(set(data) & set(binary)):
        yield invalid(f"data[{key}]", key, "duplicate of key present in binaryData")
    yield from _validate_keys("binaryData", binary)
    if sum(map(names.bytes_of, data.values())) + sum(map(_size, binary.values())) > MAX_DATA:
        yield too_long("[]", MAX_DATA)


def _validate_sealed(new: Object, old: Object, parts: tuple[str, ...]) -> Errors:
    if not old.get("immutable"):
        return
    if not new.get("immutable"):
        yield forbidden("immutable", _SEALED)
    for name in parts:
        if (new.get(name) or {}) != (old.get(name) or {}):
            yield forbidden(name, _SEALED)


def validate_config_map_update(new: Object, old: Object) -> Errors:
    """A changed ConfigMap."""
    yield from validate_object_meta_update(new, old)
    yield from _validate_sealed(new, old, ("data", "binaryData"))
    yield from validate_config_map(new)


_NEEDED = {"kubernetes.io/ssh-auth": ("ssh-privatekey",), "kubernetes.io/tls": ("tls.crt", "tls.key")}
_DOCKER = {"kubernetes.io/dockercfg": ".dockercfg", "kubernetes.io/dockerconfigjson": ".dockerconfigjson"}
_ACCOUNT = "kubernetes.io/service-account.name"


def validate_secret(obj: Object) -> Errors:
    """A Secret: good keys, at most 1 MiB, what its type asks for."""
    data, kind = obj.get("data") or {}, obj.get("type") or ""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    yield from _validate_keys("data", data)
    if sum(map(_size, data.values())) > MAX_DATA:
        yield too_long("data", MAX_DATA)
    for key in _NEEDED.get(kind, ()):
        if key not in data:
            yield required(f"data[{key}]")
    if kind == "kubernetes.io/basic-auth" and not {"username", "password"} & set(data):
        yield from (required(f"data[{key}]") for key in ("username", "password"))
    if kind in _DOCKER:
        yield from _validate_docker(_DOCKER[kind], data)
    if kind == "kubernetes.io/service-account-token":
        annotations = (obj.get("metadata") or {}).get("annotations") or {}
        if not annotations.get(_ACCOUNT):
            yield required(f"metadata.annotations[{_ACCOUNT}]")


def _validate_docker(key: str, data: Object) -> Errors:
    if key not in data:
        yield required(f"data[{key}]")
    elif not _is_json_object(data[key]):
        yield invalid(f"data[{key}]", "<secret contents redacted>", "invalid character in JSON")


def _is_json_object(encoded: str) -> bool:
    try:
        return isinstance(json.loads(base64.b64decode(encoded, validate=True)), dict)
    except (ValueError, binascii.Error, RecursionError):
        return False


def validate_secret_update(new: Object, old: Object) -> Errors:
    """A changed Secret; its type stays."""
    yield from validate_object_meta_update(new, old)
    yield from immutable("type", new.get("type") or "", old.get("type") or "")
    yield from _validate_sealed(new, old, ("data",))
    yield from validate_secret(new)


def validate_service_account(obj: Object) -> Errors:
    """A ServiceAccount."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)


def validate_service_account_update(new: Object, old: Object) -> Errors:
    """A changed ServiceAccount."""
    yield from validate_object_meta_update(new, old)
    yield from validate_service_account(new)


def validate_event(obj: Object) -> Errors:
    """An Event lies in the namespace of its object; those about cluster-scoped objects in `default`."""
    namespace = (obj.get("metadata") or {}).get("namespace") or ""
    about = (obj.get("involvedObject") or obj.get("regarding") or {}).get("namespace") or ""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    if (about or "default") != namespace and not (about == "" and namespace == "kube-system"):
        yield invalid("involvedObject.namespace", about, "does not match event.namespace")


def validate_event_update(new: Object, old: Object) -> Errors:
    """A changed Event."""
    yield from validate_object_meta_update(new, old)
    yield from validate_event(new)
