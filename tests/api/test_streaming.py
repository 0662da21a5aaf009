"""Connections that are upgraded: commands, shells and ports over WebSocket, in each of its protocols."""

import asyncio
import json

import pytest
from channels.routing import URLRouter

from cluster import store
from cluster.api.streaming.terminal import Terminal
from cluster.api.urls import websocket_urlpatterns
from cluster.core import admission
from cluster.core.moves import Put
from tests.api.test_spdy import Client, Connection, Data, happened
from tests.core.lived_in import pod
from tests.patient import WebsocketCommunicator

pytestmark = pytest.mark.django_db(transaction=True)
PODS = "/k8s/classroom-1/api/v1/namespaces/default/pods"
V4, V5, FORWARD = "v4.channel.k8s.io", "v5.channel.k8s.io", "SPDY/3.1+portforward.k8s.io"


@pytest.fixture
def running(cluster, passes):
    """A cluster with nginx and a busybox, and the secret of its API."""
    wanted = (pod("web", "nginx:1.27"), pod("tools", "busybox", "sleep", "3600"))
    for one in wanted:
        store.act(cluster.id, lambda state, one=one: [Put(admission.create(state, one), "test")])
    passes(15)
    return store.credentials.issue(cluster.id)


def socket(secret, path, *protocols):
    headers = [(b"authorization", f"Bearer {secret}".encode())]
    return WebsocketCommunicator(URLRouter(websocket_urlpatterns), f"{PODS}/{path}", headers, list(protocols))


async def said(connection):
    """Everything that is said until the end: texts by channel."""
    found = {}
    while (message := await connection.receive_output())["type"] == "websocket.send":
        channel, data = message["bytes"][0], message["bytes"][1:]
        found[channel] = found.get(channel, b"") + data
    return found


@pytest.mark.parametrize("protocol", [V4, V5])
async def test_a_command_is_run(running, protocol):
    connection = socket(running, "tools/exec?command=sh&command=-c&command=echo+hi;echo+no+>%262;exit+3", protocol)
    assert await connection.connect() == (True, protocol)
    found = await said(connection)
    status = json.loads(found.pop(3))
    assert found == {1: b"hi\n", 2: b"no\n"}
    assert status["details"]["causes"] == [{"reason": "ExitCode", "message": "3"}]


async def test_a_command_reads_its_input(running):
    connection = socket(running, "tools/exec?command=cat&stdin=true", V5)
    await connection.connect()
    await connection.send_to(bytes_data=b"\x00hello")
    await connection.send_to(bytes_data=b"\xff\x00")
    assert await said(connection) == {1: b"hello", 3: b'{"metadata":{},"status":"Success"}'}


async def test_a_command_that_is_not_there_cannot_be_started(running):
    connection = socket(running, "tools/exec?command=foo", V5)
    await connection.connect()
    status = json.loads((await said(connection))[3])
    assert (status["reason"], "executable file not found in $PATH" in status["message"]) == ("InternalError", True)


async def test_a_shell_echoes_and_answers(running):
    connection = socket(running, "tools/exec?command=sh&stdin=true&tty=true", V5)
    await connection.connect()
    for keys in (b"cd /etc\r", b"cat hostname\r", b"exit\r"):
        await connection.send_to(bytes_data=b"\x00" + keys)
    found = await said(connection)
    assert found[1] == b"/ # cd /etc\r\n/etc # cat hostname\r\ntools\r\n/etc # exit\r\n"
    assert json.loads(found[3])["status"] == "Success"


REFUSED = {
    "no secret": ("x", "tools/exec?command=ls", V5),
    "no such pod": (None, "nope/exec?command=ls", V5),
    "no such container": (None, "tools/exec?command=ls&container=x", V5),
    "no protocol": (None, "tools/exec?command=ls", "v1.nonsense"),
    "another subresource": (None, "tools/log", V5),
}


@pytest.mark.parametrize(("secret", "path", "protocol"), REFUSED.values(), ids=REFUSED)
async def test_it_refuses(running, secret, path, protocol):
    assert (await socket(secret or running, path, protocol).connect())[0] is False


async def test_ports_are_forwarded_over_spdy(running):
    connection = socket(running, "web/portforward", FORWARD)
    assert await connection.connect() == (True, FORWARD)
    client, server = Client(), Connection()
    opened = client.opens(1, streamtype="error", port="80", requestid="0")
    opened += client.opens(3, streamtype="data", port="80", requestid="0")
    await connection.send_to(bytes_data=opened + client.sends(3, b"GET / HTTP/1.0\r\nHost: x\r\n\r\n"))
    found = []
    while not any(event.stream == 3 and event.ended for event in found):
        found += [event for event in happened(server, await connection.receive_from()) if isinstance(event, Data)]
    answer = b"".join(event.data for event in found if event.stream == 3)
    assert answer.startswith(b"HTTP/1.1 200 OK\r\nServer: nginx/1.27.0\r\n")
    await connection.disconnect()


async def test_a_closed_port_is_told_on_the_stream_for_errors(running):
    connection = socket(running, "web/portforward?ports=81", V4)
    await connection.connect()
    heads = [await connection.receive_from() for _ in range(2)]
    assert heads == [b"\x00Q\x00", b"\x01Q\x00"]
    assert b"connection refused" in await connection.receive_from()
    await connection.disconnect()


async def test_ports_are_forwarded_over_channels(running):
    connection = socket(running, "web/portforward?ports=80", V4)
    await connection.connect()
    for _ in range(2):
        await connection.receive_from()
    await connection.send_to(bytes_data=b"\x00GET /nope HTTP/1.1\r\n\r\n")
    assert (await connection.receive_from()).startswith(b"\x00HTTP/1.1 404 Not Found\r\n")
    await connection.disconnect()


async def test_who_leaves_in_the_middle_leaves_nothing_behind(running):
    before = asyncio.all_tasks()
    connection = socket(running, "tools/exec?command=sleep&command=1000", V5)
    await connection.connect()
    await connection.disconnect()
    assert asyncio.all_tasks() <= before | {asyncio.current_task()}


TYPED = {
    "a line": ("ls\r", "ls\r\n", ["ls"]),
    "erased": ("lx\x7fs\r", "lx\b \bs\r\n", ["ls"]),
    "nothing to erase": ("\x7f\r", "\r\n", [""]),
    "killed": ("abc\x15ls\r", "abc\b \b\b \b\b \bls\r\n", ["ls"]),
    "interrupted": ("abc\x03", "abc^C\r\n", [""]),
    "again": ("a\r\x1b[A\r", "a\r\na\r\n", ["a", "a"]),
    "other keys": ("\x1b[5~\x1b[Cx\r", "x\r\n", ["x"]),
    "the end": ("\x04ignored", "exit\r\n", []),
}


@pytest.mark.parametrize(("keys", "echo", "lines"), TYPED.values(), ids=TYPED)
def test_a_terminal_makes_lines(keys, echo, lines):
    typed = list(Terminal().type(keys))
    assert "".join(one.echo for one in typed) == echo
    assert [one.line for one in typed if one.line is not None] == lines
