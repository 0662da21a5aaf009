"""The ASGI application for `exec`, `attach` and `port-forward`: who is it, what is wanted, which protocol.

A WebSocket that is refused gets 403 from the web server, without a reason; kubectl then tries SPDY, and is told.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

from cluster import store
from cluster.api import auth, dispatch, request, responses
from cluster.api.http import in_thread
from cluster.api.resource import Call
from cluster.api.responses import TEXT, Response
from cluster.api.streaming import channels, forward, remote, streams
from cluster.api.streaming.channels import ChannelStreams, Receive, Send
from cluster.api.streaming.remote import Remote
from cluster.core.errors import ApiError, UnknownPath

logger = logging.getLogger(__name__)
Scope = dict[str, Any]


async def application(scope: Scope, receive: Receive, send: Send) -> None:
    """One connection."""
    await receive()
    try:
        call = await in_thread(lambda: _call_of(scope))
        speak = _speaker(scope, call)
    except (ApiError, store.Cluster.DoesNotExist) as error:
        await _refuse(scope, send, error)
        return
    protocol, talk = speak
    await send({"type": "websocket.accept", "subprotocol": protocol})
    with suppress(asyncio.CancelledError):
        try:
            await talk(receive, send)
        except Exception:
            logger.exception("%s could not be carried on", scope["path"])
            with suppress(Exception):
                await send({"type": "websocket.close", "code": 1011})


async def _refuse(scope: Scope, send: Send, error: Exception) -> None:
    """Tell why, where the server lets us; kubectl shows what is no `Status` as it is."""
    if "websocket.http.response" not in (scope.get("extensions") or {}):
        await send({"type": "websocket.close"})
        return
    if isinstance(error, NotRunning):
        response = Response(error.code, error.message, TEXT)
    else:
        response = responses.refusal(error if isinstance(error, ApiError) else UnknownPath())
    body = response.body
    headers = [(b"Content-Type", response.media_type.encode()), (b"Content-Length", str(len(body)).encode())]
    await send({"type": "websocket.http.response.start", "status": response.code, "headers": headers})
    await send({"type": "websocket.http.response.body", "body": body})


def _call_of(scope: Scope) -> Call:
    """The request, for who may make it. Raises ApiError."""
    asked, sandbox = request.of_scope(scope), scope["url_route"]["kwargs"].get("name")
    cluster_id = auth.authenticate(asked, sandbox) if sandbox else auth.authenticate_own(asked)
    call = dispatch.call_of(cluster_id, asked, request.info_of(asked))
    _ = call.held
    return call


Talk = Callable[[Receive, Send], Awaitable[None]]


class NoProtocol(ApiError):
    """400: none of the offered protocols is spoken here."""

    code, reason = 400, "BadRequest"

    def __init__(self) -> None:
        super().__init__("unable to upgrade: none of the protocols is known")


class NotRunning(ApiError):
    """500 of the kubelet: there is no such container at the moment."""


def _speaker(scope: Scope, call: Call) -> tuple[str | None, Talk]:
    """The chosen protocol, and who speaks it. Raises ApiError."""
    offered, what = list(scope.get("subprotocols") or ()), call.info.subresource
    if call.info.resource != "pods" or what not in {"exec", "attach", "portforward"}:
        raise NoProtocol
    if what == "portforward":
        return _forwarder(call, offered)
    wish = remote.wish_of(call)
    if why := remote.why_not(call, wish):
        raise NotRunning(why)

    async def talk(streams_of: remote.Streams) -> None:
        speaker = Remote(call, wish, streams_of, in_thread)
        await (speaker.execute() if what == "exec" else speaker.attach())

    if scope.get("spdy"):
        spdy = next((one for one in streams.COMMAND_PROTOCOLS if one in offered), None)
        return spdy, lambda receive, send: streams.command(receive, send, talk, call)
    chosen = next((one for one in channels.PROTOCOLS if one in offered), None)
    if chosen is None:
        raise NoProtocol
    return chosen, lambda receive, send: talk(ChannelStreams(receive, send))


def _forwarder(call: Call, offered: list[str]) -> tuple[str | None, Talk]:
    ports = forward.Ports(call, in_thread)
    ports.judge()
    for protocol in streams.FORWARD_PROTOCOLS:
        if protocol in offered:
            return protocol, lambda receive, send: streams.forward(receive, send, ports)
    if channels.V4 in offered:
        return channels.V4, lambda receive, send: forward.over_channels(receive, send, ports)
    raise NoProtocol
