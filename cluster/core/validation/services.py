"""Services. Upstream: `pkg/apis/core/validation/validation.go` (ValidateService, ValidateServiceUpdate)."""

from cluster.core import names
from cluster.core.field_errors import duplicate, forbidden, invalid, not_supported, required
from cluster.core.go_text import Raw, quote
from cluster.core.validation.addresses import (
    SET_ONCE,
    validate_cluster_ips_related_fields,
    validate_kept,
    validate_non_special_ip,
)
from cluster.core.validation.containers import PROTOCOLS
from cluster.core.validation.handlers import validate_port
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    validate_labels,
    validate_object_meta,
    validate_object_meta_update,
)

TYPES = ("ClusterIP", "ExternalName", "LoadBalancer", "NodePort")
MAX_AFFINITY_SECONDS = 86400
_LOAD_BALANCER_ONLY = "may only be used when `type` is 'LoadBalancer'"


def _is_headless(spec: Object) -> bool:
    return spec.get("clusterIPs") == ["None"]


def validate_service(obj: Object) -> Errors:
    """A Service as it is created, or after a change."""
    spec = obj.get("spec") or {}
    yield from validate_object_meta(obj, names.is_dns1035_label, namespaced=True)
    yield from _validate_type_needs(spec)
    yield from _validate_ports(spec)
    yield from validate_labels("spec.selector", spec.get("selector"))
    yield from _validate_affinity(spec)
    if spec.get("type") != "ExternalName":
        yield from validate_cluster_ips_related_fields(spec)
    for index, address in enumerate(spec.get("externalIPs") or ()):
        yield from validate_non_special_ip(f"spec.externalIPs[{index}]", address)
    yield from _validate_type(spec)
    yield from _validate_duplicate_ports(spec.get("ports") or [])
    yield from _validate_load_balancer(spec)
    yield from _validate_external_traffic(spec)
    yield from _validate_internal_traffic(spec)


def _validate_type_needs(spec: Object) -> Errors:
    kind = spec.get("type") or ""
    if not spec.get("ports") and not _is_headless(spec) and kind != "ExternalName":
        yield required("spec.ports")
    if kind in {"LoadBalancer", "NodePort"} and _is_headless(spec):
        yield invalid("spec.clusterIPs[0]", "None", f"may not be set to 'None' for {kind} services")
    if kind != "ExternalName":
        return
    for name in ("clusterIPs", "ipFamilies", "ipFamilyPolicy"):
        if spec.get(name):
            yield forbidden(f"spec.{name}", "may not be set for ExternalName services")
    cname = (spec.get("externalName") or "").removesuffix(".")
    if cname:
        yield from by_rule("spec.externalName", cname, names.is_dns1123_subdomain)
    else:
        yield required("spec.externalName")


def _validate_ports(spec: Object) -> Errors:
    ports = spec.get("ports") or []
    seen: set[str] = set()
    for index, port in enumerate(ports):
        path, name = f"spec.ports[{index}]", port.get("name") or ""
        if name:
            yield from by_rule(f"{path}.name", name, names.is_dns1123_label)
            if name in seen:
                yield duplicate(f"{path}.name", name)
            seen.add(name)
        elif len(ports) > 1:
            yield required(f"{path}.name")
        number = port.get("port") or 0
        yield from (invalid(f"{path}.port", number, message) for message in names.is_valid_port_num(number))
        yield from validate_protocol(f"{path}.protocol", port.get("protocol") or "")
        yield from validate_port(f"{path}.targetPort", port.get("targetPort", 0))
        if port.get("appProtocol") is not None:
            yield from by_rule(f"{path}.appProtocol", port["appProtocol"], names.is_qualified_name)


def validate_protocol(path: str, protocol: str) -> Errors:
    """SCTP, TCP or UDP."""
    if not protocol:
        yield required(path)
    elif protocol not in PROTOCOLS:
        yield not_supported(path, protocol, PROTOCOLS)


def _validate_affinity(spec: Object) -> Errors:
    affinity, config = spec.get("sessionAffinity") or "", spec.get("sessionAffinityConfig")
    if not affinity:
        yield required("spec.sessionAffinity")
    elif affinity not in {"ClientIP", "None"}:
        yield not_supported("spec.sessionAffinity", affinity, ("ClientIP", "None"))
    elif affinity == "None":
        if config is not None:
            yield forbidden("spec.sessionAffinityConfig", "must not be set when session affinity is None")
    else:
        yield from _validate_client_ip(config)


def _validate_client_ip(config: Object | None) -> Errors:
    path, why = "spec.sessionAffinityConfig", "when session affinity type is ClientIP"
    client = (config or {}).get("clientIP")
    seconds = (client or {}).get("timeoutSeconds")
    if config is None:
        yield required(path, why)
    elif client is None:
        yield required(f"{path}.clientIP", why)
    elif seconds is None:
        yield required(f"{path}.clientIP.timeoutSeconds", why)
    elif not 0 < seconds <= MAX_AFFINITY_SECONDS:
        limits = f"must be greater than 0 and less than {MAX_AFFINITY_SECONDS}"
        yield invalid(f"{path}.clientIP.timeoutSeconds", seconds, limits)


