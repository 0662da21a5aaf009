"""A copy is the same, and then goes its own way."""

import pytest
from django.db import IntegrityError

from cluster import store
from cluster.core import engine
from cluster.models import Change, Leap
from cluster.store import cache, past
from cluster.store.reading import hold
from tests.cluster.samples import config_map, lived, putting, with_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def rolling(cluster, wall):
    """A cluster in the middle of a rolling update, after somebody went back once."""
    before = lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 3)
    store.fork_at(cluster.id, before.revision)
    store.act(cluster.id, with_image("nginx:1.29"))
    lived(cluster, wall, 3)
    return cluster


def log_of(cluster, until=10**9):
    rows = Change.objects.filter(cluster=cluster, revision__lte=until).order_by("revision")
    return list(rows.values_list("revision", "step", "now", "actor", "what", "object"))


def test_it_is_the_same(rolling):
    twin = store.copy(rolling.id, name="twin")
    cache.clear()
    one, other = hold(rolling.id), hold(twin.id)
    assert other.state._replace(queue=one.state.queue) == one.state
    assert other.state.queue.items == one.state.queue.items
    assert (other.clock, twin.name) == (one.clock, "twin")
    assert log_of(twin) == log_of(rolling)
    assert store.lineage(twin.id) == store.lineage(rolling.id)


def test_it_lives_the_same_life(rolling, wall):
    twin = store.copy(rolling.id)
    wall.passes(1)
    assert store.advance(twin.id).objects == store.advance(rolling.id).objects


def test_it_goes_its_own_way(rolling):
    twin = store.copy(rolling.id)
    before = store.load(rolling.id)
    store.act(twin.id, putting(config_map()))
    assert store.load(rolling.id) == before


def test_it_has_the_branches(rolling):
    twin = store.copy(rolling.id)
    ours, theirs = store.branches(twin.id), store.branches(rolling.id)
    assert [branch[1:-1] for branch in ours] == [branch[1:-1] for branch in theirs]
    state = store.return_to(twin.id, ours[0].id)
    assert state.now == ours[0].head_now
    assert [branch.is_current for branch in store.branches(rolling.id)] == [False, True]


def test_it_is_as_it_was_at_a_moment(rolling):
    middle = (rolling.revision + store.load(rolling.id).revision) // 2
    twin = store.copy(rolling.id, middle)
    cache.clear()
    past.clear()
    state, wanted = store.load(twin.id), store.state_at(rolling.id, store.load(twin.id).revision)
    assert (state.now, state.objects, state.queue.items) == (wanted.now, wanted.objects, wanted.queue.items)
    assert log_of(twin) == log_of(rolling, until=state.revision)
    assert state.revision - middle < 10


def test_it_keeps_what_led_to_the_moment(rolling):
    leap = Leap.objects.get(cluster=rolling)
    twin = store.copy(rolling.id, leap.last)
    assert store.lineage(twin.id) == store.lineage(rolling.id, until=leap.last)
    assert [branch.name for branch in store.branches(twin.id)] == ["branch 1"]
    early = store.copy(rolling.id, leap.target)
    assert store.lineage(early.id) == ((1, leap.target),)


def test_it_can_be_looked_back_on(rolling):
    twin = store.copy(rolling.id, store.load(rolling.id).revision - 20)
    for revision in (20, 40, store.load(twin.id).revision):
        assert store.state_at(twin.id, revision) == store.state_at(rolling.id, revision)


def test_it_goes_on_from_the_moment(rolling, wall):
    revision = Change.objects.filter(cluster=rolling, actor="you").order_by("-revision")[0].revision
    twin = store.copy(rolling.id, revision)
    before = store.load(twin.id)
    wall.passes(1)
    assert store.advance(twin.id).objects == engine.run(before, before.now + 1000)[0].objects


@pytest.mark.parametrize("revision", [0, 10_000])
def test_it_knows_no_moment_that_is_not_there(rolling, revision):
    with pytest.raises(LookupError):
        store.copy(rolling.id, revision)


def test_it_takes_no_name_twice(rolling):
    with pytest.raises(IntegrityError):
        store.copy(rolling.id, name=rolling.name)
