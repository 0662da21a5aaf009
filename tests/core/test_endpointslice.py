"""EndpointSlices: ready, serving, terminating; a hundred to a slice, changed as little as possible."""

import pytest

from cluster.core.controllers import endpointslice
from cluster.core.moves import Delete, Put
from cluster.core.objects import owner_reference
from tests.core.around_pods import act, look, new_cluster, pod, service, trace, written

KEY = ("Service", "default", "web")


def slices(state):
    """The slices of the Service, by name."""
    found = [s for s in state.of_kind("EndpointSlice", "default") if s["metadata"]["name"] != "kubernetes"]
    return sorted(found, key=lambda piece: piece["metadata"]["name"])


def settled(*objects, **spec):
    """The cluster a little after the Service has seen these pods."""
    return act(new_cluster(*objects), Put(service(**spec), "you made it"), seconds=2)


def conditions(state):
    """[ready, serving, terminating] of each endpoint, in the order of the recording: leaving ones first."""
    found = [endpoint["conditions"] for piece in slices(state) for endpoint in piece["endpoints"]]
    return sorted([c["ready"], c["serving"], c["terminating"]] for c in found)


def many(count, first=0):
    return [pod(f"p{i:03}", f"10.0.{i // 250}.{i % 250}") for i in range(first, first + count)]


def change(state, *objects, seconds=2):
    return act(state, *(Put(obj, "a test wants it") for obj in objects), seconds=seconds)


@pytest.mark.parametrize(
    ("one", "spec", "expected"),
    [
        (pod("a", "10.0.0.1"), {}, [True, True, False]),
        (pod("a", "10.0.0.1", ready=False), {}, [False, False, False]),
        (pod("a", "10.0.0.1", deleting=True), {}, [False, True, True]),
        (pod("a", "10.0.0.1", deleting=True, ready=False), {}, [False, False, True]),
        (pod("a", "10.0.0.1", ready=False), {"publishNotReadyAddresses": True}, [True, False, False]),
        (pod("a", "10.0.0.1", deleting=True), {"publishNotReadyAddresses": True}, [True, True, True]),
    ],
    ids=["ready", "not-ready", "terminating", "terminating-not-ready", "published", "published-terminating"],
)
def test_ready_means_serving_and_not_terminating(one, spec, expected):
    assert conditions(settled(one, **spec)) == [expected]


@pytest.mark.parametrize(
    "one",
    [pod("a"), *(pod("a", "10.0.0.1", **trait) for trait in ({"phase": "Failed"}, {"labels": {}}, {"node": "gone"}))],
    ids=["no-ip", "finished", "other-labels", "node-gone"],
)
def test_some_pods_are_no_endpoints(one):
    assert conditions(settled(one)) == []


def test_a_slice_shows_what_it_belongs_to():
    state = settled(pod("a", "10.0.0.1"))
    (piece,) = slices(state)
    assert piece["metadata"]["name"].startswith("web-")
    assert piece["metadata"]["ownerReferences"] == [owner_reference(state.at(KEY))]
    uid = written(state, pod("a"))["metadata"]["uid"]
    target = {"kind": "Pod", "namespace": "default", "name": "a", "uid": uid}
    assert (piece["endpoints"][0]["targetRef"], piece["endpoints"][0]["nodeName"]) == (target, "node-1")


def test_it_agrees_with_the_recording_of_a_steady_state():
    (expected,) = trace("service_endpoints_rollout")["expect"]["steady"]
    (piece,) = slices(settled(pod("a", "10.0.0.1"), pod("b", "10.0.0.2")))
    assert piece["metadata"]["labels"] == expected["labels"]
    assert (piece["addressType"], piece["ports"]) == (expected["addressType"], expected["ports"])
    assert [e["conditions"] for e in piece["endpoints"]] == [e["conditions"] for e in expected["endpoints"]]


def test_it_goes_through_the_recorded_stages_of_a_rolling_update():
    recorded = trace("service_endpoints_rollout")["expect"]["ready_serving_terminating_sequence"]
    a, b, c, d = (pod(name, f"10.0.0.{i}") for i, name in enumerate("abcd", 1))
    state = settled(a, b)
    stages = [conditions(state)]
    for step in (
        [Put(c, "")],
        [Put(pod("a", "10.0.0.1", deleting=True), "")],
        [Put(d, ""), Put(pod("b", "10.0.0.2", deleting=True), "")],
        [Delete(("Pod", "default", "a"), "")],
        [Delete(("Pod", "default", "b"), "")],
    ):
        state = act(state, *step, seconds=2)
        stages.append(conditions(state))
    assert stages == [sorted(stage) for stage in recorded]


