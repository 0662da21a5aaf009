"""The button on the page: a kubeconfig to download, which replaces the one before, and can be revoked."""

import pytest
import yaml
from django.test import Client

from cluster import store
from cluster.models import Cluster
from playground.sandbox.models import Sandbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def name(client):
    """The name of a sandbox that this browser owns."""
    return client.post("/sandboxes/").url.split("/")[2]


@pytest.fixture
def stranger():
    return Client()


def secret_of(response):
    return yaml.safe_load(response.content)["users"][0]["user"]["token"]


def download(client, name, **headers):
    return client.post(f"/s/{name}/kubeconfig", **headers)


def test_it_stands_on_the_page(client, name):
    page = client.get(f"/s/{name}/").content.decode()
    assert "Use your own kubectl" in page
    assert f"export KUBECONFIG={name}.yaml" in page


def test_it_gives_a_file_that_opens_this_sandbox(client, name):
    answer = download(client, name)
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}.yaml"'
    assert answer.headers["Cache-Control"] == "no-store"
    assert store.credentials.check(name, secret_of(answer)) == Cluster.objects.get(name=name).pk


def test_it_names_the_address_at_which_the_page_was_reached(client, name):
    config = yaml.safe_load(download(client, name, headers={"host": "localhost:9000"}).content)
    server = config["clusters"][0]["cluster"]["server"]
    assert server.startswith("http://sandbox:")
    assert server.endswith(f"@localhost:9000/k8s/{name}")


def test_it_names_an_encrypted_address_without_a_secret(client, name):
    config = yaml.safe_load(download(client, name, secure=True).content)
    assert config["clusters"][0]["cluster"]["server"] == f"https://testserver/k8s/{name}"


def test_it_makes_the_file_before_invalid_but_none_of_the_command(client, name):
    by_command = store.credentials.issue(Cluster.objects.get(name=name).pk, "command")
    first, second = secret_of(download(client, name)), secret_of(download(client, name))
    checked = [store.credentials.check(name, secret) is not None for secret in (first, second, by_command)]
    assert checked == [False, True, True]


def test_it_revokes_all_and_says_how_many(client, name):
    secret = secret_of(download(client, name))
    assert "1 kubeconfig revoked." in client.post(f"/s/{name}/kubeconfig/revoke").content.decode()
    assert store.credentials.check(name, secret) is None
    assert "There was none to revoke." in client.post(f"/s/{name}/kubeconfig/revoke").content.decode()


@pytest.mark.parametrize("path", ["kubeconfig", "kubeconfig/revoke"])
def test_it_is_for_the_owner_alone(stranger, name, path):
    assert stranger.post(f"/s/{name}/{path}").status_code == 404
    assert stranger.get(f"/s/{name}/{path}").status_code == 405


def test_it_changes_nothing_for_strangers(client, stranger, name):
    secret = secret_of(download(client, name))
    stranger.post(f"/s/{name}/kubeconfig/revoke")
    assert store.credentials.check(name, secret)
    assert Sandbox.objects.count() == 1
