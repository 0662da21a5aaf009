"""A cluster in memory with its log as the store would keep it: rows in words."""

from collections import namedtuple

from cluster.core import bootstrap, story
from cluster.core.acts import nodes, objects
from tests.worlds import START, WEB, Noted

SERVICE = """---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
MANIFEST = WEB + SERVICE
Row = namedtuple("Row", "revision step now actor reason what quiet verb kind namespace name object")


def row_of(change):
    """The row that a change becomes."""
    what, quiet = story.tell(change)
    head = (change.revision, change.step, change.now, change.actor, change.reason)
    return Row(*head, what, quiet, change.verb, *change.key, change.object)


class Recorded(Noted):
    """A world that keeps its log; `states` has the state after each step, by its revision."""

    def __init__(self, text=MANIFEST, seed="seed"):
        self.rows, self.states = [row_of(change) for change in bootstrap.new_state(seed, START, 3)[1]], {}
        super().__init__(text, seed)

    def note(self, changes):
        self.rows += [row_of(change) for change in changes]
        self.states[self.state.revision] = self.state

    def delete(self, *key):
        return self.act(lambda state: objects.delete(state, key))

    def plug_in(self, name):
        return self.act(lambda state: nodes.plug_in(state, ("Node", "", name)))
