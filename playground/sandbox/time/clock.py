"""The clock of the present."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_POST

from cluster import store
from playground.access import get_own_sandbox
from playground.sandbox.time.speeds import STOPS
from playground.sandbox.toasts import toast

KNOWN = "the clock can pause, resume, step, go to the next moment, run until it is over, or change its speed"

NOT_OVER = (
    "It is not over, and half an hour of simulated time does not end it: "
    "a rollout, or a pod that is to go, waits for something else."
)


@require_POST
def turn(request: HttpRequest, name: str) -> HttpResponse:
    """Stop, start, step, hurry or slow simulated time."""
    sandbox = get_own_sandbox(request, name)
    verb = request.POST.get("verb", "")
    try:
        if verb == "until":
            return _until(request, sandbox.cluster_id)
        _turn(sandbox.cluster_id, verb, request)
    except ValueError as fault:
        return toast(request, "error", str(fault))
    return HttpResponse(status=204)


def _until(request: HttpRequest, cluster_id: int) -> HttpResponse:
    if store.skip_until(cluster_id).is_met:
        return HttpResponse(status=204)
    return toast(request, "done", NOT_OVER)


def _turn(cluster_id: int, verb: str, request: HttpRequest) -> None:
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
            store.set_speed(cluster_id, _speed(request.POST.get("speed", ""), request.POST.get("stop", "")))
        case _:
            raise ValueError(KNOWN)


def _speed(text: str, stop: str) -> float:
    """The speed that is named, or that stands at a stop of the slider. Raises ValueError."""
    if stop.isascii() and stop.isdigit() and len(stop) < 3 and int(stop) < len(STOPS):
        return STOPS[int(stop)]
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"a speed is a number, such as 2 or 0.5; it is {text[:40]!r}") from None
