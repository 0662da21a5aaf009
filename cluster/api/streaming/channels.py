"""Kubernetes' own WebSocket protocols: the first byte of each message says which stream it belongs to.

Upstream: `apimachinery/pkg/util/remotecommand/constants.go`, `apiserver/pkg/util/wsstream/conn.go`.
"""

from collections.abc import Awaitable, Callable
from typing import Any

import orjson

from cluster.api.streaming.remote import Received
from cluster.core.kinds import Object

Receive = Callable[[], Awaitable[Any]]
Send = Callable[[Any], Awaitable[None]]

STDIN, STDOUT, STDERR, ERROR, RESIZE, CLOSE = 0, 1, 2, 3, 4, 255
NUMBERS = {"stdout": STDOUT, "stderr": STDERR}
V5, V4 = "v5.channel.k8s.io", "v4.channel.k8s.io"
PROTOCOLS = (V5, V4)
"""The best first; v5 can say that the input has ended."""


class ChannelStreams:
    """The streams of an accepted WebSocket."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send

    async def receive(self) -> Received | None:
        """The next message that means something; None when the client has gone."""
        while True:
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return None
            data = message.get("bytes") or (message.get("text") or "").encode()
            if not data:
                continue
            channel, rest = data[0], data[1:]
            if channel == STDIN:
                return Received("stdin", rest)
            if channel == RESIZE:
                return Received("resize", rest)
            if channel == CLOSE and rest[:1] == bytes([STDIN]):
                return Received("closed")

    async def send(self, name: str, data: bytes) -> None:
        """Output of one stream."""
        await self._send({"type": "websocket.send", "bytes": bytes([NUMBERS[name]]) + data})

    async def end(self, status: Object) -> None:
        """The status, then the end of the connection."""
        await self._send({"type": "websocket.send", "bytes": bytes([ERROR]) + orjson.dumps(status)})
        await self._send({"type": "websocket.close", "code": 1000})