def _validate_type(spec: Object) -> Errors:
    kind = spec.get("type") or ""
    if not kind:
        yield required("spec.type")
    elif kind not in TYPES:
        yield not_supported("spec.type", kind, TYPES)
    elif kind == "ClusterIP":
        for index, port in enumerate(spec.get("ports") or ()):
            if port.get("nodePort"):
                yield forbidden(f"spec.ports[{index}].nodePort", "may not be used when `type` is 'ClusterIP'")


def _validate_duplicate_ports(ports: list[Object]) -> Errors:
    seen: set[tuple[str, int]] = set()
    for index, port in enumerate(ports):
        key = (port.get("protocol") or "", port.get("nodePort") or 0)
        if key[1] and key in seen:
            yield duplicate(f"spec.ports[{index}].nodePort", key[1])
        seen.add(key)
    numbers: set[tuple[str, int]] = set()
    for index, port in enumerate(ports):
        key = (port.get("protocol") or "", port.get("port") or 0)
        if key in numbers:
            yield duplicate(f"spec.ports[{index}]", _port_text(*key))
        numbers.add(key)


def _port_text(protocol: str, port: int) -> Raw:
    """The internal struct as Go prints it, with its capitals."""
    fields = f'"Protocol":{quote(protocol)},"AppProtocol":null,"Port":{port},"TargetPort":0,"NodePort":0'
    return Raw(f'{{"Name":"",{fields}}}')


def _validate_load_balancer(spec: Object) -> Errors:
    balanced = spec.get("type") == "LoadBalancer"
    if spec.get("loadBalancerSourceRanges") and not balanced:
        yield forbidden("spec.LoadBalancerSourceRanges", _LOAD_BALANCER_ONLY)
    allocate = spec.get("allocateLoadBalancerNodePorts")
    if allocate is not None and not balanced:
        yield forbidden("spec.allocateLoadBalancerNodePorts", _LOAD_BALANCER_ONLY)
    if allocate is None and balanced:
        yield required("allocateLoadBalancerNodePorts")
    if spec.get("loadBalancerClass") is not None:
        if balanced:
            yield from by_rule("spec.loadBalancerClass", spec["loadBalancerClass"], names.is_qualified_name)
        else:
            yield forbidden("spec.loadBalancerClass", _LOAD_BALANCER_ONLY)


def _validate_external_traffic(spec: Object) -> Errors:
    path, policy, kind = "spec.externalTrafficPolicy", spec.get("externalTrafficPolicy") or "", spec.get("type")
    external = kind in {"LoadBalancer", "NodePort"} or (kind == "ClusterIP" and spec.get("externalIPs"))
    if not external:
        if policy:
            yield invalid(path, policy, "may only be set for externally-accessible services")
    elif not policy:
        yield required(path)
    elif policy not in {"Cluster", "Local"}:
        yield not_supported(path, policy, ("Cluster", "Local"))
    port = spec.get("healthCheckNodePort") or 0
    if port and not (kind == "LoadBalancer" and policy == "Local"):
        why = "may only be set when `type` is 'LoadBalancer' and `externalTrafficPolicy` is 'Local'"
        yield invalid("spec.healthCheckNodePort", port, why)


def _validate_internal_traffic(spec: Object) -> Errors:
    policy = spec.get("internalTrafficPolicy")
    if policy is None:
        if spec.get("type") in {"ClusterIP", "LoadBalancer", "NodePort"}:
            yield required("spec.internalTrafficPolicy")
    elif policy not in {"Cluster", "Local"}:
        yield not_supported("spec.internalTrafficPolicy", policy, ("Cluster", "Local"))
    share = spec.get("trafficDistribution")
    supported = ("PreferClose", "PreferSameNode", "PreferSameZone")
    if share is not None and share not in supported:
        yield not_supported("spec.trafficDistribution", share, supported)


def validate_service_update(new: Object, old: Object) -> Errors:
    """A changed Service: addresses and families stay once they are given."""
    spec, before = new.get("spec") or {}, old.get("spec") or {}
    yield from validate_object_meta_update(new, old)
    if "ExternalName" not in {spec.get("type"), before.get("type")}:
        headless = (_is_headless(before), _is_headless(spec))
        if headless != (True, True):
            yield from validate_kept("clusterIPs", "clusterIP", spec, before)
        if headless == (False, False):
            yield from validate_kept("ipFamilies", "ipFamily", spec, before)
    if spec.get("type") == before.get("type") == "LoadBalancer":
        balancer = spec.get("loadBalancerClass")
        if balancer != before.get("loadBalancerClass"):
            yield invalid("spec.loadBalancerClass", balancer, SET_ONCE)
    yield from validate_service(new)
