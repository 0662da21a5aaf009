"""What others have to wait for is short: nothing is thought out while the database is locked."""

import pytest
from django.db import connection

from cluster import store
from cluster.store import log, rows
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
