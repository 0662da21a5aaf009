"""How a node stands, in sentences: who notices what, and what that means for pods."""

from collections.abc import Sequence
from itertools import groupby

from cluster.core import hand_containers, images, nodes, times
from cluster.core.controllers.node_lifecycle import GRACE
from cluster.core.controllers.scheduler.taints import text_of
from cluster.core.durations import human_duration
from cluster.core.kinds import Object
from cluster.core.objects import condition_of
from cluster.core.state import State
from cluster.core.taints import Taint
from playground.sandbox.places.values import HandContainer, Remark, TaintView

EFFECTS = {
    "NoSchedule": "keeps out new pods that do not tolerate it",
    "PreferNoSchedule": "takes new pods only if nowhere else is better",
    "NoExecute": "drives out pods that do not tolerate it",
}
HEALTHY = {"Ready": "True", "MemoryPressure": "False", "DiskPressure": "False", "PIDPressure": "False"}


def clock(ms: int) -> str:
    """The time of day: `08:12:03`."""
    return times.to_text(ms)[11:19]


def sentence(state: State, node: Object, taken: int, most: int) -> Remark:
    """What matters most of a node; `taken` of at most `most` pods are there."""
    silent, heard = nodes.silent_since(node), nodes.last_heartbeat(node)
    if silent is not None and heard is not None and nodes.is_ready(node):
        left = max(0, -(-(heard + GRACE - state.now) // times.SECOND))
        text = f"No power since {clock(silent)}, and nobody knows yet: the cluster misses it in about {left} s."
        return Remark(text, is_bad=True)
    if silent is not None:
        text = "Its pods count as not ready, and are replaced when their patience ends."
        return Remark(f"No power since {clock(silent)}. {text}", is_bad=True)
    if not nodes.is_ready(node):
        return Remark((condition_of(node, "Ready") or {}).get("message") or "Not ready yet.", is_bad=True)
    if not nodes.is_schedulable(node):
        return Remark("Cordoned: no new pods come here, and those that are here stay.")
    if any(taint.get("effect") != "PreferNoSchedule" for taint in _taints(node)):
        return Remark("Takes only pods that tolerate its taints.")
    if taken >= most:
        return Remark(f"Full: {taken} pods are here, and at most {most} may be.")
    return Remark(f"Takes new pods; {taken} of {most} {'is' if taken == 1 else 'are'} here.")


def conditions(node: Object) -> list[Remark]:
    """One line if all is well; otherwise one for each thing that is wrong, those with the same cause in one."""
    found = [one for one in (node.get("status") or {}).get("conditions") or () if one["type"] in HEALTHY]
    wrong = [one for one in found if one["status"] != HEALTHY[one["type"]]]
    if not wrong:
        return [Remark("No pressure on memory, disk or PIDs.")] if found else []
    return [_condition(list(group)) for _, group in groupby(wrong, lambda one: (one["status"], one.get("message")))]


def _condition(alike: Sequence[Object]) -> Remark:
    names = ", ".join(one["type"] for one in alike)
    since = clock(times.to_ms(alike[0]["lastTransitionTime"]))
    return Remark(f"{names}: {alike[0]['status']} since {since}. {alike[0].get('message') or ''}".rstrip(), is_bad=True)


def taints(node: Object) -> list[TaintView]:
    """The taints of a node, and what each does."""
    return [
        TaintView(text_of(taint).rpartition(":")[0], taint["effect"], EFFECTS.get(taint["effect"], ""))
        for taint in _taints(node)
    ]


def _taints(node: Object) -> list[Taint]:
    found: list[Taint] = (node.get("spec") or {}).get("taints") or []
    return found


def by_hand(state: State, node: Object) -> list[HandContainer]:
    """The containers that somebody started with docker on the node, by name."""
    return [_container(state, name, note) for name, note in sorted(hand_containers.notes(node).items())]


def _container(state: State, name: str, note: hand_containers.Note) -> HandContainer:
    try:
        life = hand_containers.life(state, note, state.now)
    except images.InvalidImageName:
        return HandContainer(name, note["image"], "never started", is_running=False)
    if life.ended is None:
        return HandContainer(name, note["image"], f"up {human_duration(state.now - life.began)}", is_running=True)
    ago = human_duration(state.now - life.ended)
    return HandContainer(name, note["image"], f"exited ({life.code}) {ago} ago", is_running=False)
