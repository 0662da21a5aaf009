"""Who may reach what. A visitor is whoever holds the session's key; a sandbox answers to its owner's alone.

A stranger gets 404, not 403: that a sandbox exists is nobody else's business.
"""

import secrets
from typing import Any

from django.http import Http404, HttpRequest

from playground.sandbox.models import Sandbox

VISITOR = "visitor"


def visitor_of(session: Any) -> str:
    """The key of a known visitor, '' for one who has never opened a sandbox. `session` is a Django session."""
    return str(session.get(VISITOR) or "")


def greet(session: Any) -> str:
    """The visitor's key, made on the first occasion."""
    if not session.get(VISITOR):
        session[VISITOR] = secrets.token_urlsafe(32)
    return visitor_of(session)


def sandboxes_of(session: Any) -> list[Sandbox]:
    """The visitor's own sandboxes, newest first."""
    visitor = visitor_of(session)
    return list(Sandbox.objects.filter(owner=visitor, deleted_at=None)) if visitor else []


def own_sandbox(session: Any, name: str) -> Sandbox | None:
    """The visitor's own sandbox of this name, or None."""
    visitor = visitor_of(session)
    return Sandbox.objects.filter(owner=visitor, name=name, deleted_at=None).first() if visitor else None


def is_open(sandbox: Sandbox) -> bool:
    """Whether a sandbox that was found earlier is still there and not thrown away."""
    return Sandbox.objects.filter(pk=sandbox.pk, deleted_at=None).exists()


def get_own_sandbox(request: HttpRequest, name: str) -> Sandbox:
    """The visitor's own sandbox of this name. Raises Http404 for anybody else's, and for none."""
    sandbox = own_sandbox(request.session, name)
    if sandbox is None:
        raise Http404("There is no such sandbox, or it belongs to another browser.")
    return sandbox
