"""The pages of a sandbox."""

import pytest

from cluster import store
from playground.sandbox.keeping import SANDBOXES_PER_VISITOR
from playground.sandbox.models import Sandbox
from tests.worlds import WEB

HTMX = {"HTTP_HX_REQUEST": "true"}
DEPLOYMENT = {"kind": "Deployment", "namespace": "default", "name": "web"}


def state_of(sandbox):
    return store.load(sandbox.cluster_id)


def act(who, **fields):
    client, sandbox = who
    return client.post(f"/s/{sandbox.name}/act", fields, **HTMX)


def turn(who, **fields):
    client, sandbox = who
    return client.post(f"/s/{sandbox.name}/clock", fields, **HTMX)


@pytest.fixture
def web(alice):
    client, sandbox = alice
    store.pause(sandbox.cluster_id)
    client.post(f"/s/{sandbox.name}/apply", {"manifest": WEB})
    return alice


def test_it_lists_ones_own_sandboxes(alice, charlie):
    page = alice[0].get("/").content.decode()
    assert alice[1].name in page
    assert charlie[1].name not in page


def test_it_gives_a_visitor_so_many_sandboxes_and_no_more(alice):
    for _ in range(SANDBOXES_PER_VISITOR - 1):
        assert alice[0].post("/sandboxes/").status_code == 302
    answer = alice[0].post("/sandboxes/")
    assert (answer.status_code, Sandbox.objects.count()) == (403, SANDBOXES_PER_VISITOR)
    assert "Delete one of them first" in answer.content.decode()


def test_it_shows_the_cluster_at_once_without_waiting_for_the_feed(web):
    page = web[0].get(f"/s/{web[1].name}/").content.decode()
    assert f'data-revision="{state_of(web[1]).revision}"' in page
    assert "you applied a manifest: deployment.apps/web is new" in page


def test_it_applies_each_document_on_its_own(alice):
    client, sandbox = alice
    text = f"{WEB}---\n{WEB.replace('name: web}', 'name: other}').replace('replicas:', 'replica:')}"
    page = client.post(f"/s/{sandbox.name}/apply", {"manifest": text}).content.decode()
    assert "deployment.apps/web created" in page
    assert "Deployment other: " in page
    assert [d["metadata"]["name"] for d in state_of(sandbox).of_kind("Deployment")] == ["web"]


ACTS = {
    "set-image": (
        {"container": "nginx", "image": "nginx:1.28"},
        "set image deployment/web nginx=nginx:1.28",
        "image updated",
    ),
    "scale": ({"replicas": "5"}, "scale deployment/web --replicas=5", "scaled"),
    "restart": ({}, "rollout restart deployment/web", "restarted"),
    "pause": ({}, "rollout pause deployment/web", "paused"),
    "delete": ({}, "delete deployment/web", "deleted from default namespace"),
}


@pytest.mark.parametrize(("name", "case"), ACTS.items(), ids=ACTS)
def test_it_acts_and_answers_as_kubectl_does(web, name, case):
    fields, command, done = case
    before = state_of(web[1]).revision
    page = act(web, act=name, **DEPLOYMENT, **fields).content.decode()
    assert f"$ kubectl {command}" in page
    assert done in page
    assert state_of(web[1]).revision > before


REFUSALS = {
    "unknown act": ({"act": "dance", **DEPLOYMENT}, "There is no such act."),
    "act of another kind": ({"act": "cordon", **DEPLOYMENT}, "There is no such act."),
    "object gone": ({"act": "pause", **DEPLOYMENT, "name": "gone"}, "deployments.apps &quot;gone&quot; not found"),
    "node gone": ({"act": "unplug", "kind": "Node", "name": "gone"}, "nodes &quot;gone&quot; not found"),
    "no number": ({"act": "scale", **DEPLOYMENT, "replicas": "many"}, "replicas must be a whole number"),
    "below zero": ({"act": "scale", **DEPLOYMENT, "replicas": "-1"}, "must be greater than or equal to 0"),
    "nothing to undo": ({"act": "undo", **DEPLOYMENT}, "no rollout history found"),
    "node is there": ({"act": "add-node", "kind": "Node", "name": "node-1"}, "already exists"),
    "no name for a node": ({"act": "add-node", "kind": "Node", "name": "No Name"}, "is invalid"),
}


@pytest.mark.parametrize(("fields", "sentence"), REFUSALS.values(), ids=REFUSALS)
def test_it_refuses_in_one_sentence_and_changes_nothing(web, fields, sentence):
    before = state_of(web[1]).revision
    answer = act(web, **fields)
    assert sentence in answer.content.decode()
    assert "refused" in answer.headers["HX-Trigger"]
    assert state_of(web[1]).revision == before


def test_it_adds_a_node(alice):
    assert "node/node-9 joined the cluster" in act(alice, act="add-node", kind="Node", name="node-9").content.decode()
    assert state_of(alice[1]).get("Node", "", "node-9")


@pytest.mark.parametrize(("fields", "paused", "speed"), [
    ({"verb": "pause"}, True, 1),
    ({"verb": "resume"}, False, 1),
    ({"verb": "step"}, True, 1),
    ({"verb": "next"}, True, 1),
    ({"verb": "speed", "speed": "20.0"}, False, 20),
    ({"verb": "speed", "stop": "0"}, False, 0.1),
], ids=lambda value: value.get("verb") if isinstance(value, dict) else None)  # fmt: skip
def test_it_turns_the_clock(alice, fields, paused, speed):
    assert turn(alice, **fields).status_code == 204
    clock = store.clock(alice[1].cluster_id)
    assert (clock.paused, clock.speed) == (paused, speed)


@pytest.mark.parametrize("speed", ["", "fast", "0", "-1", "1000", "nan", "inf", "1e999"])
def test_it_refuses_a_speed_that_is_none(alice, speed):
    assert "speed" in turn(alice, verb="speed", speed=speed).content.decode()
    assert store.clock(alice[1].cluster_id).speed == 1


def test_it_steps_from_one_controller_to_the_next(web):
    seen = []
    for _ in range(3):
        turn(web, verb="step")
        seen.append(store.newest_changes(web[1].cluster_id, 1, state_of(web[1]).revision)[0].actor)
    assert seen[:2] == ["deployment-controller", "replicaset-controller"]


@pytest.mark.parametrize("kind", ["Deployment", "ReplicaSet", "Pod", "Node", "Service", "Namespace", "ConfigMap"])
def test_it_opens_any_object_as_a_panel_and_as_a_page(web, kind):
    client, sandbox = web
    store.skip_to_next(sandbox.cluster_id)
    store.skip_to_next(sandbox.cluster_id)
    obj = next(iter(state_of(sandbox).of_kind(kind)))
    address = f"/s/{sandbox.name}/object/{kind}/{obj['metadata'].get('namespace', '-')}/{obj['metadata']['name']}"
    panel, page = client.get(address, **HTMX), client.get(address)
    assert "<html" not in panel.content.decode()
    assert "What you can do" in panel.content.decode()
    assert "What kubectl can do" in page.content.decode()


def test_it_says_that_an_object_is_gone_and_shows_its_history(web):
    client, sandbox = web
    act(web, act="delete", **DEPLOYMENT)
    page = client.get(f"/s/{sandbox.name}/object/Deployment/default/web", **HTMX).content.decode()
    assert "This object is gone." in page
    assert page.index("removed Deployment web") < page.index("created Deployment web")


def test_it_resets_to_an_empty_cluster(web):
    web[0].post(f"/s/{web[1].name}/reset")
    assert list(state_of(web[1]).of_kind("Deployment")) == []
