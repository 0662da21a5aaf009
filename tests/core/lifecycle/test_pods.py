import pytest
from lifecycle_builders import NOW, a_pod, ago, cases, cases_of, name_of

from cluster.core import pods

POD_UTIL = "pod_util_test.json"
CONTROLLER_UTILS = "controller_utils_test.json"


@pytest.mark.parametrize("case", cases(POD_UTIL, "available/"), ids=name_of)
def test_it_knows_availability(case):
    given = case["given"]
    pod = a_pod(ready=str(given["ready"]), since=ago(given["ready_since_seconds_ago"]))
    assert pods.is_available(pod, given["min_ready_seconds"], NOW) == case["expect"]["available"]


@pytest.mark.parametrize("case", cases(POD_UTIL, "terminal/"), ids=name_of)
def test_it_knows_terminal_phases(case):
    assert pods.is_terminal(a_pod(phase=case["given"]["phase"])) == case["expect"]["terminal"]


@pytest.mark.parametrize("case", cases(CONTROLLER_UTILS, "active-pods/"), ids=name_of)
def test_it_knows_active_pods(case):
    found = [a_pod(pod["name"], phase=pod["phase"]) for pod in case["given"]["pods"]]
    assert [pod["metadata"]["name"] for pod in found if pods.is_active(pod)] == case["expect"]["active"]


@pytest.mark.parametrize("case", cases(CONTROLLER_UTILS, "terminating-pods/"), ids=name_of)
def test_it_knows_terminating_pods(case):
    found = [
        a_pod(phase=pod["phase"], metadata={"deletionTimestamp": "t"} if pod.get("being_deleted") else {})
        for pod in case["given"]["pods"]
    ]
    assert len([pod for pod in found if pods.is_terminating(pod)]) == case["expect"]["terminating"]


EXPECTATIONS = "expectations guard a cache that lags behind; here every look is at the state itself"
KUBELET = "a matter of the kubelet, which judges conditions and restarts by itself"
NOT_HERE = {
    "update-condition/": KUBELET,
    "containers-ready/": KUBELET,
    "container-restartable/": KUBELET,
    "container-should-restart/": KUBELET,
    "restart-rule-match/": KUBELET,
    "active-replica-sets/": "a matter of the Deployment controller",
    "pods-by-owner/": "pods are found through the state's index of owner uids, which are unique",
    "template-hash/": "a matter of the Deployment controller",
    "expectations/": EXPECTATIONS,
    "uid-expectations/": EXPECTATIONS,
    "create-pod/generate-name-given": "no caller gives a generateName of its own",
    "deletion-rank/order-15-": "the gate PodDeletionCost is always on, as it is by default",
}
HERE = {
    POD_UTIL: ("available/", "terminal/"),
    CONTROLLER_UTILS: (
        "active-pods",
        "active-pods-sort/",
        "claimed-pods/",
        "create-pod/generate-name-default",
        "delete-pod/missing",
        "deletion-rank/equal-",
        *(f"deletion-rank/order-{number:02}-" for number in range(17) if number != 15),
        "min-next-availability-check",
        "next-availability-check/",
        "terminating-pods/",
    ),
}


@pytest.mark.parametrize("file", HERE)
def test_it_runs_or_explains_every_case_of_the_table(file):
    left = [name_of(case) for case in cases_of(file)]
    assert [name for name in left if name.startswith(HERE[file]) == name.startswith(tuple(NOT_HERE))] == []
