import pytest
from lifecycle_builders import (
    RS,
    a_change,
    a_pod,
    a_replica_set,
    a_state,
    apply,
    cases,
    cases_of,
    name_of,
    names,
    owner,
    put,
    stored,
)

from cluster.core.controllers.replicaset.claim import claim_pods, filter_claimed
from cluster.core.controllers.replicaset.sync import reconcile
from cluster.core.controllers.replicaset.watches import pod_changed, replica_set_changed, selecting
from cluster.core.deletion import delete
from cluster.core.objects import with_metadata, with_spec


def state_with(*pods, **parts):
    return put(a_state(a_replica_set(2, metadata={"uid": "RS"}, **parts)), *pods)


def mine(state, name="web-1", **parts):
    return a_pod(name, owners=[owner(stored(state, *RS[::2])["metadata"]["uid"])], **parts)


def references(given):
    return [{**owner(one["uid"]), "controller": one["controller"]} for one in given]


@pytest.mark.parametrize("case", cases("controller_utils_test.json", "claimed-pods/"), ids=name_of)
def test_it_knows_its_own_pods(case):
    given = case["given"]
    rs = a_replica_set(labels=given["selector"], metadata={"uid": given["owner_uid"]})
    pods = [a_pod(p["name"], labels=p["labels"], owners=references(p["owner_references"])) for p in given["pods"]]
    assert [pod["metadata"]["name"] for pod in filter_claimed(rs, pods)] == case["expect"]["claimed"]


def test_it_adopts_a_pod_without_controller_and_keeps_other_owners():
    state = state_with(a_pod(owners=[owner("cm", "c", controller=False, kind="ConfigMap")]))
    after = apply(state, *reconcile(state, RS))
    owners = stored(after, "Pod", "web-1")["metadata"]["ownerReferences"]
    assert [(one["name"], one["controller"]) for one in owners] == [("c", False), ("web", True)]
    assert stored(after, *RS[::2])["status"]["replicas"] == 1


def test_it_leaves_pods_of_others_alone():  # adopt/pod-of-other-controller-untouched
    state = state_with(a_pod(owners=[owner("AnotherRS", "another")]))
    after = apply(state, *reconcile(state, RS))
    assert len(names(after)) == 3
    assert stored(after, "Pod", "web-1") == stored(state, "Pod", "web-1")


@pytest.mark.parametrize("parts", [{"phase": "Failed"}, {"labels": {"app": "other"}}, {"labels": None}])
def test_it_adopts_no_pod_that_it_could_not_use(parts):
    state = state_with(a_pod(**parts))
    assert claim_pods(state, stored(state, *RS[::2])).puts == []


def test_it_releases_a_pod_whose_labels_changed():
    state = state_with()
    state = put(state, mine(state, labels={"app": "debug"}))
    after = apply(state, *reconcile(state, RS))
    assert "ownerReferences" not in stored(after, "Pod", "web-1")["metadata"]
    assert stored(after, *RS[::2])["status"]["replicas"] == 0


def test_it_releases_nothing_while_it_is_being_deleted():
    state = state_with()
    rs = with_metadata(stored(state, *RS[::2]), finalizers=["x/y"])
    state = put(state, rs, mine(state, labels={"app": "debug"}))
    state = apply(state, *delete(state, RS))
    assert claim_pods(state, stored(state, *RS[::2])).puts == []


@pytest.mark.parametrize("case", cases("replica_set_test.json", "rs-selecting-pod/"), ids=name_of)
def test_it_finds_the_replica_set_that_selects_a_pod(case):
    given, sets = case["given"], case["given"]["replica_sets"]
    found = [a_replica_set(name=rs["name"], metadata={"namespace": rs["namespace"]}) for rs in sets]
    state = a_state(
        *(
            with_spec(one, selector={"matchLabels": rs["selector"]} if rs["selector"] else None)
            for one, rs in zip(found, sets, strict=True)
        )
    )
    pod = a_pod(metadata={"namespace": given["pod"]["namespace"]}, labels=given["pod"]["labels"])
    assert [key[2] for key in selecting(state, pod)] == [n for n in [case["expect"]["replica_set"]] if n]


