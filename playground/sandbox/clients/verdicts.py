"""What became of the requests, in sentences about one open object: a Service, or a Deployment and its last rollout."""

from collections.abc import Iterator

from cluster import store
from cluster.core import times
from cluster.core.kinds import Object
from cluster.core.objects import labels_of, name_of, namespace_of, uid_of
from cluster.core.state import State
from cluster.core.traffic import Traffic, figures, losses
from cluster.core.traffic.requests import has_clients
from cluster.core.traffic.tallies import total
from playground.sandbox.clients.reading import FOLLOWER
from playground.sandbox.moment import Moment


def sentences_of(moment: Moment, obj: Object) -> list[str]:
    """Sentences to go with an object's summary; none for other kinds."""
    teller = {"Service": _of_service, "Deployment": _of_deployment}.get(obj["kind"])
    cluster_id, state = moment.sandbox.cluster_id, moment.state
    along = store.lineage(cluster_id, state.revision) if teller else ()
    if teller is None or not along:
        return []
    now = state.now if moment.is_past else store.clock(cluster_id).at(store.wall_now())
    with FOLLOWER.reach(cluster_id, along) as reader:
        return list(teller(reader.traffic, state, obj, now))


def _of_service(traffic: Traffic, state: State, service: Object, now: int) -> Iterator[str]:
    if not has_clients(service):
        return
    since = traffic.last_act(state.revision) or 0
    found = traffic.tally(uid_of(service), state.revision, since, now=now)
    head = f"Its clients since the last act, at {_clock(since)}" if since else "Its clients so far"
    yield f"{head}: {figures(found)}."
    yield from (f"Lost: {reason}." for reason in losses(found))


def _of_deployment(traffic: Traffic, state: State, deployment: Object, now: int) -> Iterator[str]:
    rollout = traffic.last_rollout(uid_of(deployment), state.revision)
    services = list(_services_of(state, deployment))
    if rollout is None or not services:
        return
    is_known = rollout.ended is not None and rollout.ended_at <= state.revision
    ended = rollout.ended if is_known and (rollout.ended or 0) <= now else None
    uids = [uid_of(service) for service in services]
    found = total(traffic.tally(uid, state.revision, rollout.begun, ended, now) for uid in uids)
    names = ", ".join(name_of(service) for service in services)
    until = f" to {_clock(ended)}" if ended is not None else ""
    head = "Its last rollout" if ended is not None else "Its rollout that goes on"
    yield f"{head}, from {_clock(rollout.begun)}{until}, as the clients of Service {names} saw it: {figures(found)}."
    yield from (f"Lost: {reason}." for reason in losses(found))


def _services_of(state: State, deployment: Object) -> Iterator[Object]:
    labels = labels_of(deployment["spec"]["template"])
    for service in sorted(state.of_kind("Service", namespace_of(deployment)), key=name_of):
        if has_clients(service) and service["spec"]["selector"].items() <= labels.items():
            yield service


def _clock(moment: int) -> str:
    return times.to_text(moment)[11:19]
