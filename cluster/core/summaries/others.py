"""Namespaces, Events, and the rest."""

from collections.abc import Iterator

from cluster.core.events import last_seen
from cluster.core.kinds import Object
from cluster.core.objects import name_of
from cluster.core.state import State
from cluster.core.summaries.words import clock, counted, images_of, listed

TOLD = ("Deployment", "ReplicaSet", "Pod", "Service", "ConfigMap", "Secret")


def summarise_namespace(state: State, found: Object) -> Iterator[str]:
    """What is in it, and that all of it goes with it."""
    name = name_of(found)
    numbers = [(state.count(kind, name), kind) for kind in TOLD]
    held = listed([counted(number, kind) for number, kind in numbers if number], len(TOLD)) or "none of the usual kinds"
    if (found.get("status") or {}).get("phase") == "Terminating":
        yield f"It is going, and all that is in it with it; still there: {held}."
        return
    yield f"It holds {held}."
    yield "Names are unique within it only; whoever deletes it deletes everything in it."


def summarise_event(_state: State, found: Object) -> Iterator[str]:
    """Who said what about whom, how often."""
    about = found.get("involvedObject") or {}
    who = (found.get("source") or {}).get("component") or found.get("reportingComponent") or "somebody"
    number = (found.get("series") or found).get("count") or 1
    often = f" {number} times, last" if number > 1 else ""
    yield f"{who} about {about.get('kind')} {about.get('name')}{often} at {clock(last_seen(found))}."
    yield f"{found.get('reason')}: {found.get('message')}"
    yield "Events are notes for people: nothing acts on them, and after an hour they are gone."


def summarise_lease(_state: State, found: Object) -> Iterator[str]:
    """Whose sign of life it is."""
    spec = found.get("spec") or {}
    holder, seconds = spec.get("holderIdentity") or "nobody", spec.get("leaseDurationSeconds", 40)
    yield f"A sign of life of {holder}, good for {seconds} s. A kubelet renews that of its node every 10 s."


def summarise_priority_class(state: State, found: Object) -> Iterator[str]:
    """How important its pods are."""
    name = name_of(found)
    pods = sum(pod["spec"].get("priorityClassName") == name for pod in state.of_kind("Pod"))
    for_all = "; pods that name no class get it" if found.get("globalDefault") else ""
    yield f"Priority {found.get('value', 0)} for {counted(pods, 'pod')}{for_all}."
    yield "Where there is no room, pods of lower priority are evicted for those of higher priority."


def summarise_pod_template(_state: State, found: Object) -> Iterator[str]:
    """What pods it would make."""
    yield f"A template of pods that run {images_of(found.get('template'))}. No controller here makes pods of it."