RS1, RS2 = owner("1", "rs1"), owner("2", "rs2")
OTHER = {"app": "web", "x": "y"}
EVENTS = {
    "pod-event/overlapping-rs": (None, a_pod(owners=[owner("4", "rs4")]), ["rs4"]),
    "pod-event/added-while-terminating": (None, a_pod(owners=[RS1], metadata={"deletionTimestamp": "t"}), ["rs1"]),
    "pod-event/update-sets-deletion-timestamp": (
        a_pod(owners=[RS1]),
        a_pod(owners=[RS1], metadata={"deletionTimestamp": "t"}),
        ["rs1"],
    ),
    "pod-update/labels-changed-same-owner": (a_pod(owners=[RS1]), a_pod(owners=[RS1], labels=OTHER), ["rs1"]),
    "pod-update/owner-removed-labels-match-other": (a_pod(owners=[RS1]), a_pod(labels=OTHER), ["rs1", "rs2"]),
    "pod-update/owner-removed-labels-match-former": (a_pod(owners=[RS2]), a_pod(labels=OTHER), ["rs2"]),
}


@pytest.mark.parametrize(("before", "after", "expected"), EVENTS.values(), ids=EVENTS)
def test_it_wakes_whom_a_pod_concerns(before, after, expected):
    others = [a_replica_set(name=name, labels={"a": "b"}) for name in ("rs1", "rs4")]
    state = a_state(a_replica_set(name="rs2", labels=OTHER), *others)
    change = a_change(before, after, "update" if before else "create")
    assert sorted({key[2] for key in pod_changed(state, change)}) == expected


def test_it_sleeps_through_what_changes_no_count():
    pod = a_pod(owners=[RS1], ready="True")
    bound = with_spec(pod, nodeName="node-1")
    restarted = {**bound, "status": {**pod["status"], "containerStatuses": [{"restartCount": 1}]}}
    assert list(pod_changed(a_state(), a_change(pod, bound))) == []
    assert list(pod_changed(a_state(), a_change(bound, restarted))) == []
    assert list(pod_changed(a_state(), a_change(pod, pod, "delete"))) == [("ReplicaSet", "default", "rs1")]


def test_it_wakes_for_all_writes_of_a_replica_set_but_its_own_status():
    rs = a_replica_set()
    counted = {**rs, "status": {"replicas": 1}}
    assert list(replica_set_changed(a_state(), a_change(rs, counted))) == [RS]
    assert list(replica_set_changed(a_state(), a_change(rs, counted)._replace(actor="replicaset-controller"))) == []


EXPECTATIONS = "expectations guard a cache that lags behind; here every look is at the state itself"
WRITES = "writes to the state do not fail, so there is nothing to retry"
NOT_HERE = {
    "pod-keys/": EXPECTATIONS,
    "sync/dormancy": EXPECTATIONS,
    "sync/expectations-checked-before-listing": EXPECTATIONS,
    "sync/deleted-rs-clears-expectations": EXPECTATIONS,
    "pod-event/second-update-not-counted": EXPECTATIONS,
    "adopt/cache-alive-server-deleted": EXPECTATIONS,
    "adopt/patch-fails-requeues": WRITES,
    "status-update/": WRITES,
}
HERE = (
    "adopt/pod-of-other-controller-untouched",
    "adopt/rs-being-deleted",
    "sync/satisfied",
    "sync/create-limit",
    "availability/",
    "burst/",
    "condition-",
    "pods-to-delete/",
    "related-",
    "rs-selecting-pod/",
    "slow-start/",
    *EVENTS,
)


def test_it_runs_or_explains_every_case_of_the_table():
    left = [name_of(case) for case in cases_of("replica_set_test.json")]
    assert [name for name in left if name.startswith(HERE) == name.startswith(tuple(NOT_HERE))] == []
