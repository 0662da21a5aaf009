import pytest
from lifecycle_builders import RS, a_pod, a_replica_set, a_state, an_object, apply, events, names, owner, put, stored

from cluster.core import engine
from cluster.core.controllers.garbage_collector import CONTROLLER, classify_references, reconcile
from cluster.core.deletion import delete
from cluster.core.moves import Delete, Put
from cluster.core.objects import with_metadata

DEPLOYMENT = ("Deployment", "default", "web")
POD = ("Pod", "default", "web-1")


@pytest.fixture(autouse=True)
def _alone(only):
    only(CONTROLLER)


def a_tree(node="", finalizers=()):
    """A Deployment that owns a ReplicaSet that owns two pods."""
    meta = {"metadata": {"finalizers": list(finalizers)}} if finalizers else {}
    deployment = {**a_replica_set(), "kind": "Deployment"}
    state = a_state(deployment)
    uid = stored(state, "Deployment", "web")["metadata"]["uid"]
    state = put(state, a_replica_set(owners=[owner(uid, kind="Deployment")]))
    uid = stored(state, "ReplicaSet", "web")["metadata"]["uid"]
    return put(state, *(a_pod(name, owners=[owner(uid)], node=node, **meta) for name in ("web-1", "web-2")))


def settle(state, *moves):
    state, _ = engine.commit(state, moves, "you")
    return engine.settle(state)


def left(state):
    return [len(names(state, kind)) for kind in ("Deployment", "ReplicaSet", "Pod")]


def test_it_deletes_dependents_after_their_owner_in_the_background():
    state = a_tree()
    state, steps = settle(state, *delete(state, DEPLOYMENT))
    assert left(state) == [0, 0, 0]
    assert [step.key[0] for step in steps] == ["ReplicaSet", "Pod", "Pod"]
    assert steps[0].changes[0].reason == "owner Deployment web is gone and web has no other owner"


def test_it_lets_pods_stop_properly():
    state = a_tree(node="node-1")
    state, _ = settle(state, *delete(state, DEPLOYMENT))
    assert left(state) == [0, 0, 2]
    assert all(pod["metadata"]["deletionGracePeriodSeconds"] == 30 for pod in state.of_kind("Pod"))


def test_it_keeps_owners_until_their_dependents_are_gone_in_the_foreground():
    state = a_tree(node="node-1")
    state, _ = settle(state, *delete(state, DEPLOYMENT, propagation="Foreground"))
    assert left(state) == [1, 1, 2]
    assert all(obj["metadata"]["deletionTimestamp"] for key in (DEPLOYMENT, RS, POD) if (obj := state.at(key)))
    assert stored(state, "ReplicaSet", "web")["metadata"]["finalizers"] == ["foregroundDeletion"]
    state, _ = settle(state, Delete(POD, ""))
    assert left(state) == [1, 1, 1]
    state, steps = settle(state, Delete(("Pod", "default", "web-2"), ""))
    assert left(state) == [0, 0, 0]
    assert [step.key[0] for step in steps] == ["ReplicaSet", "Deployment"]


def test_it_waits_only_for_dependents_that_block():
    state = a_tree(node="node-1")
    for pod in list(state.of_kind("Pod")):
        free = [{**one, "blockOwnerDeletion": False} for one in pod["metadata"]["ownerReferences"]]
        state = put(state, with_metadata(pod, ownerReferences=free))
    state, _ = settle(state, *delete(state, RS, propagation="Foreground"))
    assert left(state) == [1, 0, 2]


def test_it_orphans_dependents():
    state = a_tree()
    state, steps = settle(state, *delete(state, DEPLOYMENT, propagation="Orphan"))
    assert left(state) == [0, 1, 2]
    assert "ownerReferences" not in stored(state, "ReplicaSet", "web")["metadata"]
    assert len(steps) == 1


def test_it_keeps_what_another_owner_still_has():
    state = a_state(an_object("ConfigMap", "a"), an_object("ConfigMap", "b"))
    owners = [owner(stored(state, "ConfigMap", n)["metadata"]["uid"], n, kind="ConfigMap") for n in "ab"]
    state = put(state, with_metadata(an_object("Secret", "s"), ownerReferences=owners))
    state, _ = settle(state, Delete(("ConfigMap", "default", "a"), ""))
    assert [one["name"] for one in stored(state, "Secret", "s")["metadata"]["ownerReferences"]] == ["b"]
    state, _ = settle(state, Delete(("ConfigMap", "default", "b"), ""))
    assert names(state, "Secret") == []


def test_it_collects_what_is_born_an_orphan():
    state, _ = settle(a_state(), Put(a_pod(owners=[owner("never-was")]), ""))
    assert names(state) == []


def test_it_takes_an_owner_of_the_same_name_for_another():
    state, _ = settle(a_tree(), Put(a_pod("web-3", owners=[owner("former")]), ""))
    assert names(state) == ["web-1", "web-2"]


def test_it_trusts_owners_of_kinds_that_it_does_not_know():
    state, _ = settle(a_state(), Put(a_pod(owners=[owner("u", kind="Robot")]), ""))
    assert names(state) == ["web-1"]


def test_it_tells_of_an_owner_in_another_namespace():
    state = a_state(a_replica_set(metadata={"namespace": "kube-system"}))
    uid = stored(state, "ReplicaSet", "web", "kube-system")["metadata"]["uid"]
    state, _ = settle(state, Put(a_pod(owners=[owner(uid)]), ""))
    text = f"[apps/v1/ReplicaSet, namespace: default, name: web, uid: {uid}]"
    message = f'ownerRef {text} does not exist in namespace "default"'
    assert events(state) == [("OwnerRefInvalidNamespace", message)]
    assert names(state) == []


def test_it_honours_the_finalizers_of_dependents():
    state = a_tree(finalizers=["x/y"])
    state, _ = settle(state, *delete(state, RS))
    assert left(state) == [1, 0, 2]


def test_it_frees_two_that_wait_for_each_other():
    state = put(a_state(), an_object("ConfigMap", "a"), an_object("ConfigMap", "b"))
    uids = {name: stored(state, "ConfigMap", name)["metadata"]["uid"] for name in "ab"}
    for name, other in ("ab", "ba"):
        reference = [owner(uids[other], other, kind="ConfigMap")]
        state = put(state, with_metadata(stored(state, "ConfigMap", name), ownerReferences=reference))
    state, _ = settle(state, *delete(state, ("ConfigMap", "default", "a"), propagation="Foreground"))
    assert names(state, "ConfigMap") == ["kube-root-ca.crt"]


def test_it_leaves_a_living_tree_alone():
    state = a_tree()
    assert [list(reconcile(state, key)) for key in (DEPLOYMENT, RS, POD)] == [[], [], []]
    assert len(classify_references(state, stored(state, "Pod", "web-1")).solid) == 1
    assert list(reconcile(apply(state, Delete(POD, "")), POD)) == []
