"""What an autoscaler is about: its target and the target's pods, and what makes it look again."""

from collections.abc import Iterable
from typing import Any

from cluster.core import load, pods, selectors, times
from cluster.core.controllers.horizontal_pod_autoscaler import limits, replicas
from cluster.core.kinds import KINDS, Key, Object, key_of
from cluster.core.moves import Change
from cluster.core.objects import annotations_of, name_of
from cluster.core.state import State

KIND = "HorizontalPodAutoscaler"
SCALABLE = ("Deployment", "ReplicaSet")


class NoTarget(Exception):
    """The target has no scale to be read; the message is upstream's."""


def find(state: State, hpa: Object) -> Object:
    """The object to be scaled. Raises NoTarget."""
    wanted = hpa["spec"]["scaleTargetRef"]
    kind, name = KINDS.get(wanted["kind"]), wanted["name"]
    group = (wanted.get("apiVersion") or "").rpartition("/")[0]
    if kind is None or kind.group != group:
        raise NoTarget(f'no matches for kind "{wanted["kind"]}" in group "{group}"')
    found = state.get(kind.kind, hpa["metadata"]["namespace"], name)
    if kind.kind not in SCALABLE:
        raise NoTarget("the server could not find the requested resource")
    if found is None:
        raise NoTarget(f'{kind.resource} "{name}" not found')
    return found


def pods_of(state: State, target: Object) -> list[Object]:
    """The pods that the target's selector finds, by name."""
    selector, namespace = target["spec"].get("selector") or {}, target["metadata"]["namespace"]
    found = state.labelled("Pod", namespace, selector.get("matchLabels") or {})
    return sorted((pod for pod in found if selectors.matches(selector, pod["metadata"].get("labels"))), key=name_of)


def may_change(state: State, hpa: Object, note: dict[str, Any]) -> bool:
    """Whether the next turn may decide otherwise though nothing happens until then: something is too young, or recent.

    Pods that are in their first 5 minutes, recommendations and changes of size that still count.
    """
    if any(moment > state.now - _memory(hpa) for moment, _ in note.get("recommended") or ()):
        return True
    if any(moment > state.now - limits.LONGEST for moment, _ in note.get("events") or ()):
        return bool(hpa["spec"].get("behavior"))
    try:
        found = pods_of(state, find(state, hpa))
    except NoTarget:
        return False
    return any(_is_young(pod, state.now) for pod in found)


def _memory(hpa: Object) -> int:
    behavior = hpa["spec"].get("behavior") or {}
    windows = [(rules or {}).get("stabilizationWindowSeconds") or 0 for rules in behavior.values()]
    return max(limits.DOWNSCALE_STABILIZATION, *(seconds * times.SECOND for seconds in windows), 0)


def _is_young(pod: Object, now: int) -> bool:
    return pods.is_active(pod) and times.to_ms(pod["metadata"]["creationTimestamp"]) + replicas.INITIALIZATION > now


def of_pod(state: State, change: Change) -> Iterable[Key]:
    """A watch: all autoscalers, when a pod comes, goes, becomes ready or unready, or is said to work otherwise."""
    if not state.has(KIND):
        return ()
    pod, before = change.object, change.before
    if change.verb == "update" and before is not None and not _differs(before, pod):
        return ()
    return [key_of(hpa) for hpa in state.of_kind(KIND)]


def _differs(before: Object, pod: Object) -> bool:
    return pods.is_ready(before) != pods.is_ready(pod) or _said(before) != _said(pod)


def _said(obj: Object) -> tuple[str | None, ...]:
    annotations = annotations_of(obj)
    return annotations.get(load.CPU), annotations.get(load.MEMORY)


def of_target(state: State, change: Change) -> Iterable[Key]:
    """A watch: the autoscalers of a namespace in which a target came, went, or changed its size or its work."""
    namespace = change.key[1]
    if not state.has(KIND, namespace):
        return ()
    before, obj = change.before, change.object
    if before is not None and change.verb == "update":
        same_size = before["spec"].get("replicas") == obj["spec"].get("replicas")
        if same_size and _said(before) == _said(obj):
            return ()
    return [key_of(hpa) for hpa in state.of_kind(KIND, namespace)]


def of_itself(_state: State, change: Change) -> Iterable[Key]:
    """A watch: an autoscaler that is new or whose spec has changed; its status is its own."""
    before = change.before
    return (change.key,) if before is None or before["spec"] != change.object["spec"] else ()
