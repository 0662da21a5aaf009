"""What is said of pods that fit nowhere: word for word as recorded from a real control plane."""

import pytest

from cluster.core.objects import condition_of
from tests.core.scheduler.scheduling_world import act, ask, cluster, node, pod, put, stored
from tests.core.upstream_tables import table

TRACE = next(case for case in table("live_traces")["cases"] if case["name"] == "unschedulable_messages")
EXPECTED = TRACE["expect"]["pods"]
NAMESPACE = "unschedulable-messages"
HOSTNAME = "kubernetes.io/hostname"
NOT_THE_SCHEDULERS = {
    "gated": "the API server writes this condition when it stores the pod",
    "node-name-missing": "the pod names its node itself",
    "scheduler-other": "another scheduler's pod",
}


def near_or_far(kind, app):
    term = {"labelSelector": {"matchLabels": {"app": app}}, "topologyKey": HOSTNAME}
    return {"affinity": {kind: {"requiredDuringSchedulingIgnoredDuringExecution": [term]}}}


def zoned():
    wanted = {"matchExpressions": [{"key": "zone", "operator": "In", "values": ["z9"]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [wanted]}}
    return {"affinity": {"nodeAffinity": required}}


def spread_by_zone():
    selector = {"matchLabels": {"app": "web"}}
    constraint = {"maxSkew": 1, "topologyKey": "zone", "whenUnsatisfiable": "DoNotSchedule", "labelSelector": selector}
    return {"topologySpreadConstraints": [constraint]}


HERMIT = {"labels": {"app": "aa"}, **near_or_far("podAntiAffinity", "aa")}
PODS = {
    name: pod(name, namespace=NAMESPACE, **spec)
    for name, spec in {
        "cpu": {"requests": {"cpu": "100"}},
        "memory": {"requests": {"memory": "100Gi"}},
        "cpu-and-memory": {"requests": {"cpu": "100", "memory": "100Gi"}},
        "selector": {"nodeSelector": {"disk": "ssd"}},
        "affinity": zoned(),
        "pod-affinity": near_or_far("podAffinity", "nothing"),
        "spread": spread_by_zone(),
        "gpu": {"requests": {"example.com/gpu": "1"}},
        "pvc": {"volumes": [{"name": "v", "persistentVolumeClaim": {"claimName": "none"}}]},
        "aa1": HERMIT,
        "aa2": HERMIT,
        "aa3": HERMIT,
        "cordoned": {"nodeSelector": {HOSTNAME: "n1"}},
    }.items()
}
HERMITS_AT_HOME = {"aa1": "n1", "aa2": "n2"}


def nodes(**n1):
    taint = {"key": "dedicated", "value": "db", "effect": "NoSchedule"}
    return node("n1", **n1), node("n2"), node("n3", taints=[taint])


def judged(pod_name, **n1):
    """The message about one pod, with the two hermits where they went in the recording."""
    at_home = [pod(name, on=on, namespace=NAMESPACE, **HERMIT) for name, on in HERMITS_AT_HOME.items()]
    return ask(put(cluster(*nodes(**n1)), *at_home), PODS[pod_name]).message


def recorded(name):
    status, reason, message = EXPECTED[name]["conditions"]["PodScheduled"]
    assert (status, reason) == ("False", "Unschedulable")
    return message


def test_it_knows_every_pod_of_the_recording():
    assert set(PODS) | set(NOT_THE_SCHEDULERS) == set(EXPECTED)


# The recorded condition of `spread` is from before n1 was cordoned: no retry had been due since.
@pytest.mark.parametrize("name", sorted(set(PODS) - set(HERMITS_AT_HOME) - {"spread"}))
def test_it_says_what_the_recording_says_after_n1_was_cordoned(name):
    assert judged(name, cordoned="yes") == recorded(name)


def test_it_says_what_the_recording_says_of_the_spread():
    assert judged("spread") == recorded("spread")


EVENTS = [event for event in TRACE["expect"]["events"] if event["reason"] == "FailedScheduling"]


@pytest.mark.parametrize("event", EVENTS, ids=[f"{e['on']} {i}" for i, e in enumerate(EVENTS)])
def test_it_says_each_recorded_event_before_or_after_n1_was_cordoned(event):
    name = event["on"].removeprefix("Pod/")
    assert event["message"] in {judged(name), judged(name, cordoned="yes")}


def test_it_keeps_anti_affine_pods_apart_until_no_node_is_left():
    state = cluster(*nodes())
    for name in ("aa1", "aa2", "aa3"):
        state = act(state, PODS[name], seconds=1)
    homes = [stored(state, PODS[name])["spec"].get("nodeName") for name in ("aa1", "aa2", "aa3")]
    assert {*homes[:2]} == {"n1", "n2"}
    assert homes[2] is None


def test_it_writes_the_verdict_as_condition_and_event():
    state = act(cluster(node("n1", cordoned="yes")), PODS["cpu"], seconds=1)
    condition = condition_of(stored(state, PODS["cpu"]), "PodScheduled")
    events = list(state.of_kind("Event"))
    assert (condition["status"], condition["reason"]) == ("False", "Unschedulable")
    assert condition["message"].startswith("0/1 nodes are available: 1 node(s) were unschedulable. ")
    assert [(event["type"], event["reason"]) for event in events] == [("Warning", "FailedScheduling")]
    assert events[0].get("message", events[0].get("note")) == condition["message"]


@pytest.mark.parametrize(
    ("spec", "preemption"),
    [
        ({"requests": {"cpu": "3"}}, "0/1 nodes are available: 1 No preemption victims found for incoming pod."),
        ({"requests": {"cpu": "5"}}, "0/1 nodes are available: 1 Preemption is not helpful for scheduling."),
        (
            {"requests": {"cpu": "3"}, "preemptionPolicy": "Never"},
            "not eligible due to preemptionPolicy=Never.",
        ),
    ],
    ids=["full", "too-small", "never-preempting"],
)
def test_it_tells_whether_preemption_could_help(spec, preemption):
    message = ask(cluster(node("a"), pod("there", on="a", requests={"cpu": "2"})), pod("p", **spec)).message
    begin = "0/1 nodes are available: 1 Insufficient cpu. no new claims to deallocate, preemption: "
    assert message == begin + preemption


def test_it_has_other_words_for_a_cluster_without_nodes():
    assert ask(cluster(), pod("p")).message == "no nodes available to schedule pods"


def test_it_does_not_look_at_nodes_that_the_pod_does_not_name():
    term = {"matchFields": [{"key": "metadata.name", "operator": "In", "values": ["a"]}]}
    required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}}
    wanted = pod("p", affinity={"nodeAffinity": required}, requests={"cpu": "5"})
    assert ask(cluster(node("a"), node("b", cordoned="yes")), wanted).message.startswith(
        "0/2 nodes are available: 1 Insufficient cpu, 1 node(s) didn't satisfy plugin(s) [NodeAffinity]. "
    )
