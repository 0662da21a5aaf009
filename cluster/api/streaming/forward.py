"""`port-forward`: connections to a pod's ports.

Upstream: `kubelet/pkg/cri/streaming/portforward`. The WebSocket form with two channels a port is that of the Python
client: data and errors of the first port on 0 and 1, of the second on 2 and 3, ...
"""

from collections.abc import Awaitable, Callable
from typing import Any

from cluster import store
from cluster.api.resource import Call
from cluster.api.streaming.channels import Receive, Send
from cluster.api.streaming.wire import Wire
from cluster.api.subresources.answers import pod_of
from cluster.core import pods
from cluster.core.errors import BadRequest
from cluster.core.network import Place

InThread = Callable[[Callable[[], Any]], Awaitable[Any]]
LARGEST_PORT = 65535


class Ports:
    """A pod's ports, as they are at each moment."""

    def __init__(self, call: Call, in_thread: InThread) -> None:
        self.call, self._in_thread = call, in_thread

    def judge(self) -> None:
        """Whether there is something to forward to. Raises NotFound or BadRequest."""
        pod = pod_of(self.call)
        if pods.phase_of(pod) != "Running":
            raise BadRequest(f"unable to forward port because pod is not running. Current status={pods.phase_of(pod)}")

    def wanted(self) -> list[int]:
        """The ports of the query."""
        texts = ",".join(self.call.request.params("ports")).split(",")
        return [int(text) for text in texts if text.isdecimal() and 0 < int(text) <= LARGEST_PORT]

    async def connect(self, port: int) -> tuple[Wire | None, str]:
        """A connection to a port, or why there is none."""

        def connected() -> tuple[Wire | None, str]:
            call = self.call.renewed(store.hold(self.call.cluster_id))
            pod = call.state.get("Pod", call.info.namespace, call.info.name)
            wire = Wire(call, Place(pod, port)) if pod is not None else None
            if wire is None or wire.refusal():
                return None, f"{self._told(port)}: dial tcp4 127.0.0.1:{port}: connect: connection refused"
            return wire, ""

        found: tuple[Wire | None, str] = await self._in_thread(connected)
        return found

    async def exchange(self, wire: Wire, data: bytes) -> bytes:
        """What the program answers to some bytes, in the cluster as it is by now."""

        def exchanged() -> bytes:
            call = wire.call = self.call.renewed(store.hold(self.call.cluster_id))
            pod = call.state.get("Pod", call.info.namespace, call.info.name)
            if pod is None:
                wire.closed = True
                return b""
            wire.place = Place(pod, wire.place.port)
            return wire.feed(data)

        answer: bytes = await self._in_thread(exchanged)
        return answer

    def _told(self, port: int) -> str:
        uid = pod_of(self.call)["metadata"]["uid"]
        failed = "failed to execute portforward in network namespace: failed to connect to localhost"
        return f"error forwarding port {port} to pod {uid}, uid : {failed}:{port}"


async def over_channels(receive: Receive, send: Send, ports: Ports) -> None:
    """Two channels for each port of the query; each begins with the port's number, little end first."""
    wanted = ports.wanted()
    wires: dict[int, Wire | None] = {}
    for index, port in enumerate(wanted):
        for channel in (2 * index, 2 * index + 1):
            await send({"type": "websocket.send", "bytes": bytes([channel]) + port.to_bytes(2, "little")})
        wire, why = await ports.connect(port)
        wires[2 * index] = wire
        if why:
            await send({"type": "websocket.send", "bytes": bytes([2 * index + 1]) + why.encode()})
    while (message := await receive())["type"] != "websocket.disconnect":
        data = message.get("bytes") or b""
        wire = wires.get(data[0]) if data else None
        if wire is None:
            continue
        answer = await ports.exchange(wire, data[1:])
        if answer:
            await send({"type": "websocket.send", "bytes": data[:1] + answer})
        if wire.closed:
            wires[data[0]] = None
            if not any(wires.values()):
                await send({"type": "websocket.close", "code": 1000})
                return
