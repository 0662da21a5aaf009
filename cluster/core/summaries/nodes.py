"""How a node does, what runs on it, what keeps pods away."""

from collections.abc import Iterator

from cluster.core import nodes
from cluster.core.kinds import Object
from cluster.core.objects import condition_of, name_of
from cluster.core.pods import is_terminal
from cluster.core.state import State
from cluster.core.summaries.words import clock, counted, listed, since, verb

MEBI = 1024 * 1024
CORDON = "node.kubernetes.io/unschedulable"
"""The taint of a cordoned node; that it is cordoned is said anyway."""


def summarise_node(state: State, node: Object) -> Iterator[str]:
    """Its condition, its pods and what they ask for, its taints."""
    yield _standing(node)
    yield _load(state, name_of(node))
    taints = [f"{t['key']}:{t['effect']}" for t in (node.get("spec") or {}).get("taints") or () if t["key"] != CORDON]
    if taints:
        keeps = verb(len(taints), "keeps", "keep")
        yield f"{counted(len(taints), 'taint')} {keeps} away pods without a toleration: {listed(taints)}."


def _standing(node: Object) -> str:
    ready, silent = condition_of(node, "Ready") or {}, nodes.silent_since(node)
    changed = since(ready.get("lastTransitionTime"))
    if silent is not None:
        head = f"Its machine has no power since {clock(silent)}"
        if ready.get("status") == "True":
            return f"{head}; the control plane has not noticed yet and takes the node for Ready."
        return f"{head}; the control plane has noticed: the node is NotReady{changed}."
    if ready.get("status") != "True":
        why = f" ({ready['reason']})" if ready.get("reason") else ""
        return f"Not ready{changed}{why}: it gets no new pods."
    if not nodes.is_schedulable(node):
        return f"Ready{changed}, but cordoned: its pods stay, new ones go to other nodes."
    return f"Ready{changed}: new pods may come here."


def _load(state: State, name: str) -> str:
    pods = sum(not is_terminal(pod) for pod in state.pods_on(name))
    known = state.usage.nodes.get(name)
    if known is None or not pods:
        return "No pods are on it." if not pods else f"{counted(pods, 'pod')} on it."
    taken, has = known.taken, known.allocatable
    return (
        f"{counted(pods, 'pod')} {verb(pods, 'is', 'are')} on it, {verb(pods, 'asking', 'together asking')} for "
        f"{_cpu(taken.cpu)} of {_cpu(has.cpu)} CPUs and {_memory(taken.memory)} of {_memory(has.memory)} memory."
    )


def _cpu(milli: int) -> str:
    """1500 -> `1.5`."""
    return f"{milli / 1000:g}"


def _memory(size: int) -> str:
    """Bytes in Mi below a Gi, else in Gi with at most one decimal: `200 Mi`, `7.8 Gi`."""
    if size < 1024 * MEBI:
        return f"{size // MEBI} Mi" if size else "0"
    return f"{round(size / (1024 * MEBI), 1):g} Gi"
