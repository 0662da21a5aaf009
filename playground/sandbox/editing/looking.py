"""A look before one leaps: what applying a text would change, and what would happen then."""

import threading
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from cluster.core import dry_run, foretelling
from cluster.core.dry_run import Outcome
from cluster.core.errors import ApiError
from cluster.core.foretelling import Course, Foretold
from playground.access import get_own_sandbox
from playground.sandbox.editing.knowing import state_here
from playground.sandbox.turns import courteous, turn_of

SHOWN = 30
"""Moves that are shown at once."""
LONGEST = 5.0
"""Seconds that one look ahead may compute; a rollout of 500 pods needs about one."""
AT_ONCE = 2
PATIENCE = 10.0
"""Seconds that a look ahead waits for its turn."""
_turns = threading.BoundedSemaphore(AT_ONCE)
VERDICTS = {
    "complete": "completes",
    "deadline exceeded": "does not complete: the progress deadline passes",
    "paused": "waits, for the Deployment is paused",
    "progressing": "is still under way at the end of this look ahead",
    "deleted": "is deleted",
}


@require_POST
def differ(request: HttpRequest, name: str) -> HttpResponse:
    """`kubectl diff` of the text in the editor."""
    sandbox = get_own_sandbox(request, name)
    with turn_of(sandbox.pk):
        state = state_here(request, sandbox)
        try:
            outcomes = dry_run.dry_run(state, _text(request)).outcomes
        except ApiError as fault:
            return render(request, "sandbox/_refusal.html", {"text": fault.message})
        shown = [(outcome, _marked(outcome)) for outcome in outcomes]
    return render(request, "sandbox/_difference.html", {"outcomes": shown})


@require_POST
def foretell(request: HttpRequest, name: str) -> HttpResponse:
    """What would happen if the text were applied now."""
    state = state_here(request, get_own_sandbox(request, name))
    if not _turns.acquire(timeout=PATIENCE):
        text = "Many people look ahead just now. Try again in a moment."
        return render(request, "sandbox/_refusal.html", {"text": text})
    try:
        told = foretelling.foretell(state, _text(request), may_go_on=courteous(LONGEST))
    except ApiError as fault:
        return render(request, "sandbox/_refusal.html", {"text": fault.message})
    finally:
        _turns.release()
    return render(request, "sandbox/_foretold.html", _spread(told))


def _text(request: HttpRequest) -> str:
    return request.POST.get("manifest", "").replace("\r\n", "\n")


def _marked(outcome: Outcome) -> list[tuple[str, str]]:
    """The lines of a difference with their kind: plus, minus, hunk, or same."""
    kinds = {"+": "plus", "-": "minus", "@": "hunk"}
    return [(kinds.get(line[:1], "same"), line) for line in dry_run.difference(outcome)]


def _spread(told: Foretold) -> dict[str, Any]:
    parts = [(seconds(part.at), part, part.actor.partition("/")[0]) for part in told.parts]
    return {
        "told": told,
        "duration": seconds(told.duration),
        "courses": [_course(course) for course in told.courses],
        "shown": parts[:SHOWN],
        "folded": parts[SHOWN:],
        "count": len(parts) + told.unlisted,
    }


def _course(course: Course) -> dict[str, Any]:
    return {
        "title": course.title,
        "course": course,
        "verdict": VERDICTS[course.verdict],
        "is_good": course.verdict == "complete",
        "after": "" if course.ended is None else seconds(course.ended),
        "dips": (course.fewest_available or 0) < min(course.before, course.wanted),
    }


def seconds(milliseconds: int) -> str:
    """A duration to be read: `3.4 s`, `2 min 5 s`, `10 min`."""
    if milliseconds < 60_000:
        return f"{milliseconds / 1000:.1f} s"
    minutes, rest = divmod(round(milliseconds / 1000), 60)
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"
