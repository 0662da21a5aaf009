"""The course of one Deployment's rollout: its figures, taken after every step."""

from dataclasses import dataclass, field

from cluster.core import deployments, endings
from cluster.core.foretelling.hindrances import hindrances
from cluster.core.kinds import Key
from cluster.core.moves import Change
from cluster.core.objects import controller_of, uid_of
from cluster.core.state import State
from cluster.core.tally import Tally


@dataclass(slots=True)
class Course:
    """A rollout in progress. Counts leave out pods that are terminating; `ended` is milliseconds after the start."""

    key: Key
    uid: str
    wanted: int
    before: int
    tally: Tally = field(default_factory=Tally)
    replica_sets: set[str] = field(default_factory=set)
    most_pods: int = 0
    fewest_available: int | None = None
    verdict: str = "progressing"
    ended: int | None = None
    hindrances: list[str] = field(default_factory=list)

    def see(self, state: State, change: Change) -> None:
        """Take a change in, if it is about one of this Deployment's pods or ReplicaSets."""
        owner = controller_of(change.object)
        if owner is None:
            return
        if change.key[0] == "ReplicaSet" and owner["uid"] == self.uid:
            self.replica_sets.add(uid_of(change.object))
        elif change.key[0] == "Pod" and owner["uid"] in self.replica_sets:
            self.tally.see(state, change)

    def measure(self, now: int) -> None:
        """Note the figures as they stand after a step."""
        pods, available = self.tally.count(now)
        self.most_pods = max(self.most_pods, pods)
        known = self.fewest_available
        self.fewest_available = available if known is None else min(known, available)

    def judge(self, state: State, started: int) -> None:
        """Note the verdict if the rollout has come to its end."""
        if self.ended is not None:
            return
        deployment = state.at(self.key)
        if deployment is None or endings.has_come_to_rest(state, deployment, started):
            self.verdict = "deleted" if deployment is None else endings.verdict(deployment)
            self.ended = state.now - started

    def close(self, state: State) -> None:
        """Say what stands in the way, where it did not complete."""
        if self.verdict not in {"complete", "paused"}:
            self.hindrances = hindrances(state, self.key)

    @property
    def title(self) -> str:
        """`deployment.apps/web`."""
        return f"deployment.apps/{self.key[2]}"


def begin(before: State, state: State, key: Key) -> Course:
    """The course of a Deployment that was just applied; `before` is the state without that."""
    deployment = state.at(key)
    assert deployment is not None
    course = Course(key, uid_of(deployment), deployments.desired_replicas(deployment), 0)
    for replica_set in before.dependents(course.uid, "ReplicaSet"):
        course.replica_sets.add(uid_of(replica_set))
        for pod in before.dependents(uid_of(replica_set), "Pod"):
            place = ("Pod", key[1], pod["metadata"]["name"])
            course.tally.see(before, Change(0, 0, before.now, "", "", "update", place, pod, pod))
    course.measure(before.now)
    course.before = course.fewest_available or 0
    return course
