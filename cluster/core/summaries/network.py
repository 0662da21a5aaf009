"""Where requests to a Service go, and who keeps the list."""

from collections.abc import Iterator
from typing import Any

from cluster.core import endpoints, services
from cluster.core.kinds import Object
from cluster.core.objects import labels_of, name_of, namespace_of
from cluster.core.state import State
from cluster.core.summaries.words import counted, labels_text, listed, verb

SERVICE_NAME = "kubernetes.io/service-name"


def summarise_service(state: State, service: Object) -> Iterator[str]:
    """Which pods answer, and under which addresses it can be reached."""
    spec = service["spec"]
    name, namespace = name_of(service), namespace_of(service)
    if services.type_of(service) == "ExternalName":
        yield f"In the cluster, {name}.{namespace} is another name for {spec.get('externalName')}, in DNS alone."
        return
    yield _pods(state, service)
    if services.is_headless(service):
        yield f"It is headless: it has no address, its name {name}.{namespace} stands for those of its ready pods."
        return
    yield f"Inside the cluster it is {spec['clusterIP']} and {name}.{namespace}, {_ports(spec)}."
    yield from _outside(service)


def _pods(state: State, service: Object) -> str:
    selector = service["spec"].get("selector")
    if not selector:
        return "It has no selector: whoever made it keeps its endpoints by hand."
    named = f"with {labels_text(selector)}"
    pods = endpoints.selected_pods(state, service)
    if not pods:
        return f"No running pod {named} is there, so nobody answers its requests."
    ready = sum(endpoints.is_ready(pod) and not pod["metadata"].get("deletionTimestamp") for pod in pods)
    head = f"{ready} of {counted(len(pods), 'pod')} {named} {verb(ready, 'is', 'are')} ready"
    return (
        f"{head} and {verb(ready, 'gets', 'share')} its requests." if ready else f"{head}: nobody answers its requests."
    )


def _ports(spec: Object) -> str:
    ports = [f"{port['port']}{_target(port)}" for port in spec.get("ports") or ()]
    return f"{'port' if len(ports) == 1 else 'ports'} {listed(ports)}" if ports else "without ports"


def _target(port: dict[str, Any]) -> str:
    target = port.get("targetPort")
    return f" (port {target} of the pods)" if target not in (None, 0, port["port"]) else ""


def _outside(service: Object) -> Iterator[str]:
    kind, spec = services.type_of(service), service["spec"]
    node_ports = [str(port["nodePort"]) for port in spec.get("ports") or () if port.get("nodePort")]
    if kind == "LoadBalancer":
        ingress = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
        found = [str(place.get("ip") or place.get("hostname")) for place in ingress]
        yield f"From outside it is {listed(found)}." if found else "Its load balancer has no address yet."
    elif kind == "NodePort" and node_ports:
        yield f"From outside it is {verb(len(node_ports), 'port', 'ports')} {listed(node_ports)} of every node."


def summarise_endpoints(_state: State, found: Object) -> Iterator[str]:
    """How many addresses are ready."""
    subsets = found.get("subsets") or ()
    ready = sum(len(subset.get("addresses") or ()) for subset in subsets)
    waiting = sum(len(subset.get("notReadyAddresses") or ()) for subset in subsets)
    yield f"The addresses behind Service {name_of(found)}: {ready} ready, {waiting} not ready."
    yield "The older form of EndpointSlices; the endpoint controller keeps it for programs that still read it."


def summarise_endpoint_slice(_state: State, found: Object) -> Iterator[str]:
    """How many endpoints may get requests, how many are going."""
    conditions = [endpoint.get("conditions") or {} for endpoint in found.get("endpoints") or ()]
    ready = sum(bool(condition.get("ready")) for condition in conditions)
    going = sum(bool(condition.get("terminating")) for condition in conditions)
    service = labels_of(found).get(SERVICE_NAME)
    head = f"Part of Service {service}: " if service else "It belongs to no Service: "
    leaving = f", {going} terminating" if going else ""
    yield f"{head}{counted(len(conditions), 'endpoint')}, {ready} of them ready{leaving}."
    yield "kube-proxy on each node reads it: only ready endpoints get new requests."
