"""Connections that ask for SPDY are handed over by daphne, as it hands over those that ask for WebSocket.

To the application such a connection looks like a WebSocket whose messages are the bytes as they come (`scope["spdy"]`).
kubectl up to 1.29 speaks nothing else; newer ones do when they are told to, or cannot open a WebSocket.
"""

import logging
from typing import Any
from urllib.parse import unquote

from daphne import http_protocol
from twisted.internet.protocol import Protocol
from twisted.protocols.policies import ProtocolWrapper
from twisted.web.http import HTTPChannel

logger = logging.getLogger(__name__)
VERSION_HEADER = "X-Stream-Protocol-Version"
LONGEST_HEAD = 1 << 20
"""Bytes of a request's first line and headers, as Go's servers take them: the words of an `exec` stand in the line."""
REASONS = {400: "Bad Request", 401: "Unauthorized", 403: "Forbidden", 404: "Not Found", 500: "Internal Server Error"}


def install() -> None:
    """Let daphne's requests know of SPDY, and be as long as Kubernetes lets them be, from now on."""
    HTTPChannel.MAX_LENGTH = HTTPChannel.totalHeadersSize = LONGEST_HEAD
    http_protocol.WebRequest = UpgradingRequest


class UpgradingRequest(http_protocol.WebRequest):
    """A request that may turn into a SPDY connection."""

    transport: Any

    def process(self) -> Any:
        """As daphne does, except for SPDY."""
        upgrade = (self.requestHeaders.getRawHeaders(b"Upgrade") or [b""])[0]
        if not upgrade.lower().startswith(b"spdy/3"):
            return super().process()
        protocol = SpdyConnection(self.server, self._scope())
        transport: Any = self.transport
        self.transport = None
        if isinstance(transport, ProtocolWrapper):
            setattr(transport, "wrappedProtocol", protocol)  # noqa: B010 - Twisted's type asks for more than it needs
        else:
            transport.protocol = protocol
        protocol.makeConnection(transport)
        self.server.protocol_disconnected(self)
        self.channel._networkProducer.resumeProducing()
        return None

    def _scope(self) -> dict[str, Any]:
        raw, _, query = self.uri.partition(b"?")
        headers = [(name.lower(), value) for name, values in self.requestHeaders.getAllRawHeaders() for value in values]
        offered = self.requestHeaders.getRawHeaders(VERSION_HEADER) or []
        return {
            "type": "websocket",
            "path": unquote(raw.decode("ascii", "replace")),
            "raw_path": raw,
            "query_string": query,
            "headers": headers,
            "subprotocols": [one.strip() for value in offered for one in value.split(",")],
            "extensions": {"websocket.http.response": {}},
            "scheme": "https" if self.isSecure() else "http",
            "spdy": True,
        }


class SpdyConnection(Protocol):
    """The connection after the handover: bytes for the application, and back."""

    transport: Any

    def __init__(self, server: Any, scope: dict[str, Any]) -> None:
        self.server, self._scope = server, scope
        self._queue: Any = None

    def connectionMade(self) -> None:
        """The application is called."""
        self.server.protocol_connected(self)
        self._queue = self.server.create_application(self, self._scope)
        self._put({"type": "websocket.connect"})

    def dataReceived(self, data: bytes) -> None:
        """Bytes for the application."""
        self._put({"type": "websocket.receive", "bytes": data})

    def connectionLost(self, reason: Any = None) -> None:
        """The client has gone."""
        self._put({"type": "websocket.disconnect", "code": 1006})
        self.server.protocol_disconnected(self)

    def _put(self, message: dict[str, Any]) -> None:
        if self._queue is not None:
            self._queue.put_nowait(message)

    def handle_reply(self, message: dict[str, Any]) -> None:
        """What the application wants sent."""
        match message["type"]:
            case "websocket.accept":
                self._head(101, "Switching Protocols", self._accepted(message.get("subprotocol")))
            case "websocket.send":
                self.transport.write(message["bytes"])
            case "websocket.http.response.start":
                status = message["status"]
                headers = [(name.decode(), value.decode()) for name, value in message["headers"]]
                self._head(status, REASONS.get(status, "Error"), [*headers, ("Connection", "close")])
            case "websocket.http.response.body":
                self.transport.write(message["body"])
                self.transport.loseConnection()
            case _:
                self.transport.loseConnection()

    def _accepted(self, protocol: str | None) -> list[tuple[str, str]]:
        named = [(VERSION_HEADER, protocol)] if protocol else []
        return [("Upgrade", "SPDY/3.1"), ("Connection", "Upgrade"), *named]

    def _head(self, status: int, reason: str, headers: list[tuple[str, str]]) -> None:
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers), "", ""]
        self.transport.write("\r\n".join(lines).encode("latin1"))

    def handle_exception(self, exception: BaseException) -> None:
        """The application has failed; daphne has logged it."""
        del exception
        self.transport.loseConnection()

    def check_timeouts(self) -> None:
        """These connections last as long as the client wants."""
