"""Containers, init containers and sidecars. Upstream: `pkg/apis/core/validation/validation.go` (validateContainers)."""

from dataclasses import dataclass, field

from cluster.core import names
from cluster.core.field_errors import duplicate, forbidden, invalid, not_found, not_supported, required
from cluster.core.validation import environment, handlers
from cluster.core.validation.meta import Errors, Object, by_rule
from cluster.core.validation.resources import validate_resource_requirements
from cluster.core.validation.security import validate_security_context
from cluster.core.validation.volumes import validate_volume_mounts

PROTOCOLS = ("SCTP", "TCP", "UDP")
_PULL = ("Always", "IfNotPresent", "Never")
_MESSAGES = ("File", "FallbackToLogsOnError")
_SIDECAR_ONLY = ("lifecycle", "livenessProbe", "readinessProbe", "startupProbe")
_NO_SIDECAR = "may not be set for init containers without restartPolicy=Always"
_NOT_EPHEMERAL = ("ports", "livenessProbe", "readinessProbe", "startupProbe", "lifecycle", "resources")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a container's validation needs to know of its pod."""

    grace: int | None
    restart_policy: str
    volumes: dict[str, Object] = field(default_factory=dict)
    claims: tuple[str, ...] = ()


def validate_containers(path: str, containers: list[Object], around: Surroundings) -> Errors:
    """At least one container, each right, names and host ports unique."""
    if not containers:
        yield required(path)
        return
    seen: set[str] = set()
    for index, container in enumerate(containers):
        here, name = f"{path}[{index}]", container.get("name") or ""
        yield from _validate_common(here, container, around)
        if name in seen:
            yield duplicate(f"{here}.name", name)
        seen.add(name)
        if container.get("lifecycle") is not None:
            yield from handlers.validate_lifecycle(f"{here}.lifecycle", container["lifecycle"], around.grace)
        yield from handlers.validate_probes(here, container, around.grace)
        if container.get("restartPolicy") is not None:
            yield forbidden(f"{here}.restartPolicy", "may not be set for non-init containers")
    yield from _validate_host_ports(path, containers)


def validate_init_containers(
    path: str, containers: list[Object], regular: list[Object], around: Surroundings
) -> Errors:
    """Init containers; those that restart always are sidecars, which may have hooks and probes."""
    seen = {container.get("name") or "" for container in regular}
    for index, container in enumerate(containers):
        here, name = f"{path}[{index}]", container.get("name") or ""
        yield from _validate_common(here, container, around)
        policy = container.get("restartPolicy")
        if policy is not None and policy != "Always":
            yield not_supported(f"{here}.restartPolicy", policy, ("Always",))
        if name in seen:
            yield duplicate(f"{here}.name", name)
        elif name:
            seen.add(name)
        yield from _validate_host_ports(path, [container])
        if policy == "Always":
            if container.get("lifecycle") is not None:
                yield from handlers.validate_lifecycle(f"{here}.lifecycle", container["lifecycle"], around.grace)
            yield from handlers.validate_probes(here, container, around.grace)
        else:
            for given in _SIDECAR_ONLY:
                if container.get(given) is not None:
                    yield forbidden(f"{here}.{given}", _NO_SIDECAR)


def validate_ephemeral_containers(path: str, spec: Object, around: Surroundings) -> Errors:
    """Containers added to a running pod for debugging."""
    others = {c.get("name") for key in ("containers", "initContainers") for c in spec.get(key) or ()}
    seen = set(others)
    for index, container in enumerate(spec.get("ephemeralContainers") or ()):
        here, name = f"{path}[{index}]", container.get("name") or ""
        yield from _validate_common(here, container, around)
        yield from validate_image_spaces(here, container)
        if name in seen:
            yield duplicate(f"{here}.name", name)
        seen.add(name)
        target = container.get("targetContainerName")
        if target and target not in others:
            yield not_found(f"{here}.targetContainerName", target)
        for given in _NOT_EPHEMERAL:
            if container.get(given):
                yield forbidden(f"{here}.{given}", "cannot be set for an Ephemeral Container")


def validate_image_spaces(path: str, container: Object) -> Errors:
    """Only pods refuse spaces around the image; templates take them, for old clients (as upstream)."""
    image = container.get("image") or ""
    if image != image.strip():
        yield invalid(f"{path}.image", image, "must not have leading or trailing whitespace")


