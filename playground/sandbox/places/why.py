"""Why a pod is where it is, or nowhere: what the scheduler's filters and scores said of each node, in plain words."""

from collections.abc import Iterable
from dataclasses import dataclass

from cluster import store
from cluster.core import pods
from cluster.core.controllers.scheduler import WEIGHTS, Explanation, NodeOutcome, explain
from cluster.core.kinds import Object, key_of
from cluster.core.state import State
from playground.sandbox.places.groups import SCHEDULER, retry_of, why_waiting
from playground.sandbox.places.standing import clock


@dataclass(frozen=True, slots=True)
class Plugin:
    """One of the scheduler's judges: its `name` upstream, its `title` here, and how it judges."""

    name: str
    title: str
    words: str
    weight: int = 1


PLUGINS = {
    name: Plugin(name, title, words, WEIGHTS[name])
    for name, title, words in (
        ("NodeResourcesFit", "room left", "the more CPU and memory no pod has asked for, the better"),
        ("NodeResourcesBalancedAllocation", "balance", "CPU and memory should be asked for in equal shares"),
        ("PodTopologySpread", "few of its kind", "the fewer pods of the same application are there, the better"),
        ("TaintToleration", "no taints", "taints PreferNoSchedule that the pod does not tolerate count against a node"),
        ("NodeAffinity", "labels it likes", "nodes with the labels that the pod prefers"),
        ("InterPodAffinity", "company it likes", "nodes near to pods, or far from pods, as the pod prefers"),
        ("ImageLocality", "image is there", "what is on the node already need not be pulled"),
    )
}
HELP = {
    "NodeResourcesFit": "room on a node: smaller requests, fewer pods, or another node",
    "NodeUnschedulable": "a node that is not cordoned: kubectl uncordon makes it take pods again",
    "TaintToleration": "a toleration in the pod, or a node without the taint",
    "NodeAffinity": "a node with the labels that the pod asks for, or other wishes",
    "NodePorts": "another hostPort, or a node on which it is free",
    "InterPodAffinity": "other wishes about which pods may be near, or another node",
    "PodTopologySpread": "more room in the emptiest zone or node, or a larger maxSkew",
    "VolumeBinding": "the PersistentVolumeClaim that the pod names",
}
"""What would let a pod in that this plugin keeps out."""


@dataclass(frozen=True, slots=True)
class Row:
    """One node: why it cannot take the pod, or its points from each plugin and their weighted sum."""

    name: str
    is_chosen: bool
    rejected: str
    points: tuple[int, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Why:
    """The answer: a sentence, where it comes from, and a table if the scheduler was asked. `most` is the best sum."""

    sentence: str
    source: str
    quote: str = ""
    plugins: tuple[Plugin, ...] = ()
    rows: tuple[Row, ...] = ()
    most: int = 0
    help: tuple[str, ...] = ()


def binding_of(entries: Iterable[store.Entry], pod: Object) -> store.Entry | None:
    """The change with which the scheduler gave this very pod its node; entries are newest first."""
    for entry in entries:
        if entry.actor == SCHEDULER and entry.verb != "delete":
            found = entry.object
            if found["metadata"]["uid"] == pod["metadata"]["uid"] and pods.node_of(found):
                return entry
    return None


def was_born_with_node(entries: Iterable[store.Entry], pod: Object) -> bool:
    """Whether whoever made the pod named its node, as far as the record tells."""
    made = [entry.object for entry in entries if entry.verb == "create"]
    return any(obj["metadata"]["uid"] == pod["metadata"]["uid"] and pods.node_of(obj) for obj in made)


def why_here(before: State, pod: Object, bound_at: int) -> Why | None:
    """Why a pod was bound to its node, from the state just before; None if that state would give another answer."""
    node = pods.node_of(pod)
    found = explain(before, unbound(before, pod))
    if found.chosen != node:
        return None
    sentence = _sentence_of(found)
    return _told(found, sentence, f"So it was at {clock(bound_at)}, when the scheduler bound the pod to {node}.")


def unbound(before: State, pod: Object) -> Object:
    """The pod as it was before it was bound."""
    return before.at(key_of(pod)) or {**pod, "spec": {**pod["spec"], "nodeName": ""}}


def why_today(state: State, pod: Object) -> Why:
    """Where a bound pod would go now, for want of the moment when it was bound."""
    found = explain(state, pod)
    source = "The record does not reach back to the moment when it was bound. This is how the scheduler sees it now."
    if found.chosen:
        return _told(found, f"Today it would go to {_sentence_of(found, with_name=True)}", source)
    return _told(found, "Today no node would take it.", source, found.message)


def why_named(pod: Object) -> Why:
    """A pod that came into the world with its node: the scheduler was never asked."""
    node = pods.node_of(pod)
    return Why(f"Whoever made this pod wrote spec.nodeName: {node}. The scheduler was not asked.", "")


def why_nowhere(state: State, pod: Object) -> Why:
    """Why a pod has no node, or which one it will get."""
    if pod["spec"].get("schedulingGates") or (pod["spec"].get("schedulerName") or SCHEDULER) != SCHEDULER:
        return Why(why_waiting(pod), "")
    found = explain(state, pod)
    if found.chosen:
        sentence = f"The scheduler is about to choose {_sentence_of(found, with_name=True)}"
        return _told(found, sentence, retry_of(state, key_of(pod)))
    return _told(found, "No node can take it.", retry_of(state, key_of(pod)), found.message, _help(found))


def _help(found: Explanation) -> tuple[str, ...]:
    """What may let the pod in, one line for each plugin that keeps it out."""
    told: dict[str, str] = {}
    for row in found.nodes:
        if row.rejection is not None:
            plugin = row.rejection.plugin
            is_hopeless = plugin == "NodeResourcesFit" and not row.rejection.resolvable
            line = "smaller requests or a larger node: what it asks for no node has, even an empty one"
            told[plugin] = HELP.get(plugin, "") if not is_hopeless else told.get(plugin, line)
    return tuple(f"{line[:1].upper()}{line[1:]}." for line in told.values() if line)


def _sentence_of(found: Explanation, with_name: bool = False) -> str:
    """`node-2: the pod fits on 3 of 3 nodes; ...` as a sentence of its own."""
    node, _, rest = found.message.partition(": ")
    return f"{node}: {rest}." if with_name else f"{rest[:1].upper()}{rest[1:]}."


def _told(found: Explanation, sentence: str, source: str, quote: str = "", help_: tuple[str, ...] = ()) -> Why:
    names = next((tuple(score.plugin for score in row.scores) for row in found.nodes if row.scores), ())
    rows = sorted(found.nodes, key=lambda row: (row.node != found.chosen, row.rejection is not None, -row.total))
    plugins = tuple(PLUGINS[name] for name in names)
    most = 100 * sum(plugin.weight for plugin in plugins)
    return Why(sentence, source, quote, plugins, tuple(_row(row, found.chosen) for row in rows), most, help_)


def _row(row: NodeOutcome, chosen: str) -> Row:
    rejected = row.rejection.detail.removeprefix(row.node).removeprefix(":").strip() if row.rejection else ""
    return Row(row.node, row.node == chosen, rejected, tuple(score.points for score in row.scores), row.total)
