"""A probe as one line: `describe.go`, `DescribeProbe` (kubectl 1.32)."""

from cluster.core.describe.parts import NOTHING
from cluster.core.kinds import Object
from cluster.core.labels_text import host_port


def probe_text(probe: Object) -> str:
    """`http-get http://:8080/ready delay=0s timeout=1s period=10s #success=1 #failure=3`."""
    return f"{_target(probe)} {_timing(probe)}"


def _timing(probe: Object) -> str:
    delay, timeout, period, success, failure = (
        probe.get(field) or 0
        for field in ("initialDelaySeconds", "timeoutSeconds", "periodSeconds", "successThreshold", "failureThreshold")
    )
    return f"delay={delay}s timeout={timeout}s period={period}s #success={success} #failure={failure}"


def _target(probe: Object) -> str:
    if probe.get("exec") is not None:
        return f"exec [{' '.join(probe['exec'].get('command') or ())}]"
    if probe.get("httpGet") is not None:
        return f"http-get {_url(probe['httpGet'])}"
    if probe.get("tcpSocket") is not None:
        return f"tcp-socket {probe['tcpSocket'].get('host') or ''}:{probe['tcpSocket'].get('port')}"
    if probe.get("grpc") is not None:
        return f"grpc <pod>:{probe['grpc'].get('port')} {(probe['grpc'] or NOTHING).get('service') or ''}"
    return "unknown"


def _url(get: Object) -> str:
    scheme, host, port = (get.get("scheme") or "").lower(), get.get("host") or "", get.get("port")
    place = host if port in (None, "") else host_port(host, port)
    path = get.get("path") or ""
    slash = "/" if path and not path.startswith("/") else ""
    return f"{scheme}://{place}{slash}{path}" if scheme else f"//{place}{slash}{path}"
