"""`[sig-api-machinery] Garbage collector` (`test/e2e/apimachinery/garbage_collector.go`)."""

import time

import pytest

from tests.conftest import HURRY
from tests.e2e.asking import eventually
from tests.e2e.manifests import NGINX, deployment, pod, replication_controller

LABELS = {"gctest": "of-this-test"}
RC = "simpletest.rc"


def controller(space, replicas=2, name=RC, labels=LABELS):
    made = space.create("replicationcontrollers", replication_controller(name, replicas, labels))
    eventually(lambda: space.get("replicationcontrollers", name)["status"]["replicas"] == replicas)
    return made


def delete(space, resource, made, **options):
    name, uid = made["metadata"]["name"], made["metadata"]["uid"]
    return space.delete(resource, name, preconditions={"uid": uid}, **options)


def wait_for_mistakes():
    """What upstream gives the collector to do something wrong in: 30 seconds."""
    time.sleep(30 / HURRY)


def test_should_delete_pods_created_by_rc_when_not_orphaning(space):
    made = space.create("replicationcontrollers", replication_controller(RC, 2, LABELS))
    eventually(lambda: space.list("pods"))
    delete(space, "replicationcontrollers", made, propagationPolicy="Background")
    eventually(lambda: not space.list("pods") and not space.list("replicationcontrollers"))


@pytest.mark.parametrize(
    ("replicas", "options"),
    [
        pytest.param(50, {"orphanDependents": True}, id="if_delete_options_say_so"),
        pytest.param(2, {}, id="if_delete_options_orphan_dependents_is_nil"),
        pytest.param(2, {"propagationPolicy": "Orphan"}, id="when_delete_options_propagation_policy_is_orphan"),
    ],
)
def test_should_orphan_pods_created_by_rc(space, replicas, options):
    made = controller(space, replicas)
    delete(space, "replicationcontrollers", made, **options)
    eventually(lambda: not space.list("replicationcontrollers"))
    wait_for_mistakes()
    assert len(space.list("pods")) == replicas


def test_should_delete_rs_created_by_deployment_when_not_orphaning(space):
    made = space.create("deployments", deployment("simpletest.deployment", 2, LABELS, image=NGINX, name="nginx"))
    eventually(lambda: space.list("replicasets"))
    delete(space, "deployments", made, propagationPolicy="Background")
    eventually(lambda: not any(space.list(kind) for kind in ("deployments", "replicasets", "pods")))


def test_should_orphan_rs_created_by_deployment_when_delete_options_propagation_policy_is_orphan(space):
    made = space.create("deployments", deployment("simpletest.deployment", 2, LABELS, image=NGINX, name="nginx"))
    eventually(lambda: len(space.list("pods")) == 2)
    delete(space, "deployments", made, propagationPolicy="Orphan")
    eventually(lambda: not space.list("deployments"))
    wait_for_mistakes()
    (left,) = space.list("replicasets")
    assert len(space.list("pods")) == 2
    assert not left["metadata"].get("ownerReferences")


def test_should_keep_the_rc_around_until_all_its_pods_are_deleted_if_the_delete_options_says_so(space):
    made = controller(space, 50)
    delete(space, "replicationcontrollers", made, propagationPolicy="Foreground")

    def gone():
        there = space.exists("replicationcontrollers", RC)
        pods = space.list("pods")
        assert there or not pods, "the controller went before its pods"
        return not there

    eventually(gone)


def test_should_not_delete_dependents_that_have_both_valid_owner_and_owner_thats_waiting_for_dependents(space):
    dying, names = controller(space, 10, "simpletest-rc-to-be-deleted"), {"other": "stay"}
    staying = controller(space, 1, "simpletest-rc-to-stay", names)
    kept = [one["metadata"]["name"] for one in space.list("pods", labelSelector="gctest")][:5]
    owner = {"apiVersion": "v1", "kind": "ReplicationController"}
    owner |= {"name": staying["metadata"]["name"], "uid": staying["metadata"]["uid"]}
    for name in kept:
        space.patch("pods", name, {"metadata": {"ownerReferences": [owner]}})
    delete(space, "replicationcontrollers", dying, propagationPolicy="Foreground")
    eventually(lambda: not space.exists("replicationcontrollers", "simpletest-rc-to-be-deleted"), 60)
    wait_for_mistakes()
    left = space.list("pods", labelSelector="gctest")
    assert sorted(one["metadata"]["name"] for one in left) == sorted(kept)
    assert {len(one["metadata"]["ownerReferences"]) for one in left} == {1}
    assert not any("deletionTimestamp" in one["metadata"] for one in left)


def test_should_not_be_blocked_by_dependency_circle(space):
    made = [space.create("pods", pod(f"pod{number}", image=NGINX)) for number in (1, 2, 3)]
    for number, owned in enumerate(made):
        owner = made[number - 1]["metadata"]
        reference = {"apiVersion": "v1", "kind": "Pod", "name": owner["name"], "uid": owner["uid"]}
        reference |= {"controller": True, "blockOwnerDeletion": True}
        space.patch("pods", owned["metadata"]["name"], {"metadata": {"ownerReferences": [reference]}})
    space.delete("pods", "pod1", propagationPolicy="Foreground")
    eventually(lambda: not space.list("pods"))
