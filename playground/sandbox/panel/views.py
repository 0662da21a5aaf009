"""The addresses of one object: all that is known of it, and what changed in it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from playground.sandbox.moment import get_moment, revision_in
from playground.sandbox.panel import comparing
from playground.sandbox.panel.history import change_at
from playground.sandbox.panel.links import Links
from playground.sandbox.panel.looking import Look, is_in_page, look
from playground.sandbox.panel.tabs import tabs_for

KEPT = ("from", "to", "show", "managed", "all")
"""Parameters that an open panel asks with again when it is drawn anew."""


@require_GET
def show(request: HttpRequest, name: str, kind: str, namespace: str, object_name: str) -> HttpResponse:
    """One object, as a panel of the page; as a page of its own for who opens the address itself."""
    looked = look(request, name, (kind, namespace, object_name))
    tabs = tabs_for(looked.object)
    tab = next((tab for tab in tabs if tab.name == request.GET.get("tab")), tabs[0])
    context = (
        _base(looked)
        | tab.draw(looked, looked.object)
        | {
            "tab": tab,
            "tabs": [(each, looked.links.object(looked.key, tab=each.name)) for each in tabs],
            "address": looked.links.object(looked.key, **_again(looked, tab.name)),
        }
    )
    return render(request, "sandbox/object.html" if looked.is_page else "sandbox/_panel.html", context)


def _base(looked: Look) -> dict[str, Any]:
    return {
        "sandbox": looked.moment.sandbox,
        "moment": looked.moment,
        "links": looked.links,
        "key": looked.key,
        "object": looked.object,
        "clock": looked.clock,
        "page": looked.is_page,
        "home": looked.links.home(),
    }


def _again(looked: Look, tab: str) -> dict[str, str]:
    return {"tab": tab} | {name: str(looked.params[name]) for name in KEPT if looked.params.get(name)}


@require_GET
def diff_revisions(request: HttpRequest, name: str, namespace: str, object_name: str) -> HttpResponse:
    """Two rollout revisions of a Deployment beside each other."""
    looked = look(request, name, ("Deployment", namespace, object_name))
    found = comparing.revisions(looked, looked.object) if looked.object else {}
    return _diff(request, looked, {"rollout": found, "action": Links(name).revisions(looked.key)})


@require_GET
def diff_applied(request: HttpRequest, name: str, kind: str, namespace: str, object_name: str) -> HttpResponse:
    """What was applied beside what is."""
    looked = look(request, name, (kind, namespace, object_name))
    found = comparing.applied(looked, looked.object) if looked.object else {}
    return _diff(request, looked, {"applied": found, "action": Links(name).applied(looked.key)})


def _diff(request: HttpRequest, looked: Look, context: dict[str, Any]) -> HttpResponse:
    return render(request, "sandbox/diff.html", _base(looked) | context)


@require_GET
def diff_change(request: HttpRequest, name: str, revision: str) -> HttpResponse:
    """What one change changed: a part of the history in the page, a page of its own elsewhere."""
    moment = get_moment(request, name)
    number = revision_in(revision)
    found = change_at(moment, number) if number else None
    if found is None:
        raise Http404("There is no such change, or it is no longer kept.")
    links = Links(name, moment.revision if moment.is_past else None)
    context = {
        "sandbox": moment.sandbox,
        "change": found,
        "chapter": found.chapter,
        "links": links,
        "key": found.key,
        "home": links.home(),
    }
    return render(request, "sandbox/_diff_change.html" if is_in_page(request) else "sandbox/diff.html", context)
