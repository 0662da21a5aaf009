"""Where it runs: the nodes with what they can give, what was asked of them, and which pods are there.

standing    how a node is, in sentences         amounts    its CPU and memory
groups      pods by whose they are              why        why a pod is where it is
"""

import re
from itertools import count

from cluster.core import nodes
from cluster.core.kinds import Object, key_of
from cluster.core.load import Loads
from cluster.core.pod_resources import request_of
from cluster.core.pods import is_terminal
from cluster.core.state import State
from playground.sandbox.picture import hues_of
from playground.sandbox.places import amounts, groups, standing
from playground.sandbox.places.groups import Hues
from playground.sandbox.places.values import NodePlace, Places, PodGroup, Remark

GONE = Remark("This node is gone. Its pods are removed as soon as the pod garbage collector finds out.", is_bad=True)


def draw(state: State) -> Places:
    """The nodes of a state with everything on them."""
    hues, loads = hues_of(state), Loads(state, state.now)
    found = [_node(state, name, hues, loads) for name in sorted(state.usage.names, key=_in_order)]
    found += [_ghost(state, name, hues) for name in sorted(state.usage.nodes) if not state.usage.nodes[name].node]
    waiting = groups.waiting(state, hues)
    return Places(
        revision=state.revision,
        nodes=found,
        waiting=waiting,
        sentence=_sentence(found, waiting),
        totals=amounts.totals(candidate for candidate in state.usage.nodes.values() if candidate.node),
        modest=sum(1 for pod in state.of_kind("Pod") if _is_modest(pod)),
        next_node=next(name for number in count(1) if state.get("Node", "", name := f"node-{number}") is None),
    )


def _in_order(name: str) -> list[tuple[int, str]]:
    """As people count: node-2 before node-10."""
    return [(int(part), "") if part.isdigit() else (0, part) for part in re.split(r"([0-9]+)", name)]


def _node(state: State, name: str, hues: Hues, loads: Loads) -> NodePlace:
    candidate = state.usage.nodes[name]
    node, silent = candidate.node, nodes.silent_since(candidate.node) is not None
    here = groups.grouped(state, state.pods_on(name), hues, f"on-{name}")
    asked = amounts.asked_of(_with_hues(state, here))
    return NodePlace(
        key=key_of(node),
        name=name,
        status=status_of(node),
        healthy=nodes.is_ready(node),
        cordoned=not nodes.is_schedulable(node),
        silent=silent,
        sentence=standing.sentence(state, node, candidate.taken.pods, candidate.allocatable.pods),
        remarks=standing.conditions(node),
        taints=standing.taints(node),
        bars=amounts.bars(candidate, asked, None if silent else loads.of_node(node)),
        groups=here,
        by_hand=standing.by_hand(state, node),
    )


def _with_hues(state: State, here: list[PodGroup]) -> list[tuple[int, Object]]:
    return [(pod.hue, found) for group in here for pod in group.pods if (found := state.at(pod.key)) is not None]


def _ghost(state: State, name: str, hues: Hues) -> NodePlace:
    """A node that was deleted while pods were bound to it."""
    here = groups.grouped(state, state.pods_on(name), hues, f"on-{name}")
    return NodePlace(None, name, "gone", False, False, False, GONE, [], [], [], here, [])


def status_of(node: Object) -> str:
    """STATUS, as `kubectl get nodes` prints it."""
    status = "Ready" if nodes.is_ready(node) else "NotReady"
    return status if nodes.is_schedulable(node) else f"{status},SchedulingDisabled"


def _is_modest(pod: Object) -> bool:
    """Whether a pod of a node asks it for nothing, so that the scheduler puts any number of them there."""
    if not pod["spec"].get("nodeName") or is_terminal(pod):
        return False
    request = request_of(pod)
    return not (request.cpu or request.memory)


def _sentence(found: list[NodePlace], waiting: list[PodGroup]) -> str:
    """The view in two or three sentences, for who hears it."""
    here, waits = sum(group.count for node in found for group in node.groups), sum(group.count for group in waiting)
    told = [f"{_count(here, 'pod')} on {_count(len(found), 'node')}."]
    told += [f"{_count(waits, 'pod')} without a node."] if waits else []
    told += [f"{node.name} is {'without power' if node.silent else node.status}." for node in found if _is_odd(node)]
    return " ".join(told)


def _is_odd(node: NodePlace) -> bool:
    return node.silent or node.cordoned or not node.healthy


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
