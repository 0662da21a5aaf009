"""The picture: what the page draws of a cluster at one moment. Everything is counted here, nothing in a template."""

from itertools import count

from cluster.core import nodes, times
from cluster.core.kinds import Object, key_of
from cluster.core.objects import controller_of, name_of, namespace_of
from cluster.core.state import State
from playground.sandbox.picture.pods import PODS_SHOWN, Hues, by_age, pod_view
from playground.sandbox.picture.values import NodeView, Picture, ServiceView
from playground.sandbox.picture.workloads import deployment_view as deployment_view
from playground.sandbox.picture.workloads import hues_of as hues_of
from playground.sandbox.picture.workloads import replica_set_view

QUIET_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})


def draw(state: State) -> Picture:
    """The picture of a state; objects of the system's own namespaces are left out."""
    hues = hues_of(state)
    owned = {rs["metadata"]["uid"] for rs in state.of_kind("ReplicaSet") if controller_of(rs)}
    loose = [rs for rs in _sorted(state, "ReplicaSet") if rs["metadata"]["uid"] not in owned]
    return Picture(
        revision=state.revision,
        now=state.now,
        clock=times.to_text(state.now)[11:19],
        deployments=[deployment_view(state, d, hues) for d in _sorted(state, "Deployment")],
        loose_replica_sets=[replica_set_view(state, rs, "new", hues) for rs in loose],
        loose_pods=[pod_view(state, pod, hues) for pod in _sorted(state, "Pod") if controller_of(pod) is None],
        services=[_service(state, s) for s in _sorted(state, "Service") if name_of(s) != "kubernetes"],
        nodes=[node_view(state, node, hues) for node in _sorted(state, "Node")],
        next_node=_next_node(state),
    )


def _next_node(state: State) -> str:
    """A name for another node: the first of `node-1`, `node-2`, ... that is free."""
    return next(name for number in count(1) if state.get("Node", "", name := f"node-{number}") is None)


def _sorted(state: State, kind: str) -> list[Object]:
    shown = (obj for obj in state.of_kind(kind) if namespace_of(obj) not in QUIET_NAMESPACES)
    return sorted(shown, key=lambda obj: (namespace_of(obj), name_of(obj)))


def _service(state: State, service: Object) -> ServiceView:
    spec = service["spec"]
    endpoints = state.get("Endpoints", namespace_of(service), name_of(service)) or {}
    subsets = endpoints.get("subsets") or ()
    ports = spec.get("ports") or ()
    ingress = ((service.get("status") or {}).get("loadBalancer") or {}).get("ingress") or ()
    return ServiceView(
        key=key_of(service),
        name=name_of(service),
        type=spec.get("type", "ClusterIP"),
        address=next((str(entry.get("ip") or "") for entry in ingress), "") or str(spec.get("clusterIP") or ""),
        ports=", ".join(f"{p['port']}:{p['nodePort']}" if p.get("nodePort") else f"{p['port']}" for p in ports),
        selector=", ".join(f"{name}={value}" for name, value in (spec.get("selector") or {}).items()),
        ready=sum(len(subset.get("addresses") or ()) for subset in subsets),
        waiting=sum(len(subset.get("notReadyAddresses") or ()) for subset in subsets),
    )


def node_view(state: State, node: Object, hues: Hues) -> NodeView:
    """One node with its pods; those of the system's own namespaces are left out."""
    pods = by_age([pod for pod in state.pods_on(name_of(node)) if namespace_of(pod) not in QUIET_NAMESPACES])
    healthy, cordoned = nodes.is_ready(node), not nodes.is_schedulable(node)
    status = ("Ready" if healthy else "NotReady") + (",SchedulingDisabled" if cordoned else "")
    return NodeView(
        key=key_of(node),
        name=name_of(node),
        status=status,
        healthy=healthy,
        cordoned=cordoned,
        silent=nodes.silent_since(node) is not None,
        pods=[pod_view(state, pod, hues) for pod in pods[:PODS_SHOWN]],
        more=max(0, len(pods) - PODS_SHOWN),
    )
