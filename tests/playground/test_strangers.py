"""Nobody reaches a sandbox that is not theirs, and no page of another site can act for its owner."""

import pytest
from django.test import Client
from django.urls import get_resolver

ROUTES = {
    "": "get",
    "stage": "get",
    "apply": "post",
    "act": "post",
    "clock": "post",
    "relay.json": "get",
    "timeline.json": "get",
    "files": "get",
    "files/read": "get",
    "files/save": "post",
    "files/make": "post",
    "files/move": "post",
    "files/remove": "post",
    "files/example": "post",
    "files/download": "get",
    "know": "post",
    "diff": "post",
    "foretell": "post",
    "duplicate": "post",
    "export": "get",
    "rename": "post",
    "reset": "post",
    "delete": "post",
    "kubeconfig": "post",
    "kubeconfig/revoke": "post",
    "moment": "get",
    "steps.json": "get",
    "link": "get",
    "fork": "post",
    "undo": "post",
    "begun": "get",
    "branches": "get",
    "branches/0/return": "post",
    "branches/0/rename": "post",
    "object/Node/-/node-1": "get",
    "object/Pod/default/web/why": "get",
    "diff/change/1": "get",
    "diff/revisions/default/web": "get",
    "diff/applied/Node/-/node-1": "get",
}
PATTERNS = {
    "object/Node/-/node-1": "object/<str:kind>/<str:namespace>/<str:object_name>",
    "object/Pod/default/web/why": "object/Pod/<str:namespace>/<str:object_name>/why",
    "diff/change/1": "diff/change/<str:revision>",
    "diff/revisions/default/web": "diff/revisions/<str:namespace>/<str:object_name>",
    "diff/applied/Node/-/node-1": "diff/applied/<str:kind>/<str:namespace>/<str:object_name>",
}
POSTS = [route for route, verb in ROUTES.items() if verb == "post"]


def test_it_knows_all_routes_of_a_sandbox():
    parts = [part.url_patterns for part in get_resolver().url_patterns if hasattr(part, "url_patterns")]
    ours = {str(found.pattern) for part in parts for found in part if str(found.pattern).startswith("s/")}
    known = {PATTERNS.get(one, one).replace("/0/", "/<int:branch>/") for one in ROUTES}
    # A link of `manage.py sandbox create` is for a browser that owns nothing yet: its key is what opens the door.
    # `restore` is for sandboxes that are out of sight (test_keeping).
    assert {f"s/<slug:name>/{one}" for one in known | {"claim", "restore"}} == ours


@pytest.mark.parametrize(("route", "verb"), ROUTES.items())
def test_it_shows_strangers_nothing(alice, charlie, route, verb):
    address = f"/s/{alice[1].name}/{route}"
    fields = {"example": "nginx", "verb": "pause", "act": "delete", "kind": "Node", "name": "node-1"}
    for stranger in (charlie[0], Client()):
        assert getattr(stranger, verb)(address, fields).status_code == 404
    assert getattr(alice[0], verb)(address, fields).status_code in {200, 204, 302}


@pytest.mark.parametrize("route", ROUTES)
def test_it_has_one_verb_for_each_route(alice, route):
    wrong = "get" if ROUTES[route] == "post" else "post"
    assert getattr(alice[0], wrong)(f"/s/{alice[1].name}/{route}").status_code == 405


@pytest.mark.parametrize("route", POSTS)
def test_it_refuses_what_does_not_come_from_its_own_pages(alice, route):
    client = Client(enforce_csrf_checks=True)
    client.cookies = alice[0].cookies
    address = f"/s/{alice[1].name}/{route}"
    as_page, as_fragment = client.post(address), client.post(address, HTTP_HX_REQUEST="true")
    assert (as_page.status_code, as_fragment.status_code) == (403, 403)
    assert as_fragment.content.decode().startswith("This page is out of date")
    assert as_fragment.headers["Content-Type"].startswith("text/plain")
