"""A cluster that someone acts upon, judged at every step by what must always hold."""

from cluster.core import engine, times
from cluster.core.bootstrap import new_state
from cluster.core.deployments import (
    MAX_REPLICAS,
    desired_replicas,
    is_complete,
    is_rolling_update,
    max_surge,
    max_unavailable,
)
from cluster.core.errors import ApiError
from cluster.core.kinds import key_of
from cluster.core.nodes import silent_since
from cluster.core.objects import controlled_by, is_deleting
from cluster.core.pods import is_active, is_available
from tests.core.laws.replaying import judge_indexes, judge_log

START = times.to_ms("2026-01-01T00:00:00Z")
HARMLESS = frozenset({"set_image", "undo", "pause", "resume", "restart", "nothing"})
"""Acts that take no pod away and change no limit: while only these are done, both limits of a rollout hold."""


class Living:
    """`orderly`: Deployments (by uid) that were complete once and to which only harmless things have happened since."""

    def __init__(self, seed="laws", nodes=3):
        self.state, changes = new_state(seed, START, nodes)
        self.log = list(changes)
        self.orderly = set()

    def act(self, moves_of, what, *names):
        """Do an act. One that is refused changes nothing, and only an ApiError refuses."""
        if what not in HARMLESS:
            self.orderly = set()
        try:
            moves = moves_of(self.state)
        except ApiError:
            return False
        self.state, changes = engine.commit(self.state, moves, "you")
        self.log += changes
        judge_owners(changes)
        return True

    def step(self, until):
        """One step, judged. Whether there was one."""
        before = self.state
        self.state, done = engine.step(before, until)
        if done is None:
            self.state = self.state._replace(now=max(self.state.now, until))
            return None
        self.log += done.changes
        judge_owners(done.changes)
        if done.changes[0].key[0] in {"Deployment", "ReplicaSet", "Pod"}:
            self.judge_limits(before, done)
        return done

    def run(self, seconds):
        """Let time pass. The steps made."""
        until, steps = self.state.now + times.seconds(seconds), []
        while (done := self.step(until)) is not None:
            steps.append(done)
            assert len(steps) < 20_000, f"no rest: {[(s.actor, s.key) for s in steps[-10:]]}"
        return steps

    def judge_limits(self, before, done):
        for deployment in self.state.of_kind("Deployment"):
            if not is_rolling_update(deployment) or is_deleting(deployment):
                continue
            self.judge_growth(before, deployment, done)
            if deployment["metadata"]["uid"] in self.orderly:
                self.judge_orderly(deployment)
            elif is_complete(deployment) and not breaks_by_itself(self.state, deployment):
                self.consider(deployment)

    def judge_growth(self, before, deployment, done):
        """No controller takes the sizes of its ReplicaSets, taken together, beyond replicas + maxSurge.

        They may be beyond already: because limits were lowered, or someone scaled a ReplicaSet by hand; with shares of
        such sizes Kubernetes itself goes wrong (`getReplicaSetFraction`). Adoption brings what it brings.
        """
        if any(adopts(change) for change in done.changes):
            return
        limit = desired_replicas(deployment) + max_surge(deployment)
        known = before.at(key_of(deployment))
        had = sizes(before, known) if known is not None else 0
        if known is not None and had > noted_most(before, known):
            return
        assert sizes(self.state, deployment) <= max(limit, had), (done, limit, had)

    def judge_orderly(self, deployment):
        pods = pods_of(self.state, deployment)
        wanted, seconds = desired_replicas(deployment), deployment["spec"].get("minReadySeconds", 0)
        available = sum(is_available(pod, seconds, self.state.now) for pod in pods)
        assert len(pods) <= wanted + max_surge(deployment), "more pods than replicas + maxSurge"
        assert available >= wanted - max_unavailable(deployment), "fewer available than replicas - maxUnavailable"

    def consider(self, deployment):
        """From here on the limits hold, as they do now."""
        wanted, pods = desired_replicas(deployment), pods_of(self.state, deployment)
        seconds = deployment["spec"].get("minReadySeconds", 0)
        settled = [rs["spec"]["replicas"] for rs in replica_sets_of(self.state, deployment)][:2] in (
            [wanted],
            [wanted, 0],
        )
        lit = all(silent_since(node) is None for node in self.state.of_kind("Node"))
        labels = deployment["spec"]["selector"]["matchLabels"].items()
        settled = settled and all(labels <= pod["metadata"]["labels"].items() for pod in pods)
        if settled and lit and len(pods) == wanted == sum(is_available(pod, seconds, self.state.now) for pod in pods):
            self.orderly.add(deployment["metadata"]["uid"])

    def judge_rest(self):
        """After an hour and a half everything is quiet, apart from pods that fail again and again."""
        self.run(90 * 60)
        loose = self.run(15 * 60)
        restless = any(is_failing(pod) for pod in self.state.of_kind("Pod"))
        for change in engine.changes_of(loose):
            assert change.key[0] in {"Event", "Pod", "Node", "EndpointSlice", "Endpoints"} if restless else {"Event"}, (
                change
            )
        judge_log(self.state, self.log)
        judge_indexes(self.state)
        judge_orphans(self.state)
        return restless


