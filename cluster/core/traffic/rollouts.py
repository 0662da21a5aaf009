"""Rollouts as stretches of time: from the change of a Deployment's template until its last old pod is gone."""

from dataclasses import dataclass

from cluster.core import endings
from cluster.core.kinds import Key, Object
from cluster.core.objects import uid_of
from cluster.core.state import State
from cluster.core.traffic.requests import listens_from


@dataclass(slots=True)
class Rollout:
    """One rollout; moments in milliseconds. `ended` is None as long as it goes on.

    It is known from revision `ended_at` on, and lies ahead while pods that count as available do not listen yet.
    """

    deployment: str
    key: Key
    revision: int
    begun: int
    ended_at: int = 0
    ended: int | None = None


@dataclass(slots=True)
class Rollouts:
    """The rollouts of all Deployments, in the order in which they began."""

    all: list[Rollout]
    _open: dict[str, Rollout]
    _templates: dict[str, Object]

    def begin(self, state: State) -> None:
        """What is there already began before."""
        for deployment in state.of_kind("Deployment"):
            self._templates[deployment["metadata"]["uid"]] = deployment["spec"]["template"]

    def see(self, key: Key, obj: Object, state: State, revision: int, *, gone: bool) -> None:
        """A Deployment as it became, or was last; or a pod that is gone."""
        if key[0] == "Deployment":
            uid, template = obj["metadata"]["uid"], obj["spec"]["template"]
            if gone:
                self._end(uid, state.now, revision)
            elif self._templates.get(uid) != template:
                self._templates[uid] = template
                self._end(uid, state.now, revision)
                self._open[uid] = Rollout(uid, key, revision, state.now)
                self.all.append(self._open[uid])
        for rollout in list(self._open.values()):
            if rollout.key[1] == key[1] and rollout.begun < state.now and _is_over(state, rollout):
                self._end(rollout.deployment, max(state.now, _listen_from(state, rollout)), revision)

    def ends_within(self, start: int, end: int) -> list[int]:
        """The ends that lie between two moments: there, counting is cut."""
        return sorted({one.ended for one in self.all if one.ended is not None and start < one.ended < end})

    def _end(self, uid: str, now: int, revision: int) -> None:
        rollout = self._open.pop(uid, None)
        if rollout is not None:
            rollout.ended, rollout.ended_at = now, revision

    def newest(self, deployment: str, revision: int) -> Rollout | None:
        """A Deployment's last rollout that had begun by a revision."""
        found = (one for one in reversed(self.all) if one.deployment == deployment and one.revision <= revision)
        return next(found, None)


def _is_over(state: State, rollout: Rollout) -> bool:
    deployment = state.at(rollout.key)
    if deployment is None or endings.verdict(deployment) in {"paused", "progressing"}:
        return False
    return endings.has_come_to_rest(state, deployment, rollout.begun)


def _listen_from(state: State, rollout: Rollout) -> int:
    owners = state.dependents(rollout.deployment, "ReplicaSet")
    pods = (pod for owner in owners for pod in state.dependents(uid_of(owner), "Pod"))
    return max((listens_from(state, pod) for pod in pods), default=0)
