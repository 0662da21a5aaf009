"""What a Deployment, a ReplicaSet or a ReplicationController is up to."""

from collections.abc import Iterable, Iterator

from cluster.core import deployments
from cluster.core.deployments import desired_replicas, max_surge, min_available, revision_of, status_count
from cluster.core.kinds import Object
from cluster.core.objects import condition_of, controller_of, name_of, namespace_of, uid_of
from cluster.core.pod_status import pod_summary
from cluster.core.state import State
from cluster.core.summaries.words import clock, counted, images_of, listed, since, verb

KEPT = 10
"""`revisionHistoryLimit` where nothing else is said."""


def summarise_deployment(state: State, deployment: Object) -> Iterator[str]:
    """How many pods are up to date and available, how the rollout stands, how updates go on."""
    if deployment["metadata"].get("generation", 0) > status_count(deployment, "observedGeneration"):
        yield "The deployment controller has not seen the newest change yet."
    yield _counts(deployment)
    yield _rollout(deployment)
    yield from _trouble(pod for rs in state.dependents(uid_of(deployment), "ReplicaSet") for pod in pods_of(state, rs))
    yield from _strategy(deployment)


def _counts(deployment: Object) -> str:
    wanted, there = desired_replicas(deployment), status_count(deployment, "replicas")
    updated, available = status_count(deployment, "updatedReplicas"), status_count(deployment, "availableReplicas")
    image = images_of(deployment["spec"].get("template"))
    if not wanted:
        going = f", {counted(there, 'pod')} still to go" if there else ""
        return f"No pods are wanted: it is scaled to 0{going}."
    head = f"{updated} of {counted(wanted, 'pod')}"
    if updated == there == wanted == available:
        return f"{head} {verb(updated, 'runs', 'run')} {image} and {verb(updated, 'is', 'are')} available."
    old = there - updated
    older = f"{old} older {verb(old, 'one is', 'ones are')} still there, " if old > 0 else ""
    have = f"{head} {verb(updated, 'has', 'have')} the newest template, with {image}"
    return f"{have}; {older}{available} {verb(available, 'is', 'are')} available in all."


def _rollout(deployment: Object) -> str:
    revision, condition = revision_of(deployment), condition_of(deployment, "Progressing") or {}
    if deployment["spec"].get("paused"):
        head = f"Rollout revision {revision} is paused" if revision else "The rollout is paused"
        return f"{head}: a changed template starts no pods until it is resumed."
    if not revision:
        return "It has no rollout revision yet."
    if deployments.is_deadline_exceeded(deployment):
        seconds = deployment["spec"]["progressDeadlineSeconds"]
        return f"Rollout revision {revision} made no progress for {seconds} s and counts as failed; nothing is undone."
    if condition.get("reason") == "NewReplicaSetAvailable":
        but = "" if deployments.is_complete(deployment) else ", though not every pod is available now"
        return f"Rollout revision {revision}, complete{since(condition.get('lastUpdateTime'))}{but}."
    if not condition or not deployments.has_progress_deadline(deployment):
        return f"Rollout revision {revision} is under way."
    until = clock(deployments.deadline_at(deployment, condition))
    return f"Rollout revision {revision} is under way; it counts as failed if nothing moves until {until}."


def _strategy(deployment: Object) -> Iterator[str]:
    if not deployments.is_rolling_update(deployment):
        yield "Updates stop all old pods before the first new one starts."
        return
    wanted, fewest = desired_replicas(deployment), min_available(deployment)
    most = wanted + max_surge(deployment)
    if not wanted:
        return
    pace = "one by one" if most - fewest == 1 else "step by step"
    seconds = deployment["spec"].get("minReadySeconds")
    ready = f" (ready for {seconds} s)" if seconds else ""
    yield f"Updates replace pods {pace}: at most {most} at once, at least {fewest} available{ready}."


def summarise_replica_set(state: State, replica_set: Object) -> Iterator[str]:
    """Which revision it holds, how many pods it wants and has, and why it is kept when it wants none."""
    owner = controller_of(replica_set)
    deployment = state.get("Deployment", namespace_of(replica_set), owner["name"]) if owner else None
    if deployment is None:
        yield from summarise_replicas(state, replica_set)
        yield "No Deployment owns it: a changed template is for pods that are made later, those that run stay."
        return
    yield _place(state, deployment, replica_set)
    if desired_replicas(replica_set) or status_count(replica_set, "replicas"):
        yield from summarise_replicas(state, replica_set)
        yield f"Deployment {name_of(deployment)} decides its size, and sets it back if somebody else scales it."
        return
    limit = deployment["spec"].get("revisionHistoryLimit", KEPT)
    yield (
        f"It is kept with 0 pods so that one can go back to {images_of(replica_set['spec'].get('template'))}: "
        f"kubectl rollout undo deployment/{name_of(deployment)} --to-revision={revision_of(replica_set)}. "
        f"The newest {limit} such ReplicaSets are kept (revisionHistoryLimit)."
    )


def _place(state: State, deployment: Object, replica_set: Object) -> str:
    siblings = state.dependents(uid_of(deployment), "ReplicaSet")
    new = deployments.find_new_replica_set(deployment, siblings)
    number, name = revision_of(replica_set), name_of(deployment)
    holds = f"It holds revision {number} of Deployment {name}" if number else f"It belongs to Deployment {name}"
    if new is not None and uid_of(new) == uid_of(replica_set):
        return f"{holds}, the present one."
    newest = revision_of(deployment)
    return f"{holds}, which is now at revision {newest}." if newest else f"{holds}, an old one."


def summarise_replicas(state: State, owner: Object) -> Iterator[str]:
    """How many pods there are of those wanted, for a ReplicaSet or a ReplicationController."""
    wanted, there = desired_replicas(owner), status_count(owner, "replicas")
    ready, available = status_count(owner, "readyReplicas"), status_count(owner, "availableReplicas")
    image = images_of(owner["spec"].get("template"))
    yield (
        f"It wants {counted(wanted, 'pod')} of {image} and has {there}: "
        f"{ready} {verb(ready, 'is', 'are')} ready, {available} available."
    )
    yield from _trouble(pods_of(state, owner))


def pods_of(state: State, owner: Object) -> Iterator[Object]:
    """The pods that an object owns, in no order."""
    return state.dependents(uid_of(owner), "Pod")


def _trouble(pods: Iterable[Object]) -> Iterator[str]:
    statuses = [status for pod in pods if is_trouble(pod, status := pod_summary(pod).status)]
    if statuses:
        kinds = listed(sorted(set(statuses)))
        yield f"{counted(len(statuses), 'pod')} {verb(len(statuses), 'is', 'are')} in trouble: {kinds}."


def is_trouble(pod: Object, status: str) -> bool:
    """Whether kubectl's STATUS of a pod tells of a fault; one that is being stopped has none any more."""
    if pod["metadata"].get("deletionTimestamp"):
        return False
    return status in {"Error", "OOMKilled", "Failed", "Evicted"} or "BackOff" in status or "Err" in status
