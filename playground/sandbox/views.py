"""The pages of a sandbox: each view fetches with permission, calls one verb, renders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST

from cluster import store
from cluster.core.acts.catalogue import OFFERS, Offer
from cluster.core.errors import ApiError
from cluster.core.kinds import Key
from playground.access import get_own_sandbox
from playground.sandbox import fragments
from playground.sandbox.applying import apply_text, idle_lines
from playground.sandbox.editing.knowing import state_here
from playground.sandbox.editing.pane import pane
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import MomentGone, act_here, get_moment
from playground.sandbox.stage import VIEWS, view_named
from playground.sandbox.toasts import toast


@require_GET
def workspace(request: HttpRequest, name: str) -> HttpResponse:
    """The page where a learner lives."""
    try:
        moment = get_moment(request, name)
    except MomentGone as gone:
        return render(request, "refused.html", {"text": str(gone), "sandbox": name}, status=410)
    view = view_named(request.GET.get("view", ""))
    context = {
        "views": VIEWS.values(),
        "view": view,
        "feed": f"/ws/s/{moment.sandbox.name}/",
    }
    if moment.can_act:
        context |= pane(moment.sandbox)
    return render(request, "sandbox/workspace.html", context | fragments.page(moment, view))


@require_GET
def stage(request: HttpRequest, name: str) -> HttpResponse:
    """The stage alone, when another view is chosen."""
    moment = get_moment(request, name)
    return HttpResponse(fragments.stage_html(moment.sandbox, moment.state, view_named(request.GET.get("view", ""))))


@require_POST
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """`kubectl apply` of the text in the editor."""
    sandbox, text = get_own_sandbox(request, name), request.POST.get("manifest", "")
    # From a moment of the past a branch is begun only for what changes something.
    lines = idle_lines(state_here(request, sandbox), text) if "at" in request.POST else None
    if lines is None:
        act_here(request, sandbox)
        lines = apply_text(sandbox.cluster_id, text)
    return render(request, "sandbox/_apply_result.html", {"lines": lines})


@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """One act on one object, by a button that shows its command."""
    sandbox = get_own_sandbox(request, name)
    offer = OFFERS.get(request.POST.get("act", ""))
    kind = request.POST.get("kind", "")
    # An offer of no kind makes something new; so far that is a node.
    if offer is None or kind not in (offer.kinds or ("Node",)):
        return toast(request, "error", "There is no such act.")
    key = kind, request.POST.get("namespace", ""), request.POST.get("name", "")
    return _perform(request, sandbox, offer, key)


def _perform(request: HttpRequest, sandbox: Sandbox, offer: Offer, key: Key) -> HttpResponse:
    fields = {field: request.POST.get(field, "") for field in (*offer.fields, "revision")}
    command = offer.command(key, fields)
    try:
        act_here(request, sandbox, lambda state: offer.perform(state, key, fields))
        store.act(sandbox.cluster_id, lambda state: offer.perform(state, key, fields))
    except ApiError as fault:
        return toast(request, "error", fault.message, command)
    return toast(request, "done", offer.answer(key), command)
