"""Deployments and ReplicaSets as they are drawn, oldest ReplicaSet first: a rollout reads from left to right."""

from dataclasses import replace

from cluster.core import deployments
from cluster.core.kinds import Object, key_of
from cluster.core.objects import condition_of, name_of, namespace_of
from cluster.core.state import State
from playground.sandbox.picture.bounds import Bar, Part, bar
from playground.sandbox.picture.images import suggestions
from playground.sandbox.picture.pods import PODS_DRAWN, counts_by_state, pod_view
from playground.sandbox.picture.values import ContainerView, DeploymentView, ReplicaSetView, density
from playground.sandbox.picture.versions import Hues, by_age, images_of, revision_of


def deployment_view(state: State, deployment: Object, hues: Hues) -> DeploymentView:
    """One Deployment with its ReplicaSets and their pods."""
    status = deployment.get("status") or {}
    replica_sets = by_age(list(state.dependents(deployment["metadata"]["uid"], "ReplicaSet")))
    new = deployments.find_new_replica_set(deployment, replica_sets)
    views = _alike(deployment, [replica_set_view(state, rs, _role(state, rs, new), hues) for rs in replica_sets])
    return DeploymentView(
        uid=deployment["metadata"]["uid"],
        key=key_of(deployment),
        name=name_of(deployment),
        namespace=namespace_of(deployment),
        containers=[_container(c) for c in deployment["spec"]["template"]["spec"]["containers"]],
        strategy=_strategy(deployment),
        paused=bool(deployment["spec"].get("paused")),
        wanted=deployment["spec"].get("replicas", 1),
        updated=status.get("updatedReplicas", 0),
        ready=status.get("readyReplicas", 0),
        available=status.get("availableReplicas", 0),
        revision=str(deployments.revision_of(deployment) or ""),
        verdict=_verdict(deployment),
        sentence=f"{_sentence(deployment)}{_trouble(views)}",
        bar=_bar(deployment, views),
        replica_sets=[view for view in views if view.role != "kept"],
        kept=[view for view in views if view.role == "kept"],
    )


def _alike(deployment: Object, views: list[ReplicaSetView]) -> list[ReplicaSetView]:
    """All ReplicaSets of a Deployment are drawn alike, and so from the first to the last moment of a rollout."""
    most = deployments.desired_replicas(deployment) + deployments.max_surge(deployment)
    chosen = density(max(most, *(len(view.pods) for view in views), 0))
    return [replace(view, density=chosen) for view in views]


def _role(state: State, replica_set: Object, new: Object | None) -> str:
    if new is not None and replica_set["metadata"]["uid"] == new["metadata"]["uid"]:
        return "new"
    if replica_set["spec"].get("replicas") or any(
        True for _ in state.dependents(replica_set["metadata"]["uid"], "Pod")
    ):
        return "old"
    return "kept"


def _strategy(deployment: Object) -> str:
    strategy = deployment["spec"].get("strategy") or {}
    if strategy.get("type") == "Recreate":
        return "Recreate: all old pods stop before the first new one starts"
    rolling = strategy.get("rollingUpdate") or {}
    return f"RollingUpdate, maxSurge {rolling.get('maxSurge')}, maxUnavailable {rolling.get('maxUnavailable')}"


def _verdict(deployment: Object) -> str:
    if deployment["spec"].get("paused"):
        return "paused"
    if deployments.is_deadline_exceeded(deployment):
        return "stuck"
    return "complete" if deployments.is_complete(deployment) else "rolling"


def _sentence(deployment: Object) -> str:
    """How the rollout stands, in the words of `kubectl rollout status` as far as it has any."""
    status, wanted = deployment.get("status") or {}, deployment["spec"].get("replicas", 1)
    updated, available = status.get("updatedReplicas", 0), status.get("availableReplicas", 0)
    old = status.get("replicas", 0) - updated
    match _verdict(deployment):
        case "paused":
            return "The rollout is paused: changes of the template wait until it is resumed."
        case "stuck":
            condition = condition_of(deployment, "Progressing") or {}
            return f"The rollout made no progress for too long: {condition.get('message', '')}"
        case "complete":
            if not wanted:
                return "Scaled to 0: no pods are wanted."
            return f"Rolled out: {available} of {wanted} pods are up to date and available."
    if updated < wanted:
        return f"{updated} of {wanted} pods are up to date."
    if old > 0:
        return f"{old} old {'pod is' if old == 1 else 'pods are'} still to go."
    return f"{available} of {updated} updated pods are available."


def _trouble(views: list[ReplicaSetView]) -> str:
    """What keeps pods from starting: ` 2 pods are in trouble: ImagePullBackOff.`"""
    broken = [status for view in views for status in view.broken]
    if not broken:
        return ""
    return f" {len(broken)} pod{' is' if len(broken) == 1 else 's are'} in trouble: {', '.join(sorted(set(broken)))}."


def _container(container: Object) -> ContainerView:
    image = container.get("image", "")
    return ContainerView(container["name"], image, suggestions(image))


def _bar(deployment: Object, views: list[ReplicaSetView]) -> Bar:
    parts = [Part(v.hue, v.revision, v.available, max(0, v.current - v.available)) for v in views]
    return bar(deployment, parts, sum(view.terminating for view in views))


def replica_set_view(state: State, replica_set: Object, role: str, hues: Hues) -> ReplicaSetView:
    """One ReplicaSet with its pods; `role` is `new`, `old` or `kept`."""
    status = replica_set.get("status") or {}
    uid = replica_set["metadata"]["uid"]
    pods = [pod_view(state, pod, hues) for pod in by_age(list(state.dependents(uid, "Pod")))]
    is_drawn = len(pods) <= PODS_DRAWN
    return ReplicaSetView(
        uid=uid,
        key=key_of(replica_set),
        name=name_of(replica_set),
        revision=revision_of(replica_set),
        images=images_of(replica_set["spec"]["template"]["spec"]),
        role=role,
        hue=hues.get(uid, 0),
        wanted=replica_set["spec"].get("replicas", 1),
        current=status.get("replicas", 0),
        ready=status.get("readyReplicas", 0),
        available=status.get("availableReplicas", 0),
        terminating=sum(pod.state == "terminating" for pod in pods),
        broken=tuple(pod.status for pod in pods if pod.state == "broken"),
        pods=pods if is_drawn else [],
        counts=[] if is_drawn else counts_by_state(pods),
        density=density(len(pods)),
    )
