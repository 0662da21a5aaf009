"""Progress, its deadline, and the status: upstream's `progress_test.go`."""

from deployment_builders import NOW, deployment, replica_set, table, work_on

from cluster.core import times
from cluster.core.controllers.deployment.progress import requeue_stuck_deployment, sync_rollout_status
from cluster.core.deployments import progressing_condition
from cluster.core.moves import Wake

COUNTS = ("replicas", "updatedReplicas", "availableReplicas", "unavailableReplicas", "terminatingReplicas")


def moment(text):
    """Milliseconds; more digits than that do not exist here."""
    return None if text is None else times.to_ms(text.replace("59.000000001", "59.001"))


@table("progress_test", "requeue")
def test_it_looks_again_at_the_deadline(case):
    given, expect = case["given"], case["expect"]
    status = {**given["old_status"], "conditions": given["conditions"]}
    deadline = given["progress_deadline_seconds"]
    web = deployment(given["spec_replicas"], strategy="Recreate", status=status, progressDeadlineSeconds=deadline)
    at = requeue_stuck_deployment(web, given["new_status"])
    assert (at is None) == (expect["requeue_after_seconds"] is None)
    if at is not None:
        # Upstream adds the second to the delay, and says 0 for whatever is less than a second away.
        left = at - times.SECOND - moment(given["now"])
        assert (left // 1000 if left >= 1000 else 0) == expect["requeue_after_seconds"]


def rs_of(given):
    return replica_set(
        given["name"], given["spec_replicas"], pods=given["status_replicas"], available=given["available_replicas"],
        status={"terminatingReplicas": 0},
    )  # fmt: skip


def judged(case):
    """The Deployment's status before and after one look at its progress."""
    given = case["given"]["deployment"]
    status = {**given["old_status"], "conditions": given["conditions"]}
    spec = {"strategy": given["strategy"], "progressDeadlineSeconds": given["progress_deadline_seconds"]}
    work = work_on(deployment(given["spec_replicas"], name=given["name"], status=status, **spec))
    new = case["given"]["new_rs"]
    old = [rs_of(rs) for rs in case["given"]["other_rs"] if new is None or rs["name"] != new["name"]]
    sync_rollout_status(work, rs_of(new) if new else None, old)
    return status, work.status


@table("progress_test", "rollout-status")
def test_it_judges_progress(case):
    _, after = judged(case)
    observed = case["observed"]
    counts = {name: after[name] for name in COUNTS if name in after}
    assert counts == observed["status_after"]
    shown = ("type", "status", "reason", "message")
    conditions = [{name: c[name] for name in shown if c.get(name)} for c in after["conditions"]]
    assert conditions == observed["conditions_after"]


@table("progress_test", "rollout-status")
def test_it_keeps_the_times_of_what_did_not_change(case):
    before, after = judged(case)
    if case["expect"].get("condition_absent"):
        assert progressing_condition(after) is None
        return
    then, now = progressing_condition(before) or {}, progressing_condition(after)
    renewed = now["reason"] == "ReplicaSetUpdated" or then.get("reason") != now["reason"]
    assert (now.get("lastUpdateTime") == times.to_text(NOW)) == renewed
    same_status = then.get("status") == now["status"]
    assert (now.get("lastTransitionTime") == then.get("lastTransitionTime")) == same_status


def stuck(reason="ReplicaSetUpdated", at=NOW):
    condition = {"type": "Progressing", "status": "True", "reason": reason, "lastUpdateTime": times.to_text(at)}
    status = {"replicas": 1, "updatedReplicas": 1, "unavailableReplicas": 1, "terminatingReplicas": 0}
    available = {"type": "Available", "status": "False", "reason": "MinimumReplicasUnavailable"}
    status |= {"conditions": [condition, available]}
    rs = replica_set("rs", 1, pods=1, status={"terminatingReplicas": 0})
    return deployment(1, status=status, max_surge=1, progressDeadlineSeconds=6), rs


def test_it_wakes_one_second_after_the_deadline():
    web, rs = stuck()
    work = work_on(web)
    sync_rollout_status(work, rs, [])
    assert work.moves == [Wake(NOW + 7000)]


def test_it_is_exceeded_by_then_and_not_before():
    web, rs = stuck()
    reasons = []
    for seconds in (6, 7):
        work = work_on(web, now=NOW + seconds * times.SECOND)
        sync_rollout_status(work, rs, [])
        reasons.append(progressing_condition(work.status)["reason"])
    assert reasons == ["ReplicaSetUpdated", "ProgressDeadlineExceeded"]
    assert "no progress for more than progressDeadlineSeconds 6" in work.moves[0].reason


def test_it_never_times_out_what_was_complete():
    web, rs = stuck("NewReplicaSetAvailable")
    work = work_on(web, now=NOW + times.HOUR)
    sync_rollout_status(work, rs, [])
    assert work.moves == []


def failure(message, since="2026-01-01T00:00:00Z"):
    reason = {"reason": "FailedCreate", "message": message, "lastTransitionTime": since}
    return {"conditions": [{"type": "ReplicaFailure", "status": "True", **reason}]}


def failures(status):
    return [c["message"] for c in status["conditions"] if c["type"] == "ReplicaFailure"]


def test_it_copies_the_new_replica_sets_failure_first():
    work = work_on(deployment(1))
    old, new = replica_set("old", 1, status=failure("old")), replica_set("new", 1, status=failure("new"))
    sync_rollout_status(work, new, [old])
    assert failures(work.status) == ["new"]


def test_it_copies_an_old_failure_and_drops_it_when_it_is_over():
    work = work_on(deployment(1))
    new = replica_set("new", 1)
    sync_rollout_status(work, new, [replica_set("old", 1, status=failure("old"))])
    assert failures(work.status) == ["old"]
    sync_rollout_status(work, new, [replica_set("old", 1)])
    assert failures(work.status) == []


def test_it_keeps_the_first_message_while_a_failure_lasts():
    work = work_on(deployment(1))
    for message in ("first", "second"):
        sync_rollout_status(work, replica_set("new", 1, status=failure(message)), [])
    assert failures(work.status) == ["first"]


def test_it_reports_no_terminating_pods_while_a_synced_replica_set_does_not():
    work = work_on(deployment(1))
    sync_rollout_status(work, replica_set("new", 1), [replica_set("old", 0, status={"terminatingReplicas": 2})])
    assert "terminatingReplicas" not in work.status


def test_it_says_once_that_the_rollout_is_complete():
    work, leaving = work_on(deployment(1)), {"terminatingReplicas": 1}
    new = replica_set("new", 1, pods=1, available=1, status={"terminatingReplicas": 0})
    sync_rollout_status(work, new, [replica_set("old", 0, status=leaving)])
    sync_rollout_status(work, new, [])
    beginning = "its ReplicaSets report, of 1 wanted: 1 exist, 1 up to date, 1 available"
    assert [move.reason for move in work.moves] == [
        f"{beginning}, 1 terminating: the rollout is complete",
        beginning,
    ]


def test_it_sees_the_progress_of_a_rollout_after_a_complete_one():
    web, new = stuck("NewReplicaSetAvailable")
    work = work_on(web)
    sync_rollout_status(work, new, [replica_set("old", 1, pods=1, available=1)])
    assert progressing_condition(work.status)["reason"] == "ReplicaSetUpdated"


def test_it_never_reports_fewer_than_no_unavailable_pods():
    work = work_on(deployment(1))
    sync_rollout_status(work, replica_set("new", 1, pods=2, available=2), [])
    assert "unavailableReplicas" not in work.status
