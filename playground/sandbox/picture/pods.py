"""Pods as they are drawn: the state they are in, by shape and letter as well as by colour."""

from cluster.core.kinds import Object, key_of
from cluster.core.objects import controller_of, name_of
from cluster.core.pod_status import pod_summary
from cluster.core.pods import is_available, is_ready, node_of, phase_of
from cluster.core.state import State
from cluster.core.tally import min_ready_seconds_of
from playground.sandbox.picture.values import PodView

PODS_SHOWN = 60
"""Pods drawn one by one in a group; the rest is a number."""
Hues = dict[str, int]
"""The colour of each ReplicaSet, by its uid."""


def by_age(objects: list[Object]) -> list[Object]:
    """Oldest first, ties by name."""
    return sorted(objects, key=lambda obj: (obj["metadata"]["creationTimestamp"], name_of(obj)))


def pod_view(state: State, pod: Object, hues: Hues) -> PodView:
    """One pod as it is drawn now."""
    owner = controller_of(pod)
    summary = pod_summary(pod)
    drawn, mark = _look(state, pod, summary.status)
    name = name_of(pod)
    return PodView(
        uid=pod["metadata"]["uid"],
        key=key_of(pod),
        name=name,
        short=name.rpartition("-")[2] if owner else name,
        status=summary.status,
        state=drawn,
        mark=mark,
        ready=f"{summary.ready}/{summary.total}",
        restarts=summary.restarts,
        node=node_of(pod),
        hue=hues.get(owner["uid"], 0) if owner else 0,
    )


def _look(state: State, pod: Object, status: str) -> tuple[str, str]:
    if pod["metadata"].get("deletionTimestamp"):
        return "terminating", "×"
    if phase_of(pod) == "Succeeded":
        return "finished", "–"
    if phase_of(pod) == "Failed" or status in {"Error", "OOMKilled"} or "BackOff" in status or "Err" in status:
        return "broken", "!"
    if is_ready(pod):
        return ("available", "✓") if is_available(pod, min_ready_seconds_of(state, pod), state.now) else ("ready", "✓")
    if phase_of(pod) == "Running":
        return "running", "…"
    return ("starting", "…") if node_of(pod) else ("pending", "?")
