"""What "Where it runs" is made of: plain frozen values, counted and worded, so that templates only place them."""

from dataclasses import dataclass

from cluster.core.kinds import Key
from playground.sandbox.picture.values import PodView

DENSE = 8
"""Pods of one node that are drawn with name and status; where any node has more, each pod is a mark alone."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a bar that belongs to one version."""

    start: int
    length: int
    hue: int


@dataclass(frozen=True, slots=True)
class Bar:
    """What is asked of one resource of a node, and what is really in use, in a bar of `width` units.

    `used` is None where nobody knows it: a node without power tells nothing.
    """

    resource: str
    width: int
    parts: list[Part]
    used: int | None
    asked: str
    left: str
    in_use: str


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose pods these are: `title` the application, `detail` its version, `key` the object to open, if any.

    `revision` is the rollout revision, 0 where there is none.
    """

    title: str
    detail: str
    hue: int
    key: Key | None
    revision: int = 0


@dataclass(frozen=True, slots=True)
class PodGroup:
    """The pods of one owner in one place; `more` are not drawn; `note` says why they wait."""

    id: str
    owner: Owner
    pods: list[PodView]
    more: int
    note: str = ""

    @property
    def count(self) -> int:
        """How many pods there are."""
        return len(self.pods) + self.more


@dataclass(frozen=True, slots=True)
class Remark:
    """One fact about a node in words; `is_bad` where something is wrong."""

    text: str
    is_bad: bool = False


@dataclass(frozen=True, slots=True)
class TaintView:
    """A taint as `kubectl taint` writes it, `gpu=yes` and `NoSchedule`, and what it does in words."""

    name: str
    effect: str
    words: str


@dataclass(frozen=True, slots=True)
class HandContainer:
    """A container that somebody started by hand on the node."""

    name: str
    image: str
    status: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class NodePlace:
    """One node with what it can give, what was asked of it, and who is there. `key` is None for one that is gone."""

    key: Key | None
    name: str
    status: str
    healthy: bool
    cordoned: bool
    silent: bool
    sentence: Remark
    remarks: list[Remark]
    taints: list[TaintView]
    bars: list[Bar]
    groups: list[PodGroup]
    by_hand: list[HandContainer]


@dataclass(frozen=True, slots=True)
class Places:
    """Everything that the view draws of one moment."""

    revision: int
    nodes: list[NodePlace]
    waiting: list[PodGroup]
    sentence: str
    totals: str
    modest: int
    next_node: str

    @property
    def pods(self) -> int:
        """How many pods have a place."""
        return sum(group.count for node in self.nodes for group in node.groups)

    @property
    def is_dense(self) -> bool:
        """Whether there are so many pods on a node that each is drawn by its mark alone."""
        return any(sum(group.count for group in node.groups) > DENSE for node in self.nodes)

    @property
    def is_empty(self) -> bool:
        """Whether no pod is there or waits."""
        return not self.pods and not self.waiting
