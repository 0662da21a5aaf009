"""A sandbox taken elsewhere through the page: duplicated, exported, imported by somebody else, or refused."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cluster import store
from playground.sandbox import carrying, keeping
from playground.sandbox.models import Sandbox, SandboxFile
from tests.cluster.samples import deployment, putting


@pytest.fixture
def furnished(alice):
    """Alice's sandbox with a Deployment that is rolled out, and a file."""
    store.act(alice[1].cluster_id, putting(deployment()))
    store.skip_until(alice[1].cluster_id)
    SandboxFile.objects.create(sandbox=alice[1], path="web.yaml", text="kind: Deployment")
    return alice


def objects_of(sandbox):
    return store.load(sandbox.cluster_id).objects


def imported(person, body):
    answer = person[0].post("/sandboxes/import", {"file": SimpleUploadedFile("x.json", body)})
    return answer, Sandbox.objects.order_by("-pk").first()


def test_it_duplicates_objects_files_and_history(furnished):
    client, sandbox = furnished
    client.post(f"/s/{sandbox.name}/duplicate")
    twin = Sandbox.objects.order_by("-pk").first()
    assert (twin.title, objects_of(twin)) == (f"{sandbox.name} (copy)", objects_of(sandbox))
    assert SandboxFile.objects.get(sandbox=twin, path="web.yaml").text == "kind: Deployment"


def test_it_says_that_a_sandbox_with_a_long_title_is_a_copy(furnished):
    client, sandbox = furnished
    client.post(f"/s/{sandbox.name}/rename", {"title": "long " * 16})
    client.post(f"/s/{sandbox.name}/duplicate")
    title = Sandbox.objects.order_by("-pk").first().title
    assert title.endswith(" (copy)")
    assert len(title) <= 80


def test_it_can_be_taken_to_another_person(furnished, charlie):
    file = furnished[0].get(f"/s/{furnished[1].name}/export")
    assert file.headers["Content-Disposition"] == f'attachment; filename="{furnished[1].name}.json"'
    answer, made = imported(charlie, file.content)
    assert answer.url == f"/s/{made.name}/"
    assert objects_of(made) == objects_of(furnished[1])
    assert charlie[0].get(answer.url).status_code == 200


def test_it_exports_what_it_imported_to_the_same_bytes(furnished, charlie):
    file = furnished[0].get(f"/s/{furnished[1].name}/export").content
    made = imported(charlie, file)[1]
    assert json.loads(charlie[0].get(f"/s/{made.name}/export").content) == json.loads(file)


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"hello", "it is not JSON"),
        (b"{}", "This file is not an exported sandbox"),
        (
            b'{"format": "playground.sandbox/1", "cluster": {}, "files": {"../x": ""}}',
            "One of its files cannot be kept",
        ),
        (b"x" * 100, "it is not JSON"),
    ],
    ids=["no json", "another json", "a path that leads out", "nonsense"],
)
def test_it_refuses_a_file_that_is_none_in_a_sentence(charlie, body, sentence):
    before = Sandbox.objects.count()
    answer, _ = imported(charlie, body)
    assert answer.status_code == 403
    assert sentence in answer.content.decode()
    assert Sandbox.objects.count() == before


def test_it_refuses_a_form_without_a_file(charlie):
    assert "Choose an exported file" in charlie[0].post("/sandboxes/import").content.decode()


def test_it_refuses_a_file_that_is_too_large(charlie, monkeypatch):
    monkeypatch.setattr(carrying.parcel, "LARGEST", 10)
    assert "Choose an exported file" in imported(charlie, b"x" * 11)[0].content.decode()


def test_it_makes_no_twin_beyond_the_twenty(furnished, monkeypatch):
    monkeypatch.setattr(keeping, "SANDBOXES_PER_VISITOR", 1)
    assert furnished[0].post(f"/s/{furnished[1].name}/duplicate").status_code == 403
