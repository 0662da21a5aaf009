"""Containers, of a pod or of a template: `describe.go`, `describeContainers` and what it calls."""

from collections.abc import Callable

from cluster.core.describe.parts import NOTHING, moment, part, quantity
from cluster.core.describe.probes import probe_text
from cluster.core.describe.writer import NONE, Writer
from cluster.core.kinds import Object
from cluster.core.quantity import NANO

Resolver = Callable[[str], str]
"""From a fieldPath such as `metadata.name` to its value in the pod."""


def write_containers(
    w: Writer, title: str, containers: list[Object], statuses: list[Object], resolve: Resolver, indent: str = ""
) -> None:
    """`title:` and every container; `indent` is two spaces inside a pod template, where no status is known."""
    by_name = {status.get("name"): status for status in statuses}
    w.line(0, f"{indent}{title}:" + ("" if containers else f" {NONE}"))
    for container in containers:
        _write_container(w, container, by_name.get(container.get("name")), resolve, " " if indent else "")


def _write_container(w: Writer, container: Object, status: Object | None, resolve: Resolver, indent: str) -> None:
    w.line(1, f"{indent}{container.get('name') or ''}:")
    _write_basics(w, container, status)
    for title, field in (("Command", "command"), ("Args", "args")):
        if container.get(field):
            w.line(2, f"{title}:")
            for line in "\n".join(container[field]).split("\n"):
                w.line(3, line)
    if status is not None:
        _write_state(w, status)
    write_resources(w, 2, container.get("resources") or NOTHING)
    for title, field in (("Liveness", "livenessProbe"), ("Readiness", "readinessProbe"), ("Startup", "startupProbe")):
        if container.get(field) is not None:
            w.line(2, f"{title}:\t{probe_text(container[field])}")
    _write_env_from(w, container.get("envFrom") or [])
    _write_env(w, container, resolve)
    _write_mounts(w, container)


def _write_basics(w: Writer, container: Object, status: Object | None) -> None:
    if status is not None:
        w.line(2, f"Container ID:\t{status.get('containerID') or ''}")
    w.line(2, f"Image:\t{container.get('image') or ''}")
    if status is not None:
        w.line(2, f"Image ID:\t{status.get('imageID') or ''}")
    for title, field in (("Port", "containerPort"), ("Host Port", "hostPort")):
        texts = [f"{port.get(field) or 0}/{port.get('protocol') or ''}" for port in container.get("ports") or ()]
        w.line(2, f"{title}{'s' if len(texts) > 1 else ''}:\t{', '.join(texts) or NONE}")
    profile = part(container, "securityContext", "seccompProfile")
    if profile:
        w.line(2, f"SeccompProfile:\t{profile.get('type')}")
        if profile.get("type") == "Localhost":
            w.line(3, f"LocalhostProfile:\t{profile.get('localhostProfile')}")


def _write_state(w: Writer, status: Object) -> None:
    _write_one_state(w, "State", status.get("state") or NOTHING)
    last = status.get("lastState") or NOTHING
    if last.get("terminated") is not None:
        _write_one_state(w, "Last State", last)
    w.line(2, f"Ready:\t{bool(status.get('ready'))}")
    w.line(2, f"Restart Count:\t{status.get('restartCount') or 0}")


def _write_one_state(w: Writer, title: str, state: Object) -> None:
    if state.get("running") is not None:
        w.line(2, f"{title}:\tRunning")
        w.line(3, f"Started:\t{moment(state['running'].get('startedAt'))}")
    elif state.get("waiting") is not None or state.get("terminated") is None:
        w.line(2, f"{title}:\tWaiting")
        reason = (state.get("waiting") or NOTHING).get("reason")
        if reason:
            w.line(3, f"Reason:\t{reason}")
    else:
        w.line(2, f"{title}:\tTerminated")
        _write_terminated(w, state["terminated"])


