"""Environment variables. Upstream: `pkg/apis/core/validation/validation.go` (ValidateEnv, ValidateEnvFrom)."""

import re
from collections.abc import Iterable

from cluster.core import names, quantity
from cluster.core.field_errors import invalid, not_supported, required
from cluster.core.go_text import quote
from cluster.core.validation.meta import Errors, Object, by_rule

ENV_FIELDS = (
    "metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", "status.hostIP",
    "status.hostIPs", "status.podIP", "status.podIPs",
)  # fmt: skip
VOLUME_FIELDS = ("metadata.annotations", "metadata.labels", "metadata.name", "metadata.namespace", "metadata.uid")
RESOURCES = (
    "limits.cpu", "limits.ephemeral-storage", "limits.memory", "requests.cpu", "requests.ephemeral-storage",
    "requests.memory",
)  # fmt: skip
_KNOWN_PATHS = {*ENV_FIELDS, *VOLUME_FIELDS, "spec.restartPolicy", "status.phase"}
_SUBSCRIPT = re.compile(r"(.+)\['([^']*)'\]")
_SOURCES = ("fieldRef", "resourceFieldRef", "configMapKeyRef", "secretKeyRef")
_ONE_OF = "must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef` or `secretKeyRef`"
_TOO_MANY = "may not have more than one field specified at a time"
_BYTES = ("1", "1k", "1M", "1G", "1T", "1P", "1E", "1Ki", "1Mi", "1Gi", "1Ti", "1Pi", "1Ei")


def validate_env(path: str, variables: Iterable[Object]) -> Errors:
    """`env` of a container."""
    for index, variable in enumerate(variables):
        here, name = f"{path}[{index}]", variable.get("name") or ""
        if name:
            yield from by_rule(f"{here}.name", name, names.is_relaxed_env_var_name)
        else:
            yield required(f"{here}.name")
        if variable.get("valueFrom") is not None:
            yield from _validate_value_from(f"{here}.valueFrom", variable)


def _validate_value_from(path: str, variable: Object) -> Errors:
    source = variable["valueFrom"]
    given = [name for name in _SOURCES if source.get(name) is not None]
    for name in given:
        yield from _validate_source(f"{path}.{name}", name, source[name])
    if not given:
        yield invalid(path, "", _ONE_OF)
    elif variable.get("value"):
        yield invalid(path, "", "may not be specified when `value` is not empty")
    elif len(given) > 1:
        yield invalid(path, "", _TOO_MANY)


def _validate_source(path: str, name: str, source: Object) -> Errors:
    if name == "fieldRef":
        yield from validate_field_ref(path, source, ENV_FIELDS)
    elif name == "resourceFieldRef":
        yield from validate_resource_field_ref(path, source, in_volume=False)
    else:
        yield from by_rule(f"{path}.name", source.get("name") or "", names.is_dns1123_subdomain)
        if source.get("key"):
            yield from by_rule(f"{path}.key", source["key"], names.is_config_map_key)
        else:
            yield required(f"{path}.key")


def validate_field_ref(path: str, ref: Object, allowed: Iterable[str]) -> Errors:
    """A field of the pod that a container may see (upstream: `validateObjectFieldSelector`)."""
    field_path = ref.get("fieldPath") or ""
    for name in ("apiVersion", "fieldPath"):
        if not ref.get(name):
            yield required(f"{path}.{name}")
            return
    subscripted = _SUBSCRIPT.fullmatch(field_path)
    if subscripted is not None:
        yield from _validate_subscript(path, *subscripted.groups())
    elif field_path not in _KNOWN_PATHS:
        yield invalid(f"{path}.fieldPath", field_path, _not_converted(field_path))
    elif field_path not in allowed:
        yield not_supported(f"{path}.fieldPath", field_path, sorted(allowed))


def _not_converted(field_path: str) -> str:
    return f"error converting fieldPath: field label not supported: {field_path}"


def _validate_subscript(path: str, field_path: str, key: str) -> Errors:
    if field_path == "metadata.annotations":
        yield from by_rule(path, key.lower(), names.is_qualified_name)
    elif field_path == "metadata.labels":
        yield from by_rule(path, key, names.is_qualified_name)
    else:
        shown = f"{field_path}[{quote(key)}]".replace('"', "'")
        yield invalid(f"{path}.fieldPath", shown, _not_converted(field_path))


def validate_resource_field_ref(path: str, ref: Object, *, in_volume: bool) -> Errors:
    """An amount of a container that a container may see (upstream: `validateContainerResourceFieldSelector`)."""
    resource = ref.get("resource") or ""
    if in_volume and not ref.get("containerName"):
        yield required(f"{path}.containerName")
    elif not resource:
        yield required(f"{path}.resource")
    elif resource not in RESOURCES and not resource.startswith(("limits.hugepages-", "requests.hugepages-")):
        yield not_supported(f"{path}.resource", resource, RESOURCES)
    divisor = quantity.canonical(ref.get("divisor") or "0")
    if divisor == "0":
        return
    if resource.endswith(".cpu"):
        if divisor not in {"1m", "1"}:
            yield invalid(f"{path}.divisor", resource, _divisors("1m and 1", "cpu"))
    elif divisor not in _BYTES:
        kind = {"memory": "memory", "ephemeral-storage": "local ephemeral storage"}
        name = kind.get(resource.partition(".")[2], "hugepages")
        yield invalid(f"{path}.divisor", resource, _divisors(", ".join(_BYTES), name))


def _divisors(values: str, resource: str) -> str:
    return f"only divisor's values {values} are supported with the {resource} resource"


def validate_env_from(path: str, sources: Iterable[Object]) -> Errors:
    """`envFrom` of a container; as upstream, complaints about the source itself name the list."""
    for index, source in enumerate(sources):
        here = f"{path}[{index}]"
        if source.get("prefix"):
            yield from by_rule(f"{here}.prefix", source["prefix"], names.is_relaxed_env_var_name)
        given = [name for name in ("configMapRef", "secretRef") if source.get(name) is not None]
        for name in given:
            yield from _validate_named(f"{here}.{name}.name", source[name].get("name") or "")
        if not given:
            yield invalid(path, "", "must specify one of: `configMapRef` or `secretRef`")
        elif len(given) > 1:
            yield invalid(path, "", _TOO_MANY)


def _validate_named(path: str, name: str) -> Errors:
    if not name:
        yield required(path)
    else:
        yield from (invalid(path, name, message) for message in names.of_prefix(names.is_dns1123_subdomain, name))
