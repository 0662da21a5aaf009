"""What others have to wait for is short: nothing is thought out while the database is locked."""

import pytest
from django.db import connection

from cluster import store
from cluster.store import log, pieces, reliving, rows
from tests.cluster.samples import lived, with_image

pytestmark = pytest.mark.django_db


@pytest.fixture
def thought(monkeypatch):
    """How deep in transactions rows and snapshots were made; the test's own is 0."""
    depths = []
    add, packed = rows.Batch.add, log.packed
    here = len(connection.savepoint_ids)

    def note(*_):
        depths.append(len(connection.savepoint_ids) - here)

    monkeypatch.setattr(rows.Batch, "add", lambda *args: note() or add(*args))
    monkeypatch.setattr(log, "packed", lambda *args, **options: note() or packed(*args, **options))
    return depths


def test_going_back_makes_its_rows_before_it_locks(cluster, wall, thought):
    before = lived(cluster, wall, 6)
    store.act(cluster.id, with_image("nginx:1.28"))
    lived(cluster, wall, 3)
    thought.clear()
    store.fork_at(cluster.id, before.revision)
    assert len(thought) >= 3
    assert set(thought) == {0}


def test_the_worker_makes_its_rows_before_it_locks(cluster, wall, thought, monkeypatch):
    monkeypatch.setattr(log, "MARK_EVERY", 5)
    lived(cluster, wall, 3)
    assert len(thought) > 10
    assert set(thought) == {0}


MOST = 60


@pytest.fixture
def written(monkeypatch):
    """How many rows each transaction wrote, with pieces of few rows."""
    monkeypatch.setattr(pieces, "ROWS", MOST)
    counts = []
    here = len(connection.savepoint_ids)

    def count(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        is_alone = len(connection.savepoint_ids) == here
        if is_alone and sql.startswith(("SAVEPOINT", "INSERT", "DELETE", "UPDATE")):
            counts.append(0)
        if sql.startswith(("INSERT", "DELETE", "UPDATE")):
            counts[-1] += context["cursor"].rowcount
        return result

    with connection.execute_wrapper(count):
        yield counts


@pytest.fixture
def eventful(cluster, wall):
    """A cluster with several hundred changes."""
    before = lived(cluster, wall, 6)
    for minor in range(26, 30):
        store.act(cluster.id, with_image(f"nginx:1.{minor}"))
        lived(cluster, wall, 5)
    store.fork_at(cluster.id, before.revision)
    assert store.load(cluster.id).revision > 5 * MOST
    return cluster


ASIDE = 10
"""What a piece writes beside its rows: the cluster's row, a branch, a leap."""


def test_a_copy_is_written_in_pieces(eventful, written):
    store.copy(eventful.id)
    assert len(written) > 5
    assert max(written) <= MOST + ASIDE


def test_a_copy_of_a_moment_is_written_in_pieces(eventful, written):
    store.copy(eventful.id, store.load(eventful.id).revision - 2)
    assert len(written) > 5
    assert max(written) <= MOST + ASIDE


def test_a_cluster_is_removed_in_pieces(eventful, written):
    store.delete(eventful.id)
    assert len(written) > 5
    assert max(written) <= MOST + ASIDE


def test_a_file_is_taken_in_piece_by_piece(cluster, wall, written, monkeypatch):
    monkeypatch.setattr(reliving, "PIECE", MOST)
    state = lived(cluster, wall, 6)
    data = store.export_file(cluster.id)
    written.clear()
    store.import_file(data)
    assert len(written) > state.revision // (2 * MOST)
    assert max(written) <= 2 * MOST + len(state.objects)
