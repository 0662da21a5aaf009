"""Stories of who owns what: adoption, release, collisions, and what a deletion takes along."""

from tests.core.traces.manifests import APP, deployment, replica_set
from tests.core.traces.player import owners

SHOWN = ("kind", "name", "controller", "blockOwnerDeletion")


def owners_of_replica_sets(stage):
    """The owners of each ReplicaSet, by its name without hash."""
    shown = {}
    for rs in stage.of_kind("ReplicaSet"):
        shown[rs["metadata"]["name"].split("-")[0]] = [{field: o[field] for field in SHOWN} for o in owners(rs)]
    return shown


def adopt_orphan_rs_other_template(stage):
    given = stage.case["given"]["existing_replica_set"]
    labels = given["labels_selector_template"]
    stage.create(replica_set(given["name"], labels, given["image"], given["replicas"], given["annotations"]))
    stage.run(10)
    stage.start()
    stage.saw("final")
    assert owners_of_replica_sets(stage) == stage.case["expect"]["owners"]
    assert [stage.of_kind("ReplicaSet")[0]["spec"]["selector"]] == stage.case["expect"]["old_rs_selector"]


def adopt_orphan_rs_same_template(stage):
    stage.start()
    [before] = stage.of_kind("ReplicaSet")
    stage.delete(stage.get(), propagation="Orphan")
    stage.until(lambda: stage.get() is None)
    stage.start()
    stage.saw("final")
    [after] = stage.of_kind("ReplicaSet")
    assert (after["metadata"]["uid"] == before["metadata"]["uid"]) == stage.case["expect"]["same_replica_set"]


def state_of(stage):
    """What the recordings of deletions poll."""
    web = stage.get()
    if web is not None:
        marks = web["metadata"]
        web = {"deleting": "deletionTimestamp" in marks, "finalizers": marks.get("finalizers", [])}
    replica_sets = [
        {
            "deleting": "deletionTimestamp" in rs["metadata"],
            "finalizers": rs["metadata"].get("finalizers", []),
            "owned": bool(owners(rs)),
        }
        for rs in stage.of_kind("ReplicaSet")
    ]
    pods = ["terminating" if "deletionTimestamp" in pod["metadata"] else "alive" for pod in stage.of_kind("Pod")]
    return {"deployment": web, "replica_sets": replica_sets, "pods": sorted(pods)}


def comes_in_order(wanted, seen):
    """Whether all of `wanted` is seen, in that order, whatever else is seen in between."""
    rest = iter(seen)
    return all(any(state == other for other in rest) for state in wanted)


def deletion(propagation, torn=False):
    """`torn`: the recorded polls asked for one kind after the other, so each kind's states are compared alone."""

    def story(stage):
        seen = []
        stage.start(stay=stage.case["given"]["pods_stay_terminating_s"])
        stage.watchers.append(lambda: seen.append(state_of(stage)))
        stage.delete(stage.get(), propagation=propagation)
        stage.run(60)
        wanted = [row["state"] for row in stage.case["expect"]["states"]]
        for part in ("deployment", "replica_sets", "pods") if torn else ():
            states = [state[part] for state in wanted]
            kept = [state for n, state in enumerate(states) if n == 0 or state != states[n - 1]]
            assert comes_in_order(kept, [state[part] for state in seen]), part
        assert torn or comes_in_order(wanted, seen)
        assert seen[-1] == wanted[-1]

    return story


def rs_label_change_releases_and_collides(stage):
    stage.start()
    [rs] = stage.of_kind("ReplicaSet")
    stage.relabel(rs, labels={"app": "gone"})
    stage.until_quiet()
    stage.saw("after_release")
    stage.relabel(rs, labels=APP)
    stage.until_quiet()
    stage.saw("final")


def two_deployments_same_selector(stage):
    for name, given in stage.case["given"]["deployments"].items():
        stage.create(deployment(given, name=name, labels={"app": "a"}))
        stage.until_complete(name)
    stage.saw("a", "a")
    stage.saw("b", "b")
    found = [f"{owners(rs)[0]['name']}:{rs['spec']['replicas']}" for rs in stage.of_kind("ReplicaSet")]
    assert sorted(found) == stage.case["expect"]["owners"]


def pod_deleted_by_user(stage):
    stage.start()
    stage.delete(stage.of_kind("Pod")[0])
    stage.until_quiet()
    stage.saw("final")


def pod_label_removed_is_replaced(stage):
    stage.start()
    pod = stage.of_kind("Pod")[0]
    stage.relabel(pod, labels={**pod["metadata"]["labels"], "app": "debug"})
    stage.until_quiet()
    released, *_ = pods = stage.of_kind("Pod")
    assert owners(released) == stage.case["expect"]["released_pod_owner_references"]
    assert len(pods) == stage.case["expect"]["pods"]
    stage.saw("final")


STORIES = {
    # Polled in pieces: its first row has terminating pods of a ReplicaSet that is still there.
    "delete_background": deletion("Background", torn=True),
    "delete_foreground": deletion("Foreground"),
    # Its ReplicaSets are released and the Deployment removed in one step of the garbage collector.
    "delete_orphan": deletion("Orphan", torn=True),
    "delete_default_api": deletion(None),
}
