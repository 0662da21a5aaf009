"""HTTP around the API: one asynchronous view. What blocks for the database runs in threads of its own."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TypeVar
from urllib.parse import parse_qs

from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from cluster.api import auth, dispatch, request, responses, watch
from cluster.api.request import Request
from cluster.api.responses import Response
from cluster.api.streaming import logs
from cluster.core.errors import ApiError, RequestEntityTooLarge

THREADS = 4
Result = TypeVar("Result")
_threads = ThreadPoolExecutor(max_workers=THREADS, thread_name_prefix="api")


async def in_thread(work: Callable[[], Result]) -> Result:
    """Do what blocks for the database in one of the API's threads; each keeps its connection."""
    return await asyncio.get_running_loop().run_in_executor(_threads, partial(_guarded, work))


def _guarded(work: Callable[[], Result]) -> Result:
    for connection in connections.all(initialized_only=True):
        connection.close_if_unusable_or_obsolete()
    return work()


@csrf_exempt
async def serve(http: HttpRequest, name: str, path: str = "") -> HttpResponseBase:
    """A request to the cluster of this name."""
    return await _served(http, path, lambda asked: auth.authenticate(asked, name))


@csrf_exempt
async def serve_own(http: HttpRequest, path: str) -> HttpResponseBase:
    """A request to the cluster whose secret it brings."""
    return await _served(http, path, auth.authenticate_own)


async def _served(http: HttpRequest, path: str, authenticate: Callable[[Request], int]) -> HttpResponseBase:
    try:
        asked = request_of(http, path)
        cluster_id = await in_thread(lambda: authenticate(asked))
        if request.info_of(asked).verb == "watch":
            return await watch.stream(cluster_id, asked, in_thread)
        if logs.is_followed(asked):
            return await logs.stream(cluster_id, asked, in_thread)
        return http_response(await in_thread(lambda: dispatch.answer(cluster_id, asked)))
    except ApiError as error:
        return http_response(responses.refusal(error))


def request_of(http: HttpRequest, path: str) -> Request:
    """Django's request as the API's own. Raises RequestEntityTooLarge."""
    query = parse_qs(http.META.get("QUERY_STRING", ""), keep_blank_values=True)
    headers = {name.lower(): value for name, value in http.headers.items()}
    body = http.read(dispatch.LIMIT + 1)
    if len(body) > dispatch.LIMIT:
        raise RequestEntityTooLarge(dispatch.LIMIT)
    return Request(http.method or "GET", f"/{path}", query, headers, body)


def http_response(answer: Response) -> HttpResponse:
    """The API's response as Django's. `Warning` may come several times, which one header line holds as well."""
    response = HttpResponse(answer.body, status=answer.code, content_type=answer.media_type)
    for name, value in answer.headers:
        known = response.headers.get(name)
        response.headers[name] = f"{known}, {value}" if known else value
    response.headers.setdefault("Cache-Control", "no-cache, private")
    return response
