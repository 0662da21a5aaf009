"""What stands out on a timeline: what people did, rollouts that begin and end, and what went wrong."""

from collections.abc import Iterator
from typing import Any, NamedTuple

from cluster.core.actors import is_act
from cluster.core.deployments import REVISION, is_deadline_exceeded
from cluster.core.kinds import Object
from cluster.core.logged import Logged
from cluster.core.nodes import is_ready
from cluster.core.objects import annotations_of, condition_of

_NOTHING: Object = {}
UNPULLED = frozenset({"ErrImagePull", "ErrImageNeverPull", "InvalidImageName"})


class Mark(NamedTuple):
    """One thing that stands out, in a few words; `pod` is the uid of the pod that it is about.

    `kind`: `act` of a person, `leap` back in time, `revision` of a rollout, `complete`; `crash`, `pull`, `probe`,
    `node`, `stuck` are incidents, `back` is a node that is well again.
    """

    revision: int
    now: int
    kind: str
    workload: str
    text: str
    why: str = ""
    pod: str = ""


def marks_of(row: Logged, before: Object | None, obj: Object, workload: str) -> Iterator[Mark]:
    """The marks of one row; `before` is the object as it was, None for a creation."""
    if is_act(row.actor) and not row.quiet:
        yield Mark(row.revision, row.now, "act", workload, row.what, row.reason)
    if row.verb == "delete":
        return
    pod = obj["metadata"]["uid"] if row.kind == "Pod" else ""
    for kind, text, why in _told(row, before or _NOTHING, obj):
        yield Mark(row.revision, row.now, kind, workload, text, why or row.reason, pod)


def _told(row: Logged, before: Object, obj: Object) -> Iterator[tuple[str, str, str]]:
    match row.kind:
        case "Deployment":
            yield from _rollout(before, obj)
        case "Pod":
            yield from _pod(row.name, before, obj)
        case "Node" if before and is_ready(before) != is_ready(obj):
            well = is_ready(obj)
            yield ("back", f"{row.name} is Ready again", "") if well else ("node", f"{row.name} is lost: not Ready", "")
        case "Event" if row.verb == "create" and row.what.startswith("event Unhealthy "):
            yield "probe", f"probe of {row.what.rpartition(' ')[2]} failed", ""


def _rollout(before: Object, deployment: Object) -> Iterator[tuple[str, str, str]]:
    name, number = deployment["metadata"]["name"], _revision(deployment)
    if number and number != _revision(before):
        images = ", ".join(c.get("image", "") for c in deployment["spec"]["template"]["spec"]["containers"])
        yield "revision", f"{name}: rollout revision {number}", images
    if is_deadline_exceeded(deployment) and not is_deadline_exceeded(before):
        yield "stuck", f"{name}: no progress for too long", (condition_of(deployment, "Progressing") or {})["message"]
    if _progress(deployment) == "NewReplicaSetAvailable" != _progress(before):
        yield "complete", f"{name}: rollout complete", ""


def _pod(name: str, before: Object, pod: Object) -> Iterator[tuple[str, str, str]]:
    old = {status["name"]: status for status in _statuses(before)}
    for status in _statuses(pod):
        known = old.get(status["name"], _NOTHING)
        ended, again = _ended(status), status.get("restartCount", 0) > known.get("restartCount", 0)
        crashed = ended.get("exitCode") and not pod["metadata"].get("deletionTimestamp")
        if crashed and (ended.get("finishedAt"), ended.get("exitCode")) != _id(_ended(known)):
            reason = ended.get("reason") or "Error"
            yield "crash", f"{name}: {status['name']} ended with exit code {ended['exitCode']} ({reason})", ""
        elif again and not crashed:
            yield "crash", f"{name}: {status['name']} starts again", ""
        waiting = _waiting(status)
        if waiting in UNPULLED and _waiting(known) not in UNPULLED | {"ImagePullBackOff"}:
            yield "pull", f"{name}: the image of {status['name']} cannot be pulled ({waiting})", ""


def _statuses(pod: Object) -> list[dict[str, Any]]:
    return (pod.get("status") or _NOTHING).get("containerStatuses") or []


def _ended(status: dict[str, Any]) -> dict[str, Any]:
    """How a container ended last: its present state, else the one before."""
    now, last = status.get("state") or _NOTHING, status.get("lastState") or _NOTHING
    return now.get("terminated") or last.get("terminated") or _NOTHING


def _id(ended: dict[str, Any]) -> tuple[Any, Any]:
    return ended.get("finishedAt"), ended.get("exitCode")


def _waiting(status: dict[str, Any]) -> str:
    return str(((status.get("state") or _NOTHING).get("waiting") or _NOTHING).get("reason") or "")


def _revision(deployment: Object) -> str:
    return annotations_of(deployment).get(REVISION, "") if deployment else ""


def _progress(deployment: Object) -> str:
    return str((condition_of(deployment, "Progressing") or _NOTHING).get("reason") or "")
