"""A sandbox's life: it is renamed, thrown away, brought back, and in the end gone for good."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cluster import store
from playground.sandbox import keeping
from playground.sandbox.models import Sandbox


@pytest.fixture
def deleted(alice):
    alice[0].post(f"/s/{alice[1].name}/delete")
    return alice


def test_it_bears_the_title_that_its_owner_gives(alice):
    client, sandbox = alice
    client.post(f"/s/{sandbox.name}/rename", {"title": "  Monday's \x00 class "})
    assert "Monday&#x27;s class" in client.get("/").content.decode()
    assert client.get(f"/s/{sandbox.name}/").status_code == 200


def test_it_cuts_a_title_that_is_too_long(alice):
    alice[0].post(f"/s/{alice[1].name}/rename", {"title": "x" * 500})
    assert Sandbox.objects.get(pk=alice[1].pk).title == "x" * 80


def test_it_is_out_of_sight_when_deleted_and_offers_to_come_back(deleted):
    client, sandbox = deleted
    assert client.get(f"/s/{sandbox.name}/").status_code == 404
    front = client.get("/").content.decode()
    assert f"/s/{sandbox.name}/restore" in front
    assert f"/s/{sandbox.name}/restore" not in client.get("/").content.decode()


def test_it_lets_no_kubeconfig_into_a_deleted_sandbox(alice):
    secret = store.credentials.issue(alice[1].cluster_id, "page")
    alice[0].post(f"/s/{alice[1].name}/delete")
    assert store.credentials.holder_of(secret) is None


def test_it_comes_back_as_it_was_and_stands_still(deleted):
    client, sandbox = deleted
    assert client.post(f"/s/{sandbox.name}/restore").url == f"/s/{sandbox.name}/"
    assert client.get(f"/s/{sandbox.name}/").status_code == 200
    assert store.clock(sandbox.cluster_id).paused


def test_it_comes_back_for_its_owner_alone(deleted, charlie):
    for stranger in (charlie[0], Client()):
        assert stranger.post(f"/s/{deleted[1].name}/restore").status_code == 404


def test_it_is_gone_for_good_after_an_hour(deleted):
    client, sandbox = deleted
    Sandbox.objects.filter(pk=sandbox.pk).update(deleted_at=timezone.now() - timedelta(minutes=61))
    client.get("/")
    assert not Sandbox.objects.filter(pk=sandbox.pk).exists()
    assert not store.Cluster.objects.filter(pk=sandbox.cluster_id).exists()


def test_it_counts_no_deleted_sandbox_among_the_twenty(deleted, monkeypatch):
    monkeypatch.setattr(keeping, "SANDBOXES_PER_VISITOR", 1)
    assert deleted[0].post("/sandboxes/").status_code == 302
    assert deleted[0].post(f"/s/{deleted[1].name}/restore").status_code == 403
