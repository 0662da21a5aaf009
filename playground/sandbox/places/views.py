"""The page that tells why a pod is where it is."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from cluster import store
from cluster.core import pods
from cluster.core.kinds import Key, Object
from playground.sandbox.moment import Moment, get_moment
from playground.sandbox.places import why
from playground.sandbox.places.groups import owner_of

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
    context = {"sandbox": moment.sandbox, "key": key, **_context(moment, key)}
    in_page = request.headers.get("HX-Request") == "true"
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
        "waits": found is not None and not node,
        "why": _answer(moment, pod, entries),
    }


def _answer(moment: Moment, pod: Object, entries: list[store.Entry]) -> why.Why:
    if not pods.node_of(pod):
        return why.why_nowhere(moment.state, pod)
    binding = why.binding_of(entries, pod)
    if binding is None:
        return why.why_named(pod) if why.was_born_with_node(entries, pod) else why.why_today(moment.state, pod)
    try:
        before = store.state_at(moment.sandbox.cluster_id, binding.revision - 1)
    except LookupError:
        return why.why_today(moment.state, pod)
    return why.why_here(before, pod, binding.now) or why.why_today(moment.state, pod)
