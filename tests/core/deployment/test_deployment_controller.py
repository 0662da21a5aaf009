"""One sync: upstream's `deployment_controller_test.go`."""

import pytest
from deployment_builders import NOW, deployment, events, pod_template, read, replica_set, state_of, web

from cluster.core import engine
from cluster.core.controllers.deployment import sync_deployment
from cluster.core.deployments import DESIRED_REPLICAS, HASH_LABEL, MAX_REPLICAS, REVISION, ROLLBACK_TO
from cluster.core.errors import Forbidden
from cluster.core.kinds import key_of
from cluster.core.moves import Put, Wake
from cluster.core.objects import controller_of

DOES_NOT_APPLY = {
    "sync/cache-says-alive-server-says-deleted": "a controller sees the present state, so no cache can be late",
}
RUN_BY_NAME = {
    "sync/first-sync-creates-rs", "sync/being-deleted-only-status", "sync/empty-selector-does-nothing",
    "sync/legacy-rollback-annotation",
}  # fmt: skip
RUN_AS_TABLES = {"pod-deleted", "owned-rs", "pods-by-rs", "rs-added", "rs-updated", "rs-deleted"}
"""Groups that `test_deployment_claims` runs."""


def test_it_leaves_no_case_out():
    cases = {case["name"] for case in read("deployment_controller_test")}
    by_name = {name for name in cases if name.split("/")[0] not in RUN_AS_TABLES}
    assert by_name == RUN_BY_NAME | set(DOES_NOT_APPLY)


def upstream_case(name):
    return next(case for case in read("deployment_controller_test") if case["name"] == name)


def calls(moves):
    """The moves as upstream's test client sees them."""
    found = []
    for move in moves:
        if isinstance(move, Put):
            verb = "update" if move.object["metadata"].get("uid") else "create"
            path = f"{move.object['kind'].lower()}s" + (f"/{move.subresource}" if move.subresource else "")
            found.append(f"{verb} {path}")
    return found


def syncs(case, *objects, **more):
    """The Deployment of a case and the moves of one sync."""
    foo = web(case["given"]["deployment"], **more)
    return foo, list(sync_deployment(state_of(foo, *objects), key_of(foo)))


def test_it_creates_the_first_replica_set():
    case = upstream_case("sync/first-sync-creates-rs")
    foo, moves = syncs(case)
    rs, observed = moves[0].object, case["observed"]
    hashed = rs["metadata"]["labels"][HASH_LABEL]
    assert calls(moves) == case["expect"]["api_calls_in_order"]
    assert rs["metadata"]["name"] == f"foo-{hashed}"
    assert rs["metadata"]["annotations"] == {REVISION: "1", DESIRED_REPLICAS: "1", MAX_REPLICAS: "1"}
    assert rs["spec"]["selector"]["matchLabels"][HASH_LABEL] == hashed
    assert rs["spec"]["template"]["metadata"]["labels"] == rs["metadata"]["labels"]
    assert rs["metadata"]["labels"] == {"foo": "bar", HASH_LABEL: hashed}
    owner = observed["created_rs"]["owner_reference"]
    assert controller_of(rs) == owner | {"uid": foo["metadata"]["uid"]}
    assert events(moves)[0]["message"] == observed["events"][0]["message"].replace("<hash>", hashed)


def test_it_reports_after_creating():
    _, moves = syncs(upstream_case("sync/first-sync-creates-rs"))
    first, second = (move.object for move in moves if isinstance(move, Put) and move.subresource)
    assert first["metadata"]["annotations"] == {REVISION: "1"}
    assert first["status"] == {}
    counts = {name: value for name, value in second["status"].items() if name != "conditions"}
    assert counts == {"unavailableReplicas": 1, "terminatingReplicas": 0}
    assert [(c["status"], c["reason"]) for c in second["status"]["conditions"]] == [
        ("True", "MinimumReplicasAvailable")
    ]


def test_it_only_reports_while_being_deleted():
    case = upstream_case("sync/being-deleted-only-status")
    foo = web(case["given"]["deployment"])
    foo["metadata"]["deletionTimestamp"] = "2026-01-01T00:00:00Z"
    orphan = replica_set("orphan", 1)
    moves = list(sync_deployment(state_of(foo, orphan), key_of(foo)))
    assert calls(moves) == case["expect"]["api_calls_in_order"]


def test_it_refuses_to_select_everything():
    case = upstream_case("sync/empty-selector-does-nothing")
    _, moves = syncs(case)
    assert calls(moves) == case["expect"]["api_calls_in_order"]
    assert events(moves) == case["observed"]["events"]
    _, moves = syncs(case, generation=2)
    assert [move.object["status"] for move in moves if isinstance(move, Put)] == [{"observedGeneration": 2}]


def rollback_replica_sets(foo):
    old = pod_template("nginx", terminationGracePeriodSeconds=1)
    first = replica_set("old", 0, owner=foo, annotations={REVISION: "1", "cause": "first"}, template=old)
    template = foo["spec"]["template"]
    return first, replica_set("new", 1, owner=foo, created=1, annotations={REVISION: "2"}, template=template)


