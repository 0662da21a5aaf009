"""The EndpointSlice controller: the endpoints of each Service with a selector, a hundred to a slice.

Upstream: `pkg/controller/endpointslice/endpointslice_controller.go` (syncService) and
`staging/src/k8s.io/endpointslice/reconciler.go` (reconcileByAddressType, reconcileByPortMapping, finalize). Changes are
gathered for a second. A slice is changed as little as possible: endpoints stay where they are, new ones fill up slices
that change anyway.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from cluster.core import endpoints
from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change, Delete, Move, Put
from cluster.core.objects import labels_of, name_of, owner_reference, uid_of, with_metadata
from cluster.core.services import is_headless, type_of
from cluster.core.state import State

NAME = "endpointslice-controller"
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


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Make the slices of one Service (`key`) show its pods. Slices of a Service that is gone are garbage."""
    service = state.at(key)
    if service is None or not service["spec"].get("selector") or type_of(service) == "ExternalName":
        return
    old = slices_of(state, service)
    after = plan(service, old, desired_endpoints(state, service))
    if len(after) != len(old) or any(piece is not known for piece, known in zip(after, old, strict=True)):
        yield from _finalized(state, service, old, after)


def slices_of(state: State, service: Object) -> list[Object]:
    """The slices that this controller made for the Service, oldest name first."""
    found = (
        piece
        for piece in state.dependents(uid_of(service), "EndpointSlice")
        if labels_of(piece).get(MANAGED_BY) == MANAGER and labels_of(piece).get(SERVICE_NAME) == name_of(service)
    )
    return sorted(found, key=name_of)


def desired_endpoints(state: State, service: Object) -> dict[Ports, Desired]:
    """The Service's endpoints, grouped by the ports that they offer.

    A pod on a node that is gone is left out, unless the Service publishes what is not ready.
    """
    publish = bool(service["spec"].get("publishNotReadyAddresses"))
    fixed = _fixed_ports(service)
    desired: dict[Ports, Desired] = {}
    for pod in endpoints.selected_pods(state, service):
        ip, uid, node_name = endpoints.ipv4_of(pod), pod["metadata"]["uid"], pod["spec"].get("nodeName") or ""
        node = state.get("Node", "", node_name)
        if ip and (node is not None or publish):
            zone = labels_of(node).get("topology.kubernetes.io/zone", "") if node else ""
            place = (ip, node_name, zone, endpoints.hostname_for(pod, service))
            target = (pod["metadata"]["namespace"], pod["metadata"]["name"], uid)
            terminating = "deletionTimestamp" in pod["metadata"]
            endpoint = _endpoint(place, target, publish, endpoints.is_ready(pod), terminating)
            ports = _ports(service, pod) if fixed is None else fixed
            desired.setdefault(ports, {})[uid] = endpoint
    return desired


@lru_cache(maxsize=16384)
def _endpoint(
    place: tuple[str, str, str, str], target: tuple[str, str, str], publish: bool, serving: bool, terminating: bool
) -> Endpoint:
    """One endpoint (podToEndpoint). Made once a pod and state, so that comparing slices means comparing pointers.

    A terminating pod may still be serving, but is ready no more: nothing new should be sent to it.
    """
    ip, node, zone, hostname = place
    namespace, name, uid = target
    ready = publish or (serving and not terminating)
    endpoint: Endpoint = {
        "addresses": [ip],
        "conditions": {"ready": ready, "serving": serving, "terminating": terminating},
        "hostname": hostname,
        "nodeName": node,
        "targetRef": {"kind": "Pod", "namespace": namespace, "name": name, "uid": uid},
        "zone": zone,
    }
    return {field: value for field, value in endpoint.items() if value}


def _fixed_ports(service: Object) -> Ports | None:
    """The ports when they are the same for every pod, being numbers."""
    named = any(isinstance(port.get("targetPort"), str) for port in service["spec"].get("ports") or ())
    return None if named else _ports(service, {})


def _ports(service: Object, pod: Object) -> Ports:
    found = []
    for port in service["spec"].get("ports") or ():
        number = endpoints.find_port(pod, port)
        if number is not None:
            name, protocol = port.get("name") or "", port.get("protocol") or "TCP"
            found.append((name, protocol, number, port.get("appProtocol") or ""))
    return tuple(sorted(found))


