"""A taint NoExecute drives pods away when their patience is over."""

import pytest

from cluster.core import nodes, taints
from cluster.core.moves import Put
from cluster.core.objects import condition_of, with_spec
from tests.core.around_pods import act, events, new_cluster, pod, trace, unplug, written

NODE = ("Node", "", "node-1")
TAINT = {"key": "k", "value": "v", "effect": "NoExecute"}


def tolerating(seconds, **fields):
    limit = {} if seconds is None else {"tolerationSeconds": seconds}
    return {"key": "k", "operator": "Exists", "effect": "NoExecute", **limit, **fields}


def tainted(*tolerations, seconds=1):
    one = pod("a", "10.0.0.1", spec={"tolerations": list(tolerations)})
    state = new_cluster(one)
    return act(state, Put(with_spec(state.at(NODE), taints=[TAINT]), "you tainted it"), seconds=seconds)


def leaving(state):
    return "deletionTimestamp" in written(state, pod("a"))["metadata"]


@pytest.mark.parametrize(
    ("tolerations", "patience"),
    [
        ([], 0),
        ([tolerating(60)], 60),
        ([tolerating(None)], None),
        ([tolerating(0)], 0),
        ([tolerating(-5)], 0),
        ([tolerating(60), tolerating(30)], 60),
        ([tolerating(60, key="other")], 0),
        ([tolerating(60, effect="NoSchedule")], 0),
        ([tolerating(60, operator="Equal", value="v")], 60),
        ([tolerating(60, operator="Equal", value="w")], 0),
        ([{"operator": "Exists"}], None),
        ([{"key": "k", "value": "v"}], None),
    ],
    ids=[
        "none", "a-minute", "for-ever", "zero", "negative", "first-match-counts", "other-key", "other-effect",
        "equal", "not-equal", "everything", "equal-is-the-default",
    ],
)  # fmt: skip
def test_patience_is_what_the_toleration_says(tolerations, patience):
    assert taints.patience([TAINT], tolerations) == patience


def test_the_smallest_patience_counts_for_two_taints():
    two = [TAINT, {"key": "l", "effect": "NoExecute"}]
    assert taints.patience(two, [tolerating(60), tolerating(30, key="l")]) == 30
    assert taints.patience(two, [tolerating(60)]) == 0


def test_a_pod_without_toleration_goes_at_once():
    state = tainted()
    assert leaving(state)
    condition = condition_of(written(state, pod("a")), "DisruptionTarget")
    assert (condition["status"], condition["reason"]) == ("True", "DeletionByTaintManager")
    assert events(state) == [
        ("taint-eviction-controller", "TaintManagerEviction", "Marking for deletion Pod default/a")
    ]


def test_a_pod_goes_when_its_toleration_is_over():
    assert not leaving(tainted(tolerating(60), seconds=59))
    assert leaving(tainted(tolerating(60), seconds=61))


def test_a_pod_that_tolerates_for_ever_stays():
    assert not leaving(tainted(tolerating(None), seconds=100_000))


def test_the_eviction_is_off_when_the_taint_goes():
    state = tainted(tolerating(60), seconds=30)
    state = act(state, Put(with_spec(state.at(NODE), taints=[]), "you took it off"), seconds=100)
    assert not leaving(state)
    assert [message for _, _, message in events(state)] == ["Cancelling deletion of Pod default/a"]


def test_a_pod_that_comes_later_has_its_full_patience():
    state = act(tainted(seconds=100), Put(pod("b", "10.0.0.2", spec={"tolerations": [tolerating(60)]}), ""), seconds=59)
    assert "deletionTimestamp" not in written(state, pod("b"))["metadata"]
    assert "deletionTimestamp" in written(act(state, seconds=3), pod("b"))["metadata"]


def test_other_taints_evict_nobody():
    state = new_cluster(pod("a", "10.0.0.1"))
    soft = {"key": "k", "effect": "NoSchedule"}
    assert not leaving(act(state, Put(with_spec(state.at(NODE), taints=[soft]), ""), seconds=100))


def _lost(seconds):
    lost = [
        {"key": f"node.kubernetes.io/{key}", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 10}
        for key in ("not-ready", "unreachable")
    ]
    return act(unplug(new_cluster(pod("a", "10.0.0.1", spec={"tolerations": lost})), "node-1"), seconds=seconds)


@pytest.mark.parametrize("moment", trace("node_lost")["expect"]["states"], ids=lambda moment: f"at-{moment['t']}")
def test_a_lost_nodes_pod_goes_through_the_recorded_states(moment):
    (expected,) = (row for row in moment["state"]["pods"] if row[0] == "on-lost")
    one = written(_lost(moment["t"] + 0.2), pod("a"))
    disruption = condition_of(one, "DisruptionTarget")
    found = [
        one["status"]["phase"],
        [condition_of(one, "Ready")["status"]],
        [disruption["reason"]] if disruption else [],
        "deletionTimestamp" in one["metadata"],
        one["metadata"].get("deletionGracePeriodSeconds"),
    ]
    assert found == [expected[1], expected[2], expected[4], expected[5], expected[6]]


def test_a_returning_node_keeps_its_pods():
    state = _lost(55)
    state = act(state, *nodes.revive(state, "node-1"), seconds=100)
    assert not leaving(state)
    assert [message for _, _, message in events(state, "TaintManagerEviction")] == [
        "Cancelling deletion of Pod default/a"
    ]
