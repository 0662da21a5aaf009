"""JSON patch: what each operation makes of a document, and what does not apply."""

import contextlib
import copy
from typing import Any

import pytest

from cluster.core.errors import ApiError, BadRequest, Unprocessable
from cluster.core.patch import json_patch
from cluster.core.patch.operations import TooManyOperations

DOCUMENT: dict[str, Any] = {
    "metadata": {"labels": {"app": "web", "x/y": "1", "a~b": "2"}},
    "spec": {"replicas": 3, "paused": False, "items": ["a", "b", "c"]},
}


def op(kind: str, path: str, value: Any = None, **more: Any) -> dict[str, Any]:
    return {"op": kind, "path": path, **({} if value is None else {"value": value}), **more}


APPLIED = {
    "add to a map": ([op("add", "/spec/paused", True)], "/spec/paused", True),
    "add in the middle of a list": ([op("add", "/spec/items/1", "x")], "/spec/items", ["a", "x", "b", "c"]),
    "add at the end by number": ([op("add", "/spec/items/3", "x")], "/spec/items", ["a", "b", "c", "x"]),
    "add at the end by dash": ([op("add", "/spec/items/-", "x")], "/spec/items", ["a", "b", "c", "x"]),
    "add before the end by a negative number": ([op("add", "/spec/items/-1", "x")], "/spec/items/3", "x"),
    "remove from a map": ([op("remove", "/spec/replicas")], "/spec", {"paused": False, "items": ["a", "b", "c"]}),
    "remove from a list": ([op("remove", "/spec/items/0")], "/spec/items", ["b", "c"]),
    "remove from the end of a list": ([op("remove", "/spec/items/-1")], "/spec/items", ["a", "b"]),
    "replace in a map": ([op("replace", "/spec/replicas", 1)], "/spec/replicas", 1),
    "replace in a list": ([op("replace", "/spec/items/1", "x")], "/spec/items", ["a", "x", "c"]),
    "replace what a map has not": ([op("replace", "/metadata/name", "x")], "/metadata/name", "x"),
    "slash and tilde in a name": ([op("replace", "/metadata/labels/x~1y", "3")], "/metadata/labels/x~1y", "3"),
    "tilde in a name": ([op("remove", "/metadata/labels/a~0b")], "/metadata/labels", {"app": "web", "x/y": "1"}),
    "move": ([op("move", "/spec/size", **{"from": "/spec/replicas"})], "/spec/size", 3),
    "move inside a list": ([op("move", "/spec/items/0", **{"from": "/spec/items/2"})], "/spec/items", ["c", "a", "b"]),
    "copy": ([op("copy", "/spec/items/-", **{"from": "/spec/items/0"})], "/spec/items", ["a", "b", "c", "a"]),
    "test that holds": ([op("test", "/spec/items", ["a", "b", "c"]), op("remove", "/spec/items")], "/spec/items", None),
    "test that nothing is there": ([op("test", "/metadata/name")], "/spec/replicas", 3),
}
REFUSED = {
    "test of another value": [op("test", "/spec/replicas", 99)],
    "test of another type": [op("test", "/spec/paused", 0)],
    "test after a change": [op("remove", "/spec/replicas"), op("test", "/spec/replicas", 3)],
    "replace under what is missing": [op("replace", "/metadata/annotations/x", "y")],
    "remove what is missing": [op("remove", "/metadata/name")],
    "remove beyond a list": [op("remove", "/spec/items/3")],
    "add beyond a list": [op("add", "/spec/items/4", "x")],
    "add with a name to a list": [op("add", "/spec/items/first", "x")],
    "add into a number": [op("add", "/spec/replicas/x", "x")],
    "move of what is missing": [op("move", "/spec/x", **{"from": "/spec/y"})],
    "no path": [{"op": "add", "value": 1}],
    "unknown operation": [op("merge", "/spec", {})],
    "no operation": [{"path": "/spec"}],
}


def at(document: Any, path: str) -> Any:
    found = [document]
    for token in path.split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        parent = found[-1]
        found.append(parent[int(name)] if isinstance(parent, list) else parent.get(name))
    return found[-1]


@pytest.mark.parametrize(("operations", "path", "wanted"), APPLIED.values(), ids=APPLIED)
def test_it_applies(operations: list[Any], path: str, wanted: Any) -> None:
    assert at(json_patch(DOCUMENT, operations), path) == wanted


@pytest.mark.parametrize("operations", REFUSED.values(), ids=REFUSED)
def test_it_refuses_with_the_words_of_the_api_server(operations: list[Any]) -> None:
    with pytest.raises(Unprocessable) as refused:
        json_patch(DOCUMENT, operations)
    assert refused.value.status()["message"] == "the server rejected our request due to an error in our request"


@pytest.mark.parametrize("operations", [case[0] for case in APPLIED.values()] + list(REFUSED.values()))
def test_it_leaves_the_document_alone(operations: list[Any]) -> None:
    before = copy.deepcopy(DOCUMENT)
    with contextlib.suppress(ApiError):
        json_patch(DOCUMENT, operations)
    assert before == DOCUMENT


@pytest.mark.parametrize(
    ("operations", "message"),
    [
        ({"spec": 1}, "json: cannot unmarshal object into Go value of type jsonpatch.Patch"),
        (["add"], "json: cannot unmarshal string into Go value of type jsonpatch.Operation"),
    ],
)
def test_it_wants_a_list_of_maps(operations: Any, message: str) -> None:
    with pytest.raises(BadRequest, match=message):
        json_patch(DOCUMENT, operations)


def test_it_takes_ten_thousand_operations_and_no_more() -> None:
    with pytest.raises(TooManyOperations, match="in a JSON patch is 10000, got 10001"):
        json_patch(DOCUMENT, [op("test", "/spec/replicas", 3)] * 10_001)
