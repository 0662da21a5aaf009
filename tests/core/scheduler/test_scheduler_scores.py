"""Points of each plugin, their weights, and the choice."""

import pytest

from cluster.core.controllers.scheduler import WEIGHTS
from tests.core.scheduler.scheduling_world import ask, cluster, node, owned, pod, points, put, replica_set


def preference(weight, key):
    return {"weight": weight, "preference": {"matchExpressions": [{"key": key, "operator": "Exists"}]}}


def liking(*preferences):
    return {"affinity": {"nodeAffinity": {"preferredDuringSchedulingIgnoredDuringExecution": list(preferences)}}}


def soft(*keys):
    return [{"key": key, "effect": "PreferNoSchedule"} for key in keys]


def with_images(obj, **sizes):
    images = [{"names": [f"{name}:latest"], "sizeBytes": size} for name, size in sizes.items()]
    return {**obj, "status": {**obj["status"], "images": images}}


@pytest.mark.parametrize(
    ("taints", "tolerations", "expected"),
    [
        ((soft("x", "y"), soft("x"), []), [], [0, 50, 100]),
        ((soft("x"), [], []), [{"key": "x", "operator": "Exists"}], [100, 100, 100]),
        ((soft("x"), [], []), [{"key": "x", "operator": "Exists", "effect": "NoSchedule"}], [0, 100, 100]),
        (([], [], []), [], [100, 100, 100]),
    ],
    ids=["counted", "tolerated", "tolerated-with-another-effect", "none"],
)
def test_it_avoids_preferred_taints(taints, tolerations, expected):
    state = cluster(*(node(name, taints=given) for name, given in zip("abc", taints, strict=True)))
    assert points(state, pod("p", tolerations=tolerations), "TaintToleration") == expected


@pytest.mark.parametrize(
    ("preferences", "expected"),
    [
        ([preference(80, "x"), preference(20, "y")], [80, 100, 0]),
        ([preference(1, "z")], [0, 0, 0]),
        ([], []),
    ],
    ids=["weighted", "none-matches", "no-preference"],
)
def test_it_likes_preferred_nodes(preferences, expected):
    state = cluster(node("a", {"x": "1"}), node("b", {"x": "1", "y": "1"}), node("c"))
    assert points(state, pod("p", **liking(*preferences)), "NodeAffinity") == expected


@pytest.mark.parametrize(
    ("there", "asked", "expected"),
    [
        ({}, {"cpu": "1", "memory": "2Gi"}, [75]),
        ({"cpu": "1", "memory": "2Gi"}, {"cpu": "1", "memory": "2Gi"}, [50]),
        ({}, {}, [97]),
        ({"cpu": "4", "memory": "8Gi"}, {}, [0]),
        ({"cpu": "1", "memory": "2Gi"}, {"cpu": "3"}, [36]),
    ],
    ids=["empty-node", "half-full", "guessed-requests", "full", "guessed-memory"],
)
def test_it_prefers_nodes_with_much_left(there, asked, expected):
    taken = [pod("there", on="a", requests=there)] if there else []
    assert points(cluster(node("a"), *taken), pod("p", requests=asked), "NodeResourcesFit") == expected


@pytest.mark.parametrize(
    ("there", "asked", "expected"),
    [
        ({"cpu": "800m", "memory": "4Gi"}, {"cpu": "1200m"}, [82]),
        ({"cpu": "2"}, {"memory": "4Gi"}, [87]),
        ({"memory": "4Gi"}, {"memory": "2Gi"}, [68]),
        ({"cpu": "1", "memory": "2Gi"}, {"cpu": "1", "memory": "2Gi"}, [75]),
        ({}, {}, []),
    ],
    ids=["a-little-better", "much-better", "worse", "neutral", "nothing-asked"],
)
def test_it_prefers_nodes_that_become_balanced(there, asked, expected):
    state = cluster(node("a"), pod("there", on="a", requests=there))
    assert points(state, pod("p", requests=asked), "NodeResourcesBalancedAllocation") == expected


@pytest.mark.parametrize(
    ("sizes", "image", "expected"),
    [
        ((700, 700, 0), "web", [45, 45, 0]),
        ((700, 0, 0), "web:latest", [21, 0, 0]),
        ((60, 0, 0), "web", [0, 0, 0]),
        ((9000, 9000, 9000), "web", [100, 100, 100]),
        ((700, 0, 0), "web:1.0", []),
        ((700, 0, 0), "registry:5000/web", []),
    ],
    ids=["two-of-three", "one-of-three", "too-small", "huge", "other-tag", "port-is-no-tag"],
)
def test_it_prefers_nodes_that_have_the_image(sizes, image, expected):
    nodes = [node(name) for name in "abc"]
    nodes = [with_images(one, web=size * 2**20) if size else one for one, size in zip(nodes, sizes, strict=True)]
    assert points(cluster(*nodes), pod("p", image=image), "ImageLocality") == expected


def test_it_forgets_images_that_a_node_has_lost():
    state = put(cluster(with_images(node("a"), web=700 * 2**20)), with_images(node("a"), other=1))
    assert points(state, pod("p", image="web"), "ImageLocality") == []


def test_it_adds_up_the_points_with_upstreams_weights():
    row = ask(cluster(node("a"), node("b")), pod("p", requests={"cpu": "1", "memory": "2Gi"})).nodes[0]
    assert row.total == sum(score.points * score.weight for score in row.scores) == 3 * 100 + 75 + 75
    assert WEIGHTS == {
        "TaintToleration": 3, "NodeAffinity": 2, "PodTopologySpread": 2, "InterPodAffinity": 2, "NodeResourcesFit": 1,
        "NodeResourcesBalancedAllocation": 1, "ImageLocality": 1,
    }  # fmt: skip


def test_it_chooses_the_best_total():
    state = cluster(node("a"), node("b", cpu="8", memory="16Gi"), node("c"))
    assert ask(state, pod("p", requests={"cpu": "1", "memory": "2Gi"})).chosen == "b"


def test_it_draws_ties_by_lot_but_always_the_same():
    state = cluster(node("a"), node("b"), node("c"))
    one = pod("p")
    drawn = [ask(state, {**one, "metadata": {**one["metadata"], "uid": str(i)}}).chosen for i in range(40)]
    assert set(drawn) == {"a", "b", "c"}
    assert drawn == [ask(state, {**one, "metadata": {**one["metadata"], "uid": str(i)}}).chosen for i in range(40)]


def test_it_says_why_with_numbers():
    owner = replica_set("web-1", {"app": "web"})
    pods = [pod(f"{name}{i}", on=name, requests={"cpu": "200m"}) for name, n in (("a", 2), ("b", 1)) for i in range(n)]
    state = put(cluster(node("a"), node("b")), owner, *pods)
    assert ask(state, owned(pod("p", requests={"cpu": "1"}), owner)).message == (
        "b: the pod fits on 2 of 2 nodes; it scores best (651 of 700): fewest pods of ReplicaSet web-1 (1; elsewhere "
        "up to 2), NodeResourcesBalancedAllocation 69 of 100, most cpu free (3.8 of 4), 8Gi of 8Gi memory free"
    )


def test_it_says_that_there_was_no_choice_and_why():
    message = ask(cluster(node("a", cordoned="yes"), node("b")), pod("p")).message
    assert message == "b: the pod fits on 1 of 2 nodes, so this is the only choice; a is cordoned"
