"""The Content-Security-Policy that goes with every answer: nothing inline, nothing from elsewhere."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware

POLICY = "; ".join(
    [
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        # Named apart, because Safari before 15.4 does not count sockets of the same host as 'self'.
        "connect-src 'self' ws: wss:",
        "manifest-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    ]
)


def with_policy(response: HttpResponseBase) -> HttpResponseBase:
    """The response with the policy, unless its view has set one of its own."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    return response


@sync_and_async_middleware
def content_security_policy(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware that adds the policy, in a synchronous chain as well as in an asynchronous one."""

    async def answer_async(request: HttpRequest) -> HttpResponseBase:
        return with_policy(await get_response(request))

    def answer(request: HttpRequest) -> HttpResponseBase:
        return with_policy(get_response(request))

    return answer_async if iscoroutinefunction(get_response) else answer
