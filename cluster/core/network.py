"""Where a request goes: names as the cluster's DNS knows them, Services as kube-proxy knows them, pods as they are.

    resolve(state, pod, name)       the addresses of a name, as a container of the pod finds them
    route(state, address, port)     which pod takes a connection, or how it fails

kube-proxy chooses among the endpoints of the slices by chance; here the choice is made of a text (`luck`), so that the
same request at the same moment goes the same way.
"""

from collections.abc import Iterator
from hashlib import blake2b
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Any, Literal, NamedTuple

from cluster.core import services
from cluster.core.bootstrap import KUBERNETES_SERVICE_IP
from cluster.core.kinds import Object
from cluster.core.objects import labels_of, name_of
from cluster.core.state import State

DOMAIN = "cluster.local"
DNS_IP = "10.96.0.10"
SERVICE_NAME = "kubernetes.io/service-name"
POD_NETWORK = IPv4Network("10.244.0.0/16")
Failure = Literal["", "refused", "timeout", "unreachable"]


class Place(NamedTuple):
    """Where a connection ends: at a pod's port, or with a `failure`. `api`: it is the API server."""

    pod: Object | None = None
    port: int = 0
    failure: Failure = ""
    api: bool = False


class Target(NamedTuple):
    """An endpoint as kube-proxy knows it: address, port, and the name of its pod, '' where the slice names none."""

    address: str
    port: int
    pod: str = ""


REFUSED, TIMEOUT, UNREACHABLE = Place(failure="refused"), Place(failure="timeout"), Place(failure="unreachable")


def is_address(text: str) -> bool:
    """Whether a text is an IPv4 address."""
    try:
        IPv4Address(text)
    except AddressValueError:
        return False
    return True


def full_name(service: Object) -> str:
    """`web.default.svc.cluster.local`."""
    return f"{name_of(service)}.{service['metadata']['namespace']}.svc.{DOMAIN}"


def find(state: State, namespace: str, name: str) -> tuple[Object, str] | None:
    """The Service that a name means in a namespace, and what stands before it (a pod's host name, usually '').

    `web`, `web.shop`, `web.shop.svc`, `web.shop.svc.cluster.local`, `web-0.web.shop.svc.cluster.local`.
    """
    parts = name.rstrip(".").lower().removesuffix(f".{DOMAIN}").removesuffix(".svc").split(".")
    for before in (0, 1):
        rest = parts[before:]
        if rest and len(rest) <= 2:
            service = state.get("Service", rest[1] if len(rest) == 2 else namespace, rest[0])
            if service is not None and (before == 0 or services.is_headless(service)):
                return service, parts[0] if before else ""
    return None


def resolve(state: State, pod: Object, name: str) -> list[str]:
    """The addresses that a name leads to from a pod; none when nobody knows it (there is no internet)."""
    if is_address(name):
        return [name]
    own = pod["spec"].get("hostname") or name_of(pod)
    if name == "localhost":
        return ["127.0.0.1"]
    if name == own:
        return [ip] if (ip := str((pod.get("status") or {}).get("podIP") or "")) else []
    found = find(state, pod["metadata"].get("namespace", ""), name)
    return addresses(state, *found) if found else []


def addresses(state: State, service: Object, hostname: str = "") -> list[str]:
    """A Service's cluster IP; of a headless one, the addresses of its ready pods."""
    if services.type_of(service) == "ExternalName":
        return []
    if not services.is_headless(service):
        return [service["spec"]["clusterIP"]]
    found = []
    for piece in slices(state, service):
        for endpoint in piece.get("endpoints") or ():
            if is_ready(endpoint) and (not hostname or endpoint.get("hostname") == hostname):
                found += endpoint["addresses"]
    return sorted(found)


def slices(state: State, service: Object) -> Iterator[Object]:
    """The EndpointSlices of a Service."""
    for piece in state.of_kind("EndpointSlice", service["metadata"]["namespace"]):
        if labels_of(piece).get(SERVICE_NAME) == name_of(service):
            yield piece


def is_ready(endpoint: dict[str, Any]) -> bool:
    """Whether an endpoint of a slice gets requests; one that says nothing does."""
    return (endpoint.get("conditions") or {}).get("ready") is not False


def route(state: State, source: Object | None, address: str, port: int, luck: str = "") -> Place:
    """Who takes a connection to an address and port; `source` is the pod that asks, None for the API server."""
    if source is not None and address in {"127.0.0.1", (source.get("status") or {}).get("podIP")}:
        return Place(source, port)
    service = next((s for s in state.of_kind("Service") if address in (s["spec"].get("clusterIPs") or ())), None)
    if service is not None:
        return through(state, service, port, luck)
    node = next((n for n in state.of_kind("Node") if address in _node_addresses(n)), None)
    if node is not None:
        return _node_port(state, port, luck)
    pod = next((pod for pod in state.pods_at(address) if not pod["spec"].get("hostNetwork")), None)
    if pod is not None:
        return Place(pod, port)
    return UNREACHABLE if is_address(address) and IPv4Address(address) in POD_NETWORK else TIMEOUT


def _node_addresses(node: Object) -> list[str]:
    return [entry["address"] for entry in (node.get("status") or {}).get("addresses") or ()]


def _node_port(state: State, port: int, luck: str) -> Place:
    for service in state.of_kind("Service"):
        for entry in service["spec"].get("ports") or ():
            if entry.get("nodePort") == port:
                return through(state, service, entry["port"], luck)
    return REFUSED


def through(state: State, service: Object, port: int, luck: str = "") -> Place:
    """The endpoint that kube-proxy chooses; it rejects connections to a Service without one, and drops other ports."""
    if service["spec"].get("clusterIP") == KUBERNETES_SERVICE_IP and port == 443:
        return Place(port=port, api=True)
    entry = next((one for one in service["spec"].get("ports") or () if one["port"] == port), None)
    if entry is None:
        return TIMEOUT
    found = candidates(state, service, entry.get("name") or "")
    if not found:
        return REFUSED
    target = found[int.from_bytes(blake2b(luck.encode(), digest_size=4).digest(), "big") % len(found)]
    pod = next(iter(state.pods_at(target.address)), None)
    return TIMEOUT if pod is None else Place(pod, target.port)


def candidates(state: State, service: Object, port_name: str) -> list[Target]:
    """The ready endpoints by address; with none ready, those that still serve while terminating."""
    ready: list[Target] = []
    serving: list[Target] = []
    for piece in slices(state, service):
        ports = {one.get("name") or "": one.get("port") for one in piece.get("ports") or ()}
        number = ports.get(port_name)
        if not number:
            continue
        for endpoint in piece.get("endpoints") or ():
            conditions = endpoint.get("conditions") or {}
            name = (endpoint.get("targetRef") or {}).get("name") or ""
            if is_ready(endpoint):
                ready += [Target(address, number, name) for address in endpoint["addresses"]]
            elif conditions.get("serving") and conditions.get("terminating"):
                serving += [Target(address, number, name) for address in endpoint["addresses"]]
    return sorted(ready or serving)