def _validate_common(path: str, container: Object, around: Surroundings) -> Errors:
    yield from _validate_identity(path, container)
    messages = container.get("terminationMessagePolicy")
    yield from _validate_choice(f"{path}.terminationMessagePolicy", messages, _MESSAGES)
    if container.get("ports"):
        yield from _validate_ports(f"{path}.ports", container["ports"])
    if container.get("env"):
        yield from environment.validate_env(f"{path}.env", container["env"])
    if container.get("envFrom"):
        yield from environment.validate_env_from(f"{path}.envFrom", container["envFrom"])
    if container.get("volumeMounts"):
        yield from validate_volume_mounts(f"{path}.volumeMounts", container, around.volumes)
    if container.get("volumeDevices"):
        yield from _validate_devices(f"{path}.volumeDevices", container["volumeDevices"], around.volumes)
    yield from _validate_choice(f"{path}.imagePullPolicy", container.get("imagePullPolicy"), _PULL)
    yield from validate_resource_requirements(f"{path}.resources", container.get("resources"), around.claims)
    if container.get("resizePolicy"):
        yield from _validate_resize(f"{path}.resizePolicy", container["resizePolicy"], around.restart_policy)
    yield from validate_security_context(f"{path}.securityContext", container.get("securityContext"))


def _validate_identity(path: str, container: Object) -> Errors:
    name = container.get("name") or ""
    if name:
        yield from by_rule(f"{path}.name", name, names.is_dns1123_label)
    else:
        yield required(f"{path}.name")
    if not container.get("image"):
        yield required(f"{path}.image")


def _validate_choice(path: str, value: str | None, supported: tuple[str, ...]) -> Errors:
    if not value:
        yield required(path)
    elif value not in supported:
        yield not_supported(path, value, supported)


def _validate_ports(path: str, ports: list[Object]) -> Errors:
    seen: set[str] = set()
    for index, port in enumerate(ports):
        here, name = f"{path}[{index}]", port.get("name") or ""
        messages = names.is_valid_port_name(name) if name else []
        yield from (invalid(f"{here}.name", name, message) for message in messages)
        if name and not messages:
            if name in seen:
                yield duplicate(f"{here}.name", name)
            seen.add(name)
        if port.get("containerPort"):
            yield from _validate_number(f"{here}.containerPort", port["containerPort"])
        else:
            yield required(f"{here}.containerPort")
        if port.get("hostPort"):
            yield from _validate_number(f"{here}.hostPort", port["hostPort"])
        yield from _validate_choice(f"{here}.protocol", port.get("protocol"), PROTOCOLS)


def _validate_number(path: str, port: int) -> Errors:
    for message in names.is_valid_port_num(port):
        yield invalid(path, port, message)


def _validate_host_ports(path: str, containers: list[Object]) -> Errors:
    seen: set[str] = set()
    for index, container in enumerate(containers):
        for number, port in enumerate(container.get("ports") or ()):
            if port.get("hostPort"):
                text = f"{port.get('protocol') or ''}/{port.get('hostIP') or ''}/{port['hostPort']}"
                if text in seen:
                    yield duplicate(f"{path}[{index}].ports[{number}].hostPort", text)
                seen.add(text)


def _validate_devices(path: str, devices: list[Object], volumes: dict[str, Object]) -> Errors:
    for index, device in enumerate(devices):
        here, name = f"{path}[{index}]", device.get("name") or ""
        if not name:
            yield required(f"{here}.name")
        if name not in volumes:
            yield not_found(f"{here}.name", name)
        elif not {"persistentVolumeClaim", "ephemeral"} & set(volumes[name]):
            why = "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
            yield invalid(f"{here}.name", name, why)
        if not device.get("devicePath"):
            yield required(f"{here}.devicePath")


def _validate_resize(path: str, policies: list[Object], restart_policy: str) -> Errors:
    seen: set[str] = set()
    for index, policy in enumerate(policies):
        name, restart = policy.get("resourceName") or "", policy.get("restartPolicy") or ""
        if name in seen:
            yield duplicate(f"{path}[{index}]", name)
        seen.add(name)
        yield from _validate_choice(path, name, ("cpu", "memory"))
        yield from _validate_choice(path, restart, ("NotRequired", "RestartContainer"))
        if restart_policy == "Never" and restart != "NotRequired":
            yield invalid(path, restart, "must be 'NotRequired' when `restartPolicy` is 'Never'")
