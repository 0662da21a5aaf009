"""Skipping goes as far as asked, in pieces, and no further than there is something to wait for."""

from functools import partial

import pytest

from cluster import store
from cluster.core import objects, times
from cluster.core.acts import nodes
from cluster.models import Change
from cluster.store import skipping
from cluster.store.reading import hold
from tests.cluster.samples import deployment, putting, with_image

pytestmark = pytest.mark.django_db


def available(cluster):
    (found,) = store.load(cluster.id).of_kind("Deployment")
    return found["status"].get("availableReplicas", 0)


def test_it_goes_on_until_the_rollout_is_over(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    skipped = store.skip_until(cluster.id)
    assert (skipped.is_met, available(cluster)) == (True, 3)
    assert skipped.state.objects == hold(cluster.id).state.objects
    assert hold(cluster.id).clock.at(wall.now) == skipped.state.now


def test_it_goes_on_until_the_last_old_pod_is_gone(cluster):
    store.act(cluster.id, putting(deployment()))
    store.skip_until(cluster.id)
    store.act(cluster.id, with_image("nginx:1.28"))
    state = store.skip_until(cluster.id).state
    assert {pod["spec"]["containers"][0]["image"] for pod in state.of_kind("Pod")} == {"nginx:1.28"}


def test_it_goes_on_until_a_rollout_is_given_up(cluster):
    began = store.act(cluster.id, putting(deployment(image="nginx:404")))
    skipped = store.skip_until(cluster.id)
    assert skipped.is_met
    assert 10 <= (skipped.state.now - began.now) / times.MINUTE < 11


NODE = ("Node", "", "node-1")


def leaving(state):
    return [pod for pod in state.of_kind("Pod") if objects.is_deleting(pod)]


@pytest.fixture
def stranded(cluster, wall):
    """(when a plug was pulled, what skipping made of it, begun 50 seconds later)."""
    store.act(cluster.id, putting(deployment()))
    store.skip_until(cluster.id)
    pulled = store.act(cluster.id, partial(nodes.unplug, key=NODE)).now
    for _ in range(50):
        wall.passes(1)
        store.advance(cluster.id)
    return pulled, store.skip_until(cluster.id)


def test_it_does_not_wait_for_a_pod_that_is_stranded_on_a_silent_node(cluster, stranded):
    pulled, skipped = stranded
    assert (skipped.is_met, available(cluster), len(leaving(skipped.state))) == (True, 3, 1)
    # The silence is noticed after 40 to 50 seconds, and the pods are given up 300 seconds later.
    assert 5 < (skipped.state.now - pulled) / times.MINUTE < 7


def test_it_waits_for_the_old_pod_of_a_node_that_is_back(cluster, stranded):
    assert leaving(store.act(cluster.id, partial(nodes.plug_in, key=NODE)))
    assert leaving(store.skip_until(cluster.id).state) == []


def test_it_goes_nowhere_when_nothing_rolls_out(cluster):
    assert store.skip_until(cluster.id) == (store.load(cluster.id), True)
    assert store.load(cluster.id).now == cluster.now


def test_it_is_bounded(cluster):
    began = store.act(cluster.id, putting(deployment(image="crash:1")))
    skipped = store.skip_until(cluster.id, lambda state: False)
    assert not skipped.is_met
    assert began.now < skipped.state.now <= began.now + skipping.LIMIT


def test_it_ends_when_nothing_happens_by_itself(cluster):
    assert store.skip_until(cluster.id, lambda state: False).is_met is False


def test_it_is_seen_in_pieces(cluster, monkeypatch):
    monkeypatch.setattr(skipping, "PIECE", 0)
    store.act(cluster.id, putting(deployment()))
    stamps = set()

    def seen(state):
        stamps.add(hold(cluster.id).stamp)
        return state.count("Pod") == 3

    assert store.skip_until(cluster.id, seen).is_met
    assert len(stamps) >= 2


def test_it_tells_the_same_as_waiting(cluster, wall):
    store.act(cluster.id, putting(deployment()))
    twin = store.create_cluster(seed=cluster.seed)
    store.act(twin.id, putting(deployment()))
    store.skip_until(cluster.id)
    while store.load(twin.id).revision < store.load(cluster.id).revision:
        wall.passes(0.05)
        store.advance(twin.id)
    rows = [Change.objects.filter(cluster=one).values_list("revision", "object") for one in (cluster, twin)]
    assert list(rows[0]) == list(rows[1][: len(rows[0])])
