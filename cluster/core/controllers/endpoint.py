"""The endpoint controller: one Endpoints object for each Service with a selector.

Upstream: `pkg/controller/endpoint/endpoints_controller.go` (syncService) and `pkg/api/v1/endpoints/util.go`
(RepackSubsets). Changes are gathered for a second, as the EndpointSlice controller gathers them.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any

from cluster.core import endpoints
from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Delete, Move, Put
from cluster.core.objects import labels_of
from cluster.core.services import is_headless, type_of
from cluster.core.state import State

NAME = "endpoint-controller"
MANAGED_BY = "endpoints.kubernetes.io/managed-by"
OVER_CAPACITY = "endpoints.kubernetes.io/over-capacity"
MOST = 1000
"""Addresses that an Endpoints object may hold; the rest is left out, those that are not ready first."""

PortKey = tuple[str, int, str, str]
"""(name, number, protocol, appProtocol)."""
Address = dict[str, Any]
Member = tuple[Object, Address, bool]
"""(pod, its address, whether it counts as ready)."""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Make the Endpoints of one Service (`key`) show its pods."""
    service = state.at(key)
    current = state.get("Endpoints", key[1], key[2])
    if service is None:
        if current is not None:
            yield Delete(("Endpoints", key[1], key[2]), f"Service {key[2]} is gone, so its Endpoints go too")
        return
    if not service["spec"].get("selector") or type_of(service) == "ExternalName":
        return
    found = members(state, service)
    subsets, truncated = truncate(subsets_of(service, found))
    labels = _labels(service)
    if current is not None and _is_settled(current, subsets, labels, truncated):
        return
    yield Put(*_written(service, current, subsets, labels, truncated, found))


def members(state: State, service: Object) -> list[Member]:
    """The Service's pods as addresses, sorted by IP: terminating ones only with publishNotReadyAddresses."""
    publish = bool(service["spec"].get("publishNotReadyAddresses"))
    found = []
    for pod in endpoints.selected_pods(state, service):
        ip = endpoints.ipv4_of(pod)
        if ip and (publish or not pod["metadata"].get("deletionTimestamp")):
            metadata = pod["metadata"]
            address = _address(
                ip, endpoints.hostname_for(pod, service), pod["spec"].get("nodeName") or "",
                metadata["namespace"], metadata["name"], metadata["uid"],
            )  # fmt: skip
            found.append((pod, address, publish or endpoints.is_ready(pod)))
    return sorted(found, key=lambda member: (endpoints.ip_number(member[1]["ip"]), member[0]["metadata"]["uid"]))


@lru_cache(maxsize=16384)
def _address(ip: str, hostname: str, node: str, namespace: str, name: str, uid: str) -> Address:
    # Made once a pod: comparing two Endpoints of 500 addresses is then a matter of comparing pointers.
    target = {"kind": "Pod", "namespace": namespace, "name": name, "uid": uid}
    address: Address = {"ip": ip, "hostname": hostname, "nodeName": node, "targetRef": target}
    return {field: value for field, value in address.items() if value}


def subsets_of(service: Object, found: list[Member]) -> list[dict[str, Any]]:
    """The members grouped by the ports they offer; ports with the same members share a subset (RepackSubsets).

    Two pods that both name a port 80 "web" -> one subset; a pod whose "web" is 8080 -> a subset of its own.
    """
    wanted = service["spec"].get("ports") or []
    if not wanted:
        return [_subset(found, [])] if found and is_headless(service) else []
    offering: dict[PortKey, list[int]] = {}
    for port in wanted:
        for index, (pod, _, _) in enumerate(found):
            number = endpoints.find_port(pod, port)
            if number is not None:
                name, protocol = port.get("name") or "", port.get("protocol") or "TCP"
                offering.setdefault((name, number, protocol, port.get("appProtocol") or ""), []).append(index)
    ports: dict[tuple[int, ...], list[PortKey]] = {}
    for port_key in sorted(offering):
        ports.setdefault(tuple(offering[port_key]), []).append(port_key)
    return [_subset([found[index] for index in indexes], keys) for indexes, keys in ports.items()]


def _subset(found: list[Member], ports: list[PortKey]) -> dict[str, Any]:
    subset = {
        "addresses": [address for _, address, ready in found if ready],
        "notReadyAddresses": [address for _, address, ready in found if not ready],
        "ports": [_port(*port) for port in ports],
    }
    return {field: value for field, value in subset.items() if value}


