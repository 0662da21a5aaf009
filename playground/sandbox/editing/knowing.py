"""What the editor asks while somebody types: completions, meanings, faults."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from cluster import store
from cluster.core.editing import completing, problems
from cluster.core.state import State
from playground.access import get_own_sandbox
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import GONE, MomentGone, revision_in
from playground.sandbox.turns import turn_of


@require_POST
def know(request: HttpRequest, name: str) -> HttpResponse:
    """Of a text with a cursor (`line`, `column` from 0) what is asked for: `want` holds problems, offers or meaning."""
    sandbox = get_own_sandbox(request, name)
    want = set(request.POST.get("want", "").split())
    with turn_of(sandbox.pk):
        return JsonResponse(_known(request, sandbox, want))


def _known(request: HttpRequest, sandbox: Sandbox, want: set[str]) -> dict[str, Any]:
    # A look at every key must not make time pass, which would write.
    state = state_here(request, sandbox) if "at" in request.POST else store.load(sandbox.cluster_id)
    text = request.POST.get("text", "").replace("\r\n", "\n")
    line, column = _number(request, "line"), _number(request, "column")
    found: dict[str, Any] = {}
    if "problems" in want:
        found["problems"] = [problem.plain() for problem in problems.find(text, state)]
    if len(text) > problems.LONGEST:
        return found
    if "offers" in want:
        found["offers"] = completing.complete(text, line, column, state).plain()
    if "meaning" in want:
        meaning = completing.document(text, line, column)
        found["meaning"] = meaning.plain() if meaning else None
    return found


def state_here(request: HttpRequest, sandbox: Sandbox) -> State:
    """The state that the owner looks at: `at` in the form names a revision of the past. Raises MomentGone."""
    asked = revision_in(request.POST.get("at", ""))
    if asked is None:
        return store.advance(sandbox.cluster_id)
    try:
        return store.state_at(sandbox.cluster_id, asked)
    except LookupError:
        raise MomentGone(GONE) from None


def _number(request: HttpRequest, field: str) -> int:
    found = revision_in(request.POST.get(field, ""))
    return min(found or 0, 1 << 30)
