"""The EndpointSlice controller: the endpoints of each Service with a selector, a hundred to a slice.

Upstream: `pkg/controller/endpointslice/endpointslice_controller.go` (syncService) and
`staging/src/k8s.io/endpointslice/reconciler.go` (reconcileByAddressType, finalize). Changes are gathered for a second.
A slice is changed as little as possible: see `slicing`.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache

from cluster.core import endpoints
from cluster.core.controllers.controller import Controller, itself
from cluster.core.controllers.endpointslice.slicing import (
    MANAGED_BY,
    MANAGER,
    SERVICE_NAME,
    Desired,
    Endpoint,
    Ports,
    plan,
    slice_labels,
)
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Change, Delete, Move, Put
from cluster.core.objects import labels_of, name_of, uid_of, with_metadata
from cluster.core.services import type_of
from cluster.core.state import State

NAME = "endpointslice-controller"


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
)