def rolled_back(to):
    annotations = {REVISION: "2", ROLLBACK_TO: to}
    foo = web(upstream_case("sync/legacy-rollback-annotation")["given"]["deployment"], annotations=annotations)
    moves = list(sync_deployment(state_of(foo, *rollback_replica_sets(foo)), key_of(foo)))
    [after] = [move.object for move in moves if isinstance(move, Put)]
    assert ROLLBACK_TO not in after["metadata"]["annotations"]
    return after, moves


def test_it_rolls_back_as_the_legacy_annotation_says():
    case = upstream_case("sync/legacy-rollback-annotation")
    after, moves = rolled_back("0")
    assert calls(moves) == case["expect"]["api_calls_in_order"]
    assert after["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] == 1
    assert after["metadata"]["annotations"] == {REVISION: "2", "cause": "first"}
    assert events(moves) == case["observed"]["events"]


@pytest.mark.parametrize(
    ("to", "reason", "message"),
    [
        ("1", "DeploymentRollback", 'Rolled back deployment "foo" to revision 1'),
        ("7", "DeploymentRollbackRevisionNotFound", "Unable to find the revision to rollback to."),
        (
            "2",
            "DeploymentRollbackTemplateUnchanged",
            'The rollback revision contains the same template as current deployment "foo"',
        ),
    ],
)
def test_it_says_what_became_of_a_rollback(to, reason, message):
    _, moves = rolled_back(to)
    assert [(event["reason"], event["message"]) for event in events(moves)] == [(reason, message)]


def test_it_has_no_last_revision_to_go_back_to():
    foo = web(upstream_case("sync/legacy-rollback-annotation")["given"]["deployment"], annotations={ROLLBACK_TO: "0"})
    moves = list(sync_deployment(state_of(foo), key_of(foo)))
    assert events(moves)[-1]["message"] == "Unable to find last revision."


def collided():
    """A Deployment whose next ReplicaSet name is taken, and the moves of its sync."""
    foo = deployment(progressDeadlineSeconds=60)
    name = next(sync_deployment(state_of(foo), key_of(foo))).object["metadata"]["name"]
    taken = replica_set(name, 0, labels={"of": "somebody else"})
    return foo, state_of(foo, taken)


def test_it_counts_a_collision_and_takes_another_name_next_time():
    foo, state = collided()
    state, changes = engine.commit(state, sync_deployment(state, key_of(foo)), "deployment-controller")
    assert [change.object["status"] for change in changes] == [{"collisionCount": 1}]
    _, changes = engine.commit(state, sync_deployment(state, key_of(foo)), "deployment-controller")
    assert changes[0].key[0] == "ReplicaSet"
    assert state.at(key_of(foo))["status"]["collisionCount"] == 1


def refuse(_state, rs):
    return Forbidden("apps", "replicasets", rs["metadata"]["name"], "exceeded quota: q")


def test_it_reports_that_a_replica_set_was_refused():
    foo = deployment(progressDeadlineSeconds=60)
    state = state_of(foo)
    moves = list(sync_deployment(state, key_of(foo), refuse))
    [condition] = moves[0].object["status"]["conditions"]
    assert (condition["status"], condition["reason"]) == ("False", "ReplicaSetCreateError")
    assert condition["message"].startswith('Failed to create new replica set "foo-')
    assert condition["message"].endswith("is forbidden: exceeded quota: q")
    assert [event["message"] for event in events(moves)] == [condition["message"]]
    assert moves[-1] == Wake(NOW + 1000)
    assert "observedGeneration" not in moves[0].object["status"]


@pytest.mark.parametrize("deadline", [60, None], ids=["told by the condition", "told by the Event"])
def test_it_waits_twice_as_long_each_time_and_gives_up_in_the_end(deadline):
    foo = deployment(progressDeadlineSeconds=deadline)
    state, _ = engine.commit(
        state_of(foo), sync_deployment(state_of(foo), key_of(foo), refuse), "deployment-controller"
    )
    waits = []
    for seconds in (1, 2, 100, 200):
        later = state._replace(now=NOW + seconds * 1000)
        moves = list(sync_deployment(later, key_of(foo), refuse))
        waits.append([move.at - later.now for move in moves if isinstance(move, Wake)])
    assert waits == [[1000], [2000], [100_000], []]


def test_it_says_nothing_while_the_namespace_is_being_deleted():
    foo = deployment(progressDeadlineSeconds=60)
    leaving = {"name": "default", "uid": foo["metadata"]["uid"][::-1].replace("-", "0"), "deletionTimestamp": "x"}
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": leaving}
    assert list(sync_deployment(state_of(foo, namespace), key_of(foo))) == []


def test_it_leaves_its_input_alone_and_says_the_same_twice():
    foo = deployment(3, max_surge=1, progressDeadlineSeconds=60)
    state = state_of(foo, replica_set("old", 3, owner=foo, available=3))
    before = repr(sorted(state.objects.items()))
    assert list(sync_deployment(state, key_of(foo))) == list(sync_deployment(state, key_of(foo)))
    assert repr(sorted(state.objects.items())) == before


def test_it_knows_nothing_of_a_deployment_that_is_gone():
    assert list(sync_deployment(state_of(), ("Deployment", "default", "foo"))) == []
