"""Whole stories: upstream's integration suite, `test/integration/deployment/deployment_test.go`."""

from deployment_builders import deployment, pod_template, read
from deployment_world import World

from cluster.core.deployments import (
    DESIRED_REPLICAS,
    HASH_LABEL,
    LAST_APPLIED,
    ROLLBACK_TO,
    desired_replicas,
    progressing_condition,
    revision_of,
)
from cluster.core.kinds import key_of
from cluster.core.objects import annotations_of, condition_of, controller_of, with_metadata, with_spec, with_status

OFF = "the gate DeploymentReplicaSetTerminatingReplicas is on by default in this version, and cannot be turned off"
DOES_NOT_APPLY = {
    "selector-immutable": "validation refuses the write before any controller sees it",
    "scale-subresource": "the API translates the subresource into a write of spec.replicas",
    "recreate-waits-for-terminating-pods/feature-off": OFF,
    "proportional-scaling-ignores-terminating-pods/feature-off": OFF,
}
RUN = {
    "new-deployment", "rolling-update-and-rollover", "paused-from-the-start", "scale-while-paused", "hash-collision",
    "progress-deadline", "overlapping-selectors", "size-and-template-change-together", "spec-replicas-recreate",
    "available-condition", "owner-reference-repair", "replica-set-labels-change", "terminating-replicas-status",
    "recreate-waits-for-terminating-pods/feature-on", "proportional-scaling-ignores-terminating-pods/feature-on",
}  # fmt: skip


def test_it_leaves_no_scenario_out():
    assert {case["name"] for case in read("integration_deployment_test")} == RUN | set(DOES_NOT_APPLY)


def scenario(name):
    return next(case for case in read("integration_deployment_test") if case["name"] == name)


def then(name, number, what="status"):
    """What a scenario expects after an action."""
    return scenario(name)["actions"][number]["then"][what]


def test_it_creates_a_new_deployment():
    given = scenario("new-deployment")["given"]["deployment"]
    world = World(given["replicas"], minReadySeconds=given["min_ready_seconds"], annotations=given["annotations"])
    rs = world.new
    assert world.is_complete()
    assert revision_of(world.web) == 1
    assert annotations_of(rs)["test"] == "should-copy-to-replica-set"
    assert LAST_APPLIED not in annotations_of(rs)
    assert rs["spec"]["minReadySeconds"] == 4
    assert rs["metadata"]["name"].endswith(f"-{rs['metadata']['labels'][HASH_LABEL]}")


def test_it_rolls_over():
    world = World(20)
    world.check_limits()
    world.set_image("new-image")
    assert (world.is_complete(), revision_of(world.web)) == (True, 2)
    world.ready = False
    world.set_image("dont-finish")
    assert (world.is_complete(), revision_of(world.web)) == (False, 3)
    world.ready = True
    world.set_image("rollover")
    assert (world.is_complete(), revision_of(world.web)) == (True, 4)
    assert [desired_replicas(rs) for rs in world.replica_sets()] == [0, 0, 0, 20]


def test_it_does_nothing_with_what_is_paused_from_the_start():
    world = World(1, paused=True, template=pod_template("a", terminationGracePeriodSeconds=1))
    assert world.replica_sets() == []
    assert progressing_condition(world.web["status"])["reason"] == "DeploymentPaused"
    world.change(paused=False)
    assert (world.is_complete(), revision_of(world.web)) == (True, 1)
    world.change(paused=True)
    world.change(template=pod_template("a", terminationGracePeriodSeconds=0))
    assert world.new is None
    assert world.web["status"].get("updatedReplicas", 0) == 0
    assert [rs["spec"]["template"]["spec"]["terminationGracePeriodSeconds"] for rs in world.replica_sets()] == [1]


def test_it_scales_while_paused():
    world = World(1)
    world.change(paused=True)
    world.change(replicas=10)
    assert (desired_replicas(world.new), world.is_complete()) == (10, True)


def test_it_survives_a_hash_collision():
    world = World(1)
    rs = world.new
    template = rs["spec"]["template"]
    changed = {**template, "spec": {**template["spec"], "terminationGracePeriodSeconds": 5}}
    world.act(with_spec(rs, template=changed))
    expect = scenario("hash-collision")["expect"]
    assert world.web["status"]["collisionCount"] == expect["collision_count"]
    assert str(revision_of(world.web)) == expect["revision"]
    assert len(world.replica_sets()) == expect["replica_sets"]


def test_it_exceeds_its_deadline_and_recovers():
    world = World(1, ready=False, progressDeadlineSeconds=3)
    start = world.state.now
    world.wait_for_wake()
    assert progressing_condition(world.web["status"])["reason"] == "ProgressDeadlineExceeded"
    assert world.state.now - start == 4000
    world.mark_ready()
    assert progressing_condition(world.web["status"])["reason"] == "NewReplicaSetAvailable"


def test_it_does_not_fight_over_the_same_labels():
    world = World(1)
    first = world.key
    world.create(deployment(1, name="second", max_surge=1))
    second, second_rs = world.key, world.new
    world.key = first
    world.change(replicas=2)
    assert desired_replicas(world.new) == 2
    world.key = second
    assert world.replica_sets() == [second_rs]


