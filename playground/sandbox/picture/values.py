"""What a picture is made of: plain frozen values, counted and worded, so that templates only place them."""

from dataclasses import dataclass

from cluster.core.kinds import Key
from playground.sandbox.picture.images import Suggestion

DENSE = 18
"""Pods of one ReplicaSet that are drawn with all that is known of them: three rows on a laptop."""


@dataclass(frozen=True, slots=True)
class PodView:
    """One pod: `state` is the class it is drawn with, `mark` the letter that says the same without colour."""

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


@dataclass(frozen=True, slots=True)
class ReplicaSetView:
    """One ReplicaSet with its counts and the pods that are drawn; `role` is `new`, `old` or `kept` (at 0)."""

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
    pods: list[PodView]
    more: int

    @property
    def is_dense(self) -> bool:
        """Whether there are so many pods that each is drawn by mark and name alone."""
        return len(self.pods) > DENSE


@dataclass(frozen=True, slots=True)
class Segment:
    """Pods of one ReplicaSet as a part of the bar: those that are available, or those that are not (yet)."""

    start: int
    count: int
    hue: int
    is_available: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How many pods of one version there are."""

    count: int
    hue: int
    images: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The bounds of a rollout as a bar of `width` units.

    First come all available pods, then the others: the available ones must reach up to `fewest`, and all together
    must not go beyond `most`.
    """

    width: int
    segments: list[Segment]
    shares: list[Share]
    total: int
    wanted: int
    most: int
    fewest: int
    available: int


@dataclass(frozen=True, slots=True)
class ContainerView:
    """One container of a template: its name, its image, and images that one might set instead."""

    name: str
    image: str
    suggestions: tuple[Suggestion, ...]


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """One Deployment: what is asked, what is there, how its rollout stands in a sentence."""

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


@dataclass(frozen=True, slots=True)
class ServiceView:
    """One Service and how many of its pods may be sent requests."""

    key: Key
    name: str
    type: str
    address: str
    ports: str
    selector: str
    ready: int
    waiting: int


@dataclass(frozen=True, slots=True)
class NodeView:
    """One node with the pods that run on it."""

    key: Key
    name: str
    status: str
    healthy: bool
    cordoned: bool
    silent: bool
    pods: list[PodView]
    more: int


@dataclass(frozen=True, slots=True)
class Picture:
    """Everything that the page draws of one moment."""

    revision: int
    now: int
    clock: str
    deployments: list[DeploymentView]
    loose_replica_sets: list[ReplicaSetView]
    loose_pods: list[PodView]
    services: list[ServiceView]
    nodes: list[NodeView]
    next_node: str

    @property
    def summary(self) -> str:
        """The picture in a few sentences, for who hears it."""
        told = [f"{deployment.name}: {deployment.sentence}" for deployment in self.deployments]
        told += [f"{node.name} is {node.status}." for node in self.nodes if not node.healthy]
        return " ".join(told) or f"An empty cluster with {len(self.nodes)} nodes."

    @property
    def is_empty(self) -> bool:
        """Whether a person has not made anything yet."""
        return not (self.deployments or self.loose_replica_sets or self.loose_pods or self.services)
