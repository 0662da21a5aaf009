"""A tiny cluster for scenarios: the real Deployment controller, and ReplicaSets whose pods come and go at once.

Pods are objects only while they are terminating; the others are numbers in a ReplicaSet's status.
"""

from deployment_builders import deployment, pod, pod_template, state_of

from cluster.core import engine, times
from cluster.core.controllers.deployment import sync_deployment
from cluster.core.controllers.deployment.util import copied_annotations
from cluster.core.deployments import (
    NOT_COPIED,
    desired_replicas,
    find_new_replica_set,
    is_complete,
    max_surge,
    max_unavailable,
    revision_of,
    total_replicas,
    without_hash,
)
from cluster.core.kinds import key_of
from cluster.core.moves import Delete, Put, Wake
from cluster.core.objects import annotations_of, with_metadata, with_spec, with_status


class World:
    """`ready`: whether new pods become ready; those of an image `bad...` never do.

    `graceful`: whether deleted pods linger until `remove_terminating`.
    """

    def __init__(self, replicas=1, *, ready=True, graceful=False, **spec):
        limits = {"max_surge": "25%", "max_unavailable": "25%", "progressDeadlineSeconds": 600}
        self.state = state_of()
        self.ready, self.graceful = ready, graceful
        self.checked, self.wakes, self.changes = None, [], []
        self.create(deployment(replicas, **({"revisionHistoryLimit": 10} | limits | spec)))

    def create(self, obj):
        """Create a Deployment and let the cluster settle."""
        self.key = key_of(obj)
        obj["metadata"].pop("uid")
        self.act(obj)

    @property
    def web(self):
        """The Deployment created last."""
        return self.state.at(self.key)

    def replica_sets(self):
        """Its ReplicaSets, by revision."""
        own = self.state.dependents(self.web["metadata"]["uid"], "ReplicaSet")
        return sorted(own, key=revision_of)

    @property
    def new(self):
        """Its new ReplicaSet."""
        return find_new_replica_set(self.web, self.replica_sets())

    def act(self, *objects):
        """Write objects, then let the cluster settle."""
        self.commit([Put(obj, "") for obj in objects])
        self.settle()

    def change(self, **spec):
        """Change fields of the Deployment's spec."""
        self.act(with_spec(self.web, **spec))

    def set_image(self, image, **spec):
        """Change the template, and perhaps more in the same write."""
        labels = self.web["spec"]["selector"]["matchLabels"]
        self.change(template=pod_template(image, labels), **spec)

    def annotate(self, **annotations):
        """Set annotations of the Deployment; such as `**{"a/b": "c"}`."""
        self.act(with_metadata(self.web, annotations={**annotations_of(self.web), **annotations}))

    def undo(self, revision):
        """What `kubectl rollout undo --to-revision` sends."""
        [rs] = [rs for rs in self.replica_sets() if revision_of(rs) == revision]
        template = {**rs["spec"]["template"], "metadata": without_hash(rs["spec"]["template"]["metadata"])}
        kept = {key: value for key, value in annotations_of(self.web).items() if key in NOT_COPIED}
        annotations = kept | copied_annotations(rs)
        self.act(with_metadata(with_spec(self.web, template=template), annotations=annotations))

    def commit(self, moves):
        before = self.state
        moves = list(moves)
        self.wakes = [move.at for move in moves if isinstance(move, Wake)] or self.wakes
        self.state, changes = engine.commit(self.state, moves, "")
        self.changes += changes
        return self.state is not before

    def settle(self):
        """Let everyone act in turn until nobody has anything to do; the time stands still meanwhile."""
        for _ in range(1000):
            keys = [key_of(obj) for obj in self.state.of_kind("Deployment")]
            if not any([self.step(key) for key in sorted(keys)] + [self.replica_sets_act()]):
                return
        raise AssertionError("not settled")

    def step(self, key):
        changed = self.commit(sync_deployment(self.state, key))
        if self.checked:
            self.checked()
        return changed

    def replica_sets_act(self):
        acted = [self.act_for(rs) for rs in sorted(self.state.of_kind("ReplicaSet"), key=key_of)]
        return any(acted)

    def act_for(self, rs):
        """The ReplicaSet's controller, its kubelet and its garbage collector in one."""
        status = rs.get("status") or {}
        size, ready = desired_replicas(rs), status.get("readyReplicas", 0)
        lost = max(0, status.get("replicas", 0) - size) if self.graceful else 0
        labels = rs["spec"]["template"]["metadata"]["labels"]
        leaving = [pod(f"{rs['metadata']['name']}-{self.state.revision}-{n}", rs, labels=labels) for n in range(lost)]
        self.commit(
            Put(with_metadata(p, deletionTimestamp=times.to_text(self.state.now), uid=None), "") for p in leaving
        )
        [container] = rs["spec"]["template"]["spec"]["containers"]
        ready = size if self.ready and not container["image"].startswith("bad") else min(ready, size)
        counts = {"replicas": size, "readyReplicas": ready, "availableReplicas": ready}
        counts |= {"terminatingReplicas": len(list(self.state.dependents(rs["metadata"]["uid"], "Pod")))}
        counts |= {"observedGeneration": rs["metadata"]["generation"]}
        return self.commit([Put(with_status(rs, **counts), "", "status")])

    def remove_terminating(self):
        """The grace period of all terminating pods ends."""
        self.commit([Delete(key_of(p), "") for p in list(self.state.of_kind("Pod"))])
        self.settle()

    def mark_ready(self):
        """All pods become ready, from now on too."""
        self.ready = True
        self.settle()

    def wait_for_wake(self):
        """Until the moment at which the controller wanted to be called again."""
        self.state = self.state._replace(now=self.wakes[-1])
        self.settle()

    def check_limits(self):
        """From now on: never more pods than replicas + maxSurge, never fewer available than allowed."""
        most = desired_replicas(self.web) + max_surge(self.web)
        least = desired_replicas(self.web) - max_unavailable(self.web)

        def check():
            assert total_replicas(self.replica_sets()) <= most
            assert self.web["status"].get("availableReplicas", 0) >= least

        self.checked = check

    def is_complete(self):
        return is_complete(self.web)

    def counts(self):
        """The six numbers of the status, zeros spelled out, as upstream's scenarios give them."""
        names = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas")
        status = self.web["status"]
        return {name: status.get(name, 0) for name in names} | {
            "terminatingReplicas": status.get("terminatingReplicas")
        }
