"""Alice has a sandbox; Charlie is a stranger with one of his own."""

import pytest
from django.test import Client

from cluster.store import cache
from playground.sandbox.models import Sandbox


@pytest.fixture(autouse=True)
def no_memories():
    """Each test begins with nothing in memory."""
    cache.clear()


def person():
    """Somebody with a browser and a sandbox: (client, sandbox)."""
    client = Client()
    name = client.post("/sandboxes/").url.split("/")[2]
    return client, Sandbox.objects.get(name=name)


@pytest.fixture
def alice(db):
    return person()


@pytest.fixture
def charlie(db):
    return person()
