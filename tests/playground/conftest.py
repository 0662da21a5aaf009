"""Alice has a sandbox; Charlie is a stranger with one of his own."""

import pytest
from django.test import Client

from playground.sandbox.models import Sandbox


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
