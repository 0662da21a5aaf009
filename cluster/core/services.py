"""What the API server hands out to a Service: cluster IPs and node ports.

Upstream: `pkg/registry/core/service/storage/alloc.go` (allocateCreate, allocateUpdate) and `storage.go`
(patchAllocatedValues), for a cluster of IPv4 alone. Nothing is reserved anywhere: the Services say what is taken.
"""

from collections.abc import Callable, Iterator
from hashlib import blake2b
from ipaddress import AddressValueError, IPv4Address, IPv4Network
from typing import Any

from cluster.core.errors import Invalid
from cluster.core.field_errors import FieldError, invalid
from cluster.core.kinds import Object, key_of
from cluster.core.state import State

NETWORK = IPv4Network("10.96.0.0/12")
STATIC = 256
"""The first addresses are left to those who choose one (`ipallocator/ipallocator.go`, calculateRangeOffset)."""
FIRST_NODE_PORT, LAST_NODE_PORT = 30000, 32767
WITH_IP = frozenset({"ClusterIP", "NodePort", "LoadBalancer"})
WITH_NODE_PORTS = frozenset({"NodePort", "LoadBalancer"})


def type_of(service: Object) -> str:
    """`spec.type`, ClusterIP when missing."""
    return str(service["spec"].get("type") or "ClusterIP")


def is_headless(service: Object) -> bool:
    """Whether the Service has no cluster IP to be reached under (the contrary of `IsServiceIPSet`)."""
    return (service["spec"].get("clusterIP") or "None") == "None"


def allocate(state: State, service: Object) -> Object:
    """The Service with all that it needs: cluster IP, node ports, a health check port.

    A stored Service of the same name is the one being replaced: what it was given it keeps. Expects defaults. Raises
    Invalid with upstream's texts for what is taken, out of range or of another IP family.
    """
    before = state.at(key_of(service)) if service["metadata"].get("name") else None
    service = keep_allocated(before, service) if before else service
    luck = f"{state.seed}/{state.revision}"
    others = [other for other in state.of_kind("Service") if before is None or other is not before]
    return _with_node_ports(_with_cluster_ip(service, others, luck), others, luck)


