"""Acts on Deployments (and, where kubectl has it, ReplicaSets): scale, set image, and the `kubectl rollout` family."""

from collections.abc import Callable
from typing import Any

from cluster.core import admission, rollout
from cluster.core.acts.objects import modify
from cluster.core.errors import ApiError, BadRequest, NotFound
from cluster.core.kinds import KINDS, Key, Object
from cluster.core.moves import Move, Put
from cluster.core.objects import controlled_by, with_spec
from cluster.core.rollout.patches import Patch
from cluster.core.state import State


class Refused(ApiError):
    """kubectl itself refuses, before the API server is asked; the message is kubectl's."""

    code, reason = 400, "BadRequest"


def scale(state: State, key: Key, replicas: int) -> list[Move]:
    """`kubectl scale --replicas=N`. Raises NotFound or Invalid."""
    return modify(state, key, lambda obj: with_spec(obj, replicas=replicas), f"you scaled {key[2]} to {replicas}")


def set_image(state: State, key: Key, container: str, image: str) -> list[Move]:
    """`kubectl set image CONTAINER=IMAGE`; `*` means every container. Raises NotFound, Refused or Invalid."""
    if not image:
        raise BadRequest("an image is needed, such as nginx:1.27")
    return modify(state, key, lambda obj: _with_image(obj, container, image), f"you set {container}={image}")


def undo(state: State, key: Key, to_revision: int = 0) -> list[Move]:
    """`kubectl rollout undo [--to-revision=N]`. Raises NotFound or Refused with kubectl's words."""
    deployment = _stored(state, key)
    try:
        found = rollout.undo(deployment, replica_sets_of(state, deployment), to_revision)
    except rollout.RolloutRefused as fault:
        raise Refused(f"error: {fault}") from None
    if found.patch is None:
        raise Refused(f"deployment.apps/{key[2]} {found.text}")
    values = {operation["path"]: operation["value"] for operation in found.patch}
    metadata = {**deployment["metadata"], "annotations": values["/metadata/annotations"]}
    undone = {**with_spec(deployment, template=values["/spec/template"]), "metadata": metadata}
    goal = f"rollout revision {to_revision}" if to_revision else "the revision before"
    return [Put(admission.update(state, undone), f"you undid the rollout: back to the template of {goal}")]


def restart(state: State, key: Key) -> list[Move]:
    """`kubectl rollout restart`: a template annotation makes a new revision of the same. Raises NotFound or Refused."""
    try:
        rollout.refuse_same_second(_stored(state, key), state.now)
    except rollout.RolloutRefused as fault:
        raise Refused(f"error: {fault}") from None
    reason = f"you restarted {key[2]}: its template carries a new annotation"
    return _patched(state, key, lambda obj: rollout.restart_patch(obj, state.now), reason)


def pause(state: State, key: Key) -> list[Move]:
    """`kubectl rollout pause`. Raises NotFound or Refused."""
    return _patched(state, key, rollout.pause_patch, f"you paused the rollout of {key[2]}")


def resume(state: State, key: Key) -> list[Move]:
    """`kubectl rollout resume`. Raises NotFound or Refused."""
    return _patched(state, key, rollout.resume_patch, f"you resumed the rollout of {key[2]}")


def replica_sets_of(state: State, deployment: Object) -> list[Object]:
    """The ReplicaSets that a Deployment controls, oldest first."""
    uid = deployment["metadata"]["uid"]
    owned = [rs for rs in state.dependents(uid, "ReplicaSet") if controlled_by(rs, uid)]
    return sorted(owned, key=lambda rs: (rs["metadata"]["creationTimestamp"], rs["metadata"]["name"]))


def _patched(state: State, key: Key, patch: Callable[[Object], Patch], reason: str) -> list[Move]:
    deployment = _stored(state, key)
    try:
        wanted = _merged(deployment, patch(deployment))
    except rollout.RolloutRefused as fault:
        raise Refused(f'error: {KINDS[key[0]].resource} "{key[2]}" {fault}') from None
    return [Put(admission.update(state, wanted), reason)]


def _merged(obj: Any, patch: Any) -> Any:
    """A JSON merge patch (RFC 7386), which is all that these patches need: they touch no list."""
    if not isinstance(patch, dict):
        return patch
    merged = dict(obj) if isinstance(obj, dict) else {}
    for name, value in patch.items():
        if value is None:
            merged.pop(name, None)
        else:
            merged[name] = _merged(merged.get(name), value)
    return merged


def _stored(state: State, key: Key) -> Object:
    obj = state.at(key)
    if obj is None:
        raise NotFound(KINDS[key[0]].group, KINDS[key[0]].plural, key[2])
    return obj


def _with_image(obj: Object, container: str, image: str) -> Object:
    template = obj["spec"]["template"]
    containers = template["spec"]["containers"]
    if container != "*" and container not in {known["name"] for known in containers}:
        raise Refused(f'error: unable to find container named "{container}"')
    updated = [{**known, "image": image} if container in {"*", known["name"]} else known for known in containers]
    return with_spec(obj, template={**template, "spec": {**template["spec"], "containers": updated}})
