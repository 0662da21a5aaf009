"""Simulated use of CPU and memory."""

import pytest

from cluster.core import load
from tests.core.lived_in import START, lived_in, pod


def use(state, name):
    return load.Loads(state, state.now).of_pod(state.get("Pod", "default", name))


def test_a_container_is_measured_after_a_while():
    assert use(lived_in(pod("app", "nginx:1.27"), seconds=10), "app") is None
    assert use(lived_in(pod("app", "nginx:1.27"), seconds=40), "app") == (1, 4 << 20)


def test_a_learner_sets_what_a_pod_uses():
    busy = pod("app", "nginx:1.27", resources={"limits": {"cpu": "500m"}})
    busy["metadata"]["annotations"] = {load.CPU: "2", load.MEMORY: "1Gi"}
    assert use(lived_in(busy, seconds=40), "app") == (500, 1 << 30)
    busy["metadata"]["annotations"] = {load.CPU: "much"}
    assert use(lived_in(busy, seconds=40), "app") == (1, 4 << 20)


def test_a_node_uses_what_its_pods_use():
    state = lived_in(pod("app", "mongo:6.0"), seconds=60)
    node = state.get("Node", "", state.get("Pod", "default", "app")["spec"]["nodeName"])
    assert load.Loads(state, state.now).of_node(node) == (load.NODE_CPU + 6, load.NODE_MEMORY + (120 << 20))


ASKING = {
    "a loop": ("while sleep 0.01; do wget -q -O- http://web; done", [("Service", "default", "web")], 77),
    "another namespace": (
        "while true; do curl -s web.shop:8080/x > /dev/null; sleep 1; done",
        [("Service", "shop", "web")],
        1,
    ),
    "once": ("wget -q -O- http://web", [], 0),
    "nobody": ("while true; do date; sleep 1; done", [], 0),
}


@pytest.mark.parametrize(("script", "keys", "rate"), ASKING.values(), ids=ASKING)
def test_who_asks_in_a_loop_makes_work(script, keys, rate):
    asked = {"metadata": {"namespace": "default"}, "spec": {"containers": [{"command": ["sh", "-c", script]}]}}
    found = list(load.asked_by(asked))
    assert [key for key, _ in found] == keys
    assert [round(rate) for _, rate in found] == ([rate] if keys else [])


def test_scrapes_come_every_15_seconds():
    assert load.scraped_at(START + 29_999) == START + 15_000
