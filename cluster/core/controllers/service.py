"""The service controller, as a cloud provider runs it: Services of type LoadBalancer get an address from outside.

Upstream: `staging/src/k8s.io/cloud-provider/controllers/service/controller.go` (syncLoadBalancerIfNeeded). The cloud
needs a few seconds; when it was asked stands in the `simulation` note of the Service.
"""

from collections.abc import Iterator
from hashlib import blake2b

from cluster.core import times
from cluster.core.controllers.controller import Controller, itself
from cluster.core.kinds import Key, Object
from cluster.core.moves import Emit, Move, Put, Wake
from cluster.core.objects import is_deleting, with_metadata, with_status
from cluster.core.services import type_of
from cluster.core.state import State

NAME = "service-controller"
FINALIZER = "service.kubernetes.io/load-balancer-cleanup"
PROVISIONING = 5 * times.SECOND
"""How long the simulated cloud takes for a load balancer; real ones take from seconds to minutes."""
NETWORK, ADDRESSES = "203.0.113", 254
"""The addresses that the simulated cloud owns: TEST-NET-3 of RFC 5737, which leads nowhere in reality."""


def reconcile(state: State, key: Key) -> Iterator[Move]:
    """Give one Service (`key`) its load balancer, or take it away."""
    service = state.at(key)
    if service is None:
        return
    held = FINALIZER in (service["metadata"].get("finalizers") or ())
    if not wants_load_balancer(service) or is_deleting(service):
        if held:
            yield from _release(service)
    elif not held:
        yield from _ask(service, state.now)
    elif not _ingress(service):
        yield from _provide(state, service)


def wants_load_balancer(service: Object) -> bool:
    """Type LoadBalancer, and no class that another controller answers for."""
    return type_of(service) == "LoadBalancer" and not service["spec"].get("loadBalancerClass")


def _ingress(service: Object) -> list[dict[str, str]]:
    return ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or []


def _ask(service: Object, now: int) -> Iterator[Move]:
    yield Emit(service, "Normal", "EnsuringLoadBalancer", "Ensuring load balancer")
    held = with_metadata(service, finalizers=[*(service["metadata"].get("finalizers") or ()), FINALIZER])
    note = {**(service.get("simulation") or {}), "ensuring_since": now}
    why = "the cloud is asked for a load balancer; the finalizer holds the Service until that is removed again"
    yield Put({**held, "simulation": note}, why)
    yield Wake(now + PROVISIONING)


def _provide(state: State, service: Object) -> Iterator[Move]:
    due = (service.get("simulation") or {}).get("ensuring_since", state.now) + PROVISIONING
    if state.now < due:
        yield Wake(due)
        return
    ip = service["spec"].get("loadBalancerIP") or _free_ip(state, service)
    if not ip:
        why = "Error syncing load balancer: failed to ensure load balancer: the cloud has no address left"
        yield Emit(service, "Warning", "SyncLoadBalancerFailed", why)
        return
    yield Emit(service, "Normal", "EnsuredLoadBalancer", "Ensured load balancer")
    ready = with_status(_without_note(service), loadBalancer={"ingress": [{"ip": ip, "ipMode": "VIP"}]})
    yield Put(ready, f"the cloud's load balancer is up under {ip}", "status")


def _release(service: Object) -> Iterator[Move]:
    if _ingress(service):
        yield Emit(service, "Normal", "DeletingLoadBalancer", "Deleting load balancer")
    finalizers = [name for name in service["metadata"]["finalizers"] if name != FINALIZER]
    free = with_status(with_metadata(_without_note(service), finalizers=finalizers or None), loadBalancer={})
    yield Emit(service, "Normal", "DeletedLoadBalancer", "Deleted load balancer")
    yield Put(free, "the load balancer is gone, nothing holds the Service any more")


def _without_note(service: Object) -> Object:
    note = {name: value for name, value in (service.get("simulation") or {}).items() if name != "ensuring_since"}
    bare = {name: value for name, value in service.items() if name != "simulation"}
    return {**bare, "simulation": note} if note else bare


def _free_ip(state: State, service: Object) -> str:
    taken = {entry.get("ip") for other in state.of_kind("Service") for entry in _ingress(other)}
    digest = blake2b(f"{state.seed}/{service['metadata']['uid']}".encode(), digest_size=4).digest()
    first = int.from_bytes(digest, "big") % ADDRESSES
    order = (f"{NETWORK}.{(first + step) % ADDRESSES + 1}" for step in range(ADDRESSES))
    return next((ip for ip in order if ip not in taken), "")


CONTROLLER = Controller(NAME, reconcile, {"Service": itself})