def keep_allocated(before: Object, after: Object) -> Object:
    """The new version with what the old one was given, where it still needs that and says nothing else."""
    old, new = before["spec"], _without_outdated(before, after)
    if type_of(before) in WITH_IP and type_of(after) in WITH_IP and not new.get("clusterIP"):
        new |= {name: old[name] for name in ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy") if name in old}
    if type_of(before) in WITH_NODE_PORTS and type_of(after) in WITH_NODE_PORTS:
        known = {_port_key(port): port["nodePort"] for port in old.get("ports") or () if port.get("nodePort")}
        new["ports"] = [_with_known(port, known) for port in new.get("ports") or ()]
    elif type_of(before) in WITH_NODE_PORTS:
        known = {_port_key(port): port.get("nodePort") for port in old.get("ports") or ()}
        new["ports"] = [_without_known(port, known) for port in new.get("ports") or ()]
    if _needs_health_check(before) and _needs_health_check(after) and not new.get("healthCheckNodePort"):
        new["healthCheckNodePort"] = old.get("healthCheckNodePort")
    elif not _needs_health_check(after) and new.get("healthCheckNodePort") == old.get("healthCheckNodePort"):
        new.pop("healthCheckNodePort", None)
    return {**after, "spec": new}


def _without_outdated(before: Object, after: Object) -> dict[str, Any]:
    """The new spec without what only the old type had, unless it was changed (`dropTypeDependentFields`)."""
    old, new = before["spec"], after["spec"]
    outdated: list[str] = []
    for needs, names in DEPENDENT:
        if needs(before) and not needs(after):
            outdated += [name for name in names if new.get(name) == old.get(name)]
    return {name: value for name, value in new.items() if name not in outdated}


def is_accessible(service: Object) -> bool:
    """Whether it can be reached from outside the cluster (`ExternallyAccessible`)."""
    kind = type_of(service)
    return kind in WITH_NODE_PORTS or (kind == "ClusterIP" and bool(service["spec"].get("externalIPs")))


DEPENDENT: tuple[tuple[Callable[[Object], bool], tuple[str, ...]], ...] = (
    (lambda service: type_of(service) in WITH_IP, ("clusterIP", "clusterIPs", "ipFamilies", "ipFamilyPolicy")),
    (lambda service: type_of(service) == "LoadBalancer", ("allocateLoadBalancerNodePorts", "loadBalancerClass")),
    (is_accessible, ("externalTrafficPolicy",)),
)
"""Which fields mean something only as long as something holds of the Service."""


def _port_key(port: dict[str, Any]) -> tuple[str, Any]:
    return str(port.get("protocol") or "TCP"), port.get("port")


def _with_known(port: dict[str, Any], known: dict[tuple[str, Any], int]) -> dict[str, Any]:
    number = port.get("nodePort") or known.get(_port_key(port))
    return {**port, "nodePort": number} if number else port


def _without_known(port: dict[str, Any], known: dict[tuple[str, Any], Any]) -> dict[str, Any]:
    """A type without node ports loses those it was given, not one that is newly asked for (dropTypeDependentFields)."""
    if not port.get("nodePort") or known.get(_port_key(port)) != port["nodePort"]:
        return port
    return {name: value for name, value in port.items() if name != "nodePort"}


def _with_cluster_ip(service: Object, others: list[Object], luck: str) -> Object:
    spec = service["spec"]
    if type_of(service) not in WITH_IP:
        kept = {name: value for name, value in spec.items() if name not in {"clusterIP", "clusterIPs"}}
        return {**service, "spec": kept}
    wanted = spec.get("clusterIP") or ""
    ips = spec.get("clusterIPs") or ([wanted] if wanted else [])
    if wanted == "None":
        return {**service, "spec": {**spec, "clusterIPs": ips}}
    _judge_families(service, ips)
    taken = {ip for other in others for ip in other["spec"].get("clusterIPs") or ()}
    if not ips:
        ips = [_free_ip(taken, luck)]
    elif problem := _problem_of_ip(ips[0], taken):
        raise _invalid(service, invalid("spec.clusterIPs", ips, f"failed to allocate IP {ips[0]}: {problem}"))
    families = {"ipFamilies": ["IPv4"], "ipFamilyPolicy": spec.get("ipFamilyPolicy") or "SingleStack"}
    return {**service, "spec": {**spec, "clusterIP": ips[0], "clusterIPs": ips, **families}}


def _judge_families(service: Object, ips: list[str]) -> None:
    spec = service["spec"]
    policy, families = spec.get("ipFamilyPolicy") or "SingleStack", spec.get("ipFamilies") or []
    found = []
    if policy == "SingleStack" and max(len(ips), len(families)) > 1:
        what = "cluster IPs" if len(ips) > 1 else "IP families"
        why = f"must be 'RequireDualStack' or 'PreferDualStack' when multiple {what} are specified"
        found.append(invalid("spec.ipFamilyPolicy", policy, why))
    for index, ip in enumerate(ips):
        if ":" in ip:
            found.append(invalid(f"spec.clusterIPs[{index}]", ips, "IPv6 is not configured on this cluster"))
    if not found and policy == "RequireDualStack":
        why = "this cluster is not configured for dual-stack services"
        found.append(invalid("spec.ipFamilyPolicy", policy, why))
    for index, family in enumerate(families):
        if not ips and family != "IPv4":
            found.append(invalid(f"spec.ipFamilies[{index}]", family, "not configured on this cluster"))
    if found:
        raise _invalid(service, *found)


def _problem_of_ip(ip: str, taken: set[str]) -> str:
    try:
        address = IPv4Address(ip)
    except AddressValueError:
        return "provided IP is not a valid address"
    if address not in NETWORK or address in {NETWORK.network_address, NETWORK.broadcast_address}:
        return f"the provided IP ({ip}) is not in the valid range. The range of valid IPs is {NETWORK}"
    return "provided IP is already allocated" if ip in taken else ""


def _free_ip(taken: set[str], luck: str) -> str:
    size = NETWORK.num_addresses - STATIC - 2
    first = int(NETWORK.network_address) + STATIC + 1
    return next(ip for offset in _draw(f"{luck}/ip", size) if (ip := str(IPv4Address(first + offset))) not in taken)


def _with_node_ports(service: Object, others: list[Object], luck: str) -> Object:
    spec = service["spec"]
    kind = type_of(service)
    wants = kind == "NodePort" or (kind == "LoadBalancer" and spec.get("allocateLoadBalancerNodePorts") is not False)
    taken = set(_node_ports(others))
    given: dict[Any, int] = {}
    ports = []
    for index, port in enumerate(spec.get("ports") or ()):
        number = port.get("nodePort") or 0
        if number and kind in WITH_NODE_PORTS:
            _judge_node_port(service, f"spec.ports[{index}].nodePort", number, taken)
        elif wants:
            # One port over TCP and UDP (DNS) gets one node port for both.
            number = given.get(port.get("port")) or _free_port(taken | set(given.values()), f"{luck}/{index}")
        given |= {port.get("port"): number} if number else {}
        ports.append({**port, "nodePort": number} if number else port)
    result = {**spec, "ports": ports} if ports else spec
    if _needs_health_check(service):
        number = spec.get("healthCheckNodePort") or _free_port(taken | set(given.values()), f"{luck}/health")
        _judge_node_port(service, "spec.healthCheckNodePort", number, taken)
        result = {**result, "healthCheckNodePort": number}
    return {**service, "spec": result}


def _needs_health_check(service: Object) -> bool:
    return type_of(service) == "LoadBalancer" and service["spec"].get("externalTrafficPolicy") == "Local"


def _node_ports(services: list[Object]) -> Iterator[int]:
    for service in services:
        for port in service["spec"].get("ports") or ():
            if port.get("nodePort"):
                yield port["nodePort"]
        if service["spec"].get("healthCheckNodePort"):
            yield service["spec"]["healthCheckNodePort"]


def _judge_node_port(service: Object, field: str, number: int, taken: set[int]) -> None:
    valid = f"{FIRST_NODE_PORT}-{LAST_NODE_PORT}"
    if not FIRST_NODE_PORT <= number <= LAST_NODE_PORT:
        why = f"provided port is not in the valid range. The range of valid ports is {valid}"
        raise _invalid(service, invalid(field, number, why))
    if number in taken:
        raise _invalid(service, invalid(field, number, "provided port is already allocated"))


def _free_port(taken: set[int], luck: str) -> int:
    size = LAST_NODE_PORT - FIRST_NODE_PORT + 1
    return next(FIRST_NODE_PORT + offset for offset in _draw(luck, size) if FIRST_NODE_PORT + offset not in taken)


def _draw(luck: str, size: int) -> Iterator[int]:
    """All numbers below `size`, from a drawn one on."""
    first = int.from_bytes(blake2b(luck.encode(), digest_size=8).digest(), "big") % size
    return ((first + step) % size for step in range(size))


def _invalid(service: Object, *found: FieldError) -> Invalid:
    return Invalid("Service", "", str(service["metadata"].get("name") or ""), found)
