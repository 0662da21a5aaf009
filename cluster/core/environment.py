"""A container's environment: which variables it gets, what is missing for them, which hosts they lead to."""

from collections.abc import Iterator
from typing import Any

from cluster.core.images import Host
from cluster.core.kinds import Object
from cluster.core.state import State

Container = dict[str, Any]


def missing(state: State, pod: Object, container: Container) -> str:
    """What the kubelet says when a ConfigMap, a Secret or a key in one is not there; '' when all is.

    Upstream: `pkg/kubelet/kubelet_pods.go`, makeEnvironmentVariables.
    """
    namespace = pod["metadata"].get("namespace", "")
    for source in container.get("envFrom") or ():
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            reference = source.get(field)
            if reference and not reference.get("optional") and state.get(kind, namespace, reference["name"]) is None:
                return f'{kind.lower()} "{reference["name"]}" not found'
    for variable in container.get("env") or ():
        if "valueFrom" in variable:
            complaint = _missing_key(state, namespace, variable["valueFrom"])
            if complaint:
                return complaint
    return ""


def _missing_key(state: State, namespace: str, source: dict[str, Any]) -> str:
    for field, kind in (("configMapKeyRef", "ConfigMap"), ("secretKeyRef", "Secret")):
        reference = source.get(field)
        if not reference or reference.get("optional"):
            continue
        name = reference["name"]
        obj = state.get(kind, namespace, name)
        if obj is None:
            return f'{kind.lower()} "{name}" not found'
        if reference["key"] not in keys_of(obj):
            return f"couldn't find key {reference['key']} in {kind} {namespace}/{name}"
    return ""


def keys_of(obj: Object) -> set[str]:
    """The keys of a ConfigMap or Secret."""
    return {*(obj.get("data") or ()), *(obj.get("binaryData") or ()), *(obj.get("stringData") or ())}


def names(state: State, pod: Object, container: Container) -> set[str]:
    """The names of all variables that the container gets from its spec."""
    found = {variable["name"] for variable in container.get("env") or ()}
    namespace = pod["metadata"].get("namespace", "")
    for source in container.get("envFrom") or ():
        prefix = source.get("prefix") or ""
        for field, kind in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            obj = state.get(kind, namespace, source[field]["name"]) if source.get(field) else None
            found |= {prefix + key for key in keys_of(obj)} if obj else set()
    return found


def value(state: State, pod: Object, container: Container, name: str) -> str:
    """A variable's value, '' when it is not set or cannot be foretold."""
    for variable in container.get("env") or ():
        if variable["name"] == name:
            reference = (variable.get("valueFrom") or {}).get("configMapKeyRef")
            if not reference:
                return str(variable.get("value") or "")
            found = state.get("ConfigMap", pod["metadata"].get("namespace", ""), reference["name"])
            return str(((found or {}).get("data") or {}).get(reference["key"], ""))
    return ""


def host_of(state: State, pod: Object, container: Container, host: Host) -> str:
    """The name of the host that the program asks: its variable's value, or its default."""
    return value(state, pod, container, host.variable).partition(":")[0] or host.default


def is_reachable(state: State, pod: Object, container: Container, host: Host) -> bool:
    """Whether that host answers: a Service with a ready endpoint, or a container of the same pod."""
    name = host_of(state, pod, container, host)
    if name in {"localhost", "127.0.0.1"}:
        return any(port == host.port for port in _ports_of_others(pod, container))
    service, _, rest = name.partition(".")
    namespace = rest.partition(".")[0] or pod["metadata"].get("namespace", "")
    endpoints = state.get("Endpoints", namespace, service) or {}
    return any(subset.get("addresses") for subset in endpoints.get("subsets") or ())


def _ports_of_others(pod: Object, container: Container) -> Iterator[int]:
    notes = (pod.get("simulation") or {}).get("containers") or {}
    running = {name for name, note in notes.items() if note["is"] == "running"}
    for other in pod["spec"]["containers"]:
        if other is not container and other["name"] in running:
            yield from (entry["containerPort"] for entry in other.get("ports") or ())
