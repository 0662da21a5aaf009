from lifecycle_builders import a_pod, a_state, names, put, stored

from cluster.core import engine
from cluster.core.controllers import pod_gc
from cluster.core.deletion import delete
from cluster.core.moves import Delete, Put
from cluster.core.objects import with_spec, with_status

NODE = ("Node", "", "node-1")


def run(only, state, moves, milliseconds):
    only(pod_gc.CONTROLLER, pod_gc.LOST_NODES)
    state, _ = engine.commit(state, moves, "you")
    return engine.run(state, state.now + milliseconds)


def test_it_removes_the_pods_of_a_lost_node_after_forty_seconds(only):
    state = a_state(a_pod(node="node-1"), a_pod("web-2", node="node-2"))
    early, _ = run(only, state, [Delete(NODE, "")], 39_999)
    late, steps = run(only, state, [Delete(NODE, "")], 40_000)
    assert (names(early), names(late)) == (["web-1", "web-2"], ["web-2"])
    failed, gone = steps[0].changes
    assert failed.object["status"]["phase"] == "Failed"
    assert failed.object["status"]["conditions"][0]["message"] == "PodGC: node no longer exists"
    assert gone.verb == "delete"
    assert steps[0].actor == "pod-garbage-collector"


def test_it_gives_a_node_time_to_come_back(only):
    state = a_state(a_pod(node="node-1"))
    node = stored(state, *NODE[::2], "")
    state, _ = run(only, state, [Delete(NODE, ""), Put(node, "")], 60_000)
    assert names(state) == ["web-1"]


def test_it_removes_a_pod_that_is_put_on_no_node_at_all(only):
    state, _ = run(only, a_state(), [Put(a_pod(node="nowhere"), "")], 40_000)
    assert names(state) == []


def test_it_fails_a_terminating_pod_that_was_never_on_a_node(only):
    state = a_state(a_pod(phase="Pending", metadata={"finalizers": ["x/y"]}))
    state, _ = run(only, state, delete(state, ("Pod", "default", "web-1")), 20_000)
    assert stored(state, "Pod", "web-1")["status"]["phase"] == "Failed"
    assert engine.wake_at(state) is None


def test_it_removes_terminating_pods_of_a_node_that_is_out_of_service(only):
    state = a_state(a_pod(node="node-1"), a_pod("web-2", node="node-1"))
    node = with_status(stored(state, *NODE[::2], ""), conditions=[{"type": "Ready", "status": "Unknown"}])
    tainted = with_spec(node, taints=[{"key": "node.kubernetes.io/out-of-service", "effect": "NoExecute"}])
    moves = [*delete(state, ("Pod", "default", "web-1")), Put(tainted, "")]
    state, _ = run(only, state, moves, 20_000)
    assert names(state) == ["web-2"]
    state, _ = run(only, state, delete(state, ("Pod", "default", "web-2")), 20_000)
    assert names(state) == []


def test_it_removes_evicted_and_old_finished_pods_above_the_threshold():
    pods = [
        a_pod("running"),
        *(a_pod(name, phase="Succeeded") for name in ("one", "three", "two")),
        a_pod("evicted", phase="Failed", status={"reason": "Evicted"}),
    ]
    state = a_state(*pods)
    gone = [move.key[2] for move in pod_gc.gc_terminated(state, threshold=2)]
    assert gone == ["evicted", "one"]
    assert list(pod_gc.gc_terminated(state)) == []


def test_it_is_called_when_too_many_pods_have_finished(monkeypatch, only):
    monkeypatch.setattr(pod_gc, "TERMINATED_POD_THRESHOLD", 1)
    state = put(a_state(), a_pod("a", phase="Failed"))
    only(pod_gc.CONTROLLER)
    state, _ = engine.commit(state, [Put(a_pod("b", phase="Failed"), "")], "you")
    assert engine.wake_at(state) == state.now + 20_000
