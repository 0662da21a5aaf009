"""`kubectl set env --list`. Upstream: `set_env.go`, `kubectl/pkg/cmd/set/env/env_resolve.go`."""

import base64

from cluster.core.kinds import Object
from cluster.kubectl.commands import changing
from cluster.kubectl.commands.command import Call
from cluster.kubectl.commands.set import containers
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.infos import Info


def show(call: Call, info: Info, obj: Object) -> None:
    """List the variables of the chosen containers."""
    spec = changing.pod_spec_of(obj) or {}
    failed = False
    for container in [*(spec.get("containers") or []), *(spec.get("initContainers") or [])]:
        if not containers.is_chosen(str(container.get("name")), call["containers"]):
            continue
        call.out(f"# {info.kind.kind} {info.name}, container {container.get('name')}\n")
        for variable in container.get("env") or []:
            failed = not _show(call, info, variable) or failed
    if failed:
        raise KubectlError("failed to retrieve valueFrom references")


def _show(call: Call, info: Info, variable: Object) -> bool:
    name, source = variable.get("name"), variable.get("valueFrom")
    if not source:
        call.out(f"{name}={variable.get('value', '')}\n")
        return True
    if call["resolve"]:
        try:
            call.out(f"{name}={_resolved(call, info, source)}\n")
            return True
        except (ApiRefused, KeyError) as fault:
            call.err(f"error retrieving reference for {name}: {fault}\n")
    call.out(f"# {name} from {_reference(source)}\n")
    return not call["resolve"]


def _reference(source: Object) -> str:
    for field, text in (("configMapKeyRef", "configmap"), ("secretKeyRef", "secret")):
        if field in source:
            return f"{text} {source[field].get('name')}, key {source[field].get('key')}"
    if "fieldRef" in source:
        return f"field path {source['fieldRef'].get('fieldPath')}"
    found = source.get("resourceFieldRef") or {}
    container = f"{found['containerName']}/" if found.get("containerName") else ""
    return f"resource field {container}{found.get('resource')}"


def _resolved(call: Call, info: Info, source: Object) -> str:
    for field, plural in (("configMapKeyRef", "configmaps"), ("secretKeyRef", "secrets")):
        if field in source:
            path = f"/api/v1/namespaces/{info.namespace}/{plural}/{source[field].get('name')}"
            value = str((call.client.ask("GET", path).get("data") or {})[source[field].get("key")])
            return base64.b64decode(value).decode("utf-8", "replace") if plural == "secrets" else value
    raise KeyError(_reference(source))
