"""Answers to requests that never reach a view, in one sentence each: as a page, or as plain text for the page's own
scripts, which show it where they show all answers."""

from typing import Any

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

TOO_BIG = "That is too large: a request may have at most 2.5 MB, a manifest a million characters. Nothing was changed."
MALFORMED = "The server does not understand this request. Nothing was changed."
STALE = "This page is out of date, or cookies are switched off. Reload it and try again. Nothing was changed."


def bad_request(request: HttpRequest, exception: Any = None) -> HttpResponse:
    """400, or 413 for what is too large."""
    if isinstance(exception, RequestDataTooBig):
        return _refuse(request, 413, TOO_BIG)
    return _refuse(request, 400, MALFORMED)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403 for a request that does not come from a page of ours."""
    return _refuse(request, 403, STALE)


def _refuse(request: HttpRequest, status: int, text: str) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(text, content_type="text/plain; charset=utf-8", status=status)
    return render(request, "refused.html", {"text": text}, status=status)
