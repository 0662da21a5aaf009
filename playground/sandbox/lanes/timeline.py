"""The view "Over time": the bars, counts and marks of a cluster's timeline as the page's module draws them."""

from collections.abc import Iterable, Iterator
from typing import Any

import orjson
from django.http import HttpRequest, HttpResponse
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_GET

from cluster import store
from cluster.core.timeline import PHASES, Bar, Count, Timeline, Version, Workload
from playground.sandbox.following import Follower, Ranges, known_until, lineage_of
from playground.sandbox.lanes.requests import requests_of
from playground.sandbox.moment import Moment, get_moment, revision_in
from playground.sandbox.picture import QUIET_NAMESPACES, hues_of

BARS = 3000
"""Pods that one answer has at most, the newest; and so many counts for each. A rollout of 500 pods has 1000."""
COUNTS_PER_BAR = 4
HUES = 6


class _Line:
    def __init__(self, cluster_id: int, along: Ranges) -> None:
        self.line = Timeline()
        self.begins = along[0][0] - 1
        if self.begins:
            state = store.state_at(cluster_id, self.begins)
            self.line.begin(state.objects.values(), state.now, state.revision)

    def read(self, rows: Iterable[store.Entry]) -> None:
        for row in rows:
            if row.namespace not in QUIET_NAMESPACES:
                self.line.see(row)

    def leap(self, row: store.Entry) -> None:
        self.line.leap(row)


FOLLOWER: Follower[_Line] = Follower(_Line)


@require_GET
@gzip_page
def timeline(request: HttpRequest, name: str) -> HttpResponse:
    """What is new on the timeline after a revision, as JSON: see `_answer`."""
    moment = get_moment(request, name)
    along = lineage_of(moment)
    after = revision_in(request.GET.get("after", "")) or 0
    return HttpResponse(orjson.dumps(_answer(moment, along, after) if along else {}), "application/json")


def _answer(moment: Moment, along: Ranges, after: int) -> dict[str, Any]:
    """`cursor`: what the page then knows; `anew`: it is to forget what it knew; `older`: pods left out before these.

    Bars come whole when they changed; counts and marks one by one.
    """
    known, until = known_until(along, after), along[-1][1]
    hues = hues_of(moment.state)
    requests, losses = requests_of(moment, along, known, until)
    with FOLLOWER.reach(moment.sandbox.cluster_id, along) as reader:
        line = reader.line
        if not moment.is_past:
            line.pass_to(moment.state.now)
        bars = [bar for bar in line.bars.values() if bar.segments[0].revision <= until and bar.changed > known]
        counts = [count for count in line.counts if known <= count.revision <= until]
        marks = [mark for mark in line.marks if known < mark.revision <= until]
        return {
            "cursor": until,
            "anew": known == 0,
            "now": moment.state.now if not moment.is_past else line.now,
            "older": max(0, len(bars) - BARS),
            "begins": reader.begins,
            "phases": list(PHASES),
            "workloads": [_workload(one) for one in line.workloads.values()],
            "versions": [_version(one, hues) for one in line.versions.values()],
            "bars": [_bar(bar, until) for bar in bars[-BARS:]],
            "counts": list(_counts(counts))[-BARS * COUNTS_PER_BAR :],
            "marks": [mark._asdict() for mark in sorted([*marks, *losses], key=lambda mark: mark.now)],
            "requests": requests,
        }


def _workload(workload: Workload) -> dict[str, Any]:
    return {name: getattr(workload, name) for name in ("uid", "kind", "namespace", "name")}


def _version(version: Version, hues: dict[str, int]) -> dict[str, Any]:
    """A version in the colour that the picture gives it; one that is gone keeps that of its place."""
    told = {name: getattr(version, name) for name in ("uid", "name", "workload", "place", "revision", "images")}
    return told | {"hue": hues.get(version.uid, version.place % HUES)}


def _bar(bar: Bar, until: int) -> dict[str, Any]:
    segments = [(one.phase, one.start, one.revision) for one in bar.segments if one.revision <= until]
    return {
        "uid": bar.uid,
        "name": bar.name,
        "version": bar.version,
        "node": bar.node,
        "segments": segments,
        "end": bar.end if bar.changed <= until else None,
    }


def _counts(counts: list[Count]) -> Iterator[tuple[Any, ...]]:
    """One of each moment and workload: the last, for all that happens at one moment is seen at once."""
    last: dict[str, Count] = {}
    for count in counts:
        before = last.get(count.workload)
        if before is not None and before.now != count.now:
            yield tuple(before)
        last[count.workload] = count
    yield from (tuple(count) for count in last.values())
