"""Services as they are drawn: who may be sent requests, by version."""

from collections import Counter
from collections.abc import Iterator

from cluster.core.kinds import Object, key_of
from cluster.core.objects import labels_of, name_of, namespace_of, uid_of
from cluster.core.state import State
from playground.sandbox.picture.values import Count, ServiceView
from playground.sandbox.picture.versions import Hues, version_of


def service_view(state: State, service: Object, hues: Hues) -> ServiceView:
    """One Service with its endpoints; `targets` are uids of the Deployments whose pods it selects, by their names."""
    spec = service["spec"]
    endpoints = state.get("Endpoints", namespace_of(service), name_of(service)) or {}
    subsets = endpoints.get("subsets") or ()
    ports = spec.get("ports") or ()
    ready = [address for subset in subsets for address in subset.get("addresses") or ()]
    return ServiceView(
        uid=uid_of(service),
        key=key_of(service),
        name=name_of(service),
        type=spec.get("type", "ClusterIP"),
        address=_address(service),
        ports=", ".join(str(port["port"]) for port in ports),
        node_ports=", ".join(str(port["nodePort"]) for port in ports if port.get("nodePort")),
        selector=", ".join(f"{name}={value}" for name, value in (spec.get("selector") or {}).items()),
        ready=len(ready),
        waiting=sum(len(subset.get("notReadyAddresses") or ()) for subset in subsets),
        shares=_shares(state, ready, hues),
        targets=list(_targets(state, service)),
    )


def _address(service: Object) -> str:
    ingress = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return next((str(entry.get("ip") or "") for entry in ingress), "") or str(service["spec"].get("clusterIP") or "")


def _targets(state: State, service: Object) -> Iterator[str]:
    selector = service["spec"].get("selector")
    if not selector:
        return
    for deployment in sorted(state.of_kind("Deployment"), key=name_of):
        labels = labels_of(deployment["spec"]["template"])
        if namespace_of(deployment) == namespace_of(service) and selector.items() <= labels.items():
            yield uid_of(deployment)


def _shares(state: State, addresses: list[Object], hues: Hues) -> list[Count]:
    """Ready endpoints by the version of the pod behind them."""
    found: Counter[tuple[int, str, str]] = Counter()
    for address in addresses:
        target = address.get("targetRef") or {}
        pod = state.get("Pod", target.get("namespace", ""), target.get("name", ""))
        if pod is not None:
            found[version_of(state, pod, hues)] += 1
    return [Count(count, hue, version, images=images) for (hue, version, images), count in sorted(found.items())]
