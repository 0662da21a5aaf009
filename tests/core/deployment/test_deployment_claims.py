"""Which ReplicaSets and pods are a Deployment's, and what wakes it: upstream's `deployment_controller_test.go`."""

from deployment_builders import NOW, deployment, pod, replica_set, state_of, table, web

from cluster.core.controllers.deployment import CONTROLLER
from cluster.core.controllers.deployment.claim import claim_replica_sets
from cluster.core.controllers.deployment.work import Work
from cluster.core.kinds import key_of
from cluster.core.moves import Change
from cluster.core.objects import controller_of, with_metadata


def owned_rs(given, every):
    owner = every.get(given["controller_owner"])
    return replica_set(given["name"], given["spec_replicas"], owner=owner, labels=given["labels"])


@table("deployment_controller_test", "owned-rs")
def test_it_claims_replica_sets(case):
    every = {given["name"]: web(given) for given in case["given"]["deployments"]}
    replica_sets = [owned_rs(rs, every) for rs in case["given"]["replica_sets"]]
    state = state_of(*every.values(), *replica_sets)
    claimed = {name: claim_replica_sets(Work(state, foo)) for name, foo in every.items()}
    names = {name: [rs["metadata"]["name"] for rs in found] for name, found in claimed.items()}
    assert names == case["expect"]["owned_by"]
    assert all(controller_of(rs)["name"] == name for name, found in claimed.items() for rs in found)


def test_it_lets_go_of_a_mislabelled_replica_set():
    foo = deployment()
    work = Work(state_of(foo, replica_set("rs", 1, owner=foo, labels={"foo": "else"})), foo)
    assert claim_replica_sets(work) == []
    assert "ownerReferences" not in work.moves[0].object["metadata"]


@table("deployment_controller_test", "pods-by-rs")
def test_it_finds_pods_by_replica_set(case):
    given = case["given"]
    every = {given["deployment"]["name"]: web(given["deployment"])}
    replica_sets = {rs["name"]: owned_rs(rs, every) for rs in given["replica_sets"]}
    pods = [pod(p["name"], replica_sets.get(p["owner"]), p.get("phase", "Running")) for p in given["pods"]]
    state = state_of(*every.values(), *replica_sets.values(), *pods)
    found = {
        name: {p["metadata"]["name"] for p in state.dependents(rs["metadata"]["uid"], "Pod")}
        for name, rs in replica_sets.items()
    }
    assert found == {name: set(pods) for name, pods in case["expect"]["pods_by_rs"].items()}


@table("deployment_controller_test", "pod-deleted")
def test_it_wakes_when_the_last_pod_of_a_recreate_deployment_is_gone(case):
    given = case["given"]
    every = {given["deployment"]["name"]: web(given["deployment"])}
    listed = given["replica_sets"] if isinstance(given["replica_sets"], list) else []
    replica_sets = [owned_rs(rs, every) for rs in listed]
    owner = next(iter(replica_sets), replica_set("foo-1", 1))
    left = [pod(f"left-{n}", owner) for n, _ in enumerate(given["remaining_pods"])]
    gone = pod("gone", owner)
    change = Change(2, 2, NOW, "kubelet", "", "delete", key_of(gone), gone, gone)
    woken = list(CONTROLLER.watches["Pod"](state_of(*every.values(), *replica_sets, *left), change))
    assert bool(woken) == case["expect"]["deployment_enqueued"]


VERBS = {"rs-added": "create", "rs-updated": "update", "rs-deleted": "delete"}


@table("deployment_controller_test", *VERBS)
def test_it_wakes_when_a_replica_set_changes(case):
    every = {given["name"]: web(given) for given in case["given"]["deployments"]}
    woken = []
    for event in case["given"]["events"]:
        after = owned_rs(event.get("after", event), every)
        before = owned_rs(event["before"], every) if "before" in event else None
        verb = VERBS[case["name"].split("/")[0]]
        change = Change(2, 2, NOW, "", "", verb, key_of(after), after, after if verb == "delete" else before)
        keys = CONTROLLER.watches["ReplicaSet"](state_of(*every.values(), after), change)
        woken.append(sorted(name for _, _, name in keys))
    assert woken == case["expect"]["enqueued_per_event"]


def leaving(obj):
    return with_metadata(obj, deletionTimestamp="2026-01-01T00:00:00Z")


def test_it_neither_adopts_nor_releases_while_it_is_being_deleted():
    foo = leaving(deployment())
    mislabelled = replica_set("rs", 1, owner=foo, labels={"foo": "else"})
    work = Work(state_of(foo, mislabelled, replica_set("orphan", 1)), foo)
    assert (claim_replica_sets(work), work.moves) == ([], [])


def test_it_adopts_nothing_that_is_being_deleted():
    foo = deployment()
    work = Work(state_of(foo, leaving(replica_set("orphan", 1))), foo)
    assert (claim_replica_sets(work), work.moves) == ([], [])


def test_it_claims_nothing_in_another_namespace():
    foo = deployment()
    elsewhere = with_metadata(replica_set("rs", 1, owner=foo), namespace="elsewhere")
    assert claim_replica_sets(Work(state_of(foo, elsewhere), foo)) == []


def test_it_does_not_wake_a_rolling_update_for_a_pod():
    foo = deployment()
    rs = replica_set("rs", 1, owner=foo)
    gone = pod("gone", rs)
    change = Change(2, 2, NOW, "kubelet", "", "delete", key_of(gone), gone, gone)
    assert list(CONTROLLER.watches["Pod"](state_of(foo, rs), change)) == []
