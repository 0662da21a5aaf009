"""The state at any revision is the one that was committed, its waiting work included."""

from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cluster import store
from cluster.core import engine
from cluster.models import Change, Snapshot
from cluster.store import log, looking_back, past, restoring
from cluster.store.reading import hold
from tests.cluster.acts import ACTS
from tests.cluster.samples import lived, with_image

pytestmark = pytest.mark.django_db


def assert_alike(one, other):
    """Two runs came to the same: (state, steps), with all that tells what happens next."""
    (a, steps), (b, others) = one, other
    assert steps == others
    assert (a.now, a.revision, a.objects, a.queue.items) == (b.now, b.revision, b.objects, b.queue.items)
    assert (a.indexes, a.usage) == (b.indexes, b.usage)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    acts=st.lists(st.tuples(st.sampled_from(sorted(ACTS)), st.integers(1, 11)), max_size=12),
    keeps_memories=st.booleans(),
)
def test_it_is_what_was_committed(db, wall, monkeypatch, caplog, acts, keeps_memories):
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 60)
    monkeypatch.setattr(log, "MARK_EVERY", 25)
    caplog.clear()
    cluster = store.create_cluster(seed="seed")
    committed = {}
    for name, n in [("scale", 3), *acts]:
        ACTS[name](cluster, wall, n)
        state = hold(cluster.id).state
        committed[state.revision] = state
    for revision, state in committed.items():
        if not keeps_memories:
            past.clear()
        then = engine.run(store.state_at(cluster.id, revision), state.now)
        assert_alike(then, engine.run(state, state.now))
    assert not caplog.records


@pytest.fixture
def busy(cluster, wall, monkeypatch):
    """A cluster after a rolling update, with notes of its waiting work and whole snapshots."""
    monkeypatch.setattr(log, "SNAPSHOT_EVERY", 60)
    monkeypatch.setattr(log, "MARK_EVERY", 25)
    lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 6)
    past.clear()
    return cluster


def test_it_keeps_whole_snapshots_and_notes_of_waiting_work(busy):
    kept = Snapshot.objects.filter(cluster=busy).values_list("whole", flat=True)
    assert set(kept) == {True, False}


def test_it_is_at_the_moment_of_the_change(busy):
    for entry in store.changes_after(busy.id, 0, limit=100_000):
        assert store.state_at(busy.id, entry.revision).now == entry.now


def test_it_goes_on_from_the_middle_of_a_step_to_its_end(busy):
    entries = store.changes_after(busy.id, 30, limit=100_000)
    middles = [entry for entry, after in pairwise(entries) if entry.step == after.step]
    assert middles
    for entry in middles:
        state = store.state_at(busy.id, entry.revision)
        assert state.revision == entry.revision
        if entry.actor != "you":
            assert engine.wake_at(state) <= entry.now


def test_it_tells_the_same_story_again(busy):
    """What follows from a state of the past without acting is what followed then."""
    acted = max(e.revision for e in store.changes_after(busy.id, 0, 100_000) if e.actor == "you")
    entries = store.changes_after(busy.id, acted, limit=100_000)
    _, steps = engine.run(store.state_at(busy.id, acted), entries[-1].now)
    told = [(e.revision, e.now, e.actor, e.reason, e.key, e.object) for e in entries]
    assert [(c.revision, c.now, c.actor, c.reason, c.key, c.object) for c in engine.changes_of(steps)] == told


def plot(entries):
    """Who did what kind of thing when, without the names that chance made of revisions."""
    return sorted((entry.now, entry.actor.partition("/")[0], entry.verb, entry.kind, entry.quiet) for entry in entries)


def test_it_tells_the_same_story_after_going_back(busy, wall):
    acted = max(e.revision for e in store.changes_after(busy.id, 0, 100_000) if e.actor == "you")
    first = store.changes_after(busy.id, acted, limit=100_000)
    back = store.fork_at(busy.id, acted)
    lived(busy, wall, 5)
    again = store.changes_after(busy.id, back.revision, limit=100_000)
    until = first[0].now + 2500
    assert plot(e for e in again if e.now < until) == plot(e for e in first if e.now < until)


def test_it_reads_the_log_where_controllers_now_decide_otherwise(busy, caplog):
    newest = store.load(busy.id)
    changed = Change.objects.filter(cluster=busy, actor="deployment-controller").order_by("-revision")[0]
    Change.objects.filter(pk=changed.pk).update(reason="it was another release")
    state = store.state_at(busy.id, newest.revision)
    assert (state.objects, state.revision) == (newest.objects, newest.revision)
    assert set(state.queue.items) == set(engine.resync(state._replace(queue=engine.WorkQueue())).queue.items)
    assert "is read, not lived through" in caplog.text


def test_it_believes_no_memory_of_another_cluster_with_the_same_number(busy):
    revision = store.load(busy.id).revision
    before = store.state_at(busy.id, revision)
    Change.objects.filter(cluster=busy, revision=revision).update(now=before.now + 5)
    assert store.state_at(busy.id, revision).now == before.now + 5


def test_it_goes_back_by_looking_at_few_rows_once_it_has_looked(busy, django_assert_max_num_queries):
    revision = store.load(busy.id).revision
    store.state_at(busy.id, revision)
    with django_assert_max_num_queries(2):
        store.state_at(busy.id, revision)


@pytest.fixture
def restored(monkeypatch):
    """The revisions of the snapshots that states are made of, and of those that are unpacked for it."""
    made, unpacked = [], []
    restore, unpack = looking_back.restored, restoring._data
    monkeypatch.setattr(looking_back, "restored", lambda of, it: made.append(it.revision) or restore(of, it))
    monkeypatch.setattr(restoring, "_data", lambda it: unpacked.append((it.revision, it.whole)) or unpack(it))
    return made, unpacked


def dragged(cluster, revisions):
    """The states that a slider meets on its way."""
    return [store.state_at(cluster.id, revision) for revision in revisions]


def test_who_drags_back_has_no_snapshot_restored_twice(busy, restored):
    made, _ = restored
    newest = store.load(busy.id).revision
    dragged(busy, range(newest - 1, newest - 100, -1))
    assert 1 < len(made) < 10
    assert len(set(made)) == len(made)


def test_what_a_whole_snapshot_holds_is_unpacked_once(busy, restored):
    _, unpacked = restored
    newest = store.load(busy.id).revision
    dragged(busy, range(newest - 1, newest - 100, -1))
    whole = [revision for revision, is_whole in unpacked if is_whole]
    assert whole
    assert len(set(whole)) == len(whole)


def test_it_goes_on_from_memory_where_that_is_quicker_than_a_snapshot(busy, restored, monkeypatch):
    monkeypatch.setattr(looking_back, "OBJECTS_A_CHANGE", 1)
    made, _ = restored
    after, noted = sorted(Snapshot.objects.filter(cluster=busy).values_list("revision", flat=True))[-2:]
    store.state_at(busy.id, after + 1)
    made.clear()
    assert store.state_at(busy.id, noted + 1).revision == noted + 1
    assert not made


def test_dragging_changes_nothing_of_what_is_kept(busy):
    newest = store.load(busy.id).revision
    revisions = range(newest - 1, newest - 60, -7)
    first = dragged(busy, revisions)
    dragged(busy, range(newest - 60, newest))
    past.clear()
    for before, again in zip(first, dragged(busy, revisions), strict=True):
        assert_alike(engine.run(before, before.now), engine.run(again, again.now))
