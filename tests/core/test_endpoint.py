"""Endpoints: which pods a Service sends to, as the old API shows it."""

import pytest

from cluster.core.controllers import CONTROLLERS, endpoint
from cluster.core.moves import Delete, Put
from tests.core.around_pods import act, look, new_cluster, pod, put, puts, removed, service, trace, written

KEY = ("Service", "default", "web")
ENDPOINTS = ("Endpoints", "default", "web")
POSITION = CONTROLLERS.index(endpoint.CONTROLLER)


def endpoints_of(*objects, **spec):
    """What the controller writes for the Service with these pods."""
    state = new_cluster(service(**spec), *objects)
    return puts(look(endpoint.CONTROLLER, state, KEY), "Endpoints")[0]


def shown(endpoints):
    """[(ready IPs, not ready IPs, ports)] of the subsets."""
    return [
        (
            [address["ip"] for address in subset.get("addresses", [])],
            [address["ip"] for address in subset.get("notReadyAddresses", [])],
            [port["port"] for port in subset.get("ports", [])],
        )
        for subset in endpoints["subsets"]
    ]


WEB = [{"name": "web", "containerPort": 8080, "protocol": "TCP"}]
OTHER_WEB = [{"name": "web", "containerPort": 9090, "protocol": "TCP"}]


@pytest.mark.parametrize(
    ("pods", "spec", "subsets"),
    [
        ([], {}, []),
        ([pod("a", "10.0.0.10"), pod("b", "10.0.0.9")], {}, [(["10.0.0.9", "10.0.0.10"], [], [8080])]),
        ([pod("a", "10.0.0.1"), pod("b", "10.0.0.2", ready=False)], {}, [(["10.0.0.1"], ["10.0.0.2"], [8080])]),
        ([pod("a", "10.0.0.1", deleting=True)], {}, []),
        (
            [pod("a", "10.0.0.1", deleting=True), pod("b", "10.0.0.2", ready=False)],
            {"publishNotReadyAddresses": True},
            [(["10.0.0.1", "10.0.0.2"], [], [8080])],
        ),
        ([pod("a")], {}, []),
        ([pod("a", "10.0.0.1", phase="Failed"), pod("b", "10.0.0.2", phase="Succeeded")], {}, []),
        ([pod("a", "10.0.0.1", labels={"app": "other"})], {}, []),
        (
            [pod("a", "10.0.0.1", ports=WEB), pod("b", "10.0.0.2", ports=OTHER_WEB), pod("c", "10.0.0.3")],
            {"ports": [{"port": 80, "protocol": "TCP", "targetPort": "web"}]},
            [(["10.0.0.1"], [], [8080]), (["10.0.0.2"], [], [9090])],
        ),
        (
            [pod("a", "10.0.0.1")],
            {"ports": [{"name": "x", "port": 80, "targetPort": 1}, {"name": "y", "port": 81, "targetPort": 2}]},
            [(["10.0.0.1"], [], [1, 2])],
        ),
        ([pod("a", "10.0.0.1")], {"clusterIP": "None", "ports": []}, [(["10.0.0.1"], [], [])]),
    ],
    ids=[
        "no-pod", "sorted-by-number", "not-ready", "terminating", "publish-not-ready", "no-ip-yet", "finished",
        "other-labels", "named-ports", "two-ports", "headless-without-ports",
    ],
)  # fmt: skip
def test_a_subset_is_made_of_pods_and_ports(pods, spec, subsets):
    assert shown(endpoints_of(*pods, **spec)) == subsets


def test_an_address_names_its_pod_and_node():
    state = new_cluster(service(), pod("a", "10.0.0.1"))
    address = puts(look(endpoint.CONTROLLER, state, KEY), "Endpoints")[0]["subsets"][0]["addresses"][0]
    uid = written(state, pod("a"))["metadata"]["uid"]
    target = {"kind": "Pod", "namespace": "default", "name": "a", "uid": uid}
    assert address == {"ip": "10.0.0.1", "nodeName": "node-1", "targetRef": target}


