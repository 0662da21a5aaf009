import pytest
from lifecycle_builders import NOW, a_pod, a_replica_set, ago, cases, cases_of, name_of

from cluster.core.controllers.replicaset.status import (
    Counts,
    calculate_status,
    count,
    get_condition,
    new_condition,
    remove_condition,
    set_condition,
)

FILE = "replica_set_utils_test.json"
NUMBERS = ("replicas", "fullyLabeledReplicas", "readyReplicas", "availableReplicas")


def pod_of(given):
    return a_pod(
        given["name"],
        labels=given["labels"],
        phase=given["phase"],
        ready=given["ready"],
        since=ago(given.get("ready_since_seconds_ago")),
    )


def replica_set_of(given):
    spec = {"minReadySeconds": given.get("min_ready_seconds", 0)}
    rs = a_replica_set(given["spec_replicas"], labels=given.get("template_labels", {"app": "web"}), spec=spec)
    known = [{"type": t, "status": s, "reason": r, "message": ""} for t, s, r in given.get("existing_conditions", [])]
    return {**rs, "status": {"replicas": 0, "conditions": known}} if known else rs


@pytest.mark.parametrize("case", cases(FILE, "status/"), ids=name_of)
def test_it_counts_pods(case):
    # With the gate DeploymentReplicaSetTerminatingReplicas off, and for ReplicationControllers, terminatingReplicas is
    # missing upstream. Here the gate is always on, as it is by default; the other numbers hold all the same.
    given, expected = case["given"], case["expect"]
    rs = replica_set_of(given)
    counts = count(rs, [pod_of(pod) for pod in given["active_pods"]], NOW)
    status = calculate_status(rs, counts, len(given["terminating_pods"]), None, NOW)
    assert {name: status.get(name, 0) for name in NUMBERS} == {name: expected[name] for name in NUMBERS}
    assert expected["terminatingReplicas"] in {None, status["terminatingReplicas"]}


@pytest.mark.parametrize("case", cases(FILE, "failure-condition/"), ids=name_of)
def test_it_tells_of_failures(case):
    given = case["given"]
    counts = Counts(given["active_pods"], 0, 0, 0, None)
    status = calculate_status(replica_set_of(given), counts, 0, given["manage_replicas_error"], NOW)
    found = status.get("conditions", [])
    undated = [{name: text for name, text in one.items() if name != "lastTransitionTime"} for one in found]
    assert undated == case["expect"]["conditions"]


def test_it_runs_every_case_of_the_table():
    assert all(name_of(case).startswith(("status/", "failure-condition/")) for case in cases_of(FILE))


def conditions_of(triples):
    return [{"type": type, "status": status, "reason": reason} for type, status, reason in triples]


@pytest.mark.parametrize("case", cases("replica_set_test.json", "condition-"), ids=name_of)
def test_it_keeps_conditions(case):
    given, expected = case["given"], case["expect"]
    conditions = conditions_of(given["conditions"])
    if given["operation"] == "get_condition":
        assert (get_condition(conditions, given["type"]) is not None) == expected["found"]
    elif given["operation"] == "set_condition":
        assert set_condition(conditions, conditions_of([given["set"]])[0]) == conditions_of(expected["conditions"])
    else:
        assert remove_condition(conditions, given["type"]) == conditions_of(expected["conditions"])


def test_it_dates_a_new_condition():
    assert new_condition("ReplicaFailure", "FailedCreate", "no", NOW)["lastTransitionTime"] == "2026-01-01T12:00:00Z"


def next_check_of(given, pods):
    rs = a_replica_set(spec={"minReadySeconds": given["min_ready_seconds"]})
    found = [
        a_pod(str(number), ready=str(pod["ready"]), since=ago(pod["ready_since_seconds_ago"]))
        for number, pod in enumerate(pods)
    ]
    return count(rs, found, NOW).next_available


@pytest.mark.parametrize("case", cases("controller_utils_test.json", "next-availability-check/"), ids=name_of)
def test_it_knows_when_a_pod_becomes_available(case):
    after = case["expect"]["check_after_seconds"]
    assert next_check_of(case["given"], [case["given"]]) == (None if after is None else NOW + after * 1000)


@pytest.mark.parametrize("case", cases("controller_utils_test.json", "min-next-availability-check"), ids=name_of)
def test_it_knows_when_the_next_pod_becomes_available(case):
    # The engine wakes it at that moment, or at once when it is past: what upstream's delayed cases are about.
    after, late = case["expect"]["check_after_seconds"], case["given"]["status_evaluated_seconds_ago"]
    moment = next_check_of(case["given"], case["given"]["pods"])
    assert (None if moment is None else max(moment - NOW - late * 1000, 0)) == (None if after is None else after * 1000)
