"""The page that tells why a pod is where it is."""

from functools import lru_cache
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cluster import store
from cluster.core import pods
from cluster.core.kinds import Key, Object, key_of
from playground.sandbox.moment import Moment, get_moment
from playground.sandbox.panel.links import Links
from playground.sandbox.places import why
from playground.sandbox.places.groups import owner_of
from playground.sandbox.places.standing import clock

RECORD = 300
"""Changes of one pod that are looked through for its binding; one that crashes for hours has as many."""


@require_GET
def show(request: HttpRequest, name: str, namespace: str, object_name: str) -> HttpResponse:
    """Why a pod is on its node, or on none, as a panel of the page; as a page of its own for who opens the address."""
    moment = get_moment(request, name)
    # PostgreSQL cannot even be asked for a text with a zero byte.
    if "\0" in namespace + object_name:
        raise Http404("There is no such pod.")
    key = "Pod", namespace, object_name
    in_page = request.headers.get("HX-Request") == "true"
    links = Links(moment.sandbox.name, moment.revision if moment.is_past and not in_page else None)
    context = {
        "sandbox": moment.sandbox,
        "moment": moment,
        "clock": clock(moment.state.now),
        "key": key,
        "links": {"why": links.why(key), "pod": links.object(key), "home": links.home()},
        **_context(moment, key),
    }
    return render(request, "sandbox/_why.html" if in_page else "sandbox/why.html", context)


def _context(moment: Moment, key: Key) -> dict[str, Any]:
    """A pod that is gone is still known from the record."""
    cluster_id, found = moment.sandbox.cluster_id, moment.state.at(key)
    entries = store.changes_of(cluster_id, key, RECORD, along=store.lineage(cluster_id, until=moment.revision))
    if found is None and not entries:
        return {"why": why.Why("Nothing is known of such a pod.", "")}
    pod = found or entries[0].object
    node = pods.node_of(pod)
    return {
        "node": node,
        "owner": owner_of(moment.state, pod, {}),
        "is_gone": found is None,
        "why": _answer(moment, pod, entries),
    }


def _answer(moment: Moment, pod: Object, entries: list[store.Entry]) -> why.Why:
    if not pods.node_of(pod):
        return why.why_nowhere(moment.state, pod)
    binding = why.binding_of(entries, pod)
    if binding is None:
        return why.why_named(pod) if why.was_born_with_node(entries, pod) else why.why_today(moment.state, pod)
    told = _when_bound(moment.sandbox.cluster_id, binding.revision, key_of(pod), pod["metadata"]["uid"])
    return told or why.why_today(moment.state, pod)


@lru_cache(maxsize=64)
def _when_bound(cluster_id: int, revision: int, key: Key, _uid: str) -> why.Why | None:
    """Why a pod was bound by the change with this revision; None if that moment is no longer kept.

    Remembered, because an open panel asks again whenever something happens, and what was does not change.
    """
    try:
        before = store.state_at(cluster_id, revision - 1)
        after = store.state_at(cluster_id, revision)
    except LookupError:
        return None
    bound = after.at(key)
    return why.why_here(before, bound, after.now) if bound is not None else None
