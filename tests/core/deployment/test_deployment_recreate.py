"""The strategy Recreate: upstream's `recreate_test.go`."""

from deployment_builders import deployment, events, pod, replica_set, sizes, state_of, table, updates, work_on

from cluster.core.controllers.deployment.recreate import (
    old_pods_running,
    rollout_recreate,
    scale_down_old_replica_sets_for_recreate,
)


@table("recreate_test", "scale-old-to-zero")
def test_it_scales_old_replica_sets_to_zero(case):
    given, observed = case["given"], case["observed"]
    work = work_on(deployment(given["deployment"]["replicas"], strategy="Recreate"))
    old = [replica_set(f"foo-{n}", size) for n, size in enumerate(given["old_rs_sizes"])]
    scaled, after = scale_down_old_replica_sets_for_recreate(work, old)
    assert scaled
    assert list(sizes(*after).values()) == case["expect"]["old_rs_sizes_after"]
    assert updates(work) == observed["replica_set_updates"]
    assert events(work.moves) == observed["events"]


def old_replica_sets(given):
    """The ReplicaSets of a case, and one for each owner that the table names only by the uid of its pods."""
    sized = [
        replica_set(rs["uid"] or rs["name"], rs["spec_replicas"], pods=rs["status_replicas"]) for rs in given["old_rs"]
    ]
    known = {rs["uid"] for rs in given["old_rs"]}
    return sized + [replica_set(uid, 0) for uid in given["pod_phases_by_owner_uid"] if uid not in known]


@table("recreate_test", "old-pods-running")
def test_it_waits_for_old_pods(case):
    given = case["given"]
    old = old_replica_sets(given)
    named = {rs["metadata"]["name"]: rs for rs in old}
    pods = [
        pod(f"{uid}-{n}", named[uid], phase)
        for uid, phases in given["pod_phases_by_owner_uid"].items()
        for n, phase in enumerate(phases)
    ]
    running = old_pods_running(state_of(*old, *pods), deployment(strategy="Recreate"), old)
    assert running == case["expect"]["old_pods_running"]


def test_it_waits_for_a_terminating_pod():
    old = replica_set("old", 0)
    leaving = pod("p", old, deletionTimestamp="2026-01-01T00:00:00Z")
    assert old_pods_running(state_of(old, leaving), deployment(strategy="Recreate"), [old])


def test_it_does_not_wait_for_a_pod_of_somebody_else():
    old, other = replica_set("old", 0), replica_set("other", 1)
    assert not old_pods_running(state_of(old, other, pod("p", other)), deployment(strategy="Recreate"), [old])


def test_it_makes_the_new_replica_set_only_when_no_old_pod_is_left():
    web = deployment(3, strategy="Recreate")
    old = replica_set("old", 0)
    waiting = work_on(web, old, pod("p", old))
    rollout_recreate(waiting, [old])
    assert updates(waiting) == []
    ready = work_on(web, old)
    rollout_recreate(ready, [old])
    assert [rs["spec_replicas"] for rs in updates(ready)] == [3]


def test_it_does_not_wait_for_a_pod_that_it_no_longer_selects():
    old = replica_set("old", 0)
    relabelled = pod("p", old, labels={"foo": "else"})
    assert not old_pods_running(state_of(old, relabelled), deployment(strategy="Recreate"), [old])
