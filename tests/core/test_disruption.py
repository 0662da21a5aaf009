"""Disruption budgets and evictions."""

import pytest

from cluster.core import engine, eviction
from cluster.core.deletion import delete
from cluster.core.errors import NotFound, TooManyRequests
from tests.core.lived_in import create, deployment, later, lived_in, of_app, pod


def budget(name="web", selector="web", **spec):
    whole = {"selector": {"matchLabels": {"app": selector}}, **spec}
    return {"apiVersion": "policy/v1", "kind": "PodDisruptionBudget", "metadata": {"name": name}, "spec": whole}


def status(state, name="web"):
    found = state.get("PodDisruptionBudget", "default", name)["status"]
    return tuple(found[field] for field in ("expectedPods", "desiredHealthy", "currentHealthy", "disruptionsAllowed"))


def evict(state, name):
    return engine.commit(state, eviction.evict(state, "default", name), "you")[0]


BUDGETS = {
    "minAvailable 2": ({"minAvailable": 2}, (4, 2, 4, 2)),
    "minAvailable 30%": ({"minAvailable": "30%"}, (4, 2, 4, 2)),
    "minAvailable 100%": ({"minAvailable": "100%"}, (4, 4, 4, 0)),
    "more than there are": ({"minAvailable": 9}, (4, 9, 4, 0)),
    "maxUnavailable 1": ({"maxUnavailable": 1}, (4, 3, 4, 1)),
    "maxUnavailable 30%": ({"maxUnavailable": "30%"}, (4, 2, 4, 2)),
    "maxUnavailable 0": ({"maxUnavailable": 0}, (4, 4, 4, 0)),
}


@pytest.mark.parametrize(("spec", "expected"), BUDGETS.values(), ids=BUDGETS)
def test_how_many_may_go(spec, expected):
    assert status(lived_in(deployment("web", "nginx:1.27", 4), budget(**spec))) == expected


def test_an_eviction_uses_up_a_disruption_until_a_new_pod_is_ready():
    state = lived_in(deployment("web", "nginx:1.27", 3), budget(minAvailable=2))
    first, second = (one["metadata"]["name"] for one in of_app(state, "web")[:2])
    state = evict(state, first)
    gone = state.get("Pod", "default", first)
    assert gone["metadata"]["deletionTimestamp"]
    assert [c["reason"] for c in gone["status"]["conditions"] if c["type"] == "DisruptionTarget"] == [
        "EvictionByEvictionAPI"
    ]
    with pytest.raises(TooManyRequests) as refused:
        evict(later(state, 0.5), second)
    assert refused.value.message == "Cannot evict pod as it would violate the pod's disruption budget."
    causes = refused.value.details["causes"]
    assert causes[0]["message"] == "The disruption budget web needs 2 healthy pods and has 2 currently"
    assert status(later(state, 30)) == (3, 2, 3, 1)


def test_a_budget_that_was_not_looked_at_yet_lets_nothing_go():
    state = create(lived_in(deployment("web", "nginx:1.27", 3)), budget(minAvailable=1))
    with pytest.raises(TooManyRequests) as refused:
        evict(state, of_app(state, "web")[0]["metadata"]["name"])
    assert refused.value.details["retryAfterSeconds"] == 10


def test_two_budgets_are_one_too_many():
    state = lived_in(deployment("web", "nginx:1.27", 3), budget(minAvailable=1), budget("more", minAvailable=1))
    with pytest.raises(eviction.SeveralBudgets, match="more than one PodDisruptionBudget"):
        evict(state, of_app(state, "web")[0]["metadata"]["name"])


def test_pods_that_do_not_run_are_no_loss():
    state = lived_in(deployment("web", "nginx:404", 2), budget(minAvailable=2))
    assert later(evict(state, of_app(state, "web")[0]["metadata"]["name"]), 1)
    with pytest.raises(NotFound):
        evict(state, "nope")


def test_pods_of_nobody_need_a_number():
    state = lived_in(pod("web", "nginx:1.27"), budget(maxUnavailable=1))
    assert status(state) == (0, 0, 1, 0)
    assert any(event["reason"] == "UnmanagedPods" for event in state.of_kind("Event"))
    assert status(lived_in(pod("web", "nginx:1.27"), budget(minAvailable=1))) == (1, 1, 1, 0)


def test_an_eviction_that_nobody_carries_out_is_forgotten():
    state = lived_in(deployment("web", "nginx:1.27", 2), budget(minAvailable=1))
    name = of_app(state, "web")[0]["metadata"]["name"]
    charged = eviction._charged(state, state.get("Pod", "default", name))
    assert charged["status"]["disruptedPods"] == {name: "2026-01-01T00:00:30Z"}
    again, _ = engine.commit(state, delete(state, ("Pod", "default", name)), "you")
    assert "disruptedPods" not in later(again, 130).get("PodDisruptionBudget", "default", "web")["status"]
