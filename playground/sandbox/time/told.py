"""A request that went back in time before it acted says so, whatever else it answers: the page is live again then."""

from collections.abc import Callable
from typing import Any

from asgiref.sync import iscoroutinefunction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.decorators import sync_and_async_middleware
from django_htmx.http import trigger_client_event

from playground.sandbox.moment import WENT_BACK


def _told(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    return trigger_client_event(response, "went-back") if WENT_BACK in request.META else response


@sync_and_async_middleware
def tell_of_going_back(get_response: Callable[[HttpRequest], Any]) -> Callable[[HttpRequest], Any]:
    """Middleware that adds the event, in a synchronous chain as well as in an asynchronous one."""

    async def answer_async(request: HttpRequest) -> HttpResponseBase:
        return _told(request, await get_response(request))

    def answer(request: HttpRequest) -> HttpResponseBase:
        return _told(request, get_response(request))

    return answer_async if iscoroutinefunction(get_response) else answer
