"""What the filters and scores say of one node, as values."""

from typing import NamedTuple

WEIGHTS = {
    "TaintToleration": 3,
    "NodeAffinity": 2,
    "PodTopologySpread": 2,
    "InterPodAffinity": 2,
    "NodeResourcesFit": 1,
    "NodeResourcesBalancedAllocation": 1,
    "ImageLocality": 1,
}
"""How many times each plugin's points count (`pkg/scheduler/apis/config/v1/default_plugins.go`)."""


class Rejection(NamedTuple):
    """Why a node cannot take a pod.

    `reasons` are upstream's texts; `resolvable`: whether other pods leaving the node could help; `detail` says the same
    with the numbers of this node, for a learner.
    """

    plugin: str
    reasons: tuple[str, ...]
    resolvable: bool
    detail: str


class Score(NamedTuple):
    """One plugin's points for one node: 0 to 100, and how many times they count."""

    plugin: str
    points: int
    weight: int


class NodeOutcome(NamedTuple):
    """One row of the table: a rejection, or scores and their weighted total."""

    node: str
    rejection: Rejection | None
    scores: tuple[Score, ...]
    total: int


class Explanation(NamedTuple):
    """Why a pod goes where it goes: one row for each node by name, the choice ('' for none), and the choice in words.

    For a pod that fits nowhere, `message` is Kubernetes' own (`0/3 nodes are available: ...`).
    """

    nodes: tuple[NodeOutcome, ...]
    chosen: str
    message: str

    @property
    def plugins(self) -> tuple[str, ...]:
        """Who rejected nodes, by name: what would have to change for the pod to fit."""
        return tuple(sorted({row.rejection.plugin for row in self.nodes if row.rejection}))
