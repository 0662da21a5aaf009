from copy import deepcopy
from dataclasses import replace

import pytest
from lifecycle_builders import (
    NOW,
    RS,
    a_pod,
    a_replica_set,
    a_state,
    an_object,
    apply,
    cases,
    events,
    name_of,
    names,
    owner,
    put,
    stored,
)

from cluster.core import engine, times
from cluster.core.controllers.replicaset import CONTROLLER
from cluster.core.controllers.replicaset.pod_control import pod_from_template, pods_prefix, slow_start_batch
from cluster.core.controllers.replicaset.sync import manage_replicas, reconcile, retry_delay
from cluster.core.deletion import delete
from cluster.core.moves import Delete, Emit, Put, Wake
from cluster.core.objects import with_spec


def sync(state):
    return apply(state, *reconcile(state, RS), actor=CONTROLLER.name)


def pods_of(moves):
    return [move.object for move in moves if isinstance(move, Put) and move.object["kind"] == "Pod"]


def running(state, count, **parts):
    own = owner(stored(state, "ReplicaSet", "web")["metadata"]["uid"])
    return put(state, *(a_pod(f"web-{n}", owners=[own], ready="True", **parts) for n in range(count)))


def quota(**hard):
    return an_object("ResourceQuota", "q", spec={"hard": hard})


@pytest.mark.parametrize("case", cases("replica_set_test.json", "slow-start/"), ids=name_of)
def test_it_starts_slowly(case):
    given, expected, calls = case["given"], case["expect"], []

    def call():
        calls.append(1)
        return None if len(calls) <= given["calls_that_succeed_first"] else "refused"

    successes, error = slow_start_batch(given["count"], given["initial_batch"], call)
    found = {"successes": successes, "error": error is not None, "calls_made": len(calls)}
    assert found == expected


@pytest.mark.parametrize("case", cases("replica_set_test.json", "burst/"), ids=name_of)
def test_it_makes_and_deletes_a_burst_at_a_time(case):
    given, expected = case["given"], case["expect"]
    state = a_state(a_replica_set(given["replicas"]))
    done = {"created_per_sync": [], "deleted_per_sync": []}
    for word, wanted in (("created_per_sync", given["replicas"]), ("deleted_per_sync", 0)):
        state = put(state, with_spec(stored(state, *RS[::2]), replicas=wanted))
        while len(names(state)) != wanted:
            before = len(names(state))
            rs, pods = stored(state, *RS[::2]), list(state.of_kind("Pod"))
            state = apply(state, *manage_replicas(state, rs, pods, given["burst_replicas"]).moves)
            done[word].append(abs(len(names(state)) - before))
    assert done == {word: expected[word] for word in done}


def test_it_is_satisfied_with_the_right_number():  # sync/satisfied
    state = running(a_state(a_replica_set(2)), 2)
    moves = list(reconcile(state, RS))
    assert [move.subresource for move in moves] == ["status"]
    assert list(reconcile(apply(state, *moves), RS)) == []


def test_it_stops_after_the_first_batch_with_an_error():  # sync/create-limit
    state = a_state(quota(pods="10"), a_replica_set(100))
    moves = list(reconcile(state, RS))
    assert len(pods_of(moves)) == 10
    assert len([move for move in moves if isinstance(move, Emit)]) == 15


def test_it_tells_what_it_made():
    state = sync(a_state(a_replica_set(2)))
    assert sorted(events(state)) == [("SuccessfulCreate", f"Created pod: {name}") for name in names(state)]
    assert {pod["metadata"]["generateName"] for pod in state.of_kind("Pod")} == {"web-"}


def test_it_writes_the_old_counts_with_new_pods_and_the_new_ones_after():
    first = sync(a_state(a_replica_set(2)))
    assert stored(first, *RS[::2])["status"] == {"replicas": 0, "terminatingReplicas": 0, "observedGeneration": 1}
    assert stored(sync(first), *RS[::2])["status"]["replicas"] == 2


def test_it_explains_with_numbers():
    moves = list(reconcile(running(a_state(a_replica_set(3)), 1), RS))
    assert moves[0].reason == "3 wanted, 1 active: 2 missing"
    state = running(a_state(a_replica_set(1)), 2, metadata={})
    state = put(state, {**stored(state, "Pod", "web-1"), "status": {"phase": "Pending"}})
    reason = next(move for move in reconcile(state, RS) if isinstance(move, Delete)).reason
    assert reason == "2 active, 1 wanted: 1 too many; web-1 goes first: it has not started"


def test_it_replaces_terminating_and_finished_pods():
    state = running(a_state(a_replica_set(2)), 2, node="node-1")
    state = apply(state, *delete(state, ("Pod", "default", "web-0")))
    state = put(state, {**stored(state, "Pod", "web-1"), "status": {"phase": "Failed"}})
    moves = list(reconcile(state, RS))
    assert len(pods_of(moves)) == 2
    assert moves[-1].object["status"] == {"replicas": 0, "terminatingReplicas": 1, "observedGeneration": 1}


def test_it_leaves_pods_of_a_deleted_replica_set_alone():  # adopt/rs-being-deleted
    state = a_state(a_replica_set(2, metadata={"finalizers": ["x/y"]}), a_pod())
    state = apply(state, *delete(state, RS))
    assert pods_of(reconcile(state, RS)) == []
    assert list(reconcile(apply(state, Delete(RS, "")), RS)) == []


