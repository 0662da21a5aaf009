"""Secrets that let programs into a cluster: what opens, what no longer opens, and what a look costs."""

from types import SimpleNamespace

import pytest

from cluster import store
from cluster.models import Credential
from cluster.store import credentials


class Ticks:
    """A monotonic clock that stands still until a test lets it go on."""

    now = 1000.0

    def monotonic(self):
        return self.now


@pytest.fixture
def ticks(monkeypatch):
    ticks = Ticks()
    monkeypatch.setattr(credentials, "time", SimpleNamespace(monotonic=ticks.monotonic))
    return ticks


@pytest.fixture
def secret(cluster):
    return credentials.issue(cluster.id)


def revoked_elsewhere(secret):
    """What another process does: this one's memory knows nothing of it."""
    Credential.objects.filter(hash=credentials.hash_of(secret)).update(revoked_at=1)


def test_it_opens_the_cluster_that_it_was_made_for(cluster, secret):
    assert credentials.check("classroom-1", secret) == cluster.id


def test_it_opens_no_other_cluster(cluster, secret):
    store.create_cluster(name="classroom-2")
    assert credentials.check("classroom-2", secret) is None
    assert credentials.check("nowhere", secret) is None


@pytest.mark.parametrize("wrong", ["", "secret", "é\udcff", "\x00", "x" * 100_000])
def test_it_knows_no_other_secret(cluster, secret, wrong):
    assert credentials.check("classroom-1", wrong) is None


def test_it_keeps_the_secret_nowhere(cluster, secret):
    row = Credential.objects.get()
    assert secret not in [str(value) for value in vars(row).values()]
    assert row.hash == credentials.hash_of(secret)


def test_it_makes_secrets_of_256_random_bits_that_need_no_escape_in_a_url(cluster):
    made = {credentials.issue(cluster.id) for _ in range(20)}
    assert len(made) == 20
    assert {len(secret) for secret in made} == {43}
    assert all(secret.replace("-", "").replace("_", "").isalnum() for secret in made)


def test_it_lets_several_secrets_stand_beside_each_other(cluster, secret):
    other = credentials.issue(cluster.id, "page")
    assert credentials.check("classroom-1", secret) == credentials.check("classroom-1", other) == cluster.id
    assert credentials.valid(cluster.id) == 2


def test_it_revokes_at_once_in_the_process_that_revokes(cluster, secret):
    assert credentials.check("classroom-1", secret)
    assert credentials.revoke(cluster.id) == 1
    assert credentials.check("classroom-1", secret) is None
    assert credentials.revoke(cluster.id) == 0


def test_it_revokes_those_of_one_kind(cluster, secret):
    page = credentials.issue(cluster.id, "page")
    assert credentials.revoke(cluster.id, "page") == 1
    assert credentials.check("classroom-1", page) is None
    assert credentials.check("classroom-1", secret) == cluster.id


def test_it_asks_the_database_once_in_a_while_only(cluster, secret, ticks, django_assert_num_queries):
    credentials.check("classroom-1", secret)
    with django_assert_num_queries(0):
        assert credentials.check("classroom-1", secret) == cluster.id
    ticks.now += credentials.REMEMBERED_SECONDS
    with django_assert_num_queries(1):
        assert credentials.check("classroom-1", secret) == cluster.id


def test_it_hears_of_a_revocation_elsewhere_within_seconds(cluster, secret, ticks):
    assert credentials.check("classroom-1", secret)
    revoked_elsewhere(secret)
    ticks.now += credentials.REMEMBERED_SECONDS
    assert credentials.check("classroom-1", secret) is None


def test_it_notes_the_last_use_to_the_hour(cluster, secret, wall, ticks):
    seen = []
    for minutes in (0, 30, 31):
        wall.passes(minutes * 60)
        ticks.now += 60
        credentials.check("classroom-1", secret)
        seen.append(Credential.objects.get().used_at)
    assert seen == [wall.now - 61 * 60_000, wall.now - 61 * 60_000, wall.now]


def test_it_goes_with_its_cluster(cluster, secret):
    assert credentials.check("classroom-1", secret)
    store.delete(cluster.id)
    assert credentials.check("classroom-1", secret) is None
    assert not Credential.objects.exists()


def test_it_keeps_few_of_the_revoked(cluster):
    for _ in range(credentials.KEPT_REVOKED + 3):
        credentials.issue(cluster.id)
        credentials.revoke(cluster.id)
    assert Credential.objects.count() == credentials.KEPT_REVOKED


def test_it_remembers_no_more_than_it_should(cluster, secret, monkeypatch):
    monkeypatch.setattr(credentials, "REMEMBERED", 3)
    for _ in range(5):
        credentials.check("classroom-1", credentials.issue(cluster.id))
    assert len(credentials._known) == 3
