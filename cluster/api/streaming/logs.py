"""`logs -f`: the log as it is, then what is added, until the container is gone or the client is."""

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from functools import partial
from typing import Any, NamedTuple

from cluster import store
from cluster.api import dispatch, request
from cluster.api.request import Request
from cluster.api.resource import Call
from cluster.api.responses import Stream
from cluster.api.subresources import log
from cluster.api.subresources.answers import container_of, pod_of
from cluster.api.subresources.log import LogOptions
from cluster.core import logs
from cluster.core.kinds import Object

EVERY = 0.5
"""Seconds between two looks at a container that still runs."""
LONGEST = 4 * 3600
"""Seconds that a client may follow (`--streaming-connection-idle-timeout`)."""
InThread = Callable[[Callable[[], Any]], Awaitable[Any]]


class Piece(NamedTuple):
    """Text to be sent; `moment` up to which it tells; `over`: nothing more will come."""

    text: str
    moment: int
    over: bool


def is_followed(asked: Request) -> bool:
    """Whether a request wants a log that goes on."""
    info = request.info_of(asked)
    return info.subresource == "log" and info.resource == "pods" and request.is_true(asked.param("follow"))


async def stream(cluster_id: int, asked: Request, in_thread: InThread) -> Stream:
    """The response to `logs -f`. Raises ApiError."""

    def begin() -> tuple[Call, Object, str, LogOptions]:
        call = dispatch.call_of(cluster_id, asked, request.info_of(asked))
        wishes = log.log_options(call)
        pod = pod_of(call)
        name = container_of(pod, wishes.container)
        log.judge(pod, name, wishes)
        return call, pod, name, wishes

    call, pod, name, wishes = await in_thread(begin)
    return Stream(follow(call, pod, name, wishes, in_thread), "text/plain")


async def follow(
    call: Call, pod: Object, name: str, wishes: LogOptions, in_thread: InThread
) -> AsyncGenerator[bytes, None]:
    """The log's bytes: first what is there, then what comes."""
    uid, run = pod["metadata"]["uid"], logs.run_of(pod, name, wishes.previous)
    piece = Piece("".join(log.texts(call, pod, name, wishes)), call.now, run is None or run.ended is not None)
    left, waited = wishes.limit, 0.0
    while True:
        data = piece.text.encode()
        if left is not None:
            data = data[:left]
            left -= len(data)
        if data:
            yield data
        if piece.over or left == 0 or waited > LONGEST:
            return
        await asyncio.sleep(EVERY)
        waited += EVERY
        piece = await in_thread(partial(_news, call, name, wishes, uid, piece.moment))


def _news(call: Call, name: str, wishes: LogOptions, uid: str, since: int) -> Piece:
    """What has been written after a moment by the same run, and whether it has ended."""
    try:
        call = call.renewed(store.hold(call.cluster_id))
    except store.Cluster.DoesNotExist:
        return Piece("", since, True)
    pod = call.state.get("Pod", call.info.namespace, call.info.name)
    if pod is None or pod["metadata"]["uid"] != uid:
        return Piece("", since, True)
    run = logs.run_of(pod, name, wishes.previous)
    lines = [
        line for line in logs.lines(call.state, pod, name, wishes.previous, call.now, call.shift) if line.at > since
    ]
    texts = logs.shown(lines, timestamps=wishes.timestamps, shift=call.shift)
    return Piece("".join(texts), max(call.now, since), run is None or run.ended is not None)
