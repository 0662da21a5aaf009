import pytest
from lifecycle_builders import a_pod, a_state, an_object, stored

from cluster.core import engine
from cluster.core.controllers.resource_quota import CONTROLLER
from cluster.core.moves import Delete, Put
from cluster.core.objects import with_status


@pytest.fixture(autouse=True)
def _alone(only):
    only(CONTROLLER)


def used_after(*rounds, hard):
    state, _ = engine.commit(a_state(), [Put(an_object("ResourceQuota", "q", spec={"hard": hard}), "")], "you")
    for moves in rounds:
        state, _ = engine.commit(state, moves, "you")
        state, _ = engine.settle(state)
    assert engine.wake_at(state) is None
    return stored(state, "ResourceQuota", "q")["status"]


def asking(name, cpu):
    container = {"name": "c", "image": "nginx", "resources": {"requests": {"cpu": cpu}}}
    return a_pod(name, spec={"containers": [container]})


def test_it_says_what_is_allowed_and_used():
    pods = [Put(asking("a", "300m"), ""), Put(asking("b", "1"), "")]
    hard = {"pods": "5", "requests.cpu": "2", "count/configmaps": "9", "configmaps": "9"}
    used = {"configmaps": "1", "count/configmaps": "1", "pods": "2", "requests.cpu": "1300m"}
    assert used_after(pods, hard=hard) == {"hard": hard, "used": used}


def test_it_gives_back_what_is_no_longer_used():
    pods = [Put(a_pod(name), "") for name in "abc"]
    ends = [Delete(("Pod", "default", "a"), ""), Put(with_status(a_pod("b"), phase="Failed"), "", "status")]
    assert used_after(pods, hard={"pods": "5"})["used"] == {"pods": "3"}
    assert used_after(pods, ends, hard={"pods": "5", "count/pods": "9"})["used"] == {"count/pods": "2", "pods": "1"}
