"""Workers take what is due, share it, and go on when one cluster's simulation fails."""

import pytest

from cluster import store
from cluster.core import engine
from cluster.models import Change, Cluster
from cluster.store import due
from cluster.store.advancing import advanced
from cluster.store.committing import TICK, commit
from cluster.store.reading import hold
from tests.cluster.samples import config_map, deployment, putting

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling(cluster):
    """A cluster with something to do in 200 ms."""
    store.act(cluster.id, putting(deployment()))
    return cluster


def revision(cluster):
    return Cluster.objects.get(pk=cluster.id).revision


def test_it_wakes_at_the_next_moment_with_something_to_do(rolling, wall):
    first = store.load(rolling.id).queue.peek()[0]
    assert 0 <= due.next_due() - first < TICK


def test_it_takes_what_is_due_and_nothing_else(rolling, wall):
    before = revision(rolling)
    assert due.advance_due() == 0
    wall.passes(0.3)
    assert due.advance_due() == 1
    assert revision(rolling) > before


def test_it_takes_a_cluster_once(rolling, wall):
    wall.passes(0.3)
    assert [len(due.claim(16)), len(due.claim(16))] == [1, 0]


def test_it_leaves_a_cluster_to_its_holder_for_a_while(rolling, wall):
    wall.passes(0.3)
    due.advance_due(me=1)
    wall.now = due.next_due() + due.GRACE - 1
    assert due.claim(me=2) == []
    assert [row.id for row in due.claim(me=1)] == [rolling.id]
    wall.passes(0.001)
    assert [row.id for row in due.claim(me=2)] == [rolling.id]


def test_it_takes_a_cluster_again_when_its_worker_died(rolling, wall):
    wall.passes(0.3)
    due.claim(16)
    wall.passes(due.LEASE / 1000)
    assert due.advance_due() == 1


def test_it_takes_many_clusters_with_few_queries(wall, django_assert_max_num_queries):
    clusters = [store.create_cluster() for _ in range(due.BATCH)]
    for cluster in clusters:
        store.act(cluster.id, putting(deployment()))
        store.load(cluster.id)
    wall.passes(0.3)
    # For each: claim, compare and set, waiting work; for all: objects by kind and verb, the log, transactions.
    with django_assert_max_num_queries(3 * due.BATCH + 15):
        assert due.advance_due() == due.BATCH
    assert all(revision(cluster) > 19 for cluster in clusters)


@pytest.mark.parametrize(("enough", "expected"), [(1, [1, 1, 1]), (30, [2, 1]), (1000, [3])])
def test_it_commits_what_is_enough_for_one_transaction(wall, monkeypatch, enough, expected):
    for _ in range(3):
        store.act(store.create_cluster().id, putting(deployment()))
    monkeypatch.setattr(due, "AT_ONCE", enough)
    sizes, commit_all = [], due.commit_all
    monkeypatch.setattr(due, "commit_all", lambda turns, **o: sizes.append(len(turns)) or commit_all(turns, **o))
    wall.passes(2)
    assert due.advance_due() == 3
    assert sizes == expected
    assert all(cluster.revision > 19 for cluster in Cluster.objects.all())


def test_it_does_not_think_in_vain_for_a_cluster_acted_on_meanwhile(rolling, wall, monkeypatch):
    wall.passes(0.3)
    (row,) = due.claim(16)
    store.act(rolling.id, putting(config_map()))
    monkeypatch.setattr(due, "claim", lambda *_: [row])
    before = revision(rolling)
    assert due.advance_due() == 1
    assert revision(rolling) == before
    assert Change.objects.filter(cluster=rolling).count() == before


def failing(*_args):
    raise RuntimeError("two controllers are at war")


@pytest.fixture
def broken(rolling, wall, monkeypatch):
    """One cluster whose simulation fails, next to one that is fine."""
    other = store.create_cluster()
    store.act(other.id, putting(deployment()))
    step = engine.step
    seed = rolling.seed
    monkeypatch.setattr(engine, "step", lambda state, *a: failing() if state.seed == seed else step(state, *a))
    wall.passes(0.3)
    due.advance_due()
    return other


def test_it_sets_a_cluster_aside_that_fails(rolling, broken, wall):
    row = Cluster.objects.get(pk=rolling.id)
    assert "two controllers are at war" in row.error
    assert row.wake_at == wall.now + due.ASIDE


def test_it_goes_on_with_the_others(broken):
    assert revision(broken) > 19


def test_it_lets_people_repair_what_fails(rolling, broken, wall, monkeypatch):
    store.act(rolling.id, putting(config_map()))
    assert store.load(rolling.id).get("ConfigMap", "default", "settings")
    assert Cluster.objects.get(pk=rolling.id).error == ""


def test_it_gives_others_a_turn_when_one_cluster_has_very_much_to_do(rolling, wall):
    wall.passes(1)
    turn = advanced(hold(rolling.id), patience=0)
    assert turn.state.now < turn.clock.at(wall.now)
    assert len({change.step for change in turn.changes}) == 1


def test_it_catches_up_in_the_end_as_if_it_had_had_the_time(rolling, wall):
    expected, _ = engine.run(store.load(rolling.id), wall.now + 1500)
    wall.passes(1.5)
    while (turn := advanced(hold(rolling.id), patience=0)).state.now < wall.now:
        commit(turn)
    assert turn.state.objects == expected.objects
