"""Clusters as a learner brings them about, in memory: acts, and seconds that pass."""

from abc import ABC, abstractmethod

from cluster.core import bootstrap, engine, manifests
from cluster.core.acts import deployments, nodes, objects
from cluster.core.state import State

START = 1_767_225_600_000
KEY = ("Deployment", "default", "web")

WEB = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.27"}]}
"""
ASKING = WEB.replace('"nginx:1.27"}', '"nginx:1.27", resources: {requests: {cpu: %s, memory: 256Mi}}}')
"""The same with requests; the amount of CPU is to be filled in."""
SETTLED = 60
"""Seconds after which it is at rest."""


class World:
    """A cluster whose time passes when a test says so."""

    def __init__(self, text: str = WEB, seed: str = "seed") -> None:
        self.state: State = bootstrap.new_state(seed, START, 3)[0]
        for document in manifests.read(text):
            self.act(lambda state, document=document: objects.apply(state, document).moves)

    def act(self, moves_fn) -> "World":
        self.state = engine.commit(self.state, moves_fn(self.state), "you")[0]
        return self

    def passes(self, seconds: float) -> "World":
        self.state = engine.run(self.state, self.state.now + round(seconds * 1000))[0]
        return self

    def set_image(self, image: str) -> "World":
        return self.act(lambda state: deployments.set_image(state, KEY, "nginx", image))

    def scale(self, replicas: int) -> "World":
        return self.act(lambda state: deployments.scale(state, KEY, replicas))

    def pause(self) -> "World":
        return self.act(lambda state: deployments.pause(state, KEY))

    def undo(self) -> "World":
        return self.act(lambda state: deployments.undo(state, KEY))

    def unplug(self, name: str) -> "World":
        return self.act(lambda state: nodes.unplug(state, ("Node", "", name)))

    def cordon(self, name: str) -> "World":
        return self.act(lambda state: nodes.cordon(state, ("Node", "", name)))


class Noted(World, ABC):
    """A world that has each step's changes noted, with the state after them in `state`."""

    @abstractmethod
    def note(self, changes) -> None:
        """What a step changed."""

    def act(self, moves_fn) -> "Noted":
        self.state, changes = engine.commit(self.state, moves_fn(self.state), "you")
        self.note(changes)
        return self

    def passes(self, seconds: float) -> "Noted":
        until = self.state.now + round(seconds * 1000)
        while True:
            self.state, step = engine.step(self.state, until)
            if step is None:
                self.state = self.state._replace(now=until)
                return self
            self.note(step.changes)