def test_a_pod_that_never_gets_ready_is_shown_as_recorded():
    expected = trace("service_endpoints_rollout")["expect"]["with_not_ready_pod"]
    state = settled(pod("a", "10.0.0.1"), pod("b", "10.0.0.2"), pod("c", "10.0.0.3", ready=False))
    assert conditions(state) == sorted([c["ready"], c["serving"], c["terminating"]] for c in expected)


def test_a_selector_that_matches_nothing_leaves_one_empty_slice():
    (piece,) = slices(settled())
    assert (piece["endpoints"], piece["ports"]) == ([], [])


def test_the_empty_slice_is_the_one_that_is_filled_later():
    state = settled()
    name = slices(state)[0]["metadata"]["name"]
    state = change(state, pod("a", "10.0.0.1"))
    assert [piece["metadata"]["name"] for piece in slices(state)] == [name]
    assert conditions(state) == [[True, True, False]]


def test_the_last_slice_stays_when_all_pods_are_gone():
    state = settled(pod("a", "10.0.0.1"))
    name = slices(state)[0]["metadata"]["name"]
    state = act(state, Delete(("Pod", "default", "a"), ""), seconds=2)
    assert [(piece["metadata"]["name"], piece["endpoints"]) for piece in slices(state)] == [(name, [])]


@pytest.mark.parametrize(("count", "sizes"), [(100, [100]), (101, [1, 100]), (250, [50, 100, 100])])
def test_a_slice_holds_a_hundred(count, sizes):
    assert sorted(len(piece["endpoints"]) for piece in slices(settled(*many(count)))) == sizes


def test_a_newcomer_fills_the_fullest_slice_with_room():
    state = settled(*many(150))
    full = next(piece for piece in slices(state) if len(piece["endpoints"]) == 100)
    state = change(state, *many(30, first=150))
    assert sorted(len(piece["endpoints"]) for piece in slices(state)) == [80, 100]
    assert written(state, full) == full


def test_newcomers_take_the_place_of_those_that_leave():
    state = settled(*many(100))
    gone = [Delete(("Pod", "default", f"p{i:03}"), "") for i in range(10)]
    state = act(state, *gone, *(Put(obj, "") for obj in many(5, first=100)), seconds=2)
    assert [len(piece["endpoints"]) for piece in slices(state)] == [95]


def test_pods_that_name_their_ports_differently_get_slices_of_their_own():
    one, other = ([{"name": "web", "containerPort": number, "protocol": "TCP"}] for number in (8080, 9090))
    state = settled(
        pod("a", "10.0.0.1", ports=one),
        pod("b", "10.0.0.2", ports=other),
        ports=[{"port": 80, "protocol": "TCP", "targetPort": "web"}],
    )
    assert sorted(piece["ports"][0]["port"] for piece in slices(state)) == [8080, 9090]


def test_labels_of_the_service_are_copied_and_follow_it():
    state = settled(pod("a", "10.0.0.1"))
    state = change(state, {**state.at(KEY), "metadata": {**state.at(KEY)["metadata"], "labels": {"team": "blue"}}})
    assert slices(state)[0]["metadata"]["labels"]["team"] == "blue"


def test_changes_of_one_moment_make_one_look():
    state = settled(pod("a", "10.0.0.1"))
    state = change(state, pod("b", "10.0.0.2"), seconds=0.1)
    assert len(conditions(state)) == 1
    assert len(conditions(act(state, seconds=0.1))) == 2


def test_a_zone_is_that_of_the_node():
    state = new_cluster()
    node = state.get("Node", "", "node-1")
    zoned = {"topology.kubernetes.io/zone": "west", **node["metadata"]["labels"]}
    state = change(state, {**node, "metadata": {**node["metadata"], "labels": zoned}}, pod("a", "10.0.0.1"), service())
    assert slices(state)[0]["endpoints"][0]["zone"] == "west"


def test_slices_go_with_their_service():
    state = act(settled(pod("a", "10.0.0.1")), Delete(KEY, ""), seconds=2)
    assert slices(state) == []


@pytest.mark.parametrize("count", [0, 1, 150])
def test_nothing_is_left_to_do_after_a_look(count):
    assert look(endpointslice.CONTROLLER, settled(*many(count)), KEY) == []
