"""The environment variables of a container, as the kubelet makes them.

Upstream: `pkg/kubelet/kubelet_pods.go` (makeEnvironmentVariables, getServiceEnvVarMap) and `pkg/kubelet/envvars`.
"""

import base64
import binascii
import re
from typing import Any

from cluster.core import quantity, services
from cluster.core.kinds import Object
from cluster.core.objects import annotations_of, labels_of, name_of
from cluster.core.shell.images import VARIABLES, family_of
from cluster.core.state import State

PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
_REFERENCE = re.compile(r"\$(\$?)\(([A-Za-z_.-][A-Za-z0-9_.-]*)\)")
_KEYED = re.compile(r"metadata\.(labels|annotations)\['(.+)'\]")


def of_container(state: State, pod: Object, container: Object) -> dict[str, str]:
    """All variables by name."""
    found = {"PATH": PATH, "HOSTNAME": str(pod["spec"].get("hostname") or name_of(pod))[:63]}
    found |= _of_image(container["image"])
    links = _service_variables(state, pod)
    own: dict[str, str] = {}
    for source in container.get("envFrom") or ():
        own |= _from(state, pod, source)
    for variable in container.get("env") or ():
        value = _value(state, pod, container, variable)
        if value is not None:
            own[variable["name"]] = expand(value, {**links, **own})
    return {**found, **own, **{name: value for name, value in links.items() if name not in own}, "HOME": "/root"}


def expand(text: str, known: dict[str, str]) -> str:
    """`$(NAME)` replaced where the name is known; `$$(NAME)` is `$(NAME)` itself."""

    def value(match: re.Match[str]) -> str:
        if match.group(1):
            return f"$({match.group(2)})"
        return known.get(match.group(2), match.group(0))

    return _REFERENCE.sub(value, text)


def _of_image(image: str) -> dict[str, str]:
    family = family_of(image)
    name = VARIABLES.get(family.name)
    return {name: family.version} if name and family.version else {}


def data_of(obj: Object | None) -> dict[str, str]:
    """The texts in a ConfigMap or Secret."""
    if obj is None:
        return {}
    if obj["kind"] != "Secret":
        return dict(obj.get("data") or {})
    return {name: _decoded(value) for name, value in (obj.get("data") or {}).items()}


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value).decode(errors="replace")
    except binascii.Error:
        return value


def _from(state: State, pod: Object, source: dict[str, Any]) -> dict[str, str]:
    prefix, namespace = source.get("prefix") or "", pod["metadata"].get("namespace", "")
    for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
        if source.get(field):
            data = data_of(state.get(kind, namespace, source[field]["name"]))
            return {prefix + key: value for key, value in data.items()}
    return {}


def _value(state: State, pod: Object, container: Object, variable: dict[str, Any]) -> str | None:
    source, namespace = variable.get("valueFrom"), pod["metadata"].get("namespace", "")
    if not source:
        return str(variable.get("value") or "")
    for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
        if source.get(field):
            return data_of(state.get(kind, namespace, source[field]["name"])).get(source[field]["key"])
    if source.get("fieldRef"):
        return field_of(pod, source["fieldRef"].get("fieldPath") or "")
    if source.get("resourceFieldRef"):
        return _resource(container, source["resourceFieldRef"])
    return None


def field_of(pod: Object, path: str) -> str:
    """A pod's field as the downward API tells it: `metadata.name`, `status.podIP`, `metadata.labels['app']`."""
    keyed = _KEYED.fullmatch(path)
    if keyed:
        return {"labels": labels_of, "annotations": annotations_of}[keyed.group(1)](pod).get(keyed.group(2), "")
    if path in {"metadata.labels", "metadata.annotations"}:
        found = labels_of(pod) if path.endswith("labels") else annotations_of(pod)
        return "\n".join(f'{name}="{value}"' for name, value in sorted(found.items()))
    value: Any = pod
    for name in path.split("."):
        value = value.get(name) if isinstance(value, dict) else None
    return "" if value is None else str(value)


def _resource(container: Object, source: dict[str, Any]) -> str:
    kind, _, name = (source.get("resource") or "").partition(".")
    given = ((container.get("resources") or {}).get(kind) or {}).get(name)
    if given is None:
        return "0"
    divisor = quantity.parse(source.get("divisor") or "1")
    divisor = divisor if divisor.nano else quantity.parse("1")
    return str(-(-quantity.parse(given).nano // divisor.nano))


def _service_variables(state: State, pod: Object) -> dict[str, str]:
    """`WEB_SERVICE_HOST` and its kin for Services that were there before the pod (`envvars.FromServices`)."""
    namespace = pod["metadata"].get("namespace", "")
    kubernetes = state.get("Service", "default", "kubernetes")
    wanted = [kubernetes] if kubernetes is not None else []
    if pod["spec"].get("enableServiceLinks", True):
        wanted += sorted(state.of_kind("Service", namespace), key=name_of)
    found: dict[str, str] = {}
    born = pod["metadata"].get("creationTimestamp", "")
    for service in wanted:
        older = service["metadata"]["creationTimestamp"] <= born
        if older and not services.is_headless(service) and service["spec"].get("ports"):
            found |= _links(service)
    return found


def _links(service: Object) -> dict[str, str]:
    name, ip = name_of(service).upper().replace("-", "_"), service["spec"]["clusterIP"]
    ports = service["spec"]["ports"]
    found = {f"{name}_SERVICE_HOST": ip, f"{name}_SERVICE_PORT": str(ports[0]["port"])}
    for port in ports:
        if port.get("name"):
            found[f"{name}_SERVICE_PORT_{port['name'].upper().replace('-', '_')}"] = str(port["port"])
    found[f"{name}_PORT"] = f"{(ports[0].get('protocol') or 'TCP').lower()}://{ip}:{ports[0]['port']}"
    for port in ports:
        protocol = port.get("protocol") or "TCP"
        prefix = f"{name}_PORT_{port['port']}_{protocol}"
        found[prefix] = f"{protocol.lower()}://{ip}:{port['port']}"
        found |= {f"{prefix}_PROTO": protocol.lower(), f"{prefix}_PORT": str(port["port"]), f"{prefix}_ADDR": ip}
    return found
