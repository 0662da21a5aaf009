"""The picture in words: its text twin for who hears the page instead of seeing it."""

from collections.abc import Iterator

from playground.sandbox.picture.values import DeploymentView, NodeView, ReplicaSetView, ServiceView


def summary(deployments: list[DeploymentView], services: list[ServiceView], nodes: list[NodeView]) -> str:
    """A few sentences: each rollout with its versions, who gets requests, and which nodes are not well."""
    told = [sentence for deployment in deployments for sentence in _of_deployment(deployment)]
    told += [sentence for service in services for sentence in _of_service(service)]
    told += [f"{node.name} is {node.status}." for node in nodes if not node.healthy]
    return " ".join(told) or f"An empty cluster with {len(nodes)} nodes."


def _of_deployment(deployment: DeploymentView) -> Iterator[str]:
    yield f"{deployment.name}: {deployment.sentence}"
    if len(deployment.replica_sets) > 1:
        yield from (_of_replica_set(replica_set) for replica_set in deployment.replica_sets)


def _of_replica_set(replica_set: ReplicaSetView) -> str:
    terminating = f", {replica_set.terminating} terminating" if replica_set.terminating else ""
    counts = f"{replica_set.wanted} wanted, {replica_set.ready} ready{terminating}"
    return f"{replica_set.role.capitalize()} version {replica_set.images}: {counts}."


def _of_service(service: ServiceView) -> Iterator[str]:
    if service.selector:
        yield f"Service {service.name} sends requests to {service.ready} pod{'' if service.ready == 1 else 's'}."
