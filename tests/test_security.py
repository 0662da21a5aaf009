"""What goes with every answer, and what is turned away at the door."""

import pytest

from playground.security import POLICY


def test_it_forbids_everything_inline_and_foreign():
    assert "default-src 'none'" in POLICY
    assert "unsafe" not in POLICY
    assert "http" not in POLICY


@pytest.mark.parametrize("address", ["/static/vendor/htmx/htmx.min.js", "/nothing-here"])
def test_it_sends_the_policy_with_every_answer(client, address):
    response = client.get(address)
    assert response.headers["Content-Security-Policy"] == POLICY
    assert response.headers["X-Content-Type-Options"] == "nosniff"


async def test_it_sends_the_policy_in_the_asynchronous_chain(async_client):
    response = await async_client.get("/nothing-here")
    assert response.headers["Content-Security-Policy"] == POLICY


@pytest.mark.parametrize("name", ["htmx/htmx.min.js", "htmx-ext-ws/ws.min.js", "idiomorph/idiomorph-ext.min.js"])
def test_it_serves_static_files_without_debug(client, settings, name):
    assert settings.DEBUG is False
    assert client.get(f"/static/vendor/{name}").status_code == 200


@pytest.mark.parametrize(("host", "status"), [("localhost", 404), ("127.0.0.1:8000", 404), ("evil.example", 400)])
def test_it_answers_under_its_own_names_only(client, settings, host, status):
    settings.ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
    assert client.get("/nothing-here", headers={"host": host}).status_code == status
