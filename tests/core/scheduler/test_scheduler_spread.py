"""Topology spread, as a must (DoNotSchedule) and as a wish (ScheduleAnyway, or the system's defaults)."""

import pytest

from tests.core.scheduler.scheduling_world import ask, cluster, fits_on, node, owned, pod, points, put, replica_set

WEB = {"matchLabels": {"app": "web"}}
DIRT = {"key": "dirty", "effect": "NoSchedule"}


def constraint(skew=1, key="zone", **fields):
    return {
        "maxSkew": skew, "topologyKey": key, "whenUnsatisfiable": "DoNotSchedule", "labelSelector": WEB, **fields
    }  # fmt: skip


def zones(*counts, **more):
    """One node for each zone a, b, ... with so many pods of app=web."""
    names = "abcdefg"[: len(counts)]
    state = cluster(*(node(name, {"zone": name}, **more) for name in names))
    pods = [pod(f"{name}{i}", on=name) for name, count in zip(names, counts, strict=True) for i in range(count)]
    return put(state, *pods)


@pytest.mark.parametrize(
    ("counts", "fields", "nodes"),
    [
        ((1, 1, 0), {}, "c"),
        ((1, 0, 0), {}, "bc"),
        ((2, 1, 0), {"skew": 2}, "bc"),
        ((1, 1, 1), {}, "abc"),
        ((0, 0, 0), {}, "abc"),
        ((5, 0), {"labelSelector": {"matchLabels": {"app": "other"}}}, "ab"),
        ((5, 0), {"labelSelector": None}, "ab"),
        ((1, 1), {"minDomains": 3}, ""),
        ((1, 1), {"minDomains": 2}, "ab"),
        ((0, 0), {"minDomains": 3}, "ab"),
    ],
    ids=[
        "emptiest-only", "two-emptiest", "skew-of-two", "all-even", "first-pod", "others-do-not-count",
        "no-selector-counts-nothing", "too-few-domains", "enough-domains", "too-few-domains-but-empty",
    ],
)  # fmt: skip
def test_it_keeps_the_skew(counts, fields, nodes):
    assert fits_on(zones(*counts), pod("p", topologySpreadConstraints=[constraint(**fields)])) == set(nodes)


def test_it_says_the_arithmetic():
    row = ask(zones(2, 1), pod("p", topologySpreadConstraints=[constraint()])).nodes[0]
    assert row.rejection.reasons == ("node(s) didn't match pod topology spread constraints",)
    assert row.rejection.detail == "zone=a has 2 of these pods and the emptiest has 1: 2 + 1 - 1 exceeds maxSkew 1"


def test_it_counts_a_pod_that_does_not_find_itself_as_none():
    other = pod("p", labels={"app": "other"}, topologySpreadConstraints=[constraint()])
    assert fits_on(zones(1, 0), other) == {"a", "b"}


def test_it_skips_terminating_and_finished_pods_and_other_namespaces():
    gone = [pod("t", on="a", deleting=True), pod("f", on="a", phase="Failed"), pod("n", on="a", namespace="other")]
    state = put(zones(0, 1), *gone)
    assert fits_on(state, pod("p", topologySpreadConstraints=[constraint()])) == {"a"}


def test_it_rejects_nodes_without_the_label():
    row = ask(put(zones(0), node("bare")), pod("p", topologySpreadConstraints=[constraint()])).nodes[1]
    assert row.rejection.reasons == ("node(s) didn't match pod topology spread constraints (missing required label)",)
    assert not row.rejection.resolvable


def test_it_sums_the_nodes_of_a_domain():
    state = put(zones(1, 1), node("a2", {"zone": "a"}), pod("x", on="a2"))
    assert fits_on(state, pod("p", topologySpreadConstraints=[constraint()])) == {"b"}


@pytest.mark.parametrize(("policy", "nodes"), [("Honor", {"a"}), ("Ignore", set())])
def test_it_counts_only_nodes_that_the_pod_may_use_if_the_affinity_policy_says_so(policy, nodes):
    wanted = pod("p", nodeSelector={"zone": "a"}, topologySpreadConstraints=[constraint(nodeAffinityPolicy=policy)])
    assert fits_on(zones(1, 0), wanted) == nodes


@pytest.mark.parametrize(("policy", "nodes"), [("Honor", {"a"}), ("Ignore", set())])
def test_it_counts_tainted_nodes_unless_the_taints_policy_says_otherwise(policy, nodes):
    state = put(zones(1), node("dirty", {"zone": "z"}, taints=[DIRT]))
    assert fits_on(state, pod("p", topologySpreadConstraints=[constraint(nodeTaintsPolicy=policy)])) == nodes


def test_it_counts_only_pods_that_agree_in_the_match_label_keys():
    state = put(zones(0, 0), pod("old", on="a", labels={"app": "web", "hash": "1"}))
    even = [constraint(matchLabelKeys=["hash"])]
    for revision, nodes in (("1", {"b"}), ("2", {"a", "b"})):
        wanted = pod("p", labels={"app": "web", "hash": revision}, topologySpreadConstraints=even)
        assert fits_on(state, wanted) == nodes


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((2, 1, 1), [80, 100, 100]), ((0, 0, 0), [100, 100, 100]), ((9, 0, 0), [12, 100, 100])],
    ids=["worked-example", "empty", "far-apart"],
)
def test_it_spreads_pods_of_a_replica_set_over_nodes_as_a_wish(counts, expected):
    owner = replica_set("web-1", {"app": "web"})
    assert points(put(zones(*counts), owner), owned(pod("p"), owner), "PodTopologySpread") == expected


def service(**selector):
    metadata = {"name": "s", "namespace": "default"}
    return {"apiVersion": "v1", "kind": "Service", "metadata": metadata, "spec": {"selector": selector}}


def test_it_spreads_pods_of_a_service_alone_too():
    assert points(put(zones(1, 0), service(app="web")), pod("p"), "PodTopologySpread") == [66, 100]


@pytest.mark.parametrize(
    ("selector", "found"),
    [({"app": "web"}, True), ({"app": "web", "x": "y"}, True), ({"app": "web", "a": "b"}, False), ({}, False)],
    ids=["one-label", "all-labels", "a-label-more", "no-selector"],
)
def test_it_finds_the_services_of_a_pod(selector, found):
    state = put(zones(1), service(app="other"))
    wanted = pod("p", labels={"app": "web", "x": "y"})
    assert bool(list(put(state, service(**selector)).services_for(wanted))) is found
    assert not list(state.services_for(wanted))


def test_it_has_no_wish_for_a_pod_that_nothing_selects():
    assert points(zones(1, 0), pod("p"), "PodTopologySpread") == []


def test_it_spreads_softly_by_zone_and_ignores_nodes_without_one():
    state = put(zones(2, 0), node("bare"))
    soft = constraint(whenUnsatisfiable="ScheduleAnyway")
    assert points(state, pod("p", topologySpreadConstraints=[soft]), "PodTopologySpread") == [0, 100, 0]
