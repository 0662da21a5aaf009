"""Objects as Go's types of kubectl 1.32 write them: with what is empty but never left out, without younger fields."""

from typing import Any

from cluster.core.kinds import Object

TEMPLATED = frozenset({"Deployment", "ReplicaSet", "ReplicationController"})
YOUNGER = frozenset({"terminatingReplicas"})
"""Fields of a status that its types do not know yet."""


def typed(obj: Object) -> Object:
    """The object as a command prints it that has decoded it; kinds without pods are given back as they are."""
    if obj.get("kind") == "Pod":
        return {**_dated(obj), "spec": _pod_spec(obj.get("spec") or {}), "status": obj.get("status") or {}}
    if obj.get("kind") not in TEMPLATED:
        return obj
    spec = obj.get("spec") or {}
    template = spec.get("template") or {}
    found = {**spec, "template": {**_dated(template), "spec": _pod_spec(template.get("spec") or {})}}
    found |= {"strategy": spec.get("strategy") or {}} if obj["kind"] == "Deployment" else {}
    status = {name: value for name, value in (obj.get("status") or {}).items() if name not in YOUNGER}
    return {**_dated(obj), "spec": found, "status": status}


def _dated(obj: Object) -> Object:
    return {**obj, "metadata": {"creationTimestamp": None, **(obj.get("metadata") or {})}}


def _pod_spec(spec: Object) -> Object:
    lists = [name for name in ("containers", "initContainers") if isinstance(spec.get(name), list)]
    return {**spec, **{name: [_container(one) for one in spec[name]] for name in lists}}


def _container(container: Any) -> Any:
    if not isinstance(container, dict):
        return container
    found = {**container, "resources": container.get("resources") or {}}
    if isinstance(container.get("env"), list):
        found["env"] = [_variable(one) for one in container["env"]]
    return found


def _variable(variable: Any) -> Any:
    if not isinstance(variable, dict):
        return variable
    return {name: value for name, value in variable.items() if name != "value" or value}
