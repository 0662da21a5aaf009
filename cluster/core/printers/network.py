"""Services and what stands behind them: `printers.go`, `printService`, `printEndpoints`, `printEndpointSlice`."""

from cluster.core.kinds import Object
from cluster.core.labels_text import format_labels, host_port, with_more
from cluster.core.printers.columns import AGE, NAME, NONE, NOTHING, UNKNOWN, Cell, Column, Printer, age_of, name_of

LOAD_BALANCER_WIDTH = 16


def service_cells(obj: Object, now_ms: int, wide: bool) -> list[Cell]:
    """NAME, TYPE, CLUSTER-IP, EXTERNAL-IP, PORT(S), AGE and SELECTOR of a Service."""
    spec = obj.get("spec") or NOTHING
    cluster_ip = (spec.get("clusterIPs") or [spec.get("clusterIP")])[0] or NONE
    ports = ",".join(map(_port, spec.get("ports") or ())) or NONE
    external = _external_ip(obj, spec, wide)
    selector = format_labels(spec.get("selector"))
    return [name_of(obj), spec.get("type") or "", cluster_ip, external, ports, age_of(obj, now_ms), selector]


def _port(port: Object) -> str:
    number, node_port = port.get("port") or 0, port.get("nodePort")
    return f"{number}:{node_port}/{port.get('protocol')}" if node_port else f"{number}/{port.get('protocol')}"


def _external_ip(obj: Object, spec: Object, wide: bool) -> str:
    kind, external = spec.get("type"), spec.get("externalIPs") or []
    if kind in ("ClusterIP", "NodePort"):
        return ",".join(external) or NONE
    if kind == "LoadBalancer":
        balancers = _load_balancer_text((obj.get("status") or NOTHING).get("loadBalancer") or NOTHING, wide)
        return ",".join([balancers, *external] if balancers else external) or "<pending>"
    return spec.get("externalName") or "" if kind == "ExternalName" else UNKNOWN


def _load_balancer_text(status: Object, wide: bool) -> str:
    places = {place.get("ip") or place.get("hostname") or "" for place in status.get("ingress") or ()}
    text = ",".join(sorted(places - {""}))
    if not wide and len(text) > LOAD_BALANCER_WIDTH:
        return text[: LOAD_BALANCER_WIDTH - 3] + "..."
    return text


def endpoints_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, ENDPOINTS (the first three), AGE of an Endpoints object."""
    return [name_of(obj), format_endpoints(obj), age_of(obj, now_ms)]


def format_endpoints(obj: Object) -> str:
    """The ready `ip:port` pairs: `1.2.3.4:80,1.2.3.5:80,1.2.3.6:80 + 1 more...` (`formatEndpoints`)."""
    places: list[str] = []
    for subset in obj.get("subsets") or ():
        ips = [address.get("ip") or "" for address in subset.get("addresses") or ()]
        ports = subset.get("ports")
        places += [host_port(ip, port.get("port")) for port in ports for ip in ips] if ports else ips
    return with_more(places) or NONE


def endpoint_slice_cells(obj: Object, now_ms: int, _wide: bool) -> list[Cell]:
    """NAME, ADDRESSTYPE, PORTS, ENDPOINTS (three of each), AGE of an EndpointSlice."""
    ports = [str(port.get("port") or port.get("name") or "*") for port in obj.get("ports") or ()]
    addresses = [address for endpoint in obj.get("endpoints") or () for address in endpoint.get("addresses") or ()]
    texts = [with_more(items) or "<unset>" for items in (ports, addresses)]
    return [name_of(obj), obj.get("addressType") or "", *texts, age_of(obj, now_ms)]


SERVICE = Printer(
    (
        NAME,
        Column("Type", documented_by="ServiceSpec.type"),
        Column("Cluster-IP", documented_by="ServiceSpec.clusterIP"),
        Column("External-IP", documented_by="ServiceSpec.externalIPs"),
        Column("Port(s)", documented_by="ServiceSpec.ports"),
        AGE,
        Column("Selector", priority=1, documented_by="ServiceSpec.selector"),
    ),
    service_cells,
)

ENDPOINTS = Printer((NAME, Column("Endpoints", documented_by="Endpoints.subsets"), AGE), endpoints_cells)

ENDPOINT_SLICE = Printer(
    (
        NAME,
        Column("AddressType", documented_by="EndpointSlice.addressType"),
        Column("Ports", documented_by="EndpointSlice.ports"),
        Column("Endpoints", documented_by="EndpointSlice.endpoints"),
        AGE,
    ),
    endpoint_slice_cells,
)
