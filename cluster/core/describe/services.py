"""Services and their endpoints: `describe.go`, `describeService`, `describeEndpoints`, `describeEndpointSliceV1`."""

from collections.abc import Sequence

from cluster.core.describe.events import write_events
from cluster.core.describe.parts import part, write_head
from cluster.core.describe.related import Related
from cluster.core.describe.writer import NONE, UNSET, Writer
from cluster.core.kinds import Object
from cluster.core.labels_text import format_labels, host_port, with_more


def describe_service(w: Writer, obj: Object, related: Related) -> None:
    """Its addresses, each port with the endpoints behind it, its policies, its events."""
    spec = part(obj, "spec")
    write_head(w, obj)
    w.line(0, f"Selector:\t{format_labels(spec.get('selector'))}")
    w.line(0, f"Type:\t{spec.get('type') or ''}")
    _write_addresses(w, obj, spec)
    for port in spec.get("ports") or ():
        _write_port(w, port, related.endpoint_slices)
    w.line(0, f"Session Affinity:\t{spec.get('sessionAffinity') or ''}")
    for title, field in (
        ("External Traffic Policy", "externalTrafficPolicy"),
        ("Internal Traffic Policy", "internalTrafficPolicy"),
        ("HealthCheck NodePort", "healthCheckNodePort"),
    ):
        if spec.get(field):
            w.line(0, f"{title}:\t{spec[field]}")
    if spec.get("loadBalancerSourceRanges"):
        w.line(0, f"LoadBalancer Source Ranges:\t{','.join(spec['loadBalancerSourceRanges'])}")
    write_events(w, related.events, related.now)


def _write_addresses(w: Writer, obj: Object, spec: Object) -> None:
    if spec.get("ipFamilyPolicy"):
        w.line(0, f"IP Family Policy:\t{spec['ipFamilyPolicy']}")
    w.line(0, f"IP Families:\t{','.join(spec.get('ipFamilies') or ()) or NONE}")
    w.line(0, f"IP:\t{spec.get('clusterIP') or ''}")
    w.line(0, f"IPs:\t{','.join(spec.get('clusterIPs') or ()) or NONE}")
    if spec.get("externalIPs"):
        w.line(0, f"External IPs:\t{','.join(spec['externalIPs'])}")
    for title, field in (("Desired LoadBalancer IP", "loadBalancerIP"), ("External Name", "externalName")):
        if spec.get(field):
            w.line(0, f"{title}:\t{spec[field]}")
    ingress = part(obj, "status", "loadBalancer").get("ingress")
    if ingress:
        w.line(0, f"LoadBalancer Ingress:\t{', '.join(map(_ingress, ingress))}")


def _ingress(place: Object) -> str:
    if not place.get("ip"):
        return place.get("hostname") or ""
    return f"{place['ip']} ({place['ipMode']})" if place.get("ipMode") else str(place["ip"])


def _write_port(w: Writer, port: Object, slices: Sequence[Object]) -> None:
    name, protocol = port.get("name") or UNSET, port.get("protocol") or ""
    w.line(0, f"Port:\t{name}\t{port.get('port') or 0}/{protocol}")
    w.line(0, f"TargetPort:\t{port.get('targetPort') or 0}/{protocol}")
    if port.get("nodePort"):
        w.line(0, f"NodePort:\t{name}\t{port['nodePort']}/{protocol}")
    w.line(0, f"Endpoints:\t{_endpoints(slices, port.get('name') or '')}")


def _endpoints(slices: Sequence[Object], port_name: str) -> str:
    """The first three ready endpoints of the port: `10.0.0.1:80,10.0.0.2:80` (`formatEndpointSlices`)."""
    if not slices:
        return NONE
    places: list[str] = []
    for item in slices:
        ready = [e["addresses"][0] for e in item.get("endpoints") or () if _is_ready(e) and e.get("addresses")]
        if not item.get("ports"):
            places += ready
        for port in item.get("ports") or ():
            if (port.get("name") or "") == port_name:
                places += [host_port(address, port.get("port")) for address in ready]
    return with_more(places)


def _is_ready(endpoint: Object) -> bool:
    return part(endpoint, "conditions").get("ready") is not False


def describe_endpoints(w: Writer, obj: Object, related: Related) -> None:
    """Each subset's addresses, ready and not, and its ports."""
    write_head(w, obj)
    w.line(0, "Subsets:")
    for subset in obj.get("subsets") or ():
        for title, field in (("Addresses", "addresses"), ("NotReadyAddresses", "notReadyAddresses")):
            w.line(1, f"{title}:\t{','.join(a.get('ip') or '' for a in subset.get(field) or ()) or NONE}")
        if subset.get("ports"):
            w.line(1, "Ports:")
            _write_ports(w, 2, subset["ports"])
        w.line(0, "")
    write_events(w, related.events, related.now)


def _write_ports(w: Writer, level: int, ports: list[Object]) -> None:
    w.line(level, "Name\tPort\tProtocol")
    w.line(level, "----\t----\t--------")
    for port in ports:
        number = UNSET if port.get("port") is None else port["port"]
        w.line(level, f"{port.get('name') or UNSET}\t{number}\t{port.get('protocol') or ''}")


def describe_endpoint_slice(w: Writer, obj: Object, related: Related) -> None:
    """Its ports, and each endpoint with its condition, target, node and zone."""
    write_head(w, obj)
    w.line(0, f"AddressType:\t{obj.get('addressType') or ''}")
    ports, endpoints = obj.get("ports"), obj.get("endpoints")
    w.line(0, "Ports:" if ports else f"Ports: {UNSET}")
    if ports:
        _write_ports(w, 1, ports)
    w.line(0, "Endpoints:" if endpoints else f"Endpoints: {NONE}")
    for endpoint in endpoints or ():
        _write_endpoint(w, endpoint)
    write_events(w, related.events, related.now)


def _write_endpoint(w: Writer, endpoint: Object) -> None:
    w.line(1, f"- Addresses:\t{', '.join(endpoint.get('addresses') or ()) or NONE}")
    ready = part(endpoint, "conditions").get("ready")
    w.line(2, "Conditions:")
    w.line(3, f"Ready:\t{UNSET if ready is None else str(ready).lower()}")
    w.line(2, f"Hostname:\t{endpoint.get('hostname') or UNSET}")
    if endpoint.get("targetRef"):
        w.line(2, f"TargetRef:\t{endpoint['targetRef'].get('kind')}/{endpoint['targetRef'].get('name')}")
    w.line(2, f"NodeName:\t{endpoint.get('nodeName') or UNSET}")
    w.line(2, f"Zone:\t{endpoint.get('zone') or UNSET}")
