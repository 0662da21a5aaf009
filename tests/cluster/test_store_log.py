"""The log tells everything, without gaps; replayed from nothing it gives what is stored."""

import pytest

from cluster import store
from cluster.models import Change, Snapshot
from cluster.store import cache, log
from cluster.store.reading import hold
from tests.cluster.samples import config_map, lived, putting, with_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def busy(cluster, wall, monkeypatch):
    """A cluster in the middle of a rolling update, with several snapshots."""
    monkeypatch.setattr(log, "wants_snapshot", lambda seen, state: state.revision - seen.snapshot_at >= 10)
    lived(cluster, wall, 3)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 3)
    return cluster


def test_it_replays_to_what_is_stored(busy):
    objects = {}
    for entry in store.changes_after(busy.id, 0, limit=100_000):
        if entry.verb == "delete":
            del objects[entry.key]
        else:
            objects[entry.key] = entry.object
    cache.clear()
    assert objects == dict(store.load(busy.id).objects)


def test_it_has_no_gaps_and_names_actor_and_reason(busy):
    entries = store.changes_after(busy.id, 0, limit=100_000)
    assert [entry.revision for entry in entries] == list(range(1, store.load(busy.id).revision + 1))
    assert all(entry.actor and entry.reason for entry in entries)


def test_it_reads_on_from_a_cursor(busy):
    first = store.changes_after(busy.id, 10, limit=5)
    assert [entry.revision for entry in first] == [11, 12, 13, 14, 15]
    assert store.changes_after(busy.id, store.load(busy.id).revision) == []


def test_it_goes_back_to_any_revision(busy):
    assert Snapshot.objects.filter(cluster=busy).count() > 1
    objects = {}
    for entry in store.changes_after(busy.id, 0, limit=100_000):
        if entry.verb == "delete":
            del objects[entry.key]
        else:
            objects[entry.key] = entry.object
        state = store.state_at(busy.id, entry.revision)
        assert (dict(state.objects), state.revision) == (objects, entry.revision)
        assert state.now >= entry.now


@pytest.mark.parametrize("revision", [-1, 10_000])
def test_it_goes_nowhere_else(busy, revision):
    with pytest.raises(LookupError):
        store.state_at(busy.id, revision)


@pytest.fixture
def compacted(cluster, wall, monkeypatch, settings):
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 40)
    settings.CLUSTER_LOG_KEEP = 100
    lived(cluster, wall, 1)
    for number in range(300):
        store.act(cluster.id, putting(config_map(count=str(number))))
    return hold(cluster.id)


def test_it_lets_the_oldest_part_go(compacted):
    revisions = Change.objects.filter(cluster_id=compacted.id).values_list("revision", flat=True)
    assert compacted.compacted > 0
    assert list(revisions) == list(range(compacted.compacted + 1, compacted.state.revision + 1))
    assert 100 <= len(revisions) <= 300


def test_it_says_that_the_oldest_part_is_gone(compacted):
    for revision in (0, compacted.compacted - 1):
        with pytest.raises(store.Compacted) as caught:
            store.changes_after(compacted.id, revision)
        assert caught.value.first == compacted.compacted
    with pytest.raises(store.Compacted):
        store.state_at(compacted.id, compacted.compacted - 1)


def test_it_still_reads_what_is_left(compacted):
    assert store.changes_after(compacted.id, compacted.compacted)[0].revision == compacted.compacted + 1
    assert store.state_at(compacted.id, compacted.compacted).revision == compacted.compacted
    assert store.state_at(compacted.id, compacted.state.revision).objects == compacted.state.objects
