"""Commands and port-forwards over SPDY, bare or inside a WebSocket: each stream says in its headers what it is for.

Upstream: `kubelet/pkg/cri/streaming/remotecommand/httpstream.go` and `portforward/httpstream.go`.
"""

from collections.abc import Awaitable, Callable
from contextlib import suppress

import orjson

from cluster.api.resource import Call
from cluster.api.streaming import remote
from cluster.api.streaming.channels import Receive, Send
from cluster.api.streaming.forward import Ports
from cluster.api.streaming.remote import Received
from cluster.api.streaming.spdy import Answer, BrokenFrame, Connection, Data, Event, Gone, Opened, Reset
from cluster.api.streaming.wire import Wire
from cluster.core.kinds import Object

COMMAND_PROTOCOLS = ("v4.channel.k8s.io",)
FORWARD_PROTOCOLS = ("SPDY/3.1+portforward.k8s.io", "portforward.k8s.io")


class Multiplexed:
    """An accepted connection on which SPDY is spoken."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive, self._send = receive, send
        self.spdy = Connection()
        self._events: list[Event] = []

    async def event(self) -> Event | None:
        """The next thing that happened; None when the client has gone. What the protocol wants is answered here."""
        while True:
            while self._events:
                event = self._events.pop(0)
                if isinstance(event, Opened):
                    await self.write(self.spdy.reply(event.stream))
                if not isinstance(event, Answer):
                    return event
                await self.write(event.data)
            message = await self._receive()
            if message["type"] == "websocket.disconnect":
                return None
            try:
                self._events = list(self.spdy.feed(message.get("bytes") or b""))
            except BrokenFrame:
                return None

    async def write(self, data: bytes) -> None:
        """Bytes to the client."""
        await self._send({"type": "websocket.send", "bytes": data})

    async def close(self) -> None:
        """The end of the connection."""
        with suppress(Exception):
            await self._send({"type": "websocket.close", "code": 1000})


class CommandStreams:
    """The streams of a command: `error`, and `stdin`, `stdout`, `stderr`, `resize` as far as they are wanted."""

    def __init__(self, line: Multiplexed) -> None:
        self._line = line
        self._streams: dict[str, int] = {}

    async def opened(self, wanted: int) -> bool:
        """Wait until the client has opened so many streams; whether it has."""
        while len(self._streams) < wanted:
            event = await self._line.event()
            if event is None:
                return False
            if isinstance(event, Opened):
                self._streams[event.headers.get("streamtype", "")] = event.stream
        return True

    async def receive(self) -> Received | None:
        """Input and sizes."""
        while (event := await self._line.event()) is not None:
            if isinstance(event, Gone):
                return None
            if not isinstance(event, Data):
                continue
            if event.stream == self._streams.get("resize"):
                return Received("resize", event.data)
            if event.stream == self._streams.get("stdin"):
                if event.data:
                    self._line._events[:0] = [Data(event.stream, b"", True)] if event.ended else []
                    return Received("stdin", event.data)
                if event.ended:
                    return Received("closed")
        return None

    async def send(self, name: str, data: bytes) -> None:
        """Output."""
        if name in self._streams:
            await self._line.write(self._line.spdy.data(self._streams[name], data))

    async def end(self, status: Object) -> None:
        """The status on the stream for errors, then the ends of all streams."""
        spdy = self._line.spdy
        for name, stream in self._streams.items():
            if name in {"stdout", "stderr"}:
                await self._line.write(spdy.data(stream, b"", ended=True))
        if "error" in self._streams:
            await self._line.write(spdy.data(self._streams["error"], orjson.dumps(status), ended=True))
        await self._line.close()


async def command(receive: Receive, send: Send, talk: Callable[[remote.Streams], Awaitable[None]], call: Call) -> None:
    """A command over SPDY."""
    ask = call.request
    is_tty = ask.param("tty") in {"true", "1"}
    names = ("stdin", "stdout") if is_tty else ("stdin", "stdout", "stderr")
    wanted = 1 + sum(ask.param(name) in {"true", "1"} for name in names) + int(is_tty)
    found = CommandStreams(Multiplexed(receive, send))
    if await found.opened(wanted):
        await talk(found)


async def forward(receive: Receive, send: Send, ports: Ports) -> None:
    """Each connection is a pair of streams, for data and for errors, with the same request id."""
    line = Multiplexed(receive, send)
    errors: dict[str, int] = {}
    wires: dict[int, Wire] = {}
    while (event := await line.event()) is not None:
        if isinstance(event, Opened):
            request_id = event.headers.get("requestid", "")
            if event.headers.get("streamtype") == "error":
                errors[request_id] = event.stream
                continue
            wire, why = await ports.connect(_port(event))
            error = errors.pop(request_id, 0)
            if error:
                await line.write(line.spdy.data(error, why.encode(), ended=True))
            if wire is None:
                await line.write(line.spdy.data(event.stream, b"", ended=True))
            else:
                wires[event.stream] = wire
        elif isinstance(event, Data) and event.stream in wires:
            wire = wires[event.stream]
            answer = await ports.exchange(wire, event.data) if event.data else b""
            over = wire.closed or event.ended
            if answer or over:
                await line.write(line.spdy.data(event.stream, answer, ended=over))
            if over:
                del wires[event.stream]
        elif isinstance(event, Reset):
            wires.pop(event.stream, None)


def _port(event: Opened) -> int:
    text = event.headers.get("port", "")
    return int(text) if text.isdecimal() else 0