def test_it_scales_first_when_size_and_template_change_together():
    world = World(10, max_surge=3, max_unavailable=2)
    world.ready = False
    world.set_image("2")
    assert [desired_replicas(rs) for rs in world.replica_sets()] == [8, 5]
    world.ready = True
    world.set_image("3", replicas=20)
    assert (world.is_complete(), revision_of(world.web)) == (True, 3)
    assert [annotations_of(rs)[DESIRED_REPLICAS] for rs in world.replica_sets()] == ["20"] * 3
    world.ready = False
    world.set_image("4")
    world.ready = True
    world.set_image("5", replicas=5)
    assert (world.is_complete(), revision_of(world.web)) == (True, 5)
    assert [annotations_of(rs)[DESIRED_REPLICAS] for rs in world.replica_sets()[2:]] == ["5"] * 3


def test_it_scales_with_strategy_recreate():
    world = World(1, strategy="Recreate")
    for size in (2, 0, 1):
        world.change(replicas=size)
        assert desired_replicas(world.new) == size
    world.change(revisionHistoryLimit=4)
    assert world.web["status"]["observedGeneration"] == world.web["metadata"]["generation"]


def test_it_reports_minimum_availability():
    world = World(10, ready=False, minReadySeconds=3600, progressDeadlineSeconds=7200)
    assert condition_of(world.web, "Available")["reason"] == "MinimumReplicasUnavailable"
    assert world.counts() == then("available-condition", 0)
    world.mark_ready()
    world.act(with_status(world.new, availableReplicas=0))
    world.change(minReadySeconds=1)
    assert condition_of(world.web, "Available")["reason"] == "MinimumReplicasAvailable"
    assert world.counts() == then("available-condition", 2)
    assert world.new["spec"]["minReadySeconds"] == 1


def test_it_repairs_owner_references():
    world = World(1)
    rs = world.new
    stranger = {"apiVersion": "apps/v1", "kind": "StatefulSet", "name": "foo", "uid": "0"}
    world.act(with_metadata(rs, ownerReferences=[stranger]))
    assert len(world.new["metadata"]["ownerReferences"]) == 2
    mine = {**controller_of(world.new), "controller": False}
    world.act(with_metadata(world.new, ownerReferences=[mine]))
    assert len(world.new["metadata"]["ownerReferences"]) == 1
    assert controller_of(world.new)["uid"] == world.web["metadata"]["uid"]


def test_it_lets_a_relabelled_replica_set_go_and_takes_it_back():
    world = World(1)
    rs = world.new
    world.state = world.state._replace(now=world.state.now + 1000)  # of two of the same second the name decides
    world.act(with_metadata(rs, labels={"new-name": "new-test"}))
    assert controller_of(world.state.at(key_of(rs))) is None
    assert world.new["metadata"]["uid"] != rs["metadata"]["uid"]
    assert world.web["status"]["collisionCount"] == 1
    world.act(with_metadata(world.state.at(key_of(rs)), labels=rs["metadata"]["labels"]))
    assert controller_of(world.state.at(key_of(rs)))["uid"] == world.web["metadata"]["uid"]
    assert world.new["metadata"]["uid"] == rs["metadata"]["uid"]


def test_it_counts_terminating_pods():
    world = World(6, strategy="Recreate", graceful=True)
    world.change(replicas=3)
    assert world.counts() == then("terminating-replicas-status", 2)


def test_it_waits_for_terminating_pods_with_strategy_recreate():
    name = "recreate-waits-for-terminating-pods/feature-on"
    world = World(6, strategy="Recreate", graceful=True)
    world.ready = False
    world.set_image("new")
    assert (world.counts(), world.new) == (then(name, 1), None)
    assert progressing_condition(world.web["status"])["reason"] == "NewReplicaSetAvailable"
    world.remove_terminating()
    assert world.counts() == then(name, 2)
    world.change(replicas=7)
    world.change(replicas=5)
    assert world.counts() == then(name, 5) | {"terminatingReplicas": 2}
    world.mark_ready()
    assert world.counts() == then(name, 6) | {"terminatingReplicas": 2}
    world.remove_terminating()
    assert world.counts() == then(name, 7)


def test_it_ignores_terminating_pods_when_scaling_proportionally():
    name = "proportional-scaling-ignores-terminating-pods/feature-on"
    world = World(100, max_surge=20, max_unavailable=0, graceful=True)
    world.ready = False
    world.set_image("new")
    assert world.counts() == then(name, 2) | {"terminatingReplicas": 0}
    world.change(replicas=120)
    assert world.counts() == then(name, 4) | {"terminatingReplicas": 0}
    for rs, expected in zip(world.replica_sets(), ("rs1", "rs2"), strict=True):
        assert desired_replicas(rs) == then(name, 4, expected)["spec"]
        assert annotations_of(rs) == then(name, 4, expected)["annotations"]
    world.mark_ready()
    assert world.is_complete()


def test_it_keeps_history_while_a_paused_deployment_waits_to_be_rolled_back():
    world = World(1, revisionHistoryLimit=0)
    world.ready = False
    world.set_image("new")
    world.change(paused=True)
    world.annotate(**{ROLLBACK_TO: "1"})
    world.mark_ready()
    world.change(replicas=0)
    assert len(world.replica_sets()) == 2
    world.act(with_metadata(world.web, annotations=None))
    assert len(world.replica_sets()) == 1
