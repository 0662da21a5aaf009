"""The picture: what the page draws of a cluster at one moment. Everything is counted here, nothing in a template."""

from dataclasses import replace
from itertools import count

from cluster.core.kinds import Object
from cluster.core.objects import controller_of, name_of, namespace_of, uid_of
from cluster.core.state import State
from playground.sandbox.picture.nodes import QUIET_NAMESPACES
from playground.sandbox.picture.nodes import node_view as node_view
from playground.sandbox.picture.pods import pod_view
from playground.sandbox.picture.services import service_view
from playground.sandbox.picture.values import DeploymentView, Picture, ServiceView
from playground.sandbox.picture.versions import hues_of as hues_of
from playground.sandbox.picture.words import summary
from playground.sandbox.picture.workloads import deployment_view as deployment_view
from playground.sandbox.picture.workloads import replica_set_view


def draw(state: State) -> Picture:
    """The picture of a state; objects of the system's own namespaces are left out."""
    hues = hues_of(state)
    owned = {uid_of(rs) for rs in state.of_kind("ReplicaSet") if controller_of(rs)}
    loose = [rs for rs in _sorted(state, "ReplicaSet") if uid_of(rs) not in owned]
    services = [service_view(state, s, hues) for s in _sorted(state, "Service") if name_of(s) != "kubernetes"]
    deployments = _served([deployment_view(state, d, hues) for d in _sorted(state, "Deployment")], services)
    nodes = [node_view(state, node, hues) for node in _sorted(state, "Node")]
    return Picture(
        revision=state.revision,
        now=state.now,
        deployments=deployments,
        loose_replica_sets=[replica_set_view(state, rs, "new", hues) for rs in loose],
        loose_pods=[pod_view(state, pod, hues) for pod in _sorted(state, "Pod") if controller_of(pod) is None],
        services=services,
        nodes=nodes,
        next_node=_next_node(state),
        summary=summary(deployments, services, nodes),
    )


def _served(deployments: list[DeploymentView], services: list[ServiceView]) -> list[DeploymentView]:
    """Each Service stands above the first Deployment whose pods it selects."""
    return [
        replace(
            deployment,
            services=[service for service in services if service.targets[:1] == [deployment.uid]],
            shared=[service for service in services if deployment.uid in service.targets[1:]],
        )
        for deployment in deployments
    ]


def _next_node(state: State) -> str:
    """A name for another node: the first of `node-1`, `node-2`, ... that is free."""
    return next(name for number in count(1) if state.get("Node", "", name := f"node-{number}") is None)


def _sorted(state: State, kind: str) -> list[Object]:
    shown = (obj for obj in state.of_kind(kind) if namespace_of(obj) not in QUIET_NAMESPACES)
    return sorted(shown, key=lambda obj: (namespace_of(obj), name_of(obj)))
