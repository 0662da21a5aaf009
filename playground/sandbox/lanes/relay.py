"""The view "Who did what": the steps of a cluster's relay as the page's module draws them."""

from collections.abc import Iterable
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from cluster import store
from cluster.core.relay import Relay, Step
from playground.sandbox.following import Follower, Ranges, known_until, lineage_of
from playground.sandbox.moment import get_moment, revision_in

STEPS = 1500
"""Steps that one answer has at most, the newest: a rolling update of 200 pods. Older ones stay in the log."""
KEPT = 6000
"""Steps kept in memory for each cluster, some 1 kB each."""


class _Steps:
    def __init__(self) -> None:
        self.relay = Relay()
        self.steps: list[Step] = []

    def read(self, rows: Iterable[store.Entry]) -> None:
        self.steps += self.relay.see(rows)
        del self.steps[:-KEPT]

    def leap(self, row: store.Entry) -> None:
        self.steps.append(self.relay.leap(row))


FOLLOWER: Follower[_Steps] = Follower(lambda _cluster_id, _along: _Steps())


@require_GET
@gzip_page
def relay(request: HttpRequest, name: str) -> HttpResponse:
    """The steps after a revision, as JSON: see `_answer`."""
    moment = get_moment(request, name)
    along = lineage_of(moment)
    after = revision_in(request.GET.get("after", "")) or 0
    return HttpResponse(orjson.dumps(_answer(moment.sandbox.cluster_id, along, after)), "application/json")


def _answer(cluster_id: int, along: Ranges, after: int) -> dict[str, Any]:
    """`cursor`: what the page then knows; `anew`: forget what was known; `older`: steps left out before these."""
    if not along:
        return {"cursor": 0, "anew": True, "older": 0, "steps": []}
    known, until = known_until(along, after), along[-1][1]
    with FOLLOWER.reach(cluster_id, along) as reader:
        found = [step for step in reader.steps if known < step.revision <= until]
    shown = found[-STEPS:]
    return {
        "cursor": until,
        "anew": known == 0,
        "older": len(found) - len(shown),
        "steps": [_drawn(step) for step in shown],
    }


def _drawn(step: Step) -> dict[str, Any]:
    return step._asdict() | {"cause": step.cause and step.cause._asdict()}
