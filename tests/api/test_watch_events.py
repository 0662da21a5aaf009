"""What a change means to a watch, with and without a selector."""

import pytest

from cluster.api.watching.events import Event, Happening, Selection


def pod(name="web", **labels):
    return {"kind": "Pod", "metadata": {"name": name, "namespace": "default", "labels": labels}}


def is_red(obj):
    return obj["metadata"]["labels"].get("colour") == "red"


RED, BLUE = pod(colour="red"), pod(colour="blue")
STORIES = {
    "born red": ([("create", RED)], ["ADDED"]),
    "born blue": ([("create", BLUE)], []),
    "turns red": ([("create", BLUE), ("update", RED)], ["ADDED"]),
    "stays red": ([("create", RED), ("update", RED)], ["ADDED", "MODIFIED"]),
    "turns blue": ([("create", RED), ("update", BLUE)], ["ADDED", "DELETED"]),
    "turns blue and back": ([("create", RED), ("update", BLUE), ("update", RED)], ["ADDED", "DELETED", "ADDED"]),
    "goes red": ([("create", RED), ("delete", RED)], ["ADDED", "DELETED"]),
    "goes blue": ([("create", BLUE), ("delete", BLUE)], []),
    "turns blue and goes": ([("create", RED), ("update", BLUE), ("delete", BLUE)], ["ADDED", "DELETED"]),
}


@pytest.mark.parametrize(("story", "expected"), STORIES.values(), ids=STORIES)
def test_it_tells_what_enters_and_leaves_a_selection(story, expected):
    selection = Selection("Pod", matches=is_red)
    events = [selection.event_of(Happening(verb, "Pod", "default", obj)) for verb, obj in story]
    assert [event.type for event in events if event] == expected


def test_it_knows_who_matched_when_it_began():
    selection = Selection("Pod", matches=is_red)
    selection.begin([RED])
    assert selection.event_of(Happening("update", "Pod", "default", BLUE)) == Event("DELETED", BLUE)


@pytest.mark.parametrize(("verb", "expected"), [("create", "ADDED"), ("update", "MODIFIED"), ("delete", "DELETED")])
def test_without_a_selector_the_verb_says_it_all(verb, expected):
    assert Selection("Pod").event_of(Happening(verb, "Pod", "default", BLUE)) == Event(expected, BLUE)


@pytest.mark.parametrize(
    "selection", [Selection("Node"), Selection("Pod", namespace="team")], ids=["kind", "namespace"]
)
def test_it_is_not_told_of_others(selection):
    assert selection.event_of(Happening("create", "Pod", "default", RED)) is None
