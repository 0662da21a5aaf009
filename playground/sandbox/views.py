"""The pages of a sandbox: each view fetches with permission, calls one verb, renders."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_POST
from django_htmx.http import trigger_client_event

from cluster import store
from cluster.core.acts.catalogue import OFFERS, Offer
from cluster.core.errors import ApiError
from cluster.core.kinds import Key
from playground.access import get_own_sandbox
from playground.sandbox import examples, fragments
from playground.sandbox.applying import apply_text
from playground.sandbox.models import Sandbox
from playground.sandbox.moment import act_here, get_moment
from playground.sandbox.stage import VIEWS, view_named


@require_GET
def workspace(request: HttpRequest, name: str) -> HttpResponse:
    """The page where a learner lives."""
    moment = get_moment(request, name)
    view = view_named(request.GET.get("view", ""))
    context = {
        "sandbox": moment.sandbox,
        "moment": moment,
        "views": VIEWS.values(),
        "view": view,
        "examples": examples.all_examples(),
        "feed": f"/ws/s/{moment.sandbox.name}/",
    }
    return render(request, "sandbox/workspace.html", context | fragments.page(moment, view))


@require_GET
def stage(request: HttpRequest, name: str) -> HttpResponse:
    """The stage alone, when another view is chosen."""
    moment = get_moment(request, name)
    return HttpResponse(fragments.stage_html(moment.sandbox, moment.state, view_named(request.GET.get("view", ""))))


@require_POST
def apply(request: HttpRequest, name: str) -> HttpResponse:
    """`kubectl apply` of the text in the editor."""
    sandbox = get_own_sandbox(request, name)
    act_here(request, sandbox)
    lines = apply_text(sandbox.cluster_id, request.POST.get("manifest", ""))
    return render(request, "sandbox/_apply_result.html", {"lines": lines})


@require_POST
def act(request: HttpRequest, name: str) -> HttpResponse:
    """One act on one object, by a button that shows its command."""
    sandbox = get_own_sandbox(request, name)
    offer = OFFERS.get(request.POST.get("act", ""))
    kind = request.POST.get("kind", "")
    # An offer of no kind makes something new; so far that is a node.
    if offer is None or kind not in (offer.kinds or ("Node",)):
        return _toast(request, "error", "There is no such act.")
    key = kind, request.POST.get("namespace", ""), request.POST.get("name", "")
    return _perform(request, sandbox, offer, key)


def _perform(request: HttpRequest, sandbox: Sandbox, offer: Offer, key: Key) -> HttpResponse:
    fields = {field: request.POST.get(field, "") for field in (*offer.fields, "revision")}
    command = offer.command(key, fields)
    act_here(request, sandbox)
    try:
        store.act(sandbox.cluster_id, lambda state: offer.perform(state, key, fields))
    except ApiError as fault:
        return _toast(request, "error", fault.message, command)
    return _toast(request, "done", offer.answer(key), command)


@require_POST
def clock(request: HttpRequest, name: str) -> HttpResponse:
    """Stop, start, step, hurry or slow simulated time."""
    sandbox = get_own_sandbox(request, name)
    verb = request.POST.get("verb", "")
    try:
        _turn(sandbox.cluster_id, verb, request.POST.get("speed", ""))
    except ValueError as fault:
        return _toast(request, "error", str(fault))
    return HttpResponse(status=204)


def _turn(cluster_id: int, verb: str, speed: str) -> None:
    match verb:
        case "pause":
            store.pause(cluster_id)
        case "resume":
            store.resume(cluster_id)
        case "step":
            store.pause(cluster_id)
            store.step_once(cluster_id)
        case "next":
            store.pause(cluster_id)
            store.skip_to_next(cluster_id)
        case "speed":
            store.set_speed(cluster_id, _number(speed))
        case _:
            raise ValueError("the clock can pause, resume, step, go to the next moment, or change its speed")


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a speed is a number, such as 2 or 0.5; it is {text[:40]!r}") from None


@require_GET
def example(request: HttpRequest, name: str) -> HttpResponse:
    """One example's manifest, for the editor."""
    get_own_sandbox(request, name)
    found = examples.find(request.GET.get("example", ""))
    if found is None:
        return HttpResponse("There is no such example.", status=404)
    return render(request, "sandbox/_manifest.html", {"text": found.text})


def _toast(request: HttpRequest, kind: str, text: str, command: str = "") -> HttpResponse:
    # htmx swaps nothing for an error status, so a refusal travels as an ordinary answer with a mark: the event tells
    # the form that what was written into it is still to be put right.
    response = render(request, "sandbox/_toast.html", {"kind": kind, "text": text, "command": command})
    return trigger_client_event(response, "refused") if kind == "error" else response
