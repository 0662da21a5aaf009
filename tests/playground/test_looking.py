"""The editor's questions through the site: what is wrong, what would change, what would happen, now and in the past."""

import pytest

from cluster import store
from playground.sandbox.editing import looking
from tests.worlds import WEB

NEW = WEB.replace("1.27", "1.28")


@pytest.fixture
def web(alice):
    client, sandbox = alice
    store.pause(sandbox.cluster_id)
    client.post(f"/s/{sandbox.name}/apply", {"manifest": WEB})
    for _ in range(30):
        store.skip_to_next(sandbox.cluster_id)
    return alice


def ask(who, what, **fields):
    client, sandbox = who
    return client.post(f"/s/{sandbox.name}/{what}", fields)


def revision(who):
    return store.load(who[1].cluster_id).revision


def test_it_tells_what_is_wrong_what_may_be_typed_and_what_it_means(alice):
    text = WEB.replace("replicas", "replcas")
    found = ask(alice, "know", text=text, line=4, column=5, want="problems offers meaning").json()
    assert [problem["text"] for problem in found["problems"]] == ['unknown field "spec.replcas"']
    assert [offer["text"] for offer in found["offers"]["offers"]] == ["replicas"]
    assert found["meaning"] is None


@pytest.mark.parametrize("place", ["", "-1", "x", "9" * 30])
def test_it_answers_at_any_place(alice, place):
    assert ask(alice, "know", text=WEB, line=place, column=place, want="offers meaning").status_code == 200


def test_it_does_not_read_a_novel_at_every_key(alice):
    found = ask(alice, "know", text="a" * 400_000, want="problems offers").json()
    assert "too long to be checked" in found["problems"][0]["text"]
    assert "offers" not in found


def test_it_shows_what_would_change_and_changes_nothing(web):
    before = revision(web)
    page = ask(web, "diff", manifest=NEW).content.decode()
    assert "deployment.apps/web configured" in page
    assert '<span class="plus">+      - image: nginx:1.28' in page
    assert '<span class="minus">-      - image: nginx:1.27' in page
    assert revision(web) == before


def test_it_foretells_a_rollout_and_changes_nothing(web):
    before = revision(web)
    page = ask(web, "foretell", manifest=NEW).content.decode()
    assert "<strong>deployment.apps/web</strong> completes after" in page
    assert "created ReplicaSet web-" in page
    assert page.count('<li data-actor="') > looking.SHOWN
    assert revision(web) == before


def test_it_foretells_that_nothing_would_happen(web):
    assert "Nothing would happen." in ask(web, "foretell", manifest=WEB).content.decode()


def test_it_foretells_what_would_not_complete(web):
    page = ask(web, "foretell", manifest=WEB.replace("1.27", "does-not-exist")).content.decode()
    assert "does not complete: the progress deadline passes" in page
    assert "is never pulled" in page


@pytest.mark.parametrize("what", ["diff", "foretell"])
@pytest.mark.parametrize(("text", "sentence"), [
    ("a: {", "error parsing"), ("", "There is nothing to apply."), (WEB.replace("3", "-3"), "must be greater than"),
])  # fmt: skip
def test_it_says_what_is_wrong_in_words(web, what, text, sentence):
    assert sentence in ask(web, what, manifest=text).content.decode()


def test_it_looks_ahead_from_the_moment_that_is_shown(web):
    past = revision(web)
    ask(web, "apply", manifest=NEW)
    assert "Nothing would happen." in ask(web, "foretell", manifest=NEW).content.decode()
    assert "completes" in ask(web, "foretell", manifest=NEW, at=past).content.decode()
    assert "nginx:1.28" in ask(web, "diff", manifest=NEW, at=past).content.decode()
    assert ask(web, "diff", manifest=NEW, at=10**9).status_code == 404


def test_only_what_changes_something_begins_a_branch(web):
    past = revision(web)
    ask(web, "apply", manifest=NEW)
    newest = revision(web)
    assert "unchanged" in ask(web, "apply", manifest=WEB, at=past).content.decode()
    assert "must be greater" in ask(web, "apply", manifest=WEB.replace("3", "-3"), at=past).content.decode()
    assert revision(web) == newest
    assert "configured" in ask(web, "apply", manifest=WEB.replace("3", "4"), at=past).content.decode()
    assert len(store.branches(web[1].cluster_id)) == 2


def test_a_look_ahead_may_only_compute_so_long(web, monkeypatch):
    monkeypatch.setattr(looking, "LONGEST", 0.0)
    page = ask(web, "foretell", manifest=WEB.replace("replicas: 3", "replicas: 400")).content.decode()
    assert "more computing than a look ahead may" in page


def test_a_look_ahead_waits_its_turn_and_then_says_so(web, monkeypatch):
    monkeypatch.setattr(looking, "PATIENCE", 0.01)
    turns = [looking._turns.acquire(blocking=False) for _ in range(looking.AT_ONCE)]
    try:
        assert all(turns)
        assert "Try again in a moment" in ask(web, "foretell", manifest=NEW).content.decode()
    finally:
        for _ in turns:
            looking._turns.release()


@pytest.mark.parametrize(("milliseconds", "text"), [
    (0, "0.0 s"), (3449, "3.4 s"), (59_000, "59.0 s"), (60_000, "1 min"), (125_400, "2 min 5 s"),
])  # fmt: skip
def test_durations_are_to_be_read(milliseconds, text):
    assert looking.seconds(milliseconds) == text
