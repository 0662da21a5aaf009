"""Requests: what a pod asks for, and whether a node has it left."""

import pytest

from cluster.core.pod_resources import Request, request_of
from tests.core.scheduler.scheduling_world import ask, cluster, fits_on, node, pod

MI = 2**20


def container(cpu, memory="", **more):
    requests = {"cpu": cpu} | ({"memory": memory} if memory else {})
    return {"name": "c", "image": "nginx", "resources": {"requests": requests}, **more}


def sidecar(cpu):
    return container(cpu, restartPolicy="Always")


@pytest.mark.parametrize(
    ("spec", "cpu"),
    [
        ({"containers": [container("100m"), container("0.25")]}, 350),
        ({"containers": [container("100m")], "initContainers": [container("1")]}, 1000),
        ({"containers": [container("2")], "initContainers": [container("1")]}, 2000),
        ({"containers": [container("1")], "initContainers": [sidecar("1")]}, 2000),
        ({"containers": [container("100m")], "initContainers": [sidecar("1"), container("500m")]}, 1500),
        ({"containers": [container("100m")], "initContainers": [container("500m"), sidecar("1")]}, 1100),
        ({"containers": [container("100m")], "initContainers": [sidecar("1"), container("3"), sidecar("1")]}, 4000),
        ({"containers": [container("1")], "overhead": {"cpu": "250m"}}, 1250),
        ({"containers": [container("1")], "resources": {"requests": {"cpu": "3"}}}, 3000),
        ({"containers": [container("1")], "resources": {"requests": {"cpu": "3"}}, "overhead": {"cpu": "1"}}, 4000),
        ({"containers": [container("1n")]}, 1),
    ],
    ids=[
        "containers-are-added", "init-container-is-larger", "init-container-is-smaller", "sidecars-are-added",
        "init-container-beside-sidecar", "init-container-before-sidecar", "init-container-between-sidecars", "overhead",
        "pod-level", "pod-level-and-overhead", "rounded-up",
    ],
)  # fmt: skip
def test_it_adds_up_what_a_pod_asks_for(spec, cpu):
    assert request_of({"spec": spec}).cpu == cpu


def test_it_counts_every_resource_in_its_own_unit():
    requests = {"cpu": "1", "memory": "1Ki", "ephemeral-storage": "1k", "example.com/gpu": "2"}
    asked = request_of(pod("p", requests=requests))
    assert asked == Request(1000, 1024, 1000, 1000, 1024, (("example.com/gpu", 2),))


def test_it_guesses_for_scoring_what_a_container_does_not_say():
    spec = {"containers": [container("1"), {"name": "d", "image": "nginx"}], "overhead": {"memory": "1Mi"}}
    asked = request_of({"spec": spec})
    assert (asked.guessed_cpu, asked.guessed_memory) == (1100, 401 * MI)
    assert (asked.cpu, asked.memory) == (1000, MI)


@pytest.mark.parametrize(
    ("requests", "reasons"),
    [
        ({"cpu": "2500m"}, ()),
        ({"cpu": "2501m"}, ("Insufficient cpu",)),
        ({"memory": "6Gi"}, ()),
        ({"memory": "6145Mi"}, ("Insufficient memory",)),
        ({"ephemeral-storage": "101Gi"}, ("Insufficient ephemeral-storage",)),
        ({"example.com/gpu": "1"}, ()),
        ({"example.com/gpu": "2"}, ("Insufficient example.com/gpu",)),
        ({"example.com/fpga": "1"}, ("Insufficient example.com/fpga",)),
        ({"example.com/fpga": "0"}, ()),
        ({"cpu": "3", "memory": "7Gi"}, ("Insufficient cpu", "Insufficient memory")),
        ({}, ()),
    ],
    ids=[
        "cpu-exactly", "cpu", "memory-exactly", "memory", "storage", "gpu", "gpu-taken", "unknown-resource",
        "none-of-it", "two-at-once", "nothing",
    ],
)  # fmt: skip
def test_it_wants_what_is_left_to_be_enough(requests, reasons):
    there = pod("there", on="a", requests={"cpu": "1500m", "memory": "2Gi", "example.com/gpu": "1"})
    row = ask(cluster(node("a", **{"example.com/gpu": "2"}), there), pod("p", requests=requests)).nodes[0]
    assert (row.rejection.reasons if row.rejection else ()) == reasons


def test_it_counts_pods_that_ask_for_nothing():
    state = cluster(node("a", pods="2"), pod("one", on="a"), pod("two", on="a"))
    rejection = ask(state, pod("p")).nodes[0].rejection
    assert rejection.reasons == ("Too many pods",)
    assert rejection.detail == "a: 2 of at most 2 pods are there"


def test_it_lets_a_pod_without_requests_on_a_node_that_is_full():
    assert fits_on(cluster(node("a"), pod("there", on="a", requests={"cpu": "5"})), pod("p")) == {"a"}


@pytest.mark.parametrize(
    ("there", "fits"),
    [
        ({"deleting": True}, False),
        ({"phase": "Succeeded"}, True),
        ({"phase": "Failed"}, True),
        ({"phase": "Running"}, False),
    ],
    ids=["terminating-counts", "succeeded-does-not", "failed-does-not", "running-counts"],
)
def test_it_counts_pods_until_they_are_gone_or_finished(there, fits):
    state = cluster(node("a"), pod("there", on="a", requests={"cpu": "3"}, **there))
    assert bool(fits_on(state, pod("p", requests={"cpu": "2"}))) is fits


def test_it_says_in_numbers_what_is_missing():
    state = cluster(node("a"), pod("there", on="a", requests={"cpu": "1500m", "memory": "1Gi"}))
    rejection = ask(state, pod("p", requests={"cpu": "3", "memory": "7680Mi"})).nodes[0].rejection
    assert rejection.detail == "a: wants 3 cpu, 2.5 of 4 free; wants 7680Mi memory, 7Gi of 8Gi free"
