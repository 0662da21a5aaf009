"""Endpoints and EndpointSlices.

Upstream: `pkg/apis/core/validation/validation.go` (ValidateEndpoints), `pkg/apis/discovery/validation/validation.go`.
"""

from cluster.core import names
from cluster.core.field_errors import duplicate, invalid, not_supported, required, too_many
from cluster.core.validation.addresses import validate_non_special_ip
from cluster.core.validation.meta import (
    Errors,
    Object,
    by_rule,
    immutable,
    validate_labels,
    validate_object_meta,
    validate_object_meta_update,
)
from cluster.core.validation.services import validate_protocol

ADDRESS_TYPES = ("FQDN", "IPv4", "IPv6")
MAX_ENDPOINTS, MAX_ADDRESSES, MAX_PORTS = 1000, 100, 20_000


def validate_endpoints(obj: Object) -> Errors:
    """An Endpoints object, new or changed."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    for index, subset in enumerate(obj.get("subsets") or ()):
        yield from _validate_subset(f"subsets[{index}]", subset)


def validate_endpoints_update(new: Object, old: Object) -> Errors:
    """A changed Endpoints object."""
    yield from validate_object_meta_update(new, old)
    yield from validate_endpoints(new)


def _validate_subset(path: str, subset: Object) -> Errors:
    if not subset.get("addresses") and not subset.get("notReadyAddresses"):
        yield required(path, "must specify `addresses` or `notReadyAddresses`")
    for name in ("addresses", "notReadyAddresses"):
        for index, address in enumerate(subset.get(name) or ()):
            yield from _validate_address(f"{path}.{name}[{index}]", address)
    ports = subset.get("ports") or []
    for index, port in enumerate(ports):
        yield from _validate_port(f"{path}.ports[{index}]", port, name_needed=len(ports) > 1)


def _validate_address(path: str, address: Object) -> Errors:
    yield from validate_non_special_ip(f"{path}.ip", address.get("ip") or "")
    if address.get("hostname"):
        yield from by_rule(f"{path}.hostname", address["hostname"], names.is_dns1123_label)
    if address.get("nodeName") is not None:
        yield from by_rule(f"{path}.nodeName", address["nodeName"], names.is_dns1123_subdomain)


def _validate_port(path: str, port: Object, *, name_needed: bool) -> Errors:
    name, number = port.get("name") or "", port.get("port") or 0
    if name:
        yield from by_rule(f"{path}.name", name, names.is_dns1123_label)
    elif name_needed:
        yield required(f"{path}.name")
    yield from (invalid(f"{path}.port", number, message) for message in names.is_valid_port_num(number))
    yield from validate_protocol(f"{path}.protocol", port.get("protocol") or "")


def validate_endpoint_slice(obj: Object) -> Errors:
    """An EndpointSlice, new or changed."""
    yield from validate_object_meta(obj, names.is_dns1123_subdomain, namespaced=True)
    kind = obj.get("addressType") or ""
    if not kind:
        yield required("addressType")
    elif kind not in ADDRESS_TYPES:
        yield not_supported("addressType", kind, ADDRESS_TYPES)
    endpoints, ports = obj.get("endpoints") or [], obj.get("ports") or []
    if len(endpoints) > MAX_ENDPOINTS:
        yield too_many("endpoints", len(endpoints), MAX_ENDPOINTS)
    else:
        for index, endpoint in enumerate(endpoints):
            yield from _validate_endpoint(f"endpoints[{index}]", endpoint, kind)
    if len(ports) > MAX_PORTS:
        yield too_many("ports", len(ports), MAX_PORTS)
    else:
        yield from _validate_slice_ports(ports)


def validate_endpoint_slice_update(new: Object, old: Object) -> Errors:
    """A changed EndpointSlice; the type of its addresses stays."""
    yield from validate_object_meta_update(new, old)
    yield from validate_endpoint_slice(new)
    yield from immutable("addressType", new.get("addressType") or "", old.get("addressType") or "")


def _validate_endpoint(path: str, endpoint: Object, kind: str) -> Errors:
    addresses = endpoint.get("addresses") or []
    if not addresses:
        yield required(f"{path}.addresses", "must contain at least 1 address")
    elif len(addresses) > MAX_ADDRESSES:
        yield too_many(f"{path}.addresses", len(addresses), MAX_ADDRESSES)
    for index, address in enumerate(addresses):
        here = f"{path}.addresses[{index}]"
        if kind == "FQDN":
            yield from by_rule(here, address, names.is_dns1123_subdomain)
        else:
            yield from validate_non_special_ip(here, address)
    if endpoint.get("nodeName") is not None:
        yield from by_rule(f"{path}.nodeName", endpoint["nodeName"], names.is_dns1123_subdomain)
    yield from validate_labels(f"{path}.deprecatedTopology", endpoint.get("deprecatedTopology"))
    if endpoint.get("hostname") is not None:
        yield from by_rule(f"{path}.hostname", endpoint["hostname"], names.is_dns1123_label)


def _validate_slice_ports(ports: list[Object]) -> Errors:
    seen: set[str] = set()
    for index, port in enumerate(ports):
        path, name = f"ports[{index}]", port.get("name") or ""
        if name:
            yield from by_rule(f"{path}.name", name, names.is_dns1123_label)
        if name in seen:
            yield duplicate(f"{path}.name", name)
        seen.add(name)
        yield from validate_protocol(f"{path}.protocol", port.get("protocol") or "")
        if port.get("appProtocol") is not None:
            yield from by_rule(f"{path}.appProtocol", port["appProtocol"], names.is_qualified_name)
