"""The clients of Services over time: who answered, and where requests were lost."""

from collections.abc import Iterable, Iterator
from typing import Any

from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.objects import labels_of, name_of, namespace_of, uid_of
from cluster.core.state import State
from cluster.core.timeline import Mark
from cluster.core.traffic import Piece, Tally, Traffic, chief_reason
from cluster.core.traffic.requests import has_clients
from playground.sandbox.clients import FOLLOWER
from playground.sandbox.following import Ranges
from playground.sandbox.moment import Moment

PIECES = 6000
"""Stretches of one Service that one answer has at most, the newest: ten minutes in which something goes on always."""
PAUSE = 2 * times.SECOND
"""After so long without a loss, the next one is told of anew."""


def requests_of(moment: Moment, along: Ranges, known: int, until: int) -> tuple[dict[str, Any], list[Mark]]:
    """What is new of the requests after a revision, and the marks where some were lost.

    `pieces` are (Service, start, end, sent, answered, failed, lost), `coming` is what goes on if nothing changes.
    """
    services = [service for service in moment.state.of_kind("Service") if has_clients(service)]
    told: dict[str, Any] = {"services": [_service(moment.state, one) for one in services], "pieces": [], "coming": []}
    marks: list[Mark] = []
    with FOLLOWER.reach(moment.sandbox.cluster_id, along) as reader:
        for view, service in zip(told["services"], services, strict=True):
            uid, traffic = uid_of(service), reader.traffic
            pieces = traffic.pieces_of(uid, until)
            new = [piece for piece in pieces if piece.revision > known]
            told["pieces"] += [(uid, piece.start, piece.end, *_shares(piece.tally)) for piece in new[-PIECES:]]
            told["coming"] += [] if moment.is_past else list(_coming(traffic, uid, until))
            workload = (view["workloads"] or [""])[0]
            marks += [mark for mark in _losses(pieces, name_of(service), workload) if mark.revision > known]
    return told, marks


def _service(state: State, service: Object) -> dict[str, Any]:
    selector = service["spec"]["selector"]
    found = [
        uid_of(deployment)
        for deployment in state.of_kind("Deployment", namespace_of(service))
        if selector.items() <= labels_of(deployment["spec"]["template"]).items()
    ]
    return {"uid": uid_of(service), "name": name_of(service), "workloads": found}


def _coming(traffic: Traffic, uid: str, until: int) -> Iterator[tuple[Any, ...]]:
    for stretch in traffic.course(uid, until, traffic.now):
        yield uid, stretch.start, *_shares(stretch.tally)


def _shares(tally: Tally) -> tuple[Any, ...]:
    answered = [(version.uid, count) for version, count in tally.answered]
    failed = [(version.uid, count) for version, count in tally.failed]
    return tally.sent, answered, failed, tally.count_lost


def _losses(pieces: Iterable[Piece], name: str, workload: str) -> Iterator[Mark]:
    last: int | None = None
    for piece in pieces:
        first = piece.tally.first_lost
        if first is None:
            continue
        if last is None or first - last > PAUSE:
            yield Mark(piece.revision, first, "lost", workload, f"{name}: requests are lost", chief_reason(piece.tally))
        last = piece.end