def _port(name: str, number: int, protocol: str, app_protocol: str) -> dict[str, Any]:
    port = {"name": name, "port": number, "protocol": protocol, "appProtocol": app_protocol}
    return {field: value for field, value in port.items() if value}


def truncate(subsets: list[dict[str, Any]]) -> tuple[list[dict[str, Any]], bool]:
    """The subsets with at most 1000 addresses, shared out in proportion; and whether some were left out.

    Ready ones first: 900 ready and 300 not -> 900 and 100 (truncateEndpoints).
    """
    ready = sum(len(subset.get("addresses") or ()) for subset in subsets)
    total = ready + sum(len(subset.get("notReadyAddresses") or ()) for subset in subsets)
    if total <= MOST:
        return subsets, False
    field, most, of = ("addresses", MOST, ready) if ready > MOST else ("notReadyAddresses", MOST - ready, total - ready)
    left, result = most, []
    for subset in subsets:
        size = len(subset.get(field) or ())
        share = min(left, -(-size * most // of))
        left -= share
        cut = {**subset, field: (subset.get(field) or [])[:share]}
        if field == "addresses":
            cut.pop("notReadyAddresses", None)
        result.append({name: value for name, value in cut.items() if value})
    return result, True


def _labels(service: Object) -> dict[str, str]:
    labels = {name: value for name, value in labels_of(service).items() if name != endpoints.HEADLESS}
    if is_headless(service):
        labels[endpoints.HEADLESS] = ""
    return {**labels, MANAGED_BY: NAME}


def _is_settled(current: Object, subsets: list[dict[str, Any]], labels: dict[str, str], truncated: bool) -> bool:
    marked = OVER_CAPACITY in (current["metadata"].get("annotations") or {})
    return (current.get("subsets") or []) == subsets and labels_of(current) == labels and marked == truncated


def _written(
    service: Object,
    current: Object | None,
    subsets: list[dict[str, Any]],
    labels: dict[str, str],
    truncated: bool,
    found: list[Member],
) -> tuple[Object, str]:  # fmt: skip
    before = ready_by_uid(current)
    after = ready_by_uid({"subsets": subsets})
    trigger = _trigger(service, current, before, found)
    annotations = {**((current or {"metadata": {}})["metadata"].get("annotations") or {})}
    annotations |= {endpoints.TRIGGER: trigger, OVER_CAPACITY: "truncated" if truncated else ""}
    metadata = {
        **(current["metadata"] if current else {}),
        "name": service["metadata"]["name"],
        "namespace": service["metadata"]["namespace"],
        "labels": labels,
        "annotations": {name: value for name, value in annotations.items() if value},
    }
    reason = endpoints.summary(
        [name for uid, (name, _) in after.items() if uid not in before],
        [name for uid, (name, _) in before.items() if uid not in after],
        [name for uid, (name, ready) in after.items() if uid in before and before[uid][1] != ready],
        len(after),
        sum(ready for _, ready in after.values()),
    )
    return {"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": subsets}, reason


def ready_by_uid(current: Object | None) -> dict[str, tuple[str, bool]]:
    """The pods of an Endpoints object by uid: (name, whether it is among the ready ones)."""
    known = {}
    for subset in (current or {}).get("subsets") or ():
        for field, ready in (("addresses", True), ("notReadyAddresses", False)):
            for address in subset.get(field) or ():
                target = address.get("targetRef") or {}
                known[target.get("uid") or address["ip"]] = target.get("name") or address["ip"], ready
    return known


def _trigger(service: Object, current: Object | None, before: dict[str, tuple[str, bool]], found: list[Member]) -> str:
    """The earliest of the changes that are now shown; of a new Service its creation; '' when only pods left."""
    if current is None:
        return str(service["metadata"]["creationTimestamp"])
    changed = [
        endpoints.trigger_time(pod)
        for pod, _, ready in found
        if before.get(pod["metadata"]["uid"], ("", None))[1] != ready
    ]
    return min(filter(None, changed), default="")


def of_service(_state: State, change: Change) -> Iterable[Key]:
    """The Service of deleted Endpoints, which are made again (onEndpointsDelete); what people write into some stays."""
    return [("Service", *change.key[1:])] if change.verb == "delete" else ()


CONTROLLER = Controller(
    NAME,
    reconcile,
    {"Service": itself, "Pod": endpoints.services_of, "Endpoints": of_service},
)
