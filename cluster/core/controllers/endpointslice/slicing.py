"""Which slices there should be: endpoints stay where they are, new ones fill up slices that change anyway.

Upstream: `staging/src/k8s.io/endpointslice/reconciler.go` (reconcileByPortMapping) and `utils.go`.
"""

from typing import Any

from cluster.core import endpoints
from cluster.core.kinds import Object
from cluster.core.objects import labels_of, name_of, owner_reference, with_metadata
from cluster.core.services import is_headless

MANAGER = "endpointslice-controller.k8s.io"
MANAGED_BY = "endpointslice.kubernetes.io/managed-by"
SERVICE_NAME = "kubernetes.io/service-name"
RESERVED = frozenset({MANAGED_BY, SERVICE_NAME, endpoints.HEADLESS})
MOST = 100
"""Endpoints in a slice (`--max-endpoints-per-slice`)."""

Endpoint = dict[str, Any]
Ports = tuple[tuple[str, str, int, str], ...]
"""(name, protocol, number, appProtocol) of each port, sorted: slices are grouped by them."""
Desired = dict[str, Endpoint]
"""Endpoints by the uid of their pod."""


def ports_of(piece: Object) -> Ports:
    """The ports of a slice, to compare with those of an endpoint."""
    return tuple(
        sorted(
            (
                port.get("name") or "",
                port.get("protocol") or "TCP",
                port.get("port") or 0,
                port.get("appProtocol") or "",
            )
            for port in piece.get("ports") or ()
        )
    )


def plan(service: Object, old: list[Object], desired: dict[Ports, Desired]) -> list[Object]:
    """The slices as they should be: kept and changed ones with their name, new ones without.

    None desired: one slice without endpoints and ports, as a sign that the Service was seen.
    """
    labels = slice_labels(service)
    after: list[Object] = []
    for ports in sorted(desired):
        alike = [piece for piece in old if ports_of(piece) == ports]
        after += _plan_group(service, alike, dict(desired[ports]), ports, labels)
    if not after:
        after.append(next((piece for piece in old if _is_placeholder(piece, labels)), _empty(service, (), labels)))
    return after


def _is_placeholder(piece: Object, labels: dict[str, str]) -> bool:
    return not piece.get("endpoints") and not piece.get("ports") and labels_of(piece) == labels


def _plan_group(
    service: Object, old: list[Object], desired: Desired, ports: Ports, labels: dict[str, str]
) -> list[Object]:
    kept = [(piece, _trimmed(piece, desired, labels)) for piece in old]
    changed = [now for before, now in kept if now is not before and now["endpoints"]]
    unchanged = [now for before, now in kept if now is before]
    left = sorted(desired.values(), key=lambda endpoint: endpoints.ip_number(endpoint["addresses"][0]))
    result = []
    for piece in sorted(changed, key=lambda piece: -len(piece["endpoints"])):
        room = MOST - len(piece["endpoints"])
        result.append(_with_endpoints(piece, left[:room]) if left and room else piece)
        left = left[room:]
    while len(left) >= MOST:
        result.append(_with_endpoints(_empty(service, ports, labels), left[:MOST]))
        left = left[MOST:]
    if left:
        target = _slice_to_fill(unchanged, len(left))
        result.append(_with_endpoints(target or _empty(service, ports, labels), left))
        unchanged = [piece for piece in unchanged if piece is not target]
    return result + unchanged


def _trimmed(piece: Object, desired: Desired, labels: dict[str, str]) -> Object:
    """The slice with those of its endpoints that are still desired, as they are now; they are taken from `desired`."""
    before = piece.get("endpoints") or []
    now = [
        endpoint
        for one in before
        if (endpoint := desired.pop((one.get("targetRef") or {}).get("uid", ""), None)) is not None
    ]
    if now == before and labels_of(piece) == labels:
        return piece
    return {**with_metadata(piece, labels=labels), "endpoints": now}


def _slice_to_fill(pieces: list[Object], count: int) -> Object | None:
    """The slice that `count` more endpoints fill best (getSliceToFill); None when none has so much room."""
    fitting = [piece for piece in pieces if count + len(piece["endpoints"]) <= MOST]
    return max(fitting, key=lambda piece: len(piece["endpoints"]), default=None)


def _with_endpoints(piece: Object, more: list[Endpoint]) -> Object:
    return {**piece, "endpoints": [*(piece.get("endpoints") or ()), *more]}


def _empty(service: Object, ports: Ports, labels: dict[str, str]) -> Object:
    name = name_of(service)
    return {
        "apiVersion": "discovery.k8s.io/v1",
        "kind": "EndpointSlice",
        "metadata": {
            "generateName": f"{name}-",
            "namespace": service["metadata"]["namespace"],
            "labels": labels,
            "ownerReferences": [owner_reference(service)],
        },
        "addressType": "IPv4",
        "endpoints": [],
        "ports": [_port(*port) for port in ports],
    }


def _port(name: str, protocol: str, number: int, app_protocol: str) -> dict[str, Any]:
    port: dict[str, Any] = {"name": name, "protocol": protocol, "port": number}
    return {**port, "appProtocol": app_protocol} if app_protocol else port


def slice_labels(service: Object) -> dict[str, str]:
    """The Service's own labels and those that tell whose slice it is (setEndpointSliceLabels)."""
    labels = {name: value for name, value in labels_of(service).items() if name not in RESERVED}
    if is_headless(service):
        labels[endpoints.HEADLESS] = ""
    return {**labels, SERVICE_NAME: name_of(service), MANAGED_BY: MANAGER}
