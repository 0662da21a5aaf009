"""A change of size, cleanup of history, names: upstream's `sync_test.go` and generated cases."""

from deployment_builders import deleted, deployment, events, replica_set, sizes, table, updates, work_on, written

from cluster.core import times
from cluster.core.controllers.deployment.history import cleanup_deployment
from cluster.core.controllers.deployment.new_replica_set import generate_replica_set_name
from cluster.core.controllers.deployment.scale import is_saturated, replica_set_fraction, scale
from cluster.core.deployments import DESIRED_REPLICAS, MAX_REPLICAS, REVISION, by_creation
from cluster.core.template_hash import compute_hash


def annotated_rs(given):
    """A ReplicaSet of the table `scale/` of sync_test."""
    annotations = {
        DESIRED_REPLICAS: given["desired_replicas_annotation"],
        MAX_REPLICAS: given["max_replicas_annotation"],
    }
    available = given.get("available_replicas", 0)
    rs = replica_set(given["name"], given["spec_replicas"], available=available, annotations=annotations)
    rs["metadata"]["creationTimestamp"] = given["created_at"]
    return rs


@table("sync_test", "scale")
def test_it_scales(case):
    given, web = case["given"], case["given"]["deployment"]
    status = {"replicas": web["status_replicas"]}
    spec = {name: web[name] for name in ("strategy", "max_surge", "max_unavailable")}
    work = work_on(deployment(web["replicas"], status=status, **spec))
    old = sorted((annotated_rs(rs) for rs in given["old_rs"]), key=by_creation)
    new, after = scale(work, annotated_rs(given["new_rs"]) if given["new_rs"] else None, old)
    assert sizes(new, *after) == case["expect"]["spec_replicas_after"]
    assert updates(work) == case["observed"]["replica_set_updates_in_order"]
    assert events(work.moves) == case["observed"]["events_in_order"]


def generated_rs(given):
    """A ReplicaSet of the table `scale/` of generated_arithmetic."""
    created, annotations = given["created_order"], given["annotations"]
    pods, available = given["status_replicas"], given["available"]
    size = given["spec_replicas"]
    return replica_set(given["name"], size, pods=pods, available=available, created=created, annotations=annotations)


@table("generated_arithmetic", "scale")
def test_it_scales_generated_cases(case):
    given, expect = case["given"], case["expect"]
    spec = {name: given[name] for name in ("strategy", "max_surge", "max_unavailable")}
    status = {"replicas": given["deployment_status_replicas"]}
    work = work_on(deployment(given["replicas"], status=status, **spec))
    old = sorted(map(generated_rs, given["old"]), key=by_creation)
    new, after = scale(work, generated_rs(given["new"]) if given["new"] else None, old)
    assert sizes(new, *after) == expect["sizes"]
    annotations = {rs["metadata"]["name"]: rs["metadata"]["annotations"] for rs in written(work)}
    assert annotations == expect["written_annotations"]
    assert events(work.moves) == expect["events"]


@table("deployment_util_test", "rs-fraction")
def test_it_gives_each_replica_set_its_share(case):
    given = case["given"]
    spec = {name: given[name] for name in ("max_surge", "max_unavailable")}
    status = {"replicas": given["deployment_status_replicas"]}
    former = given["max_replicas_annotation"]
    rs = replica_set("rs", given["rs_spec_replicas"], annotations={} if former is None else {MAX_REPLICAS: former})
    web = deployment(given["deployment_replicas"], status=status, **spec)
    assert replica_set_fraction(web, rs) == case["expect"]["delta"]


@table("deployment_util_test", "saturated")
def test_it_knows_a_saturated_replica_set(case):
    given = case["given"]["rs"]
    annotations = {DESIRED_REPLICAS: given["desired_replicas_annotation"]}
    rs = replica_set("rs", given["spec_replicas"], available=given["available_replicas"], annotations=annotations)
    web = deployment(case["given"]["deployment_replicas"])
    assert is_saturated(web, rs) == case["expect"]["saturated"]
    assert not is_saturated(web, None)
    assert not is_saturated(web, {**rs, "status": {}})


def old_rs(given):
    """A ReplicaSet of the tables `history-cleanup` of sync_test."""
    annotations = {REVISION: given["revision"]} if given.get("revision") else {}
    rs = replica_set(
        given["name"], given["spec_replicas"], pods=given["status_replicas"], annotations=annotations,
        created=given.get("created_at_order", 0),
    )  # fmt: skip
    if "created_at" in given:
        rs["metadata"]["creationTimestamp"] = given["created_at"]
    if given.get("being_deleted"):
        rs["metadata"]["deletionTimestamp"] = times.to_text(0)
    return rs


@table("sync_test", "history-cleanup", "history-cleanup-order")
def test_it_cleans_up_history(case):
    given, expect = case["given"], case["expect"]
    old = [old_rs(rs) for rs in given["old_rs"]]
    work = work_on(deployment(revisionHistoryLimit=given["revision_history_limit"]), *old)
    cleanup_deployment(work, old)
    observed = case["observed"].get("deleted", case["observed"].get("delete_calls_in_order"))
    assert deleted(work) == observed
    assert len(observed) == expect.get("deleted_count", len(expect.get("deleted_names", ())))


def test_it_keeps_a_replica_set_whose_last_write_nobody_has_seen():
    unseen = replica_set("rs", 0, status={"observedGeneration": 0})
    work = work_on(deployment(revisionHistoryLimit=0), unseen)
    cleanup_deployment(work, [unseen])
    assert deleted(work) == []


@table("sync_test", "rs-name")
def test_it_names_a_replica_set(case):
    given = case["given"]
    assert generate_replica_set_name(given["deployment_name"], given["hash"]) == case["expect"]["name"]


@table("sync_test", "rs-name-from-controller")
def test_it_cuts_long_names(case):
    hashed = compute_hash({})
    assert len(hashed) == 10
    name = generate_replica_set_name(case["given"]["deployment_name"], hashed)
    assert name.rsplit("-", 1)[0] == case["expect"]["name_prefix_before_last_dash"]
    assert len(name) <= case["expect"]["max_total_length"]
