"""What keeps a Deployment's pods from becoming available, in sentences."""

from collections import Counter
from collections.abc import Iterator

from cluster.core import pods
from cluster.core.kinds import Key, Object
from cluster.core.objects import condition_of, uid_of
from cluster.core.state import State

PULLING = frozenset({"ErrImagePull", "ImagePullBackOff", "InvalidImageName", "ErrImageNeverPull"})
CRASHING = frozenset({"CrashLoopBackOff", "RunContainerError", "CreateContainerError", "CreateContainerConfigError"})


def hindrances(state: State, key: Key) -> list[str]:
    """One sentence for each reason, with the number of pods that it concerns, the most frequent first."""
    deployment = state.at(key)
    if deployment is None:
        return []
    found = Counter[str]()
    for replica_set in state.dependents(uid_of(deployment), "ReplicaSet"):
        for pod in state.dependents(uid_of(replica_set), "Pod"):
            if pods.is_active(pod) and not pods.is_ready(pod):
                found.update([next(_reasons(pod), "not ready yet")])
    told = [f"{count} {'pod' if count == 1 else 'pods'}: {why}" for why, count in found.most_common()]
    failure = condition_of(deployment, "ReplicaFailure")
    return [*told, *([str(failure.get("message", ""))] if failure and failure.get("status") == "True" else [])]


def _reasons(pod: Object) -> Iterator[str]:
    scheduled = condition_of(pod, "PodScheduled")
    if scheduled and scheduled.get("status") == "False":
        yield f"cannot be scheduled, {scheduled.get('message', '')}"
    images = {container["name"]: container.get("image", "") for container in pod["spec"]["containers"]}
    for status in (pod.get("status") or {}).get("containerStatuses") or ():
        waiting = (status.get("state") or {}).get("waiting") or {}
        reason = str(waiting.get("reason") or "")
        if reason in PULLING:
            yield f"the image {images.get(status['name'], '')} is never pulled ({reason})"
        elif reason in CRASHING or status.get("restartCount"):
            yield f"the container {status['name']} does not stay up ({reason or 'it restarts'})"
        elif reason and reason != "ContainerCreating":
            yield f"the container {status['name']} waits ({reason})"
        elif not status.get("ready") and (status.get("state") or {}).get("running"):
            yield f"the container {status['name']} runs but is not ready"
