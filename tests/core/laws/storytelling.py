"""One long story with a bit of everything; run as a program it prints a fingerprint of its log."""

import sys
from copy import deepcopy
from hashlib import sha256

from cluster.core import engine
from cluster.core.acts import deployments, nodes, objects
from cluster.core.controllers import CONTROLLERS
from cluster.core.moves import Wake
from tests.core.laws.acting import manifest
from tests.core.laws.living import Living

WEB = ("Deployment", "default", "web")
SERVICE = {
    "apiVersion": "v1",
    "kind": "Service",
    "metadata": {"name": "web"},
    "spec": {"selector": {"app": "web"}, "ports": [{"port": 80}]},
}


def chapters():
    """The acts, each with the seconds after it."""
    yield 0, lambda state: objects.apply(state, SERVICE).moves
    yield 9, lambda state: objects.apply(state, manifest("web", 4, "img:1", ("25%", "25%"), False, 0)).moves
    yield 2, lambda state: deployments.set_image(state, WEB, "c", "img:2")
    yield 40, lambda state: deployments.set_image(state, WEB, "c", "img:crash")
    yield 5, lambda state: deployments.undo(state, WEB)
    yield 8, lambda state: deployments.scale(state, WEB, 7)
    yield 400, lambda state: nodes.unplug(state, ("Node", "", "node-2"))
    yield 30, lambda state: nodes.plug_in(state, ("Node", "", "node-2"))
    yield 60, lambda state: objects.delete(state, WEB, "Foreground")


def told(seed="story", judge=None):
    """The cluster that lived through the story; `judge(living)` is called a few times a chapter."""
    living = Living(seed)
    for seconds, act in chapters():
        assert living.act(act, "story")
        for _ in range(5):
            due = engine.wake_at(living.state)
            if judge is not None:
                judge(living)
            if due is not None:
                living.step(due)
        living.run(seconds)
    return living


def fingerprint(living):
    """A text that is the same for the same log, byte for byte, and the same waiting work."""
    text = f"{living.log!r} {engine.dump_queue(living.state.queue)!r}"
    return sha256(text.encode()).hexdigest()


def judge_controllers(living):
    """Every controller wishes the same twice of everything it looks after, and leaves its input alone."""
    kept = deepcopy(dict(living.state.objects))
    for position, key in engine.resync(living.state).queue.items:
        once, again = (list(CONTROLLERS[position].reconcile(living.state, key)) for _ in range(2))
        assert once == again, (CONTROLLERS[position].name, key)
    assert dict(living.state.objects) == kept


def judge_repetition(living):
    """Who looks again and again at the same key soon wishes nothing more: a ReplicaSet counts its pods, then rests."""
    entry = living.state.queue.peek()
    if entry is None:
        return
    due, position, key = entry
    state = living.state._replace(now=max(due, living.state.now))
    for _ in range(4):
        moves = [move for move in CONTROLLERS[position].reconcile(state, key) if not isinstance(move, Wake)]
        state, changes = engine.commit(state, moves, CONTROLLERS[position].actor_for(state, key))
    assert changes == (), (CONTROLLERS[position].name, key)


if __name__ == "__main__":
    sys.stdout.write(fingerprint(told()))
