"""Warnings: what the API server accepts but does not like (`Warning:` headers).

Upstream: `pkg/api/pod/warnings.go`, `pkg/api/service/warnings.go`, `pkg/registry/apps/deployment/strategy.go`.
"""

from collections.abc import Iterator
from typing import Any

from cluster.core import names, quantity
from cluster.core.go_text import quote

Object = dict[str, Any]
Warnings = Iterator[str]

_RENAMED = {
    "beta.kubernetes.io/arch": 'v1.14; use "kubernetes.io/arch" instead',
    "beta.kubernetes.io/os": 'v1.14; use "kubernetes.io/os" instead',
    "failure-domain.beta.kubernetes.io/region": 'v1.17; use "topology.kubernetes.io/region" instead',
    "failure-domain.beta.kubernetes.io/zone": 'v1.17; use "topology.kubernetes.io/zone" instead',
    "beta.kubernetes.io/instance-type": 'v1.17; use "node.kubernetes.io/instance-type" instead',
}
_SURPRISE = "which can result in surprising behavior; a DNS label is recommended"
_SELECTS_NONE = "a null labelSelector results in matching no pod"


def pod_warnings(obj: Object) -> Warnings:
    """Warnings about a Pod."""
    yield from _name_warnings(obj, "this is used in the Pod's hostname")
    yield from template_warnings("", obj)


def workload_warnings(obj: Object) -> Warnings:
    """Warnings about a Deployment; its name ends up in names of pods."""
    yield from _name_warnings(obj, "this is used in Pod names and hostnames")
    yield from replica_set_warnings(obj)


def replica_set_warnings(obj: Object) -> Warnings:
    """Warnings about a pod template."""
    yield from template_warnings("spec.template.", (obj.get("spec") or {}).get("template") or {})


def stored_template_warnings(obj: Object) -> Warnings:
    """Warnings about a PodTemplate."""
    yield from template_warnings("template.", obj.get("template") or {})


def _name_warnings(obj: Object, use: str) -> Warnings:
    messages = names.is_dns1123_label((obj.get("metadata") or {}).get("name") or "a")
    if messages:
        yield f"metadata.name: {use}, {_SURPRISE}: [{' '.join(messages)}]"


def template_warnings(prefix: str, template: Object) -> Warnings:
    """Warnings about a pod or a template; `prefix` ends with a dot."""
    spec = template.get("spec") or {}
    path = f"{prefix}spec"
    for key in sorted(spec.get("nodeSelector") or ()):
        if key in _RENAMED:
            yield f"{path}.nodeSelector[{key}]: deprecated since {_RENAMED[key]}"
    yield from _spread_warnings(path, spec)
    for index, secret in enumerate(spec.get("imagePullSecrets") or ()):
        if not secret.get("name"):
            yield f'{path}.imagePullSecrets[{index}].name: invalid empty name ""'
    for kind in ("initContainers", "containers"):
        for index, container in enumerate(spec.get(kind) or ()):
            yield from _container_warnings(f"{path}.{kind}[{index}]", container)
    yield from _port_warnings(f"{path}.containers", spec.get("containers") or [])
    if (spec.get("terminationGracePeriodSeconds") or 0) < 0:
        why = "must be >= 0; negative values are invalid and will be treated as 1"
        yield f"{path}.terminationGracePeriodSeconds: {why}"


def _spread_warnings(path: str, spec: Object) -> Warnings:
    for index, constraint in enumerate(spec.get("topologySpreadConstraints") or ()):
        key = constraint.get("topologyKey")
        if key in _RENAMED:
            yield f"{path}.topologySpreadConstraints[{index}].topologyKey: {key} is deprecated since {_RENAMED[key]}"
        if constraint.get("labelSelector") is None:
            yield f"{path}.topologySpreadConstraints[{index}].labelSelector: {_SELECTS_NONE}"
    affinity = spec.get("affinity") or {}
    for name in ("podAffinity", "podAntiAffinity"):
        terms = (affinity.get(name) or {}).get("requiredDuringSchedulingIgnoredDuringExecution") or ()
        for index, term in enumerate(terms):
            if term.get("labelSelector") is None:
                where = f"{path}.affinity.{name}.requiredDuringSchedulingIgnoredDuringExecution[{index}]"
                yield f"{where}.labelSelector: {_SELECTS_NONE}"


def _container_warnings(path: str, container: Object) -> Warnings:
    seen: dict[str, int] = {}
    for kind in ("limits", "requests"):
        amounts = (container.get("resources") or {}).get(kind) or {}
        for name in sorted({"memory", "ephemeral-storage"} & set(amounts)):
            amount = quantity.parse(amounts[name])
            if amount.nano % quantity.NANO:
                where = f"{path}.resources.{kind}[{name}]"
                yield f"{where}: fractional byte value {quote(str(amount))} is invalid, must be an integer"
    for index, variable in enumerate(container.get("env") or ()):
        name = variable.get("name") or ""
        if name in seen:
            why = f"hides previous definition of {quote(name)}, which may be dropped when using apply"
            yield f"{path}.env[{index}]: {why}"
        seen[name] = index


def _port_warnings(path: str, containers: list[Object]) -> Warnings:
    seen: dict[tuple[Any, ...], str] = {}
    for number, container in enumerate(containers):
        own: dict[tuple[Any, ...], str] = {}
        for index, port in enumerate(container.get("ports") or ()):
            where = f"{path}[{number}].ports[{index}]"
            key = tuple(port.get(name) for name in ("containerPort", "hostPort", "protocol", "hostIP"))
            if key in own:
                yield f"{where}: duplicate port definition with {own[key]}"
            own.setdefault(key, where)
        seen |= own


def endpoints_warnings(_obj: Object) -> Warnings:
    """Endpoints are being replaced by EndpointSlices."""
    yield "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"


def service_warnings(obj: Object) -> Warnings:
    """Warnings about a Service."""
    spec = obj.get("spec") or {}
    if spec.get("clusterIP") == "None":
        if spec.get("sessionAffinity") == "ClientIP":
            yield "spec.SessionAffinity is ignored for headless services"
        if spec.get("loadBalancerIP"):
            yield "spec.loadBalancerIP is ignored for headless services"
        if spec.get("externalIPs"):
            yield "spec.externalIPs is ignored for headless services"
