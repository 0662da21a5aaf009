"""The autoscaler: the walkthrough of the documentation, its limits, its arithmetic, its words."""

import pytest

from cluster.core import engine, load
from cluster.core.controllers.horizontal_pod_autoscaler import limits
from cluster.core.controllers.horizontal_pod_autoscaler.replicas import Groups, _replicas
from cluster.core.deletion import delete
from cluster.core.moves import Put
from cluster.core.objects import with_metadata
from tests.core.lived_in import create, deployment, later, lived_in, of_app, pod, service

ASKING = ("/bin/sh", "-c", "while sleep 0.01; do wget -q -O- http://php; done")


def autoscaler(target="php", most=10, metrics=None, **spec):
    cpu = {"type": "Resource", "resource": {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": 50}}}
    reference = {"apiVersion": "apps/v1", "kind": "Deployment", "name": target}
    whole = {"scaleTargetRef": reference, "maxReplicas": most, "metrics": metrics or [cpu], **spec}
    metadata = {"name": "php"}
    return {"apiVersion": "autoscaling/v2", "kind": "HorizontalPodAutoscaler", "metadata": metadata, "spec": whole}


def php(**spec):
    return lived_in(deployment("php", "registry.k8s.io/hpa-example"), service("php"), autoscaler(**spec), seconds=60)


def size(state):
    return state.get("Deployment", "default", "php")["spec"]["replicas"]


def conditions(state):
    status = state.get("HorizontalPodAutoscaler", "default", "php")["status"]
    return {c["type"]: (c["status"], c["reason"]) for c in status["conditions"]}


def told(state, reason):
    return [event["message"] for event in state.of_kind("Event") if event["reason"] == reason]


def test_it_follows_the_load_up_and_down():
    state = later(create(php(), pod("load", "busybox", *ASKING)), 300)
    assert size(state) == 7
    assert conditions(state) == {
        "AbleToScale": ("True", "ReadyForNewScale"),
        "ScalingActive": ("True", "ValidMetricFound"),
        "ScalingLimited": ("False", "DesiredWithinRange"),
    }
    assert "New size: 4; reason: cpu resource utilization (percentage of request) above target" in told(
        state, "SuccessfulRescale"
    )
    quiet, _ = engine.commit(state, delete(state, ("Pod", "default", "load")), "you")
    assert size(later(quiet, 240)) == 7
    assert conditions(later(quiet, 240))["AbleToScale"] == ("True", "ScaleDownStabilized")
    assert size(later(quiet, 400)) == 1
    assert conditions(later(quiet, 400))["ScalingLimited"] == ("True", "TooFewReplicas")


def waiting(state):
    """Whether the autoscaler has anything to look at by and by."""
    return any(position == engine.POSITIONS["horizontal-pod-autoscaler"] for position, _ in state.queue.items)


def test_it_rests_once_all_is_settled():
    assert waiting(php())
    assert not waiting(later(php(), 3600))


def test_a_cluster_without_autoscalers_is_never_woken():
    assert not waiting(lived_in(deployment("php", "nginx:1.27")))


def test_load_that_a_learner_sets_is_shared():
    state = php()
    target = state.get("Deployment", "default", "php")
    heavy = with_metadata(target, annotations={**target["metadata"]["annotations"], load.CPU: "400m"})
    state = later(engine.commit(state, [Put(heavy, "test")], "you")[0], 240)
    assert size(state) == 4
    assert sum(load.Loads(state, state.now).of_pod(one).cpu for one in of_app(state, "php")) == 404


def test_bounds_come_first():
    assert size(php(minReplicas=3)) == 3
    state = php(minReplicas=3)
    assert "New size: 3; reason: Current number of replicas below Spec.MinReplicas" in told(state, "SuccessfulRescale")


def test_it_says_what_it_misses():
    state = lived_in(deployment("php", "nginx:1.27"), autoscaler("nope"), seconds=60)
    assert conditions(state)["AbleToScale"] == ("False", "FailedGetScale")
    bare = deployment("php", "nginx:1.27")
    del bare["spec"]["template"]["spec"]["containers"][0]["resources"]
    state = lived_in(bare, autoscaler(), seconds=60)
    assert conditions(state)["ScalingActive"] == ("False", "FailedGetResourceMetric")
    message = told(state, "FailedComputeMetricsReplicas")[-1]
    assert message.startswith("invalid metrics (1 invalid out of 1), first error is: failed to get cpu utilization: ")
    assert "missing request for cpu in container c of Pod php-" in " ".join(told(state, "FailedGetResourceMetric"))


def test_an_empty_target_is_left_alone():
    state = lived_in(deployment("php", "nginx:1.27", 0), autoscaler(), seconds=60)
    assert (size(state), conditions(state)["ScalingActive"]) == (0, ("False", "ScalingDisabled"))


RULES = {"selectPolicy": "Max", "policies": [{"type": "Pods", "value": 4, "periodSeconds": 15},
                                             {"type": "Percent", "value": 100, "periodSeconds": 15}]}  # fmt: skip
UP = {
    "the furthest": (RULES, 3, [], 7),
    "doubling": (RULES, 10, [], 20),
    "the nearest": ({**RULES, "selectPolicy": "Min"}, 3, [], 6),
    "none": ({**RULES, "selectPolicy": "Disabled"}, 3, [], 3),
    "already grown in this period": (RULES, 7, [[-5_000, 4]], 7),
    "grown long ago": (RULES, 7, [[-15_000, 4]], 14),
}


@pytest.mark.parametrize(("rules", "current", "events", "expected"), UP.values(), ids=UP)
def test_how_fast_it_may_grow(rules, current, events, expected):
    assert limits.up_limit(rules, current, events, 0) == expected


DOWN = {
    "all at once": ({"policies": [{"type": "Percent", "value": 100, "periodSeconds": 15}]}, 7, 0),
    "two a minute": ({"policies": [{"type": "Pods", "value": 2, "periodSeconds": 60}]}, 7, 5),
    "a tenth": ({"policies": [{"type": "Percent", "value": 10, "periodSeconds": 60}]}, 7, 6),
}


@pytest.mark.parametrize(("rules", "current", "expected"), DOWN.values(), ids=DOWN)
def test_how_fast_it_may_shrink(rules, current, expected):
    assert limits.down_limit(rules, current, [], 0) == expected


COUNTED = {
    "three times too much": (Groups({"a": 300, "b": 300}, (), ()), 2, 6),
    "within the tolerance": (Groups({"a": 109, "b": 109}, (), ()), 2, 2),
    "half": (Groups({"a": 50, "b": 50}, (), ()), 2, 1),
    "unready ones count as idle when growing": (Groups({"a": 300}, ("b", "c"), ()), 3, 3),
    "missing ones count as busy when shrinking": (Groups({"a": 10}, (), ("b",)), 2, 2),
    "missing ones count as idle when growing": (Groups({"a": 500}, (), ("b",)), 2, 5),
}


@pytest.mark.parametrize(("groups", "current", "expected"), COUNTED.values(), ids=COUNTED)
def test_how_many_a_metric_asks_for(groups, current, expected):
    full = dict.fromkeys(groups.missing, 100)
    assert _replicas(groups, lambda used: sum(used.values()) / len(used) / 100, full, current) == expected
