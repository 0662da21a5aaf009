"""Whatever is sent to the workspace's own addresses, the answer is a sentence and never a fault of the server."""

import json
from urllib.parse import quote

import pytest
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cluster import store
from playground.sandbox.time.links import SALT
from tests.worlds import WEB

NUMBERS = ["", "0", "-1", "NaN", "1e9", "9" * 18, "9" * 19, "9" * 5000, "\u0663", "\u00b2", "\0", "\ufffd", "[]", "1.5"]
TEXTS = [*NUMBERS, "../../etc/passwd", "/etc", "a//b", "x" * 300, "x/" * 150, "a\nb", "<b>", "table:\0", "table:" * 50]
BOMB = "a: &a [x,x,x,x,x,x,x,x,x]\n" + "".join(
    f"{b}: &{b} [{f'*{a},' * 9}]\n" for a, b in zip("abcdef", "bcdefg", strict=True)
)
POD = "apiVersion: v1\nkind: Pod\nmetadata: "
MANIFESTS = ["", "- a", "[" * 3000, "&a [*a]", BOMB, "<<: [1]", "%YAML 9.9\n---\na", "---\n" * 5000, "a: !!binary x"]
MANIFESTS += [POD + rest for rest in ("[]", "{name: [a]}", '{name: "\\uD800"}', '{name: a, labels: {a: "\\uD800"}}')]
GETS = {
    "": ("at", "view"),
    "stage": ("at", "view"),
    "moment": ("at", "view"),
    "steps.json": ("after",),
    "relay.json": ("at", "after"),
    "timeline.json": ("at", "after"),
    "link": ("at",),
    "files/read": ("path",),
    "files/download": ("path",),
    "object/Deployment/default/web": ("at", "tab", "from", "to", "show", "managed", "all"),
    "diff/change/1": ("at",),
    "diff/revisions/default/web": ("at", "from", "to", "show"),
    "object/Pod/default/web/why": ("at",),
}
POSTS = {
    "apply": ("at",),
    "know": ("at", "line", "column", "want"),
    "diff": ("at",),
    "foretell": ("at",),
    "fork": ("at",),
    "branches/1/rename": ("name",),
    f"branches/{'9' * 30}/return": (),
    f"branches/{'9' * 30}/rename": ("name",),
    "rename": ("title",),
    "files/save": ("path", "text", "seen"),
    "files/make": ("path",),
    "files/move": ("path", "to"),
    "files/remove": ("path",),
    "files/example": ("example",),
}
PLACES = ["object/{}/default/a", "object/Pod/{}/a", "object/Pod/default/{}", "diff/change/{}", "object/Pod/{}/a/why"]
PLACES += ["diff/applied/Pod/default/{}", "diff/revisions/default/{}", "branches/{}/return"]


def answered(answer):
    """A client of the tests raises what a view raises."""
    assert answer.status_code < 500
    return answer


@pytest.mark.parametrize("route", GETS)
def test_it_answers_any_question(alice, route):
    address = f"/s/{alice[1].name}/{route}"
    for field in GETS[route]:
        for value in TEXTS:
            answered(alice[0].get(address, {field: value}))
        answered(alice[0].get(address, {field: ["1", "2"]}, HTTP_HX_REQUEST="true"))


@pytest.mark.parametrize("route", POSTS)
def test_it_answers_any_form(alice, route):
    address = f"/s/{alice[1].name}/{route}"
    for field in (*POSTS[route], "nothing"):
        for value in TEXTS:
            answered(alice[0].post(address, {"text": "a: b", "want": "problems offers meaning"} | {field: value}))


@pytest.mark.parametrize("route", ["apply", "diff", "foretell", "know"])
def test_it_answers_any_text(alice, route):
    for text in MANIFESTS:
        form = {"manifest": text, "text": text, "want": "problems offers meaning"}
        answered(alice[0].post(f"/s/{alice[1].name}/{route}", form))
        answered(alice[0].post(f"/s/{alice[1].name}/{route}", {**form, "at": "1"}))


@pytest.mark.parametrize("place", PLACES)
def test_it_answers_at_any_address(alice, place):
    for value in TEXTS:
        answered(alice[0].get(f"/s/{alice[1].name}/" + place.format(quote(value, safe=""))))


