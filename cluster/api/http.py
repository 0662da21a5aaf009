"""The API over HTTP: an ASGI application of its own, beside Django's.

Django's handler and the middlewares that pages need (sessions, CSRF, messages …) pass a request through a dozen changes
of thread: 3 of the 4 ms of a small request. A client of the API brings a secret with each request and no cookies, so
none of them has anything to do here. What blocks for the database runs in threads of its own.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import aclosing, suppress
from functools import partial
from typing import Any, TypeVar

from django.db import connections

from cluster.api import auth, dispatch, request, responses, watch
from cluster.api.request import Request
from cluster.api.responses import Response, Stream
from cluster.api.streaming import logs
from cluster.core.errors import ApiError, RequestEntityTooLarge

logger = logging.getLogger(__name__)

THREADS = 4
SAFE_HEADERS = (
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Content-Security-Policy", b"default-src 'none'; frame-ancestors 'none'"),
)
"""What a simulated application answers is data here, should anybody open it in a browser."""
Result = TypeVar("Result")
Message = dict[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="api")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Do what blocks for the database in one of the API's threads; each keeps its connection."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_guarded, work))


def _guarded(work: Callable[[], Result]) -> Result:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    return work()


async def application(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """One request: `url_route` names the sandbox and the path in it; without a name the secret says whose it is."""
    answer: Response | Stream
    try:
        asked = request.of_scope(scope, await _body(receive))
        answer = await _answer(asked, scope["url_route"]["kwargs"].get("name"))
    except Gone:
        return
    except ApiError as error:
        answer = responses.refusal(error)
    except Exception:
        logger.exception("%s %s could not be answered", scope["method"], scope["path"])
        answer = responses.refusal(responses.InternalError())
    if isinstance(answer, Stream):
        await _stream(answer, receive, send)
        return
    body = answer.body
    await send(_start(answer, (b"Content-Length", str(len(body)).encode())))
    await send({"type": "http.response.body", "body": body})


class Gone(Exception):
    """The client went before it had sent its whole request."""


async def _body(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Gone
        body += message.get("body", b"")
        if len(body) > dispatch.LIMIT:
            raise RequestEntityTooLarge(dispatch.LIMIT)
        if not message.get("more_body"):
            return body


async def _answer(asked: Request, sandbox: str | None) -> Response | Stream:
    def authenticate() -> int:
        return auth.authenticate(asked, sandbox) if sandbox is not None else auth.authenticate_own(asked)

    if request.info_of(asked).verb == "watch":
        return await watch.stream(await in_thread(authenticate), asked, in_thread)
    if logs.is_followed(asked):
        return await logs.stream(await in_thread(authenticate), asked, in_thread)
    return await in_thread(lambda: dispatch.answer(authenticate(), asked).encoded())


async def _stream(answer: Stream, receive: Receive, send: Send) -> None:
    """Send what comes, until it ends or the client goes."""
    await send(_start(answer))
    # Daphne sends the head along with the first piece, and clients wait for it; the first event may be long in coming.
    await send({"type": "http.response.body", "body": b"", "more_body": True})
    telling, leaving = asyncio.create_task(_tell(answer, send)), asyncio.create_task(_left(receive))
    try:
        await asyncio.wait([telling, leaving], return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in (telling, leaving):
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task


async def _tell(answer: Stream, send: Send) -> None:
    async with aclosing(answer.chunks) as chunks:
        async for chunk in chunks:
            await send({"type": "http.response.body", "body": chunk, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


def _start(answer: Response | Stream, *more: tuple[bytes, bytes]) -> Message:
    """The head of an answer. `Warning` may come several times, which one header line holds as well."""
    merged = {"Content-Type": answer.media_type, "Cache-Control": "no-cache, private"}
    told: set[str] = set()
    for name, value in answer.headers:
        merged[name] = f"{merged[name]}, {value}" if name in told else value
        told.add(name)
    headers = [(name.encode("latin1"), value.encode("latin1", "replace")) for name, value in merged.items()]
    return {"type": "http.response.start", "status": answer.code, "headers": [*headers, *SAFE_HEADERS, *more]}
