"""Nodes as they are drawn: how they are, and the containers on them."""

from cluster.core import hand_containers, nodes
from cluster.core.images.reference import InvalidImageName
from cluster.core.kinds import Object, key_of
from cluster.core.objects import name_of, namespace_of
from cluster.core.state import State
from playground.sandbox.picture.pods import MOST_DRAWN, counts_by_version, pod_view
from playground.sandbox.picture.values import ByHandView, NodeView
from playground.sandbox.picture.versions import Hues, by_age

QUIET_NAMESPACES = frozenset({"kube-system", "kube-public", "kube-node-lease"})


def node_view(state: State, node: Object, hues: Hues) -> NodeView:
    """One node with its pods; those of the system's own namespaces are left out."""
    pods = by_age([pod for pod in state.pods_on(name_of(node)) if namespace_of(pod) not in QUIET_NAMESPACES])
    healthy, cordoned = nodes.is_ready(node), not nodes.is_schedulable(node)
    status = ("Ready" if healthy else "NotReady") + (",SchedulingDisabled" if cordoned else "")
    views = [pod_view(state, pod, hues) for pod in pods]
    is_drawn = state.count("Pod") <= MOST_DRAWN
    return NodeView(
        key=key_of(node),
        name=name_of(node),
        status=status,
        healthy=healthy,
        cordoned=cordoned,
        silent=nodes.silent_since(node) is not None,
        pods=views if is_drawn else [],
        counts=[] if is_drawn else counts_by_version(views),
        by_hand=[_by_hand(state, name, note) for name, note in sorted(hand_containers.notes(node).items())],
    )


def _by_hand(state: State, name: str, note: Object) -> ByHandView:
    try:
        is_running = hand_containers.life(state, note, state.now).ended is None
    except InvalidImageName:
        is_running = False
    return ByHandView(name, note["image"], is_running)