def ports_of(piece: Object) -> Ports:
    """The ports of a slice, to compare with those of an endpoint."""
    return tuple(sorted(
        (port.get("name") or "", port.get("protocol") or "TCP", port.get("port") or 0, port.get("appProtocol") or "")
        for port in piece.get("ports") or ()
    ))


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


def _finalized(state: State, service: Object, old: list[Object], after: list[Object]) -> Iterator[Move]:
    """The writes; a slice to be made takes the name of one to be removed, if there is one."""
    kept = {piece["metadata"].get("name") for piece in after}
    spare = [piece for piece in old if name_of(piece) not in kept]
    before, now, labels = _by_uid(old), _by_uid(after), slice_labels(service)
    reason = _reason(before, now)
    trigger = _trigger(state, before, now) if old else str(service["metadata"]["creationTimestamp"])
    for piece in after:
        if any(piece is known for known in old):
            continue
        if piece["metadata"].get("name"):
            yield Put(_stamped(piece, trigger), reason)
        elif spare:
            yield Put(_stamped({**piece, "metadata": {**spare.pop(0)["metadata"], "labels": labels}}, trigger), reason)
        elif not service["metadata"].get("deletionTimestamp"):
            yield Put(_stamped(piece, trigger), reason)
    for piece in spare:
        yield Delete(key_of(piece), reason)


def _by_uid(pieces: list[Object]) -> dict[str, Endpoint]:
    return {
        (endpoint.get("targetRef") or {}).get("uid", ""): endpoint
        for piece in pieces
        for endpoint in piece.get("endpoints") or ()
    }


def _trigger(state: State, before: dict[str, Endpoint], now: dict[str, Endpoint]) -> str:
    """The earliest change of readiness that is now shown, '' when pods only left."""
    changed = [
        endpoints.trigger_time(pod)
        for uid, endpoint in now.items()
        if (uid not in before or before[uid]["conditions"].get("serving") != endpoint["conditions"]["serving"])
        and (pod := state.get("Pod", endpoint["targetRef"]["namespace"], endpoint["targetRef"]["name"]))
    ]
    return min(filter(None, changed), default="")


def _stamped(piece: Object, trigger: str) -> Object:
    annotations = {**(piece["metadata"].get("annotations") or {})}
    annotations.pop(endpoints.TRIGGER, None)
    if trigger:
        annotations[endpoints.TRIGGER] = trigger
    return with_metadata(piece, annotations=annotations or None)


def _reason(before: dict[str, Endpoint], now: dict[str, Endpoint]) -> str:
    return endpoints.summary(
        [one["targetRef"]["name"] for uid, one in now.items() if uid not in before],
        [(one.get("targetRef") or {}).get("name", "?") for uid, one in before.items() if uid not in now],
        [one["targetRef"]["name"] for uid, one in now.items() if uid in before and before[uid] != one],
        len(now),
        sum(one["conditions"]["ready"] for one in now.values()),
    )


def of_slice(_state: State, change: Change) -> Iterable[Key]:
    """A watch: the Service of a slice that someone else has touched."""
    if change.actor == NAME:
        return ()
    labels = labels_of(change.before or change.object)
    return (("Service", change.key[1], labels.get(SERVICE_NAME, "")),) if labels.get(MANAGED_BY) == MANAGER else ()


def of_node(state: State, change: Change) -> Iterable[Key]:
    """A watch: the Services with pods on a node that came or went; its zone does not change without it."""
    if change.verb == "update":
        return ()
    return {
        key: None
        for pod in state.pods_on(change.key[2])
        for key in endpoints.services_of(state, Change(*change[:5], "create", ("Pod", *_place(pod)), pod, None))
    }


def _place(pod: Object) -> tuple[str, str]:
    return pod["metadata"]["namespace"], pod["metadata"]["name"]


CONTROLLER = Controller(
    NAME,
    reconcile,
    {"Service": itself, "Pod": endpoints.services_of, "EndpointSlice": of_slice, "Node": of_node},
    delay=1000,
)
