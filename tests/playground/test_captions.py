"""Who acted last, named beside what it touched."""

import orjson
import pytest

from cluster.core import engine, story
from cluster.core.acts import deployments
from cluster.store import Entry
from playground.sandbox.picture.captions import captions
from tests.playground.worlds import KEY, WEB, World

SETTLED = 60
SERVICE = "---\napiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: web}, ports: [{port: 80}]}"


def entry(change):
    telling = story.tell(change)
    text = orjson.dumps(change.object).decode()
    who = change.revision, change.step, change.now, change.actor, change.reason
    return Entry(*who, telling.what, telling.quiet, change.verb, *change.key, text)


def rolled(ms):
    """A rollout that began `ms` before: its state and its log."""
    state = World(WEB + SERVICE).passes(SETTLED).state
    moves = deployments.set_image(state, KEY, "nginx", "nginx:1.28")
    state, changes = engine.commit(state, moves, "you")
    state, steps = engine.run(state, state.now + ms)
    return state, [entry(one) for one in (*changes, *(one for step in steps for one in step.changes))]


def new_replica_set(state):
    return max(
        state.of_kind("ReplicaSet"), key=lambda rs: rs["metadata"]["annotations"]["deployment.kubernetes.io/revision"]
    )


def found(ms, kind, name=None):
    state, log = rolled(ms)
    name = name or {"ReplicaSet": new_replica_set(state)["metadata"]["name"]}.get(kind, "web")
    return captions(log)[kind, "" if kind == "Node" else "default", name]


TOLD = {
    "you": (0, "Deployment", "you", "image of nginx nginx:1.27 → nginx:1.28"),
    "the Deployment's arithmetic": (
        30,
        "Deployment",
        "deployment-controller",
        "3 wanted + maxSurge 1 = at most 4 pods",
    ),
    "what became of it": (30, "ReplicaSet", "deployment-controller", "created with 1 replica"),
    "what a ReplicaSet misses": (
        90,
        "ReplicaSet",
        "replicaset-controller",
        "1 wanted, 0 active: 1 missing, so 1 created",
    ),
    "who joined a Service": (3500, "Service", "endpoint-controller", "4 endpoints, 4 of them ready: web-"),
}


@pytest.mark.parametrize(("ms", "kind", "actor", "text"), TOLD.values(), ids=TOLD)
def test_it_names_the_actor_beside_what_it_touched(ms, kind, actor, text):
    caption = found(ms, kind)
    assert caption.actor == actor
    assert text in caption.text


def test_it_names_who_works_on_a_node_and_for_which_pod():
    state, log = rolled(1000)
    (pod,) = state.dependents(new_replica_set(state)["metadata"]["uid"], "Pod")
    all_captions = captions(log)
    caption = all_captions["Node", "", pod["spec"]["nodeName"]]
    assert (caption.actor, caption.is_last) == ("kubelet", True)
    assert caption.text.startswith(f"{pod['metadata']['name'][-5:]}: the kubelet of node-")
    assert all_captions["Pod", "default", pod["metadata"]["name"]].text == "container nginx ContainerCreating"


def test_it_marks_only_what_the_newest_step_touched():
    _, log = rolled(1000)
    steps = {caption.step for caption in captions(log).values() if caption.is_last}
    assert len(steps) == 1
    assert max(caption.step for caption in captions(log).values()) in steps


def test_it_prefers_a_decision_to_a_report_that_follows_at_once():
    _, log = rolled(4500)
    reports = [
        one for one in log if one.actor == "deployment-controller" and one.kind == "Deployment" and not one.quiet
    ]
    assert "ready" in reports[-1].what
    assert "at most 4 pods in all" in captions(log)["Deployment", "default", "web"].text


def test_it_forgets_what_is_long_past():
    _, log = rolled(0)
    later = [
        log[0]._replace(revision=9999, step=9999, now=log[0].now + 60_000, kind="Node", namespace="", name="node-1")
    ]
    assert list(captions(log + later)) == [("Node", "", "node-1")]


def test_it_says_nothing_of_an_empty_log():
    assert captions([]) == {}
