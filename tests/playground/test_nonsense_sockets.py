"""Whatever is sent to a socket, it goes on, and nobody else waits for it."""

import json

import pytest

from playground.asgi import application
from tests.patient import WebsocketCommunicator
from tests.playground.test_feed import ORIGIN, alice, socket
from tests.playground.test_terminal_socket import sandbox, until
from tests.playground.test_terminal_socket import socket as terminal

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["alice", "sandbox"]

NUMBER, DEEP = "9" * 5000, "[" * 900 + "]" * 900
MESSAGES = {
    "no JSON": "x",
    "a list": "[]",
    "a number too long for Python": NUMBER,
    "such a number as a type": f'{{"type": {NUMBER}, "view": {NUMBER}}}',
    "such a number as a revision": f'{{"type": "at", "revision": {NUMBER}, "after": {NUMBER}}}',
    "a revision beyond the database's numbers": '{"type": "at", "revision": 9223372036854775808, "after": 1e400}',
    "a revision before all": '{"type": "at", "revision": -1, "after": -1}',
    "a truth for a revision": '{"type": "at", "revision": true, "after": true}',
    "brackets": "[" * 100_000,
    "something deep": f'{{"type": {DEEP}, "view": {DEEP}, "id": {DEEP}}}',
    "half a character": '{"type": "complete", "text": "kubectl get \\ud800\\u0000", "view": "table:\\ud800"}',
    "brackets to be completed": json.dumps({"type": "complete", "text": "$(" * 5000, "view": "table:" * 20_000}),
}


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
async def test_a_terminal_goes_on(sandbox, message):
    one = terminal("me")
    await one.connect()
    await one.send_to(message)
    await one.send_to('{"type": "complete", "text": "kubec", "id": "after"}')
    while (found := (await until(one, "completions"))[-1])["id"] != "after":
        pass
    assert found["words"] == ["kubectl "]
    await one.disconnect()


@pytest.mark.parametrize("message", MESSAGES.values(), ids=MESSAGES)
async def test_a_feed_goes_on(alice, message):
    feed = socket(*alice)
    await feed.connect()
    await feed.receive_from()
    await feed.send_to(message)
    await feed.send_to('{"view": "nodes", "after": 0}')
    assert 'data-view="nodes"' in await feed.receive_from()
    await feed.disconnect()


@pytest.mark.parametrize("path", ["/ws/nope", "/ws/s/a/terminal/x", "/ws/s/\0/"])
async def test_where_no_socket_is_one_is_turned_away(alice, path):
    one = WebsocketCommunicator(application.application, path, [ORIGIN, (b"host", b"localhost")])
    await one.connect()
    assert (await one.receive_output())["code"] == 4404
