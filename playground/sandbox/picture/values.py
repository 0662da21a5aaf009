"""What a picture is made of: plain frozen values, counted and worded, so that templates only place them."""

from dataclasses import dataclass

from cluster.core.kinds import Key


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
    age: str
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


@dataclass(frozen=True, slots=True)
class Segment:
    """The pods of one ReplicaSet as a part of the bar."""

    start: int
    count: int
    hue: int
    role: str
    images: str


@dataclass(frozen=True, slots=True)
class Bar:
    """The bounds of a rollout as a bar of `width` units: the pods there are, and the two limits that hold."""

    width: int
    segments: list[Segment]
    wanted: int
    most: int
    fewest: int
    available: int


@dataclass(frozen=True, slots=True)
class DeploymentView:
    """One Deployment: what is asked, what is there, how its rollout stands in a sentence."""

    uid: str
    key: Key
    name: str
    namespace: str
    images: list[tuple[str, str]]
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

    @property
    def is_empty(self) -> bool:
        """Whether a person has not made anything yet."""
        return not (self.deployments or self.loose_replica_sets or self.loose_pods)
