"""A scenario of upstream's suites at hand: pods are let become ready by a person, as those tests do it."""

from cluster.core.acts import deployments as acts
from cluster.core.deployments import desired_replicas, find_new_replica_set, is_complete, max_surge, max_unavailable
from tests.core.traces.manifests import deployment, template
from tests.core.traces.player import Player

COUNTS = ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas", "unavailableReplicas")


class Scene(Player):
    """A scenario at hand: `case`, and what its actions expect."""

    def __init__(self, case):
        super().__init__()
        self.case = case
        self.then = [action.get("then", {}) for action in case["actions"]]
        self.holding, self.name, self.stay = False, "web", 0
        self.say_ready = lambda _image: not self.holding

    def begin(self, given=None, *, ready=True, stay=0, **more):
        """Create the Deployment; wait for its end if its pods may become ready."""
        given = given or self.case["given"]["deployment"]
        self.holding, self.stay = not ready, stay
        self.name = given.get("name", "web")
        manifest = deployment(given, name=self.name, gated=True, stay=stay, **more)
        manifest["spec"]["paused"] = given.get("paused", False)
        self.create(manifest)
        self.rest()

    def rest(self):
        """Until nothing has changed for 8 seconds, more than the suites' minReadySeconds but for the one of an hour."""
        self.until_quiet(8)

    @property
    def web(self):
        return self.get(self.name)

    @property
    def replica_sets(self):
        return acts.replica_sets_of(self.state, self.web)

    @property
    def new(self):
        return find_new_replica_set(self.web, self.replica_sets)

    def resize(self, **spec):
        self.change(self.web, **spec)
        self.rest()

    def renew(self, image, *, ready=True, **spec):
        """Another image in the template, perhaps more in the same write."""
        self.holding = not ready
        labels = self.web["spec"]["selector"]["matchLabels"]
        self.resize(template=template(labels, image, gated=True, stay=self.stay), **spec)

    def mark_ready(self):
        """Open the gate of all pods, those to come as well."""
        self.holding = False
        for pod in self.of_kind("Pod"):
            if "deletionTimestamp" not in pod["metadata"]:
                self.open_gate(pod)
        self.rest()

    def remove_terminating(self):
        for pod in self.terminating():
            self.delete(pod, grace_period_seconds=0)
        self.rest()

    def counts(self):
        status = self.web["status"]
        return {name: status.get(name, 0) for name in COUNTS} | {
            "terminatingReplicas": status.get("terminatingReplicas")
        }

    def is_complete(self):
        return is_complete(self.web)

    def keep_limits(self):
        """From now on, at every step, the limits that upstream's tests poll for."""
        most = desired_replicas(self.web) + max_surge(self.web)
        least = desired_replicas(self.web) - max_unavailable(self.web)

        def judge():
            assert sum(map(desired_replicas, self.replica_sets)) <= most
            assert self.web["status"].get("availableReplicas", 0) >= least

        self.watchers.append(judge)
