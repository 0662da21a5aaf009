"""The clients of all Services of a state, as the picture draws them."""

from cluster import store
from cluster.core import times
from cluster.core.objects import uid_of
from cluster.core.state import State
from cluster.core.traffic import Stretch, Tally, Traffic, Version, chief_reason
from cluster.core.traffic.counting import numbers
from cluster.core.traffic.requests import has_clients
from cluster.core.traffic.tallies import total
from playground.sandbox.clients.reading import FOLLOWER
from playground.sandbox.clients.values import ClientsView, Number, Share, StretchView
from playground.sandbox.following import Ranges
from playground.sandbox.picture import hues_of
from playground.sandbox.picture.versions import Hues, revision_of

Told = dict[str, ClientsView]


def told(cluster_id: int, state: State) -> Told:
    """What is shown of the clients of each Service, by its uid, at the state's revision."""
    services = [uid_of(service) for service in state.of_kind("Service") if has_clients(service)]
    along = store.lineage(cluster_id, state.revision) if services else ()
    if not along:
        return {}
    try:
        return _told(cluster_id, state, along, services)
    except store.Compacted:
        # The oldest part of the log went while it was read; the next drawing reads what is left.
        return {}


def _told(cluster_id: int, state: State, along: Ranges, services: list[str]) -> Told:
    hues = hues_of(state)
    with FOLLOWER.reach(cluster_id, along) as reader:
        if state.revision == reader.traffic.revision:
            reader.traffic.state = state  # The store keeps it in memory anyway.
        found = {uid: _clients(reader.traffic, uid, state, hues) for uid in services}
    return {uid: view for uid, view in found.items() if view is not None}


def _clients(traffic: Traffic, uid: str, state: State, hues: Hues) -> ClientsView | None:
    revision = state.revision
    now = traffic.now if revision >= traffic.revision else state.now
    since = traffic.last_act(revision) or 0
    course = traffic.course(uid, revision, now)
    if not course:
        return None
    counted, views = traffic.tally(uid, revision, since), []
    for stretch, until in zip(course, [*(one.start for one in course[1:]), None], strict=True):
        views.append(_stretch(counted, stretch, state, hues))
        if until is not None:
            counted = total([counted, _grown(stretch, until)])
    return ClientsView(times.to_text(since)[11:19] if since else "", views)


def _grown(stretch: Stretch, until: int) -> Tally:
    """What a stretch brings until it ends, by whole rounds."""
    rounds = round(len(numbers(stretch.start, until)) / stretch.of) if stretch.of else 0
    return total([stretch.tally] * rounds)


def _stretch(counted: Tally, stretch: Stretch, state: State, hues: Hues) -> StretchView:
    now, of = stretch.tally, max(stretch.of, 1)
    return StretchView(
        start=stretch.start,
        shares=[
            _share(version, count, of, state, hues, failed=failed)
            for counts, failed in ((now.answered, False), (now.failed, True))
            for version, count in counts
        ],
        percent_lost=_percent(now.count_lost, of),
        sent=Number(counted.sent, now.sent / of),
        failed=Number(counted.count_failed, now.count_failed / of),
        lost=Number(counted.count_lost, now.count_lost / of),
        why=chief_reason(total([counted, now])),
    )


def _share(version: Version, count: int, of: int, state: State, hues: Hues, *, failed: bool) -> Share:
    owner = next((rs for rs in state.of_kind("ReplicaSet") if uid_of(rs) == version.uid), None) if version.uid else None
    number = revision_of(owner) if owner else ""
    return Share(_percent(count, of), hues.get(version.uid, 0), number, version.image, failed)


def _percent(count: int, of: int) -> int:
    """Whole percents, but at least 1 of what is there."""
    return max(1, round(100 * count / of)) if count else 0
