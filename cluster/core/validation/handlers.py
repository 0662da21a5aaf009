"""Probes and lifecycle hooks. Upstream: `pkg/apis/core/validation/validation.go` (validateProbe, validateHandler)."""

from typing import Any

from cluster.core import names
from cluster.core.field_errors import forbidden, invalid, not_supported, required
from cluster.core.validation.meta import Errors, Object, nonnegative

_COUNTS = ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
_ONE_ONLY = "may not specify more than 1 handler type"


def validate_probes(path: str, container: Object, grace: int | None) -> Errors:
    """Liveness, readiness and startup probe of a container."""
    for name in ("livenessProbe", "readinessProbe", "startupProbe"):
        probe = container.get(name)
        if probe is not None:
            yield from _validate_probe(f"{path}.{name}", name, probe, grace)


def _validate_probe(path: str, name: str, probe: Object, grace: int | None) -> Errors:
    yield from validate_handler(path, probe, grace, ("exec", "httpGet", "tcpSocket", "grpc"))
    for count in _COUNTS:
        yield from nonnegative(f"{path}.{count}", probe.get(count))
    seconds = probe.get("terminationGracePeriodSeconds")
    if seconds is not None and seconds <= 0:
        yield invalid(f"{path}.terminationGracePeriodSeconds", seconds, "must be greater than 0")
    if name == "readinessProbe":
        if seconds is not None:
            yield invalid(f"{path}.terminationGracePeriodSeconds", seconds, "must not be set for readinessProbes")
    elif (probe.get("successThreshold") or 0) != 1:
        yield invalid(f"{path}.successThreshold", probe.get("successThreshold") or 0, "must be 1")


def validate_lifecycle(path: str, lifecycle: Object | None, grace: int | None) -> Errors:
    """Hooks after the start and before the stop of a container."""
    for name in ("postStart", "preStop"):
        handler = (lifecycle or {}).get(name)
        if handler is not None:
            yield from validate_handler(f"{path}.{name}", handler, grace, ("exec", "httpGet", "tcpSocket", "sleep"))


def validate_handler(path: str, handler: Object, grace: int | None, kinds: tuple[str, ...]) -> Errors:
    """Exactly one way to ask or act, and that one right."""
    given = [kind for kind in kinds if handler.get(kind) is not None]
    for number, kind in enumerate(given):
        if number:
            yield forbidden(f"{path}.{kind}", _ONE_ONLY)
        else:
            yield from _validate_action(f"{path}.{kind}", kind, handler[kind], grace)
    if not given:
        yield required(path, "must specify a handler type")


def _validate_action(path: str, kind: str, action: Object, grace: int | None) -> Errors:
    if kind == "exec":
        if not action.get("command"):
            yield required(f"{path}.command")
    elif kind == "httpGet":
        yield from _validate_http_get(path, action)
    elif kind == "sleep":
        seconds = action.get("seconds") or 0
        if grace is not None and not 0 <= seconds <= grace:
            why = f"must be non-negative and less than terminationGracePeriodSeconds ({grace})"
            yield invalid(path, seconds, why)
    else:
        yield from validate_port(f"{path}.port", action.get("port", 0))


def _validate_http_get(path: str, action: Object) -> Errors:
    if not action.get("path"):
        yield required(f"{path}.path")
    yield from validate_port(f"{path}.port", action.get("port", 0))
    if action.get("scheme") not in {"HTTP", "HTTPS"}:
        yield not_supported(f"{path}.scheme", action.get("scheme") or "", ("HTTP", "HTTPS"))
    for header in action.get("httpHeaders") or ():
        name = header.get("name") or ""
        for message in names.is_http_header_name(name):
            yield invalid(f"{path}.httpHeaders", name, message)


def validate_port(path: str, port: Any) -> Errors:
    """A number or the name of a port."""
    messages = names.is_valid_port_name(port) if isinstance(port, str) else names.is_valid_port_num(port)
    for message in messages:
        yield invalid(path, port, message)
