"""Pods by whose they are: those of one version stand together, so that colour is not all that tells them apart."""

from collections.abc import Iterable

from cluster.core import pods, times
from cluster.core.kinds import Key, Object, key_of
from cluster.core.objects import annotations_of, condition_of, controller_of, name_of, namespace_of
from cluster.core.state import State
from playground.sandbox.picture.pods import pod_view
from playground.sandbox.places.values import Owner, PodGroup

SHOWN = 120
"""Pods drawn one by one in a group: a node takes 110."""
ALONE = "On their own"
SCHEDULER = "default-scheduler"
Hues = dict[str, int]
"""The colour of each ReplicaSet, by its uid."""


def owner_of(state: State, pod: Object, hues: Hues) -> Owner:
    """The application that a pod belongs to, and the version of it."""
    reference = controller_of(pod)
    if reference is None:
        return Owner(ALONE, "nobody replaces them", 0, None)
    namespace, hue = namespace_of(pod), hues.get(reference["uid"], 0)
    found = state.get(reference["kind"], namespace, reference["name"])
    if found is None or found["metadata"]["uid"] != reference["uid"]:
        return Owner(_within(namespace, reference["name"]), f"its {reference['kind']} is gone", hue, None)
    above = controller_of(found)
    title = _within(namespace, above["name"] if above else name_of(found))
    revision = annotations_of(found).get("deployment.kubernetes.io/revision", "")
    images = ", ".join(one.get("image", "") for one in pod["spec"]["containers"])
    number = int(revision) if revision.isascii() and revision.isdigit() else 0
    return Owner(title, f"revision {revision}: {images}" if revision else images, hue, key_of(found), number)


def _within(namespace: str, name: str) -> str:
    return name if namespace == "default" else f"{namespace}/{name}"


def _by_age(found: Iterable[Object]) -> list[Object]:
    """Oldest first, ties by name."""
    return sorted(found, key=lambda pod: (pod["metadata"]["creationTimestamp"], name_of(pod)))


def grouped(state: State, found: Iterable[Object], hues: Hues, place: str) -> list[PodGroup]:
    """The pods of a place by owner and version; `place` makes the ids."""
    groups: dict[tuple[str, ...], list[Object]] = {}
    for pod in _by_age(found):
        groups.setdefault(_rank(pod), []).append(pod)
    views = [_group(state, groups[rank], hues, f"{place}-{'-'.join(rank)}") for rank in sorted(groups)]
    return sorted(views, key=_in_order)


def _in_order(group: PodGroup) -> tuple[bool, str, int]:
    """By application, old versions first as in the other views; pods without an owner stand last."""
    return group.owner.title == ALONE, group.owner.title, group.owner.revision


def _rank(pod: Object) -> tuple[str, ...]:
    owner = controller_of(pod)
    return ("0", namespace_of(pod), owner["name"]) if owner else ("1", "", "")


def _group(state: State, found: list[Object], hues: Hues, ident: str, note: str = "") -> PodGroup:
    views = [pod_view(state, pod, hues) for pod in found[:SHOWN]]
    return PodGroup(ident, owner_of(state, found[0], hues), views, len(found) - len(views), note)


def waiting(state: State, hues: Hues) -> list[PodGroup]:
    """Pods that have no node, those of one owner that wait for the same reason together."""
    groups: dict[tuple[str, ...], list[Object]] = {}
    for pod in _by_age(pod for pod in state.unbound_pods() if not pods.is_terminal(pod)):
        groups.setdefault((*_rank(pod), why_waiting(pod).partition(" no new claims")[0]), []).append(pod)
    ranks = sorted(groups)
    return [_group(state, groups[rank], hues, f"waiting-{place}", rank[-1]) for place, rank in enumerate(ranks)]


def why_waiting(pod: Object) -> str:
    """Why a pod has no node, in kube-scheduler's own words as soon as there are any."""
    spec, condition = pod["spec"], condition_of(pod, "PodScheduled") or {}
    if spec.get("schedulingGates"):
        names = ", ".join(gate["name"] for gate in spec["schedulingGates"])
        return f"Held back by its scheduling gates: {names}."
    if (spec.get("schedulerName") or SCHEDULER) != SCHEDULER:
        return f"It asks for the scheduler {spec['schedulerName']}, and there is none of that name."
    return condition.get("message") or "The scheduler has not looked at it yet."


def retry_of(state: State, key: Key) -> str:
    """When the scheduler may try a waiting pod again; empty where it has not failed."""
    waiting_pod = state.usage.waiting.get(key)
    if waiting_pod is None:
        return ""
    if waiting_pod.retry_at > state.now:
        moment = times.to_text(waiting_pod.retry_at)[11:19]
        return f"It is tried again at {moment}, or later when something has changed."
    return "It is tried again as soon as something changes that may help, and every five minutes."