def test_it_reports_a_quota_and_tries_again_with_patience():
    state = a_state(quota(pods="2"), a_replica_set(4))
    moves = list(reconcile(state, RS))
    assert moves[-1] == Wake(NOW + 5)
    state = apply(state, *moves)
    failure = stored(state, *RS[::2])["status"]["conditions"][0]
    refused = "is forbidden: exceeded quota: q, requested: pods=1, used: pods=2, limited: pods=2"
    assert (failure["type"], failure["reason"]) == ("ReplicaFailure", "FailedCreate")
    assert failure["message"].endswith(refused)
    assert [r for r, _ in events(state)] == ["SuccessfulCreate", "SuccessfulCreate", "FailedCreate"]
    later = state._replace(now=NOW + 35)
    assert [move for move in reconcile(later, RS) if isinstance(move, Wake)] == [Wake(NOW + 75)]


def test_it_forgets_the_failure_at_the_first_success():
    state = sync(a_state(quota(pods="1"), a_replica_set(2)))
    state = sync(put(state, quota(pods="5")))
    replica_set = stored(state, *RS[::2])
    assert "conditions" not in replica_set["status"]
    assert "simulation" not in replica_set
    assert len(names(state)) == 2


def test_it_waits_no_longer_than_upstream():
    since = {"type": "ReplicaFailure", "status": "True", "lastTransitionTime": times.to_text(NOW)}
    rs = a_replica_set(status={"replicas": 0, "conditions": [since]})
    assert retry_delay(rs, NOW + 10_000) == 10_005
    assert retry_delay(rs, NOW + 10_000_000) == 1_000_000
    assert retry_delay(a_replica_set(), NOW) == 5


def test_it_names_the_missing_service_account():
    state = apply(a_state(a_replica_set(1)), Delete(("ServiceAccount", "default", "default"), ""))
    error = next(move.message for move in reconcile(state, RS) if isinstance(move, Emit))
    assert error.endswith('error looking up service account default/default: serviceaccount "default" not found')


def test_it_is_silent_in_a_namespace_that_is_being_deleted():
    state = a_state(a_replica_set(2))
    namespace = stored(state, "Namespace", "default", "")
    state = put(state, {**namespace, "metadata": {**namespace["metadata"], "deletionTimestamp": times.to_text(NOW)}})
    assert [move.subresource for move in reconcile(state, RS)] == ["status"]


def test_it_comes_back_when_a_pod_becomes_available():  # availability/next-check
    case = cases("replica_set_test.json", "availability/next-check")[0]
    now = NOW + 300
    seconds = [pod["ready_for_seconds"] for pod in case["given"]["pods"] if "ready_for_seconds" in pod]
    state = a_state(a_replica_set(4, spec={"minReadySeconds": 5}))
    own = owner(stored(state, *RS[::2])["metadata"]["uid"])
    ready = [times.to_text(now - times.seconds(second)) for second in seconds]
    pods = [a_pod(f"r{n}", owners=[own], ready="True", since=since) for n, since in enumerate(ready)]
    state = put(state, a_pod("p", owners=[own], phase="Pending"), *pods)._replace(now=now)
    *_, status, wake = reconcile(state, RS)
    assert status.object["status"]["readyReplicas"] == case["expect"]["readyReplicas"]
    assert "availableReplicas" not in status.object["status"]
    assert wake == Wake(now + times.seconds(case["expect"]["requeued_after_seconds_about"]))


def test_it_makes_pods_from_the_template():  # create-pod/generate-name-default
    rs = a_replica_set(metadata={"uid": "u"})
    pod = pod_from_template(rs)
    assert pod["metadata"]["generateName"] == "web-"
    assert pod["metadata"]["labels"] == rs["spec"]["template"]["metadata"]["labels"]
    assert pod["metadata"]["ownerReferences"] == [owner("u")]
    assert pod["spec"] == rs["spec"]["template"]["spec"]
    assert pods_prefix("x" * 253) == "x" * 253


def test_it_gives_names_that_are_free_and_repeatable():
    state = a_state(a_replica_set(50))
    assert list(reconcile(state, RS)) == list(reconcile(state, RS))
    assert len({pod["metadata"]["name"] for pod in pods_of(reconcile(state, RS))}) == 50


def test_it_leaves_its_input_alone():
    state = running(a_state(a_replica_set(1), a_pod("orphan"), quota(pods="3")), 2, node="node-1")
    before = deepcopy(dict(state.objects))
    list(reconcile(state, RS))
    list(reconcile(apply(state, *reconcile(state, RS)), RS))
    assert dict(state.objects) == before


def test_it_settles_in_the_engine(monkeypatch):
    monkeypatch.setattr(engine, "CONTROLLERS", (CONTROLLER,))
    monkeypatch.setattr(engine, "TRIGGERS", engine._triggers([replace(CONTROLLER)]))
    state, _ = engine.commit(a_state(), [Put(a_replica_set(3), "")], "you")
    state, steps = engine.settle(state)
    assert (len(names(state)), len(steps)) == (3, 2)
    assert engine.wake_at(state) is None
