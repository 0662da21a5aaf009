import pytest
from lifecycle_builders import NOW, a_pod, a_replica_set, a_state, ago, cases, name_of, owner

from cluster.core.controllers.replicaset.ranking import (
    deletion_cost,
    in_order,
    pods_to_delete,
    rank_of,
    ranked,
    related_pods,
    replica_sets_with_same_controller,
    why_first,
)

COST = "controller.kubernetes.io/pod-deletion-cost"


def pod_of(given):
    created = ago(given["created_seconds_ago"])
    metadata = {"creationTimestamp": created} if created else {}
    if "pod_deletion_cost" in given:
        metadata["annotations"] = {COST: given["pod_deletion_cost"]}
    restarts = [{"name": f"c{n}", "restartCount": count} for n, count in enumerate(given["container_restarts"])]
    sidecars = [{"name": f"s{n}", "restartCount": count} for n, count in enumerate(given["sidecar_restarts"])]
    return a_pod(
        given["name"],
        metadata=metadata,
        node=given["node"],
        phase=given["phase"],
        ready=str(given["ready"]),
        since=ago(given.get("ready_since_seconds_ago")),
        spec={"initContainers": [{"name": one["name"], "restartPolicy": "Always"} for one in sidecars]},
        status={"containerStatuses": restarts, "initContainerStatuses": sidecars},
    )


WITHOUT_DELETION_COST = "deletion-rank/order-15-high-deletion-cost-before-low-deletion-cost"
"""The gate PodDeletionCost off: here it is always on, as it is by default."""
RANKS = [c for c in cases("controller_utils_test.json", "deletion-rank/") if c["name"] != WITHOUT_DELETION_COST]


@pytest.mark.parametrize("case", RANKS, ids=name_of)
def test_it_compares_two_pods(case):
    given, expected = case["given"], case["expect"]
    a = rank_of(pod_of(given["pod_a"]), given["rank_a"], NOW)
    b = rank_of(pod_of(given["pod_b"]), given["rank_b"], NOW)
    assert (in_order([b, a], NOW)[0] is a) == expected["a_before_b"]
    assert (in_order([a, b], NOW)[0] is b) == expected["b_before_a"]


@pytest.mark.parametrize("case", cases("controller_utils_test.json", "active-pods-sort/"), ids=name_of)
@pytest.mark.parametrize("turn", [1, -1])
def test_it_sorts_many_pods(case, turn):
    pods = [pod_of(given) for given in case["given"]["pods"]][::turn]
    assert [rank.pod["metadata"]["name"] for rank in ranked(pods, [], NOW)] == case["expect"]["order"]


def short_pods(given):
    return [a_pod(pod["id"], node=pod["node"], phase=pod["phase"], ready=pod["ready"]) for pod in given]


@pytest.mark.parametrize("case", cases("replica_set_test.json", "pods-to-delete/"), ids=name_of)
def test_it_chooses_pods_to_delete(case):
    given = case["given"]
    pods = short_pods(given["pods"])
    related = pods if given["related_pods"] == "same as pods" else short_pods(given["related_pods"])
    chosen = pods_to_delete(pods, related, given["delete_count"], NOW)
    assert [pod["metadata"]["name"] for pod in chosen] == case["expect"]["deleted_in_order"]


def sets_of(given):
    return [
        a_replica_set(name=rs["name"], labels=rs.get("selector", {"a": "b"}), owners=[owner(rs["controller_uid"], "d")])
        for rs in given["replica_sets"]
    ]


@pytest.mark.parametrize("case", cases("replica_set_test.json", "related-"), ids=name_of)
def test_it_finds_what_is_related(case):
    given, expected = case["given"], case["expect"]
    state = a_state(*sets_of(given), *(a_pod(pod["name"], labels=pod["labels"]) for pod in given.get("pods", [])))
    rs = state.get("ReplicaSet", "default", given["for"])
    found = related_pods(state, rs) if "pods" in expected else replica_sets_with_same_controller(state, rs)
    assert sorted(obj["metadata"]["name"] for obj in found) == (expected.get("pods") or expected["related"])


def test_it_knows_no_relatives_without_controller():
    rs = a_replica_set()
    state = a_state(rs, a_pod())
    assert related_pods(state, rs) == []


@pytest.mark.parametrize(
    ("text", "cost"), [("10", 10), ("-10", -10), ("0", 0), ("007", 0), ("+1", 0), ("x", 0), ("", 0), ("2147483648", 0)]
)
def test_it_reads_the_deletion_cost(text, cost):
    assert deletion_cost(a_pod(metadata={"annotations": {COST: text}})) == cost


def test_it_lets_the_uid_decide_among_pods_of_about_the_same_age():
    pods = [a_pod(n, ready="True", since=ago(s), metadata={"uid": u}) for n, s, u in (("a", 100, "2"), ("b", 99, "1"))]
    assert [rank.pod["metadata"]["name"] for rank in ranked(pods, pods, NOW)] == ["b", "a"]


def test_it_says_why_a_pod_goes_first():
    unready, ready = (rank_of(a_pod(node="n", ready=ready), 1, NOW) for ready in ("False", "True"))
    assert why_first(unready, ready) == "is not ready"
    assert why_first(ready, ready) == "is no better than the others"
