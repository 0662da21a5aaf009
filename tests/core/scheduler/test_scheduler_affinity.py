"""Pods near other pods, and far from them."""

import pytest

from tests.core.scheduler.scheduling_world import ask, cluster, fits_on, node, pod, points, put

HOSTNAME = "kubernetes.io/hostname"
DB = {"app": "db"}


def term(labels=None, key=HOSTNAME, **fields):
    return {"labelSelector": {"matchLabels": labels or DB}, "topologyKey": key, **fields}


def rules(kind, *terms, preferred=None):
    if preferred:
        weighted = [{"weight": preferred, "podAffinityTerm": one} for one in terms]
        return {kind: {"preferredDuringSchedulingIgnoredDuringExecution": weighted}}
    return {kind: {"requiredDuringSchedulingIgnoredDuringExecution": list(terms)}}


def near(*terms, **more):
    return {"affinity": rules("podAffinity", *terms, **more)}


def far(*terms, **more):
    return {"affinity": rules("podAntiAffinity", *terms, **more)}


def namespace(name, **labels):
    return {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": labels}}


def world(*objects):
    """Nodes a1 and a2 in zone a, b1 in zone b, x without a zone; a db on a1."""
    nodes = [node("a1", {"zone": "a"}), node("a2", {"zone": "a"}), node("b1", {"zone": "b"}), node("x")]
    return cluster(*nodes, pod("db", on="a1", labels=DB), *objects)


@pytest.mark.parametrize(
    ("spec", "nodes"),
    [
        (near(term()), {"a1"}),
        (near(term(key="zone")), {"a1", "a2"}),
        (near(term(), term({"app": "web"})), set()),
        (near(term({"app": "web"})), {"a1", "a2", "b1", "x"}),
        (near(term({"app": "web"}, key="zone")), {"a1", "a2", "b1"}),
        (near(term({"app": "cache"})), set()),
        (far(term()), {"a2", "b1", "x"}),
        (far(term(key="zone")), {"b1", "x"}),
        (far(term({"app": "cache"})), {"a1", "a2", "b1", "x"}),
        (far(term(namespaces=["other"])), {"a1", "a2", "b1", "x"}),
        (far(term(namespaces=["other", "default"])), {"a2", "b1", "x"}),
        (far(term(namespaceSelector={})), {"a2", "b1", "x"}),
        (far(term(namespaceSelector={"matchLabels": {"team": "red"}})), {"a2", "b1", "x"}),
        (far(term(namespaceSelector={"matchLabels": {"team": "blue"}})), {"a1", "a2", "b1", "x"}),
        (near(term(matchLabelKeys=["app"])), set()),
        (far(term({"tier": "1"}, mismatchLabelKeys=["app"])), {"a1", "a2", "b1", "x"}),
    ],
    ids=[
        "same-node", "same-zone", "no-pod-matches-all-terms", "first-of-its-kind", "first-of-its-kind-needs-the-label",
        "nobody-to-be-near", "other-node", "other-zone-or-none", "nobody-to-avoid", "other-namespace", "two-namespaces",
        "every-namespace", "selected-namespace", "unselected-namespace", "match-label-keys", "mismatch-label-keys",
    ],
)  # fmt: skip
def test_it_honours_required_affinity(spec, nodes):
    assert fits_on(world(namespace("default", team="red")), pod("p", **spec)) == nodes


def test_it_counts_terminating_neighbours():
    state = put(world(), pod("old", on="b1", labels={"app": "old"}, deleting=True))
    assert fits_on(state, pod("p", **near(term({"app": "old"})))) == {"b1"}


def test_it_does_not_count_finished_neighbours():
    state = put(world(), pod("old", on="b1", labels={"app": "old"}, phase="Succeeded"))
    assert fits_on(state, pod("p", **far(term({"app": "old"})))) == {"a1", "a2", "b1", "x"}


def test_it_honours_the_anti_affinity_of_pods_already_there():
    state = world(pod("hermit", on="b1", labels={"app": "hermit"}, **far(term({"app": "web"}, key="zone"))))
    rows = {row.node: row for row in ask(state, pod("p")).nodes}
    assert rows["b1"].rejection.reasons == ("node(s) didn't satisfy existing pods anti-affinity rules",)
    assert fits_on(state, pod("p")) == {"a1", "a2", "x"}
    assert fits_on(state, pod("p", namespace="other")) == {"a1", "a2", "b1", "x"}


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (near(term(), preferred=10), [100, 0, 0, 0]),
        (far(term(), preferred=10), [0, 100, 100, 100]),
        (near(term(key="zone"), preferred=1), [100, 100, 0, 0]),
        (near(term({"app": "cache"}), preferred=10), []),
    ],
    ids=["near", "far", "zone", "nobody-there"],
)
def test_it_scores_preferred_affinity(spec, expected):
    assert points(world(), pod("p", **spec), "InterPodAffinity") == expected


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        (near(term({"app": "web"}), preferred=5), [0, 0, 100, 0]),
        (far(term({"app": "web"}), preferred=5), [100, 100, 0, 100]),
        (near(term({"app": "web"}, key="zone")), [0, 0, 100, 0]),
    ],
    ids=["they-like-us", "they-avoid-us", "they-need-us"],
)
def test_it_scores_what_pods_already_there_wish(spec, expected):
    fan = pod("fan", on="b1", labels={"app": "fan"}, **spec)
    assert points(world(fan), pod("p"), "InterPodAffinity") == expected


def test_it_weighs_wishes_by_pods_and_weights():
    both = {"affinity": {**near(term(), preferred=2)["affinity"], **far(term({"app": "bad"}), preferred=1)["affinity"]}}
    state = world(pod("bad1", on="a1", labels={"app": "bad"}), pod("bad2", on="b1", labels={"app": "bad"}))
    assert points(state, pod("p", **both), "InterPodAffinity") == [100, 50, 0, 50]
