"""A cluster in memory with its log as the store would keep it: rows in words."""

from typing import NamedTuple

from cluster.core import bootstrap, engine, manifests, story, times
from cluster.core.acts import deployments, nodes, objects

START = times.to_ms("2026-01-01T00:00:00Z")
WEB = ("Deployment", "default", "web")
MANIFEST = """apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: 3
  selector: {matchLabels: {app: web}}
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: nginx, image: "nginx:1.27"}]}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""


class Row(NamedTuple):
    """One row of the log."""

    revision: int
    step: int
    now: int
    actor: str
    reason: str
    what: str
    quiet: bool
    verb: str
    kind: str
    namespace: str
    name: str
    object: dict


def row_of(change):
    """The row that a change becomes."""
    what, quiet = story.tell(change)
    head = (change.revision, change.step, change.now, change.actor, change.reason)
    return Row(*head, what, quiet, change.verb, *change.key, change.object)


class Recorded:
    """A cluster whose time passes when a test says so; `states` has the state after each step, by its revision."""

    def __init__(self, text=MANIFEST, seed="seed"):
        self.state, changes = bootstrap.new_state(seed, START, 3)
        self.rows, self.states = [row_of(change) for change in changes], {}
        for document in manifests.read(text):
            self.act(lambda state, document=document: objects.apply(state, document).moves)

    def note(self, changes):
        self.rows += [row_of(change) for change in changes]
        self.states[self.state.revision] = self.state

    def act(self, moves_of):
        self.state, changes = engine.commit(self.state, moves_of(self.state), "you")
        self.note(changes)
        return self

    def passes(self, seconds):
        until = self.state.now + round(seconds * 1000)
        while True:
            self.state, step = engine.step(self.state, until)
            if step is None:
                self.state = self.state._replace(now=until)
                return self
            self.note(step.changes)

    def set_image(self, image):
        return self.act(lambda state: deployments.set_image(state, WEB, "nginx", image))

    def scale(self, size):
        return self.act(lambda state: deployments.scale(state, WEB, size))

    def delete(self, *key):
        return self.act(lambda state: objects.delete(state, key))

    def unplug(self, name):
        return self.act(lambda state: nodes.unplug(state, ("Node", "", name)))

    def plug_in(self, name):
        return self.act(lambda state: nodes.plug_in(state, ("Node", "", name)))
