import pytest
from lifecycle_builders import RS, a_pod, a_replica_set, a_state, an_object, apply, put, stored

from cluster.core.deletion import delete, finish_pod
from cluster.core.errors import Conflict, Forbidden, NotFound
from cluster.core.moves import Delete, Put
from cluster.core.namespaces import new_namespace
from cluster.core.objects import with_metadata

POD = ("Pod", "default", "web-1")


def after(state, key, **options):
    return apply(state, *delete(state, key, **options)).at(key)


def deletion_of(obj):
    metadata = obj["metadata"]
    return metadata["deletionTimestamp"][11:19], metadata["deletionGracePeriodSeconds"]


def test_it_gives_a_running_pod_its_grace():
    pod = after(a_state(a_pod(node="node-1")), POD)
    assert deletion_of(pod) == ("12:00:30", 30)
    assert pod["metadata"]["generation"] == 2


@pytest.mark.parametrize(("grace", "expected"), [(5, ("12:00:05", 5)), (-1, ("12:00:01", 1)), (60, ("12:01:00", 60))])
def test_it_takes_the_grace_of_the_request(grace, expected):
    assert deletion_of(after(a_state(a_pod(node="node-1")), POD, grace_period_seconds=grace)) == expected


@pytest.mark.parametrize(
    ("parts", "grace"),
    [
        ({}, None),
        ({}, 60),
        ({"node": "n", "phase": "Failed"}, None),
        ({"node": "n", "phase": "Succeeded"}, 5),
        ({"node": "n"}, 0),
    ],
    ids=["unbound", "unbound with grace", "failed", "succeeded", "grace 0"],
)
def test_it_lets_a_pod_go_at_once_when_nothing_has_to_stop(parts, grace):
    assert after(a_state(a_pod(**parts)), POD, grace_period_seconds=grace) is None


@pytest.mark.parametrize(
    ("grace", "expected"), [(None, ("12:00:30", 30)), (60, ("12:00:30", 30)), (5, ("12:00:05", 5))]
)
def test_it_only_ever_shortens_the_grace(grace, expected):
    state = a_state(a_pod(node="node-1"))
    state = apply(state, *delete(state, POD))._replace(now=state.now + 10_000)
    pod = after(state, POD, grace_period_seconds=grace)
    assert deletion_of(pod) == expected
    assert pod["metadata"]["generation"] == 2


def test_it_kills_a_terminating_pod_by_force():
    state = a_state(a_pod(node="node-1"))
    state = apply(state, *delete(state, POD))
    assert after(state, POD, grace_period_seconds=0) is None


def test_it_keeps_a_pod_that_a_finalizer_holds():
    pod = after(a_state(a_pod(metadata={"finalizers": ["x/y"]})), POD)
    assert deletion_of(pod) == ("12:00:00", 0)
    assert pod["metadata"]["finalizers"] == ["x/y"]


def test_it_ends_with_the_last_finalizer():
    state = a_state(a_replica_set(metadata={"finalizers": ["x/y"]}))
    state = apply(state, *delete(state, RS))
    assert put(state, with_metadata(stored(state, *RS[::2]), finalizers=None)).at(RS) is None


@pytest.mark.parametrize(
    ("propagation", "finalizers"), [("Orphan", ["orphan"]), ("Foreground", ["foregroundDeletion"])]
)
def test_it_writes_what_becomes_of_dependents(propagation, finalizers):
    rs = after(a_state(a_replica_set()), RS, propagation=propagation)
    assert rs["metadata"]["finalizers"] == finalizers
    assert deletion_of(rs) == ("12:00:00", 0)
    assert rs["metadata"]["generation"] == 2


@pytest.mark.parametrize("propagation", [None, "Background"])
def test_it_deletes_in_the_background_by_default(propagation):
    assert after(a_state(a_replica_set()), RS, propagation=propagation) is None


def test_it_changes_its_mind_about_dependents():
    state = a_state(a_replica_set())
    state = apply(state, *delete(state, RS, propagation="Foreground"))
    assert delete(state, RS) == []
    assert delete(state, RS, propagation="Foreground") == []
    assert after(state, RS, propagation="Orphan")["metadata"]["finalizers"] == ["orphan"]
    assert after(state, RS, propagation="Background") is None


def test_it_honours_preconditions():
    state = a_state(a_replica_set())
    metadata = stored(state, *RS[::2])["metadata"]
    good = {"uid": metadata["uid"], "resourceVersion": metadata["resourceVersion"]}
    assert after(state, RS, preconditions=good) is None
    with pytest.raises(Conflict) as caught:
        delete(state, RS, preconditions={"uid": "other"})
    assert str(caught.value) == (
        'Operation cannot be fulfilled on ReplicaSet.apps "web": the UID in the precondition (other) does not match '
        f"the UID in record ({metadata['uid']}). The object might have been deleted and then recreated"
    )
    with pytest.raises(Conflict, match=r"the ResourceVersion in the precondition \(1\) .* might have been modified$"):
        delete(state, RS, preconditions={"resourceVersion": "1"})


def test_it_does_not_find_what_is_not_there():  # delete-pod/missing
    with pytest.raises(NotFound, match=r'^pods "web-1" not found$'):
        delete(a_state(), POD)


@pytest.mark.parametrize("name", ["default", "kube-system", "kube-public"])
def test_it_keeps_the_namespaces_that_a_cluster_needs(name):
    with pytest.raises(Forbidden) as caught:
        delete(a_state(), ("Namespace", "", name))
    assert str(caught.value) == f'namespaces "{name}" is forbidden: this namespace may not be deleted'


def test_it_begins_to_end_a_namespace():
    key = ("Namespace", "", "shop")
    state = a_state(new_namespace("shop"))
    state = apply(state, *delete(state, key))
    namespace = state.at(key)
    assert namespace["status"]["phase"] == "Terminating"
    assert namespace["metadata"]["deletionTimestamp"] == "2026-01-01T12:00:00Z"
    assert namespace["spec"]["finalizers"] == ["kubernetes"]
    assert delete(state, key) == []


def test_it_finishes_a_pod():
    state = a_state(a_pod(node="node-1"))
    state = apply(state, *delete(state, POD))
    assert isinstance(finish_pod(state, state.at(POD)), Delete)
    held = with_metadata(state.at(POD), finalizers=["x/y"])
    move = finish_pod(put(state, held), held)
    assert isinstance(move, Put)
    assert move.object["metadata"]["deletionGracePeriodSeconds"] == 0


def test_it_says_why():
    state = a_state(a_pod(node="node-1"), an_object("ConfigMap", "c"))
    assert delete(state, POD)[0].reason == "web-1 is being deleted: its containers have 30 seconds to stop"
    assert delete(state, POD, reason="too many")[0].reason == "too many"
    assert delete(state, ("ConfigMap", "default", "c"))[0].reason == "c was deleted"
