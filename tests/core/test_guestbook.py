"""The guestbook of agnhost: a front, a primary that keeps entries, replicas that tell them."""

import pytest

from cluster.core import engine, guestbook, http_answers, network
from cluster.core.http_answers import Request
from cluster.core.moves import Put
from tests.core.lived_in import deployment, lived_in, service

IMAGE = "registry.k8s.io/e2e-test-images/agnhost:2.53"
BACK = ["guestbook", "--http-port", "6379"]


def tier(name, port, *args):
    made = deployment(name, IMAGE, 1)
    made["spec"]["template"]["spec"]["containers"][0]["args"] = list(args)
    found = service(name)
    found["spec"]["ports"] = [{"port": port, "targetPort": port}]
    return made, found


@pytest.fixture(scope="module")
def state():
    replica = tier("agnhost-replica", 6379, *BACK, "--replicaof", "agnhost-primary")
    return lived_in(*tier("agnhost-primary", 6379, *BACK), *replica, *tier("frontend", 80, "guestbook"))


def ask(state, path, name="frontend", port=80):
    place = network.through(state, state.get("Service", "default", name), port)
    return http_answers.ask(state, place, Request(path=path), state.now)


def test_it_keeps_what_it_is_told(state):
    assert ask(state, "/guestbook?cmd=get&key=messages").body == '{"data":""}'
    told = ask(state, "/guestbook?cmd=set&key=messages&value=Hello+to%20all")
    assert told.body == '{"message":"Updated"}'
    kept = guestbook.with_entry(state.at(told.kept.keeper), told.kept.entry)
    state, _ = engine.commit(state, [Put(kept, "")], "you")
    assert ask(state, "/guestbook?cmd=get&key=messages").body == '{"data":"Hello to all"}'
    assert ask(state, "/get", "agnhost-replica", 6379).body == '{"data":{"messages":"Hello to all"}}'


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/guestbook?cmd=drop", 400),
        ("/guestbook?cmd=set&value=a", 400),
        ("/set?value=a", 400),
        ("/other", 404),
        ("/get?key=a", 200),
    ],
)
def test_it_refuses_what_makes_no_sense(state, path, status):
    assert ask(state, path).status == status


def test_the_front_says_what_it_cannot_reach():
    alone = lived_in(*tier("frontend", 80, "guestbook"))
    assert (found := ask(alone, "/guestbook?cmd=get&key=a")).status == 400
    assert "no such host" in found.body
    empty = lived_in(*tier("frontend", 80, "guestbook"), tier("agnhost-replica", 6379, *BACK)[1])
    assert ask(empty, "/guestbook?cmd=get&key=a").status == 417
