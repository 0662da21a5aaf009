"""Pods as they are drawn: the state they are in, by shape and letter as well as by colour."""

from collections import Counter
from collections.abc import Iterable

from cluster.core import times
from cluster.core.kinds import Object, key_of
from cluster.core.objects import controller_of, name_of
from cluster.core.pod_status import pod_summary
from cluster.core.pods import is_available, is_ready, node_of, phase_of
from cluster.core.state import State
from cluster.core.tally import min_ready_seconds_of
from playground.sandbox.picture.values import Count, PodView
from playground.sandbox.picture.versions import Hues, version_of

PODS_DRAWN = 500
"""Pods of one ReplicaSet up to which each is drawn; beyond, their number by state says more."""
MOST_DRAWN = 1200
"""Pods of a cluster up to which they are drawn one by one: 500 of one Deployment, and what a rollout adds."""
MARKS = {
    "broken": "!",
    "pending": "?",
    "starting": "…",
    "running": "…",
    "ready": "○",
    "available": "✓",
    "terminating": "×",
    "finished": "–",
}
"""The letter of each state, in the order in which states are counted: what needs a look comes first."""


def pod_view(state: State, pod: Object, hues: Hues) -> PodView:
    """One pod as it is drawn now."""
    owner = controller_of(pod)
    summary = pod_summary(pod)
    drawn = _look(state, pod, summary.status)
    name = name_of(pod)
    hue, version, images = version_of(state, pod, hues)
    return PodView(
        uid=pod["metadata"]["uid"],
        key=key_of(pod),
        name=name,
        short=name.rpartition("-")[2] if owner else name,
        status=summary.status,
        state=drawn,
        mark=MARKS[drawn],
        ready=f"{summary.ready}/{summary.total}",
        restarts=summary.restarts,
        node=node_of(pod),
        hue=hue,
        version=version,
        images=images,
        born=times.to_ms(pod["metadata"]["creationTimestamp"]),
    )


def counts_by_state(views: Iterable[PodView]) -> list[Count]:
    """How many there are in each state."""
    found = Counter(view.state for view in views)
    return [Count(found[state], state=state, mark=mark) for state, mark in MARKS.items() if found[state]]


def counts_by_version(views: Iterable[PodView]) -> list[Count]:
    """How many there are of each version."""
    found = Counter((view.hue, view.version, view.images) for view in views)
    return [Count(count, hue, version, images=images) for (hue, version, images), count in sorted(found.items())]


def _look(state: State, pod: Object, status: str) -> str:
    if pod["metadata"].get("deletionTimestamp"):
        return "terminating"
    if phase_of(pod) == "Succeeded":
        return "finished"
    if phase_of(pod) == "Failed" or status in {"Error", "OOMKilled"} or "BackOff" in status or "Err" in status:
        return "broken"
    if is_ready(pod):
        return "available" if is_available(pod, min_ready_seconds_of(state, pod), state.now) else "ready"
    if phase_of(pod) == "Running":
        return "running"
    return "starting" if node_of(pod) else "pending"