def _write_terminated(w: Writer, terminated: Object) -> None:
    for title, field in (("Reason", "reason"), ("Message", "message")):
        if terminated.get(field):
            w.line(3, f"{title}:\t{terminated[field]}")
    w.line(3, f"Exit Code:\t{terminated.get('exitCode') or 0}")
    if (terminated.get("signal") or 0) > 0:
        w.line(3, f"Signal:\t{terminated['signal']}")
    w.line(3, f"Started:\t{moment(terminated.get('startedAt'))}")
    w.line(3, f"Finished:\t{moment(terminated.get('finishedAt'))}")


def write_resources(w: Writer, level: int, resources: Object) -> None:
    """`Limits:` and `Requests:`, each sorted by name; nothing for none (`describeResources`)."""
    for title, field in (("Limits", "limits"), ("Requests", "requests")):
        amounts = resources.get(field) or NOTHING
        if amounts:
            w.line(level, f"{title}:")
        for name in sorted(amounts):
            w.line(level + 1, f"{name}:\t{quantity(amounts[name])}")


def _optional(reference: Object) -> str:
    return f"Optional: {str(bool(reference.get('optional'))).lower()}"


def _write_env_from(w: Writer, sources: list[Object]) -> None:
    if sources:
        w.line(2, "Environment Variables from:")
    for source in sources:
        kind, field = ("ConfigMap", "configMapRef") if source.get("configMapRef") else ("Secret", "secretRef")
        reference = source.get(field) or NOTHING
        prefix = f" with prefix '{source['prefix']}'" if source.get("prefix") else ""
        w.line(3, f"{reference.get('name') or ''}\t{kind}{prefix}\t{_optional(reference)}")


def _write_env(w: Writer, container: Object, resolve: Resolver) -> None:
    variables = container.get("env") or []
    w.line(2, "Environment:" + ("" if variables else f"\t{NONE}"))
    for variable in variables:
        name = variable.get("name") or ""
        if variable.get("valueFrom"):
            text = _value_from(variable["valueFrom"], container, resolve)
            if text:
                w.line(3, f"{name}:\t{text}")
            continue
        first, *rest = (variable.get("value") or "").split("\n")
        w.line(3, f"{name}:\t{first}")
        for line in rest:
            w.line(3, f"\t{line}")


def _value_from(source: Object, container: Object, resolve: Resolver) -> str:
    if source.get("fieldRef"):
        field = source["fieldRef"]
        path = field.get("fieldPath") or ""
        return f"{resolve(path)} ({field.get('apiVersion') or 'v1'}:{path})"
    if source.get("resourceFieldRef"):
        return _resource_value(source["resourceFieldRef"], container)
    if source.get("secretKeyRef"):
        key = source["secretKeyRef"]
        return f"<set to the key '{key.get('key')}' in secret '{key.get('name')}'>\t{_optional(key)}"
    if source.get("configMapKeyRef"):
        key = source["configMapKeyRef"]
        return f"<set to the key '{key.get('key')}' of config map '{key.get('name')}'>\t{_optional(key)}"
    return ""


def _resource_value(reference: Object, container: Object) -> str:
    resource = reference.get("resource") or ""
    group, _, name = resource.partition(".")
    amount = quantity(part(container, "resources", group).get(name))
    value = str(-(-amount.nano // (quantity(reference.get("divisor")).nano or NANO)))
    if value == "0" and resource in ("limits.cpu", "limits.memory"):
        value = "node allocatable"
    return f"{value} ({resource})"


def _write_mounts(w: Writer, container: Object) -> None:
    mounts = sorted(container.get("volumeMounts") or (), key=lambda mount: mount.get("mountPath") or "")
    w.line(2, "Mounts:" + ("" if mounts else f"\t{NONE}"))
    for mount in mounts:
        flags = "ro" if mount.get("readOnly") else "rw"
        if mount.get("subPath"):
            flags += f',path="{mount["subPath"]}"'
        w.line(3, f"{mount.get('mountPath')} from {mount.get('name')} ({flags})")
    devices = sorted(container.get("volumeDevices") or (), key=lambda device: device.get("devicePath") or "")
    if devices:
        w.line(2, "Devices:" + ("" if mounts else f"\t{NONE}"))
    for device in devices:
        w.line(3, f"{device.get('devicePath')} from {device.get('name')}")