@pytest.mark.parametrize("spec", [{"selector": None}, {"type": "ExternalName"}], ids=["no-selector", "external-name"])
def test_a_service_that_looks_for_no_pods_is_left_alone(spec):
    assert look(endpoint.CONTROLLER, new_cluster(service(**spec), pod("a", "10.0.0.1")), KEY) == []


def test_they_go_with_their_service():
    state = act(new_cluster(service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    state = act(state, Delete(KEY, ""), seconds=2)
    assert state.at(ENDPOINTS) is None


def test_nothing_is_left_to_do_after_a_look():
    state = act(new_cluster(service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    assert look(endpoint.CONTROLLER, state, KEY) == []
    assert removed(look(endpoint.CONTROLLER, state, ("Service", "default", "none"))) == []


def test_endpoints_that_someone_removed_come_back():
    state = act(new_cluster(service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    assert act(state, Delete(ENDPOINTS, ""), seconds=2).at(ENDPOINTS) is not None


def test_the_annotation_tells_what_made_them_change():
    state = act(put(new_cluster(), service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    state = act(state, Put(pod("b", "10.0.0.2", since="2026-01-01T00:00:02Z"), ""), seconds=2)
    note = state.at(ENDPOINTS)["metadata"]["annotations"]
    assert note == {"endpoints.kubernetes.io/last-change-trigger-time": "2026-01-01T00:00:02Z"}


def test_the_annotation_goes_when_a_pod_only_leaves():
    state = act(new_cluster(service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    state = act(state, Delete(("Pod", "default", "a"), ""), seconds=2)
    assert state.at(ENDPOINTS)["metadata"]["annotations"] == {}


def test_more_than_a_thousand_addresses_are_cut_ready_ones_first():
    ready = [pod(f"r{i}", f"10.0.{i // 250}.{i % 250}") for i in range(900)]
    waiting = [pod(f"w{i}", f"10.1.{i // 250}.{i % 250}", ready=False) for i in range(300)]
    found = endpoints_of(*ready, *waiting)
    assert [(len(up), len(down)) for up, down, _ in shown(found)] == [(900, 100)]
    assert found["metadata"]["annotations"]["endpoints.kubernetes.io/over-capacity"] == "truncated"


def test_a_headless_service_marks_its_endpoints():
    assert "service.kubernetes.io/headless" in endpoints_of(clusterIP="None")["metadata"]["labels"]


def test_it_agrees_with_the_recording_of_a_real_cluster():
    expected = trace("service_endpoints_rollout")["expect"]["endpoints_object"]["subsets"]
    found = endpoints_of(pod("a", "10.0.0.1"), pod("b", "10.0.0.2"))["subsets"]
    assert [
        {"addresses": len(s["addresses"]), "notReady": len(s.get("notReadyAddresses", [])), "ports": s["ports"]}
        for s in found
    ] == expected


@pytest.mark.parametrize(
    ("change", "woken"),
    [
        ({"ready": False}, True),
        ({"ip": "10.0.0.9"}, True),
        ({"deleting": True}, True),
        ({"labels": {"app": "other"}}, True),
        ({"phase": "Failed"}, True),
        ({}, False),
        ({"spec": {"priority": 3}}, False),
    ],
    ids=["readiness", "ip", "deletion", "labels", "phase", "nothing", "something-else"],
)
def test_only_what_an_endpoint_shows_wakes_the_controller(change, woken):
    state = act(new_cluster(service()), Put(pod("a", "10.0.0.1"), ""), seconds=2)
    state = act(state, Put(pod("a", **{"ip": "10.0.0.1", **change}), ""))
    waiting = [key for _, position, key in state.queue.dump() if position == POSITION]
    assert waiting == ([KEY] if woken else [])