def replica_sets_of(state, deployment):
    """Those it controls, the largest first."""
    uid = deployment["metadata"]["uid"]
    own = [rs for rs in state.dependents(uid, "ReplicaSet") if controlled_by(rs, uid)]
    return sorted(own, key=lambda rs: -rs["spec"]["replicas"])


def pods_of(state, deployment):
    """The pods of its ReplicaSets that are neither finished nor terminating."""
    return [pod for rs in replica_sets_of(state, deployment) for pod in pods_of_replica_set(state, rs)]


def pods_of_replica_set(state, rs):
    uid = rs["metadata"]["uid"]
    return [pod for pod in state.dependents(uid, "Pod") if controlled_by(pod, uid) and is_active(pod)]


def sizes(state, deployment):
    return sum(rs["spec"]["replicas"] for rs in replica_sets_of(state, deployment))


def noted_most(state, deployment):
    """The most pods that its active ReplicaSets know to be allowed."""
    active = [rs for rs in replica_sets_of(state, deployment) if rs["spec"]["replicas"]]
    return min((int(rs["metadata"]["annotations"].get(MAX_REPLICAS, 0)) for rs in active), default=0)


def adopts(change):
    """Whether a change gives an object another owner."""
    if change.before is None or change.key[0] not in {"Pod", "ReplicaSet"}:
        return False
    return change.before["metadata"].get("ownerReferences") != change.object["metadata"].get("ownerReferences")


def images_of(rs):
    return [container["image"] for container in rs["spec"]["template"]["spec"]["containers"]]


def breaks_by_itself(state, deployment):
    """Whether it has pods that crash without anyone's doing."""
    sets = replica_sets_of(state, deployment)
    return any("crash" in image for rs in sets for image in images_of(rs))


def is_failing(pod):
    """Whether the pod is one that is tried again and again, or may be: its image is at fault, or it has no node."""
    image = pod["spec"]["containers"][0]["image"]
    return "crash" in image or "does-not-exist" in image or not pod["spec"].get("nodeName")


def judge_owners(changes):
    """Nothing has two controllers."""
    for change in changes:
        owners = change.object["metadata"].get("ownerReferences") or ()
        assert sum(bool(owner.get("controller")) for owner in owners) <= 1, change


def judge_orphans(state):
    """What names an owner has one; a ReplicaSet's pods carry the labels that it selects."""
    uids = {obj["metadata"]["uid"] for obj in state.objects.values()}
    for obj in state.objects.values():
        owners = obj["metadata"].get("ownerReferences") or ()
        assert not owners or any(owner["uid"] in uids for owner in owners) or is_stuck(state, obj), obj


def is_stuck(state, obj):
    """Whether it is going, and a kubelet that is silent may be what it waits for."""
    silent = any(silent_since(node) is not None for node in state.of_kind("Node"))
    return silent and "deletionTimestamp" in obj["metadata"]
