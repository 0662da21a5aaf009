"""Making a moment of the past the present again: going back, taking back, returning to what was left."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from cluster import store
from cluster.core import times
from playground.access import get_own_sandbox
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import act_here
from playground.sandbox.toasts import toast

CAME_BACK = "came-back"
"""Tells the page that another moment is the present now."""


@require_POST
def fork(request: HttpRequest, name: str) -> HttpResponse:
    """Go back to the moment that is looked at, and go on from there."""
    act_here(request, get_own_sandbox(request, name))
    return HttpResponse(status=204)


@require_POST
def undo(request: HttpRequest, name: str) -> HttpResponse:
    """Take the last act back."""
    sandbox = get_own_sandbox(request, name)
    try:
        undone = store.undo(sandbox.cluster_id)
    except store.NothingToUndo as nothing:
        return toast(request, "error", str(nothing), "undo")
    return trigger_client_event(toast(request, "done", f"Taken back: {undone.what}", "undo"), CAME_BACK)


@require_GET
def branches(request: HttpRequest, name: str) -> HttpResponse:
    """The courses that events took, each with a way to return to it."""
    return _list(request, get_own_sandbox(request, name))


@require_GET
def begun(request: HttpRequest, name: str) -> HttpResponse:
    """What the newest going back did, in a sentence, with the way to return."""
    sandbox = get_own_sandbox(request, name)
    found = store.branches(sandbox.cluster_id)
    current = next(branch for branch in found if branch.is_current)
    # Nothing is kept of a branch on which nobody did anything.
    begun = store.lineage(sandbox.cluster_id)[-1][0]
    left = next((branch for branch in found if branch.head == begun - 1), None)
    context = {"sandbox": sandbox, "current": current, "left": left, "at": _began(sandbox, current)}
    return render(request, "sandbox/_begun.html", context)


@require_POST
def return_to(request: HttpRequest, name: str, branch: int) -> HttpResponse:
    """A branch that was left is the present again."""
    sandbox = get_own_sandbox(request, name)
    try:
        state = store.return_to(sandbox.cluster_id, branch)
    except LookupError:
        raise Http404("There is no such branch.") from None
    title = next(one.name for one in store.branches(sandbox.cluster_id) if one.is_current)
    told = toast(request, "done", f"You are back on {title}, at {_clock_of(state.now)}.")
    return trigger_client_event(told, CAME_BACK)


@require_POST
def rename(request: HttpRequest, name: str, branch: int) -> HttpResponse:
    """Another name for a branch."""
    sandbox = get_own_sandbox(request, name)
    try:
        store.rename_branch(sandbox.cluster_id, branch, request.POST.get("name", "").replace("\0", ""))
    except LookupError:
        raise Http404("There is no such branch.") from None
    except ValueError as fault:
        return _list(request, sandbox, str(fault))
    return _list(request, sandbox)


def _list(request: HttpRequest, sandbox: Sandbox, fault: str = "") -> HttpResponse:
    rows = [
        {"branch": branch, "began": _began(sandbox, branch), "reaches": _clock_of(branch.head_now)}
        for branch in store.branches(sandbox.cluster_id)
    ]
    return render(request, "sandbox/_branches.html", {"sandbox": sandbox, "rows": rows[::-1], "fault": fault})


def _began(sandbox: Sandbox, branch: store.BranchView) -> str:
    """At which simulated time a branch began; nothing for the first one, and where that is no longer kept."""
    entries = store.newest_changes(sandbox.cluster_id, 1, branch.forked_at) if branch.forked_at else []
    return _clock_of(entries[0].now) if entries else ""


def _clock_of(now: int) -> str:
    return times.to_text(now)[11:19]
