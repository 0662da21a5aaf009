import pytest
from lifecycle_builders import a_pod, a_replica_set, a_state, an_object, events, put, stored

from cluster.core import engine
from cluster.core.controllers import garbage_collector, namespace, replicaset, root_ca, service_account
from cluster.core.deletion import delete, finish_pod
from cluster.core.moves import Delete, Put
from cluster.core.namespaces import CERTIFICATE, new_namespace
from cluster.core.objects import with_metadata

SHOP = ("Namespace", "", "shop")
INSIDE = {"namespace": "shop"}


@pytest.fixture(autouse=True)
def _alone(only):
    only(
        replicaset.CONTROLLER,
        garbage_collector.CONTROLLER,
        namespace.CONTROLLER,
        service_account.CONTROLLER,
        root_ca.CONTROLLER,
    )


def settle(state, *moves):
    state, _ = engine.commit(state, moves, "you")
    return engine.settle(state)


def a_shop(*objects):
    return settle(a_state(), Put(new_namespace("shop"), ""), *(Put(obj, "") for obj in objects))[0]


def content(state):
    return sorted((key[0], key[2]) for key in state.objects if key[1] == "shop")


def test_it_furnishes_a_new_namespace():
    state = a_shop()
    assert content(state) == [("ConfigMap", "kube-root-ca.crt"), ("ServiceAccount", "default")]
    assert stored(state, "ConfigMap", "kube-root-ca.crt", "shop")["data"] == {"ca.crt": CERTIFICATE}


def test_it_replaces_what_was_deleted():
    keys = (("ServiceAccount", "shop", "default"), ("ConfigMap", "shop", "kube-root-ca.crt"))
    state, _ = settle(a_shop(), *(Delete(key, "") for key in keys))
    assert all(state.at(key) for key in keys)


def test_it_mends_the_certificate():
    state = a_shop()
    bundle = stored(state, "ConfigMap", "kube-root-ca.crt", "shop")
    broken = with_metadata({**bundle, "data": {"ca.crt": "mine"}}, annotations={"note": "kept"})
    state, _ = settle(state, Put(broken, ""))
    mended = stored(state, "ConfigMap", "kube-root-ca.crt", "shop")
    assert mended["data"] == bundle["data"]
    assert mended["metadata"]["annotations"] == {"note": "kept", **bundle["metadata"]["annotations"]}


def test_it_empties_a_namespace_and_lets_it_go():
    state = a_shop(a_replica_set(3, metadata=INSIDE), an_object("Secret", "s", "shop"))
    assert len(content(state)) > 4
    state, steps = settle(state, *delete(state, SHOP))
    assert content(state) == []
    assert state.at(SHOP) is None
    gone = [change.key[0] for step in steps for change in step.changes if change.verb == "delete"]
    assert gone[:3] == ["Pod"] * 3


def test_it_waits_for_pods_before_it_touches_anything_else():
    state = a_shop(a_pod(metadata=INSIDE, node="node-1"), an_object("Secret", "s", "shop"))
    state, _ = settle(state, *delete(state, SHOP))
    assert ("Secret", "s") in content(state)
    conditions = {c["type"]: (c["status"], c["message"]) for c in state.at(SHOP)["status"]["conditions"]}
    remaining = "Some resources are remaining: pods. has 1 resource instances"
    assert conditions["NamespaceContentRemaining"] == ("True", remaining)
    assert conditions["NamespaceFinalizersRemaining"][0] == "False"
    assert len(conditions) == 5
    state, _ = settle(state, finish_pod(state, stored(state, "Pod", "web-1", "shop")))
    assert state.at(SHOP) is None


def test_it_names_the_finalizers_that_hold_a_namespace():
    held = {"name": "s", "namespace": "shop", "finalizers": ["x/y"]}
    state = a_shop(an_object("Secret", "s", metadata=held))
    state, _ = settle(state, *delete(state, SHOP))
    conditions = {c["type"]: c["message"] for c in state.at(SHOP)["status"]["conditions"]}
    message = "Some content in the namespace has finalizers remaining: x/y in 1 resource instances"
    assert conditions["NamespaceFinalizersRemaining"] == message
    assert conditions["NamespaceContentRemaining"] == "Some resources are remaining: secrets. has 1 resource instances"
    state, _ = settle(state, Put(with_metadata(stored(state, "Secret", "s", "shop"), finalizers=None), ""))
    assert state.at(SHOP) is None


def test_it_makes_nothing_new_in_a_namespace_that_is_being_deleted():
    state, _ = settle(a_shop(), Put(a_replica_set(2, metadata=INSIDE), ""))
    pods = [with_metadata(pod, finalizers=["x/y"]) for pod in state.of_kind("Pod", "shop")]
    state, _ = settle(put(state, *pods), *delete(put(state, *pods), SHOP))
    assert len(list(state.of_kind("Pod", "shop"))) == 2
    assert [reason for reason, _ in events(state) if reason == "FailedCreate"] == []


def test_it_rests_when_all_is_done():
    state = a_shop()
    assert engine.wake_at(state) is None
    controllers = (namespace, service_account, root_ca)
    assert [list(one.reconcile(state, SHOP)) for one in controllers] == [[], [], []]
