"""Who acted last, named beside what it touched."""

import orjson
import pytest

from cluster.core import bootstrap, engine, replay, story
from cluster.core.acts import deployments, nodes
from cluster.core.moves import Delete
from cluster.store import Entry
from playground.sandbox.picture.captions import captions
from playground.sandbox.picture.deeds import deed
from tests.worlds import KEY, WEB, World

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
    "you": (0, "Deployment", "you", "changed nginx from nginx:1.27 to nginx:1.28"),
    "the Deployment's arithmetic": (
        30,
        "Deployment",
        "deployment-controller",
        "3 wanted + maxSurge 1 = at most 4 pods",
    ),
    "what became of it": (30, "ReplicaSet", "deployment-controller", "created it with 1 replica"),
    "what a ReplicaSet misses": (
        90,
        "ReplicaSet",
        "replicaset-controller",
        "counted 1 wanted, 0 active: 1 missing, so 1 created",
    ),
    "who joined a Service": (3500, "Service", "endpoint-controller", "counted 4 endpoints, 4 of them ready: web-"),
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
    assert caption.text.startswith(f"took {pod['metadata']['name'][-5:]} on: image nginx:1.28 is not yet on node-")
    assert all_captions["Pod", "default", pod["metadata"]["name"]].text == "prepares nginx"


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


READING = {
    "Pod p: Pending → Running, ready": "started it, ready",
    "Pod p: container c ErrImagePull": "cannot pull the image",
    "Pod p: container c ImagePullBackOff, container d ImagePullBackOff": "waits before pulling the image again",
    "Pod p: no longer ready, container c CrashLoopBackOff": "marked it not ready, waits before starting c again",
    "Pod p: container c RunContainerError": "reported RunContainerError of c",
    "removed Pod p": "removed it",
    "ReplicaSet p: 2 ready (was 3), 2 available (was 3)": "counted 2 ready (was 3), 2 available (was 3)",
    "Deployment p: scaled from 3 to 2, paused": "scaled it from 3 to 2, paused it",
    "Node p: falls silent": "pulled its plug",
    "Node p: runs again": "plugged it in again",
    "Node p: taints none, Ready": "took its taints away, marked it Ready",
    "Node p: taints node.kubernetes.io/unreachable:NoSchedule, a.b/c:NoExecute, no longer Ready": (
        "set its taints: unreachable:NoSchedule, a.b/c:NoExecute, marked it not Ready"
    ),
    "Deployment p: something new, paused": "something new, paused it",
}


@pytest.mark.parametrize(("what", "reads"), READING.items(), ids=READING)
def test_it_reads_as_what_the_actor_did(what, reads):
    kind = next(word for word in ("Pod", "ReplicaSet", "Deployment", "Node") if word in what)
    assert deed(Entry(1, 1, 0, "somebody", "why", what, False, "update", kind, "", "p", "{}")) == reads


def acted(*changes, after=()):
    """The captions of what people did, in these steps."""
    return captions([*after, *(entry(one) for step in changes for one in step)])


def test_a_reset_leaves_nothing_to_say():
    state, log = rolled(1000)
    _, gone = engine.commit(state, [Delete(key, "you reset the cluster") for key in state.objects], "you")
    _, made = bootstrap.new_state("again", state.now)
    assert acted(gone, after=log)
    assert acted(gone, made, after=log) == {}


def test_going_back_is_nobodys_deed():
    state, log = rolled(1000)
    later, pulled = engine.commit(state, nodes.unplug(state, ("Node", "", "node-1")), "you")
    _, back = replay.put_back(later, state, "you", "you took back “x” and went back to 00:01:01 (revision 90)")
    assert ("Node", "", "node-1") in {one.key for one in back}
    assert acted(back, after=log) == captions(log) != acted(pulled, after=log)
