"""A learner's acts, as rules that hypothesis puts into any order."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule

from cluster.core import engine
from cluster.core.acts import deployments, nodes, objects
from cluster.core.deployments import DESIRED_REPLICAS
from cluster.core.kinds import key_of
from cluster.core.objects import with_metadata
from tests.core.laws.living import Living, replica_sets_of
from tests.core.laws.replaying import judge_indexes

NAMES = st.sampled_from(["web", "api"])
IMAGES = st.sampled_from(["img:1", "img:2", "nginx:1.27", "img:crash", "img:does-not-exist", "img:slow"])
LIMITS = st.sampled_from([(1, 0), (0, 1), (2, 1), ("25%", "25%"), ("100%", "50%"), ("0%", "34%")])
NUMBER = st.integers(0, 7)


def manifest(name, size, image, limits, recreate, ready_seconds):
    """A Deployment as someone would write it."""
    surge, unavailable = limits
    rolling = {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": surge, "maxUnavailable": unavailable}}
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": [{"name": "c", "image": image}]}}
    template["spec"]["terminationGracePeriodSeconds"] = 5
    spec = {"replicas": size, "selector": {"matchLabels": {"app": name}}, "template": template}
    spec |= {"strategy": {"type": "Recreate"} if recreate else rolling, "minReadySeconds": ready_seconds}
    spec |= {"progressDeadlineSeconds": 60, "revisionHistoryLimit": 3}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


class Learner(RuleBasedStateMachine):
    """Does anything a learner may do; `living` judges every step, `teardown` what it comes to."""

    def __init__(self):
        super().__init__()
        self.living = Living()

    def pick(self, kind, number):
        """One of the objects of a kind, or None."""
        found = sorted(self.living.state.of_kind(kind, "default" if kind != "Node" else ""), key=key_of)
        return found[number % len(found)] if found else None

    def on(self, kind, number, what, moves_of):
        obj = self.pick(kind, number)
        if obj is not None:
            self.living.act(lambda state: moves_of(state, key_of(obj)), what)

    @initialize(size=st.integers(1, 5), limits=LIMITS)
    def begin(self, size, limits):
        self.apply("web", size, "img:1", limits, recreate=False, ready_seconds=0)
        self.living.run(30)

    @rule(
        name=NAMES,
        size=NUMBER,
        image=IMAGES,
        limits=LIMITS,
        recreate=st.booleans(),
        ready_seconds=st.sampled_from([0, 0, 3]),
    )
    def apply(self, name, size, image, limits, recreate, ready_seconds):
        wanted = manifest(name, size, image, limits, recreate, ready_seconds)
        self.living.act(lambda state: objects.apply(state, wanted).moves, "apply")

    @rule(name=NAMES, image=IMAGES)
    def set_image(self, name, image):
        self.living.act(
            lambda state: deployments.set_image(state, ("Deployment", "default", name), "c", image), "set_image"
        )

    @rule(name=NAMES, size=NUMBER)
    def scale(self, name, size):
        self.living.act(lambda state: deployments.scale(state, ("Deployment", "default", name), size), "scale")

    @rule(name=NAMES, verb=st.sampled_from(["undo", "pause", "resume", "restart"]))
    def rollout(self, name, verb):
        act = getattr(deployments, verb)
        self.living.act(lambda state: act(state, ("Deployment", "default", name)), verb)

    @rule(number=NUMBER, size=NUMBER)
    def scale_replica_set(self, number, size):
        self.on("ReplicaSet", number, "scale_rs", lambda state, key: deployments.scale(state, key, size))

    @rule(number=NUMBER, kind=st.sampled_from(["Pod", "Pod", "ReplicaSet", "Deployment"]))
    def delete(self, number, kind):
        self.on(kind, number, "delete", objects.delete)

    @rule(number=NUMBER, propagation=st.sampled_from(["Foreground", "Orphan"]))
    def delete_deployment(self, number, propagation):
        self.on("Deployment", number, "delete", lambda state, key: objects.delete(state, key, propagation))

    @rule(number=NUMBER)
    def kill(self, number):
        self.on("Pod", number, "delete", lambda state, key: objects.delete(state, key, grace_seconds=0))

    @rule(number=NUMBER, labels=st.sampled_from([{"app": "other"}, {"app": "web"}, {"app": "api"}]))
    def relabel(self, number, labels):
        def change(pod):
            return with_metadata(pod, labels={**pod["metadata"].get("labels", {}), **labels})

        self.on("Pod", number, "relabel", lambda state, key: objects.modify(state, key, change, "relabelled"))

    @rule(number=NUMBER, verb=st.sampled_from(["cordon", "uncordon", "unplug", "plug_in", "plug_in"]))
    def node(self, number, verb):
        self.on("Node", number, verb, getattr(nodes, verb))

    @rule(seconds=st.sampled_from([0.3, 1, 3, 10]))
    def wait(self, seconds):
        self.living.run(seconds)

    @rule(steps=st.integers(1, 12))
    def look(self, steps):
        for _ in range(steps):
            due = engine.wake_at(self.living.state)
            if due is not None:
                self.living.step(due)
        judge_indexes(self.living.state)

    @rule(seconds=st.sampled_from([70, 400]))
    def go_away(self, seconds):
        self.living.run(seconds)

    def teardown(self):
        self.living.judge_rest()
        self.come_back()

    def come_back(self):
        """With the images put right and the machines on, every Deployment comes to its end, and stays there."""
        living = self.living
        for node in sorted(living.state.of_kind("Node"), key=key_of):
            for verb in (nodes.plug_in, nodes.uncordon):
                living.act(lambda state, verb=verb, node=node: verb(state, key_of(node)), "repair")
        for deployment in sorted(living.state.of_kind("Deployment"), key=key_of):
            key = key_of(deployment)
            living.act(lambda state, key=key: deployments.resume(state, key), "resume")
            living.act(lambda state, key=key: deployments.set_image(state, key, "c", "img:9"), "set_image")
        restless = living.judge_rest()
        for deployment in living.state.of_kind("Deployment"):
            assert is_there(deployment) or is_torn(living.state, deployment), deployment
        if not restless:
            judge_still(living)


def is_torn(state, deployment):
    """Whether it waits for ever for a scaling that never comes, as it does in Kubernetes.

    The size noted on an active ReplicaSet is not the Deployment's, so nothing but scaling is done
    (`pkg/controller/deployment/sync.go`, isScalingEvent); but scale does nothing when the only active ReplicaSet has
    the right size already, by hand, or when there are several and the strategy has become Recreate meanwhile.
    """
    wanted = deployment["spec"]["replicas"]
    active = [rs for rs in replica_sets_of(state, deployment) if rs["spec"]["replicas"]]
    if all(rs["metadata"]["annotations"][DESIRED_REPLICAS] == str(wanted) for rs in active):
        return False
    if len(active) == 1:
        return active[0]["spec"]["replicas"] == wanted
    return deployment["spec"]["strategy"]["type"] == "Recreate"


def is_there(deployment):
    """Whether it has all the pods it wants, and no others."""
    status, size = deployment["status"], deployment["spec"]["replicas"]
    counts = [status.get(name, 0) for name in ("replicas", "updatedReplicas", "availableReplicas")]
    return counts == [size] * 3 and not status.get("terminatingReplicas")


def judge_still(living):
    """What is settled stays settled, even if every controller looks at everything once more."""
    _, steps = engine.run(engine.resync(living.state), living.state.now + 120_000)
    assert [c for c in engine.changes_of(steps) if c.key[0] != "Event"] == []
