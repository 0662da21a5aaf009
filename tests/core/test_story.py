"""The log in words: each change says what became of which object."""

import pytest

from cluster.core import story
from cluster.core.acts import nodes, objects
from tests.core.laws.acting import manifest
from tests.core.laws.living import Living
from tests.core.laws.storytelling import told

TOLD = [(change, story.tell(change)) for change in told().log]
PHRASES = {
    "a new Deployment": "created Deployment web with 4 replicas",
    "another image": "Deployment web: image of c img:1 → img:2",
    "another size": "Deployment web: scaled from 4 to 7",
    "a pod on its node": ": bound to node-",
    "a pod that runs": "Pending → Running, ready",
    "a pod that goes": ": marked for deletion",
    "a pod that is gone": "removed Pod web-",
    "a pod that crashes": "container c CrashLoopBackOff",
    "a pod that starts again": "restarted (restart 1)",
    "a rollout that is done": "Progressing: NewReplicaSetAvailable",
    "a lost node": "Node node-2: taints node.kubernetes.io/unreachable:NoSchedule",
    "a machine that goes dark": "Node node-2: falls silent",
    "a machine that is back": "Node node-2: runs again",
    "a node that is fine": "Node node-2: taints none",
}


@pytest.mark.parametrize("phrase", PHRASES.values(), ids=PHRASES)
def test_it_is_told(phrase):
    assert any(phrase in telling.what for _, telling in TOLD)


def test_every_change_has_an_actor_a_reason_and_one_line():
    for change, telling in TOLD:
        assert change.actor
        assert change.reason
        assert "\n" not in telling.what + change.reason, change.reason


def test_nothing_that_happens_to_a_pod_of_its_own_is_bookkeeping():
    loud = {change.key[0] for change, telling in TOLD if not telling.quiet}
    assert loud >= {"Deployment", "ReplicaSet", "Pod", "Node"}
    assert not loud & {"Event", "Endpoints", "EndpointSlice"}


def test_paused_and_cordoned_are_said():
    living = Living()
    paused = manifest("web", 1, "img:1", (1, 0), False, 0)
    living.act(lambda state: objects.apply(state, paused).moves, "apply")
    paused["spec"]["paused"] = True
    living.act(lambda state: objects.apply(state, paused).moves, "apply")
    assert "paused" in story.tell(living.log[-1]).what
    living.act(lambda state: nodes.cordon(state, ("Node", "", "node-1")), "cordon")
    assert story.tell(living.log[-1]).what == "Node node-1: cordoned"