def links(sandbox):
    good = signing.dumps([sandbox.pk, 5], salt=SALT)
    return ["x", good[:-1], good + "x", good.swapcase(), signing.dumps([sandbox.pk, 5], salt="another")]


def test_a_link_that_nobody_gave_out_leads_nowhere(alice, charlie):
    for token in links(alice[1]):
        assert charlie[0].get(f"/m/{token}/").status_code == 404
        assert charlie[0].post(f"/m/{token}/copy").status_code == 404
    assert charlie[0].get(f"/s/{alice[1].name}/").status_code == 404


def test_a_branch_of_another_sandbox_cannot_be_reached(alice, charlie):
    alice[0].post(f"/s/{alice[1].name}/apply", {"manifest": WEB})
    alice[0].post(f"/s/{alice[1].name}/fork", {"at": "5"})
    for branch in store.branches(alice[1].cluster_id):
        for verb in ("return", "rename"):
            answer = charlie[0].post(f"/s/{charlie[1].name}/branches/{branch.id}/{verb}", {"name": "mine"})
            assert answer.status_code == 404
    assert "mine" not in [branch.name for branch in store.branches(alice[1].cluster_id)]


def test_a_guest_sees_nothing_beyond_the_link(alice):
    alice[0].post(f"/s/{alice[1].name}/apply", {"manifest": WEB.replace("web", "xyzzy")})
    alice[0].post(f"/s/{alice[1].name}/files/make", {"path": "xyzzy.yml", "text": "xyzzy"})
    guest = Client()
    guest.get(f"/m/{signing.dumps([alice[1].pk, 5], salt=SALT)}/")
    newest = store.load(alice[1].cluster_id).revision
    for route in (*GETS, "files", "branches", "begun", "export", "diff/change/" + str(newest)):
        answer = answered(guest.get(f"/s/{alice[1].name}/{route}", {"at": newest, "path": "xyzzy.yml", "after": 5}))
        assert answer.status_code == 404 or b"xyzzy" not in answer.content
    for route in (*POSTS, "act", "undo", "reset", "delete", "duplicate", "restore", "kubeconfig", "clock"):
        assert guest.post(f"/s/{alice[1].name}/{route}", {"at": 5}).status_code == 404


@pytest.mark.parametrize("route", ["", "moment", "stage", "steps.json", "relay.json", "link", "export", "files"])
def test_a_sandbox_thrown_away_is_gone_for_all(alice, route):
    link = alice[0].get(f"/s/{alice[1].name}/link").content.decode()
    guest = Client()
    guest.get(link)
    alice[0].post(f"/s/{alice[1].name}/delete")
    for somebody in (alice[0], guest):
        assert somebody.get(f"/s/{alice[1].name}/{route}").status_code == 404
    assert guest.get(link).status_code == 404


def nested(depth, value=1):
    for _ in range(depth):
        value = [value]
    return value


PARCELS = {
    "nothing": b"",
    "no text": b"\xff\xfe",
    "brackets": b"[" * 100_000,
    "a list": b"[]",
    "a number": b"1e999",
    "another coding": "{}".encode("utf-16"),
}
CHANGES = {"title": nested(500), "files": {"../x": ""}, "cluster": {"x": nested(500)}, "format": nested(500)}


@pytest.mark.parametrize("body", PARCELS.values(), ids=PARCELS)
def test_it_takes_in_no_other_file(alice, body):
    assert alice[0].post("/sandboxes/import", {"file": SimpleUploadedFile("a", body)}).status_code == 403
    assert alice[0].post("/sandboxes/import", {"file": "a text"}).status_code == 403


@pytest.mark.parametrize("part", CHANGES)
def test_it_takes_in_no_file_with_a_strange_part(alice, part):
    data = json.loads(alice[0].get(f"/s/{alice[1].name}/export").content) | {part: CHANGES[part]}
    uploaded = SimpleUploadedFile("a.json", json.dumps(data).encode())
    assert alice[0].post("/sandboxes/import", {"file": uploaded}).status_code == 403
