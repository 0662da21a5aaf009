"""Short answers that the page shows for a while."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django_htmx.http import trigger_client_event


def toast(request: HttpRequest, kind: str, text: str, command: str = "") -> HttpResponse:
    """A toast of a `kind` (done, error), under the command that it answers."""
    # htmx swaps nothing for an error status, so a refusal travels as an ordinary answer with a mark: the event tells
    # the form that what was written into it is still to be put right.
    response = render(request, "sandbox/_toast.html", {"kind": kind, "text": text, "command": command})
    return trigger_client_event(response, "refused") if kind == "error" else response
