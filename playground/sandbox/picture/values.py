"""What a picture is made of: plain frozen values, counted and worded, so that templates only place them."""

from dataclasses import dataclass, field

from cluster.core.kinds import Key
from playground.sandbox.picture.bounds import Bar
from playground.sandbox.picture.images import Suggestion

ROOMY, NAMED = 18, 63
"""Pods up to which each is drawn with all that is known of it (three rows on a laptop); up to which, with its name."""
DOTS_WITH_MARKS = 20
"""Containers on one node that are drawn with version and mark; of more only the version fits, by shape and letter."""


@dataclass(frozen=True, slots=True)
class PodView:
    """One pod: `state` is the class it is drawn with, `mark` the letter that says the same without colour.

    `version` is the rollout revision of its ReplicaSet, "" for a pod without one; `born` is in milliseconds.
    """

    uid: str
    key: Key
    name: str
    short: str
    status: str
    state: str
    mark: str
    ready: str
    restarts: int
    node: str
    hue: int
    version: str
    images: str
    born: int

    @property
    def told(self) -> str:
        """All of it in one line, which the finder looks through."""
        place = f"on {self.node}" if self.node else "on no node yet"
        restarts = f", restarted {self.restarts}×" if self.restarts else ""
        said = "" if self.state.casefold() == self.status.casefold() else f"{self.state}, "
        return f"{self.name}: {said}{self.status}, {self.ready} ready{restarts}, {self.images}, {place}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many pods of one version, or in one state, there are."""

    count: int
    hue: int = 0
    version: str = ""
    state: str = ""
    mark: str = ""
    images: str = ""


@dataclass(frozen=True, slots=True)
class ReplicaSetView:
    """One ReplicaSet with its counts and its pods; `role` is `new`, `old` or `kept` (at 0).

    Too many pods to draw one by one are `counts` by state instead.
    """

    uid: str
    key: Key
    name: str
    revision: str
    images: str
    role: str
    hue: int
    wanted: int
    current: int
    ready: int
    available: int
    terminating: int
    broken: tuple[str, ...]
    pods: list[PodView]
    counts: list[Count]
    density: str = ""


def density(pods: int) -> str:
    """How pods are drawn where there may be so many: `names` with mark and name, `marks` with the mark alone."""
    if pods <= ROOMY:
        return ""
    return "names" if pods <= NAMED else "marks"


@dataclass(frozen=True, slots=True)
class ContainerView:
    """One container of a template: its name, its image, and images that one might set instead."""

    name: str
    image: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One Service: whose pods it selects, and how many of them may be sent requests, by version."""

    uid: str
    key: Key
    name: str
    type: str
    address: str
    ports: str
    node_ports: str
    selector: str
    ready: int
    waiting: int
    shares: list[Count]
    targets: list[str]


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """One Deployment: what is asked, what is there, how its rollout stands in a sentence.

    `services` stand above it; those that are `shared` with one before it stand there, and are only named here.
    """

    uid: str
    key: Key
    name: str
    namespace: str
    containers: list[ContainerView]
    strategy: str
    paused: bool
    wanted: int
    updated: int
    ready: int
    available: int
    revision: str
    verdict: str
    sentence: str
    bar: Bar
    replica_sets: list[ReplicaSetView]
    kept: list[ReplicaSetView]
    services: list[ServiceView] = field(default_factory=list)
    shared: list[ServiceView] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class ByHandView:
    """A container that somebody started by hand on a node: no pod, no controller."""

    name: str
    image: str
    is_running: bool


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node with the pods that run on it, or, where they are too many, their counts by version."""

    key: Key
    name: str
    status: str
    healthy: bool
    cordoned: bool
    silent: bool
    pods: list[PodView]
    counts: list[Count]
    by_hand: list[ByHandView]


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the page draws of one moment."""

    revision: int
    now: int
    deployments: list[DeploymentView]
    loose_replica_sets: list[ReplicaSetView]
    loose_pods: list[PodView]
    services: list[ServiceView]
    nodes: list[NodeView]
    next_node: str
    summary: str

    @property
    def has_dense_nodes(self) -> bool:
        """Whether on some node there is room for versions only; all are drawn alike."""
        return any(len(node.pods) > DOTS_WITH_MARKS for node in self.nodes)

    @property
    def loose_services(self) -> list[ServiceView]:
        """Services that select the pods of no Deployment."""
        return [service for service in self.services if not service.targets]

    @property
    def is_empty(self) -> bool:
        """Whether a person has not made anything yet."""
        return not (self.deployments or self.loose_replica_sets or self.loose_pods or self.services)
