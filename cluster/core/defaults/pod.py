"""Defaults of pods and of the pod spec inside templates.

Upstream: `pkg/apis/core/v1/defaults.go` (SetDefaults_Pod, SetDefaults_PodSpec, SetDefaults_Container and so on).
"""

import re
from typing import Any

from cluster.core import quantity
from cluster.core.defaults import volumes
from cluster.core.remembered import remembered

Object = dict[str, Any]

_IMAGE = re.compile(
    r"(?:(?:[a-zA-Z0-9]|\[)[a-zA-Z0-9.:\[\]-]*/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*"
    r"(?:/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*"
    r"(?::(?P<tag>[\w][\w.-]{0,127}))?(?P<digest>@[A-Za-z][A-Za-z0-9]*:[0-9a-fA-F]{32,})?"
)
_CONTAINERS = ("containers", "initContainers", "ephemeralContainers")
_PROBES = ("livenessProbe", "readinessProbe", "startupProbe")


def default_pod(obj: Object) -> Object:
    """A pod: its spec, service links, requests equal to limits where only limits are given."""
    spec = default_pod_spec(obj.get("spec") or {})
    if "enableServiceLinks" not in spec:
        spec["enableServiceLinks"] = True
    if spec.get("hostNetwork"):
        spec |= {key: [_host_ports(c) for c in spec[key]] for key in _CONTAINERS[:2] if spec.get(key)}
    spec |= {key: [_requests_from_limits(c) for c in spec[key]] for key in _CONTAINERS[:2] if spec.get(key)}
    return {**obj, "spec": spec}


def default_pod_spec(spec: Object) -> Object:
    """A new pod spec with every default that templates get too."""
    found = {**spec}
    found["restartPolicy"] = spec.get("restartPolicy") or "Always"
    found["dnsPolicy"] = spec.get("dnsPolicy") or "ClusterFirst"
    found["schedulerName"] = spec.get("schedulerName") or "default-scheduler"
    found.setdefault("terminationGracePeriodSeconds", 30)
    found.setdefault("securityContext", {})
    account = spec.get("serviceAccountName") or spec.get("serviceAccount")
    if account:
        found["serviceAccountName"] = found["serviceAccount"] = account
    for key in _CONTAINERS:
        if spec.get(key):
            found[key] = [default_container(container) for container in spec[key]]
    if spec.get("volumes"):
        found["volumes"] = [volumes.default_volume(volume) for volume in spec["volumes"]]
    return found


def default_container(container: Object) -> Object:
    """A new container with its defaults."""
    found = {**container}
    found["imagePullPolicy"] = container.get("imagePullPolicy") or pull_policy(container.get("image") or "")
    found["terminationMessagePath"] = container.get("terminationMessagePath") or "/dev/termination-log"
    found["terminationMessagePolicy"] = container.get("terminationMessagePolicy") or "File"
    found.setdefault("resources", {})
    if container.get("ports"):
        found["ports"] = [p if p.get("protocol") else {**p, "protocol": "TCP"} for p in container["ports"]]
    if container.get("env"):
        found["env"] = [_env(variable) for variable in container["env"]]
    for key in _PROBES:
        if key in container:
            found[key] = default_probe(container[key])
    if "lifecycle" in container:
        found["lifecycle"] = {key: _hook(handler) for key, handler in container["lifecycle"].items()}
    return found


@remembered
def pull_policy(image: str) -> str:
    """`Always` for the tag latest or none; an image that cannot be parsed counts as tagged, as upstream."""
    found = _IMAGE.fullmatch(image)
    if found is None:
        return "IfNotPresent"
    tag = found["tag"] or ("" if found["digest"] else "latest")
    return "Always" if tag == "latest" else "IfNotPresent"


def default_probe(probe: Object) -> Object:
    """A new probe: timeout 1 s, period 10 s, one success, three failures; an HTTP handler with path and scheme."""
    found = _handler(probe)
    for key, value in (("timeoutSeconds", 1), ("periodSeconds", 10), ("successThreshold", 1), ("failureThreshold", 3)):
        found[key] = probe.get(key) or value
    if "grpc" in probe:
        found["grpc"] = {"service": "", **probe["grpc"]}
    return found


def _handler(handler: Object) -> Object:
    if "httpGet" not in handler:
        return {**handler}
    action = handler["httpGet"]
    path, scheme = action.get("path") or "/", action.get("scheme") or "HTTP"
    return {**handler, "httpGet": {**action, "path": path, "scheme": scheme}}


def _hook(handler: Any) -> Any:
    """A hook; `stopSignal`, a text beside the hooks, stays as it is."""
    return _handler(handler) if isinstance(handler, dict) else handler


def _env(variable: Object) -> Object:
    source = variable.get("valueFrom")
    if not source or "fieldRef" not in source:
        return variable
    return {**variable, "valueFrom": {**source, "fieldRef": volumes.field_ref(source["fieldRef"])}}


def _host_ports(container: Object) -> Object:
    ports = container.get("ports")
    if not ports:
        return container
    return {**container, "ports": [p if p.get("hostPort") else _with_host_port(p) for p in ports]}


def _with_host_port(port: Object) -> Object:
    number = port.get("containerPort")
    return {**port, "hostPort": number} if number else port


def _requests_from_limits(container: Object) -> Object:
    resources = container.get("resources") or {}
    limits, requests = resources.get("limits"), resources.get("requests") or {}
    if not limits or all(name in requests for name in limits):
        return container
    missing = {name: quantity.canonical(amount) for name, amount in limits.items() if name not in requests}
    return {**container, "resources": {**resources, "requests": {**requests, **missing}}}
