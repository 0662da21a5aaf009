"""The strategy RollingUpdate, step by step: upstream's `rolling_test.go` and generated steps and sequences."""

import pytest
from deployment_builders import deleted, deployment, events, replica_set, sizes, table, updates, work_on

from cluster.core.controllers.deployment import rolling
from cluster.core.controllers.deployment.new_replica_set import new_rs_new_replicas
from cluster.core.deployments import by_creation, desired_replicas


def rs_of(given, *, default_order=0):
    created = given.get("created_order", default_order)
    available = given.get("available_replicas", given.get("available", 0))
    pods = given.get("status_replicas", 0)
    return replica_set(given["name"], given["spec_replicas"], available=available, pods=pods, created=created)


def deployment_of(given):
    return deployment(given["replicas"], max_surge=given["max_surge"], max_unavailable=given["max_unavailable"])


def without_mark(rows):
    """The table's new and old ReplicaSet share one name upstream; the old one is marked here."""
    return [{**row, "rs": row["rs"].removesuffix("(old)")} for row in rows]


def check_observed(work, case):
    assert without_mark(updates(work)) == case["observed"]["replica_set_updates"]
    assert events(work.moves) == case["observed"]["events"]


@table("rolling_test", "grow-or-shrink-new-rs")
def test_it_grows_or_shrinks_the_new_replica_set(case):
    given, expect = case["given"], case["expect"]
    work = work_on(deployment_of(given["deployment"]))
    old = [rs_of(rs) for rs in given["old_rs"]]
    scaled, new = rolling.reconcile_new_replica_set(work, rs_of(given["new_rs"], default_order=9), old)
    assert (scaled, desired_replicas(new)) == (expect["scaled"], expect["new_rs_spec_replicas_after"])
    check_observed(work, case)


@table("rolling_test", "shrink-old-rs")
def test_it_shrinks_old_replica_sets(case):
    given, expect = case["given"], case["expect"]
    work = work_on(deployment_of(given["deployment"]))
    old = [rs_of(rs) for rs in given["old_rs"]]
    scaled, after = rolling.reconcile_old_replica_sets(work, rs_of(given["new_rs"], default_order=9), old)
    assert (scaled, desired_replicas(after[0])) == (expect["scaled"], expect["old_rs_spec_replicas_after"])
    check_observed(work, case)


@table("rolling_test", "remove-unhealthy-first")
def test_it_takes_unhealthy_pods_first(case):
    given = case["given"]
    work = work_on(deployment_of(given["deployment"]))
    cleaned, _ = rolling.cleanup_unhealthy_replicas(work, [rs_of(rs) for rs in given["old_rs"]], given["max_cleanup"])
    assert cleaned == case["expect"]["cleaned_up"]
    check_observed(work, case)


@table("rolling_test", "scale-down-old-available")
def test_it_takes_available_pods_beyond_the_least_number(case):
    given, expect = case["given"], case["expect"]
    work = work_on(deployment_of(given["deployment"]))
    taken, after = rolling.scale_down_old_replica_sets(work, None, [rs_of(rs) for rs in given["old_rs"]])
    assert taken == expect["scaled_down_by"]
    assert desired_replicas(after[0]) == expect["old_rs_spec_replicas_after"]
    check_observed(work, case)


def one_pass(work, new, old):
    """What a pass does before it reports: (acted on, new, old)."""
    scaled, new = rolling.reconcile_new_replica_set(work, new, old)
    if scaled:
        return "new", new, old
    scaled, old = rolling.reconcile_old_replica_sets(work, new, old)
    return "old" if scaled else "none", new, old


@table("generated_arithmetic", "rolling-step")
def test_it_does_one_rolling_step(case):
    given, expect = case["given"], case["expect"]
    work = work_on(deployment_of(given))
    old = sorted((rs_of(rs) for rs in given["old"]), key=by_creation)
    acted_on, new, after = one_pass(work, rs_of(given["new"]), old)
    assert (acted_on, sizes(new, *after)) == (expect["acted_on"], expect["sizes"])
    assert events(work.moves) == expect["events"]


@table("generated_arithmetic", "rollout-sequence")
def test_it_does_a_whole_rollout(case):
    given, expect = case["given"], case["expect"]
    web = deployment_of(given)
    size = given["old_size_at_start"]
    old = replica_set("old", size, available=size)
    new = replica_set("new", new_rs_new_replicas(web, [old], None), created=9)
    sequence = [{"acted_on": "create", "new": desired_replicas(new), "old": size}]
    # The first pass goes on after creating; its shrinking shows as a step of its own because nothing became ready.
    while True:
        if given["new_pods_become_available"]:
            new = {**new, "status": {"availableReplicas": desired_replicas(new)}}
        old = {**old, "status": {"availableReplicas": desired_replicas(old)}}
        acted_on, new, [old] = one_pass(work_on(web), new, [old])
        if acted_on == "none":
            break
        sequence.append({"acted_on": acted_on, "new": desired_replicas(new), "old": desired_replicas(old)})
    assert sequence == expect["sequence"]


def test_it_gives_the_arithmetic_as_reason_for_growing():
    work = work_on(deployment(3, max_surge=1))
    old, new = replica_set("old", 2, available=2), replica_set("new", 1, available=1)
    rolling.reconcile_new_replica_set(work, new, [old])
    assert work.moves[0].reason == (
        "new ReplicaSet may grow: 3 wanted + maxSurge 1 = at most 4 pods in all; 3 exist, so 1 more"
    )


def test_it_gives_the_arithmetic_as_reason_for_shrinking():
    work = work_on(deployment(3, max_surge=1))
    rolling.reconcile_old_replica_sets(work, replica_set("new", 1, available=1), [replica_set("old", 3, available=3)])
    assert work.moves[0].reason == (
        "old ReplicaSet may shrink: 3 wanted - maxUnavailable 0 = at least 3 available; 4 are available, so 1 may go"
    )


@pytest.mark.parametrize("sizes_and_available", [[(4, 5), (3, 0)], [(3, 0), (4, 5)]], ids=["first", "second"])
def test_it_gives_up_the_pass_when_a_status_lags(sizes_and_available):
    work = work_on(deployment(4, max_surge=2, max_unavailable=2))
    old = [replica_set(f"old{n}", size, available=a) for n, (size, a) in enumerate(sizes_and_available)]
    scaled, _ = rolling.reconcile_old_replica_sets(work, replica_set("new", 2, available=2), old)
    assert not scaled


def test_it_raises_the_generation_once_for_each_size_written():
    work = work_on(deployment(10, max_unavailable=2))
    _, [old] = rolling.reconcile_old_replica_sets(work, replica_set("new", 0), [replica_set("old", 10, available=9)])
    assert [move["spec_replicas"] for move in updates(work)] == [9, 8]
    assert old["metadata"]["generation"] == 3


@pytest.mark.parametrize(
    ("size", "old_size", "expected"),
    [(3, 0, ["old"]), (2, 0, []), (3, 1, [])],
    ids=["settled", "still growing", "still shrinking"],
)
def test_it_throws_history_away_only_in_a_pass_that_scales_nothing(size, old_size, expected):
    status = {"replicas": 3, "updatedReplicas": 3, "availableReplicas": 3}
    web = deployment(3, max_surge=1, status=status, revisionHistoryLimit=0)
    new = replica_set("new", size, available=3, created=9, template=web["spec"]["template"])
    old = replica_set("old", old_size)
    work = work_on(web, new, old)
    rolling.rollout_rolling(work, [old, new])
    assert deleted(work) == expected
