"""Looking back: any moment that is kept, and the steps that lead from one to the next."""

from itertools import count
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from cluster import store
from playground.sandbox import fragments
from playground.sandbox.moment import MomentGone, get_moment, get_sight, revision_in
from playground.sandbox.stage import view_named
from playground.sandbox.turns import turn_of

STEPS = 4000
"""Steps in one answer, some 90 bytes each and a quarter of that compressed; the page asks again for more."""
LOG_ROWS = 80
"""Changes that the log of a moment shows: who drags the scrubber gets several moments a second, and a browser takes
0.1 ms for each row."""
ACT, QUIET, LEAP = 1, 2, 4
"""What the flags of a step mean, in the page's steps.js as well."""


@require_GET
def show(request: HttpRequest, name: str) -> HttpResponse:
    """All that a page shows of one moment, to be swapped in by id."""
    view = view_named(request.GET.get("view", ""))
    with turn_of(get_sight(request, name).sandbox.pk):
        try:
            moment = get_moment(request, name)
        except MomentGone as gone:
            return HttpResponse(str(gone), status=410, content_type="text/plain; charset=utf-8")
        return render(request, "sandbox/_moment.html", {"view": view} | fragments.page(moment, view, LOG_ROWS))


@gzip_page
@require_GET
def steps(request: HttpRequest, name: str) -> HttpResponse:
    """The steps that lead to the present, after the one that the page knows last.

    `afresh`: what the page knows led elsewhere, or is no longer kept; these are the steps from the beginning.
    """
    sight = get_sight(request, name)
    ranges = store.lineage(sight.sandbox.cluster_id, sight.granted)
    after = revision_in(request.GET.get("after", "")) or 0
    afresh = not any(first <= after <= last for first, last in ranges)
    marks = store.steps_after(sight.sandbox.cluster_id, 0 if afresh else after, STEPS, sight.granted)
    return HttpResponse(orjson.dumps(_compact(marks) | {"afresh": afresh}), content_type="application/json")


def _compact(marks: list[store.StepMark]) -> dict[str, Any]:
    """Each step as `[revision, now, actor, flags, what, rollout]`; actors by their place in the list of all."""
    numbers = count()
    actors: dict[str, int] = {}
    rows = []
    for mark in marks:
        if mark.actor not in actors:
            actors[mark.actor] = next(numbers)
        flags = ACT * mark.is_act | QUIET * mark.quiet | LEAP * (mark.back_to is not None)
        rows.append([mark.revision, mark.now, actors[mark.actor], flags, mark.what, mark.rollout])
    return {"actors": list(actors), "steps": rows, "more": len(marks) == STEPS}
