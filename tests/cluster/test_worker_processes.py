"""Workers as processes of their own: killed in the middle, several at once. The log tells the same story regardless."""

import time
from contextlib import ExitStack

import orjson
import pytest
from django.db import connection

from cluster import store
from cluster.models import Change
from tests.cluster.processes import process, wait_for
from tests.cluster.samples import deployment, putting, rehearsed, with_image, written

needs_sqlite = pytest.mark.skipif(connection.vendor != "sqlite", reason="elsewhere it takes Redis, or a second")
pytestmark = pytest.mark.django_db(transaction=True)
REPLICAS = 20


@pytest.fixture
def cluster(transactional_db):
    return store.create_cluster(seed="seed")


def revision(cluster):
    return store.Cluster.objects.get(pk=cluster.id).revision


def is_rolled_out(cluster):
    obj = store.load(cluster.id).get("Deployment", "default", "web")
    status = obj.get("status") or {}
    counts = [status.get(name) for name in ("replicas", "updatedReplicas", "availableReplicas")]
    return status.get("observedGeneration") == obj["metadata"]["generation"] and counts == [REPLICAS] * 3


def story(cluster):
    entries = store.changes_after(cluster.id, 0, limit=100_000)
    return [(e.revision, e.step, e.now, e.actor, e.reason, e.verb, e.key, e.text) for e in entries]


def uninterrupted(cluster):
    """What a run in memory makes of the same acts at the same moments."""
    state = store.load(cluster.id)
    acted = Change.objects.filter(cluster=cluster, actor="you").values_list("now", flat=True)
    times = tuple(moment - cluster.now for moment in (*acted, state.now))
    expected, changes = rehearsed("seed", cluster.now, REPLICAS, times)
    return expected, [(*c[:7], orjson.dumps(c.object).decode()) for c in changes]


def killed_somewhere(cluster, dice):
    """A worker lives until it has committed a little, and dies at any point of its work. Was it in the middle?"""
    with process("worker") as worker:
        goal = revision(cluster) + dice.randint(1, 30)
        wait_for(lambda: revision(cluster) >= goal or is_rolled_out(cluster))
        time.sleep(dice.uniform(0, 0.1))
        worker.kill()
        worker.wait()
    return not is_rolled_out(cluster)


def test_it_loses_nothing_and_does_nothing_twice_when_killed(cluster, dice):
    store.act(cluster.id, putting(deployment(REPLICAS)))
    in_the_middle = [killed_somewhere(cluster, dice) for _ in range(3)]
    store.act(cluster.id, with_image("nginx:1.28"))
    in_the_middle += [killed_somewhere(cluster, dice) for _ in range(3)]
    assert sum(in_the_middle) >= 3
    with process("worker"):
        wait_for(lambda: is_rolled_out(cluster))
    state, changes = uninterrupted(cluster)
    assert story(cluster) == changes
    assert store.load(cluster.id).objects == state.objects


def test_it_advances_nothing_twice_with_two_workers(cluster):
    store.act(cluster.id, putting(deployment(REPLICAS)))
    with ExitStack() as workers:
        for _ in range(2):
            workers.enter_context(process("worker"))
        wait_for(lambda: is_rolled_out(cluster))
        store.act(cluster.id, with_image("nginx:1.28"))
        wait_for(lambda: is_rolled_out(cluster))
    state, changes = uninterrupted(cluster)
    assert story(cluster) == changes
    assert store.load(cluster.id).objects == state.objects


@needs_sqlite
def test_it_notices_what_another_process_did(cluster):
    with process("worker"):
        store.act(cluster.id, putting(deployment(REPLICAS)))
        wait_for(lambda: is_rolled_out(cluster))
        wait_for(lambda: store.Cluster.objects.get(pk=cluster.id).wake_at > store.wall_now() + 60_000)
        before = store.act(cluster.id, with_image("nginx:1.28")).revision
        wait_for(lambda: revision(cluster) > before)


@pytest.mark.parametrize("hash_seed", ["1", "2"])
def test_it_tells_the_same_story_in_every_process(transactional_db, hash_seed):
    expected = list(written("seed"))
    assert len(expected) > 100
    with process("log", "seed", PYTHONHASHSEED=hash_seed) as child:
        assert child.stdout.read().splitlines() == expected
