"""Acts on nodes: keep new pods away, let the machine fall silent and come back, add one, take one away."""

from cluster.core import admission, nodes
from cluster.core.acts.objects import modify
from cluster.core.errors import Forbidden, NotFound
from cluster.core.kinds import Key, Object
from cluster.core.moves import Move
from cluster.core.objects import with_spec
from cluster.core.state import State

MOST_NODES = 100
"""A person adds machines by a button; with more than this nobody would see anything."""


def cordon(state: State, key: Key) -> list[Move]:
    """`kubectl cordon`: no new pods here; those that run stay. Raises NotFound."""
    return modify(state, key, lambda node: with_spec(node, unschedulable=True), f"you cordoned {key[2]}: no new pods")


def uncordon(state: State, key: Key) -> list[Move]:
    """`kubectl uncordon`: new pods may come again. Raises NotFound."""
    return modify(state, key, _open, f"you uncordoned {key[2]}: new pods may come again")


def _open(node: Object) -> Object:
    return {**node, "spec": {name: value for name, value in node["spec"].items() if name != "unschedulable"}}


def unplug(state: State, key: Key) -> list[Move]:
    """The machine goes dark: its kubelet says nothing more. No kubectl command does that. Raises NotFound."""
    _judge_known(state, key)
    return nodes.silence(state, key[2])


def plug_in(state: State, key: Key) -> list[Move]:
    """The machine is back, its kubelet reports again. Raises NotFound."""
    _judge_known(state, key)
    return nodes.revive(state, key[2])


def add(state: State, name: str) -> list[Move]:
    """A new machine joins the cluster. Raises AlreadyExists, Invalid (the name), or Forbidden beyond MOST_NODES."""
    admission.create(state, {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}})
    if sum(1 for _ in state.of_kind("Node")) >= MOST_NODES:
        raise Forbidden(
            "", "nodes", name, f"this cluster has {MOST_NODES} nodes already, which is the most it may have"
        )
    return nodes.add_node(state, name)


def _judge_known(state: State, key: Key) -> None:
    if state.at(key) is None:
        raise NotFound("", "nodes", key[2])
