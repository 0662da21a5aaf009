"""What is being made, or removed, is seen by nobody; and what a process that was killed left of it goes."""

import pytest
from django.db import connection

from cluster import store
from cluster.models import Cluster
from cluster.store import making, pieces, reliving, removing
from cluster.store.reading import rows
from tests.cluster.samples import lived, with_image

pytestmark = pytest.mark.django_db


class Killed(BaseException):
    """The process ends here; nothing is tidied up."""


@pytest.fixture
def lived_in(cluster, wall, monkeypatch):
    """A cluster with a branch, of which work is done in many pieces."""
    monkeypatch.setattr(pieces, "ROWS", 20)
    monkeypatch.setattr(reliving, "PIECE", 20)
    before = lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 3)
    store.fork_at(cluster.id, before.revision)
    return cluster


def copied(cluster, settle=None):
    store.copy(cluster.id, settle=settle)


def copied_at_a_moment(cluster, settle=None):
    store.copy(cluster.id, store.load(cluster.id).revision - 1, settle=settle)


def taken_in(cluster, settle=None):
    store.import_file(store.export_file(cluster.id), settle=settle)


MADE = [copied, copied_at_a_moment, taken_in]


def rows_by_table():
    """How many rows there are of each kind."""
    counts = {}
    with connection.cursor() as cursor:
        for table in (*removing.TABLES_OF_A_CLUSTER, Cluster._meta.db_table):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            counts[table] = cursor.fetchone()[0]
    return counts


def killed_at(monkeypatch, number, work):
    """Do some work in a process that is killed after so many pieces. Was it?"""
    write, left = pieces.piece, iter(range(number))

    def piece():
        if next(left, None) is None:
            raise Killed
        return write()

    with monkeypatch.context() as patch:
        patch.setattr(pieces, "piece", piece)
        patch.setattr(making, "abandoned", lambda _: None)
        try:
            work()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("make", MADE)
@pytest.mark.parametrize("number", [1, 2, 4])
def test_nobody_sees_what_is_half_made_and_it_goes(lived_in, wall, monkeypatch, make, number):
    before, seen = rows_by_table(), list(Cluster.objects.all())
    assert killed_at(monkeypatch, number, lambda: make(lived_in))
    (half,) = Cluster.every.exclude(pk=lived_in.id)
    assert list(Cluster.objects.all()) == seen
    assert not rows("wake_at IS NOT NULL AND id = %s", [half.pk])
    with pytest.raises(Cluster.DoesNotExist):
        store.load(half.pk)
    wall.passes(removing.ABANDONED / 1000 + 1)
    store.sweep()
    assert rows_by_table() == before


@pytest.mark.parametrize("number", [1, 2, 5])
def test_nobody_sees_what_is_half_removed_and_it_goes(lived_in, wall, monkeypatch, number):
    twin = store.copy(lived_in.id)
    assert killed_at(monkeypatch, number, lambda: store.delete(lived_in.id))
    assert list(Cluster.objects.all()) == [twin]
    with pytest.raises(Cluster.DoesNotExist):
        store.advance(lived_in.id)
    twin_alone = store.load(twin.id)
    wall.passes(removing.ABANDONED / 1000 + 1)
    store.sweep()
    assert list(Cluster.every.all()) == [twin]
    assert store.load(twin.id) == twin_alone


def test_what_is_still_being_made_is_not_swept(lived_in, monkeypatch):
    killed_at(monkeypatch, 5, lambda: copied(lived_in))
    before = rows_by_table()
    store.sweep()
    assert rows_by_table() == before


@pytest.mark.parametrize("make", MADE)
def test_nothing_is_left_where_what_belongs_to_it_cannot_be_written(lived_in, make):
    before = rows_by_table()

    def settle(_):
        raise ValueError("no room")

    with pytest.raises(ValueError, match="no room"):
        make(lived_in, settle)
    assert rows_by_table() == before


@pytest.mark.parametrize("make", MADE)
def test_what_belongs_to_it_is_written_when_it_comes_to_sight(lived_in, make):
    seen = []
    make(lived_in, lambda cluster: seen.append((cluster.unfinished, Cluster.objects.filter(pk=cluster.pk).exists())))
    assert seen == [(False, True)]


def test_a_copy_misses_nothing_while_its_source_lives_on(lived_in, wall, monkeypatch):
    """Between any two pieces the source acts, and lets go of the oldest part of its log."""
    wanted = store.load(lived_in.id)
    write = pieces.piece

    def piece():
        if Cluster.objects.get(pk=lived_in.id).revision < wanted.revision + 5:
            store.act(lived_in.id, with_image(f"nginx:1.{store.load(lived_in.id).revision}"))
        return write()

    monkeypatch.setattr(pieces, "piece", piece)
    twin = store.copy(lived_in.id)
    assert store.load(twin.id).objects == wanted.objects
    assert [entry.revision for entry in store.changes_after(twin.id, 0, 10**6)] == list(range(1, wanted.revision + 1))
