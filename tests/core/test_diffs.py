"""Differences: of texts line by line, and of what was applied and what is."""

import json
from typing import Any

import pytest

from cluster.core import diffs, last_applied
from cluster.core.kinds import Object
from tests.worlds import KEY, World

TEXTS = {
    "same": ("a\nb", "a\nb", []),
    "nothing": ("", "", []),
    "new": ("", "a\nb", ["+a", "+b"]),
    "gone": ("a\nb", "", ["-a", "-b"]),
    "one line changed": ("a\nb\nc", "a\nX\nc", [" a", "-b", "+X", " c"]),
    "line added at the end": ("a", "a\nb", [" a", "+b"]),
    "line added at the beginning": ("b", "a\nb", ["+a", " b"]),
    "repeated lines": ("a\na\nb", "a\nb", [" a", "-a", " b"]),
}


@pytest.mark.parametrize(("before", "after", "lines"), TEXTS.values(), ids=TEXTS)
def test_it_tells_lines_apart(before: str, after: str, lines: list[str]) -> None:
    assert [line.sign + line.text for line in diffs.compare(before, after)] == lines


def test_it_leaves_out_what_is_far_from_a_difference() -> None:
    before = "\n".join(f"line {number}" for number in range(20))
    lines = diffs.compare(before, before.replace("line 10", "LINE"), context=1)
    assert [line.sign + line.text for line in lines] == [
        "…9 lines alike",
        " line 9",
        "-line 10",
        "+LINE",
        " line 11",
        "…8 lines alike",
    ]


@pytest.mark.parametrize("size", [10, 500])
def test_it_gives_both_texts_back(size: int) -> None:
    before, after = ["x"] * size, ["y", "x"] * (size // 2)
    lines = diffs.compare("\n".join(before), "\n".join(after), context=size)
    assert [line.text for line in lines if line.sign != "+"] == before
    assert [line.text for line in lines if line.sign != "-"] == after


def live_web() -> Object:
    found = World().passes(20).set_image("nginx:1.28").passes(30).state.at(KEY)
    assert found is not None
    return found


def test_it_keeps_of_what_is_only_what_was_written() -> None:
    live = live_web()
    found = diffs.applied(live)
    assert found is not None
    assert (found.by, found.exact) == ("kubectl apply", True)
    wrote = diffs.without_server_part(found.manifest)
    mine = diffs.only_written(live, wrote)
    assert mine["spec"]["template"]["spec"]["containers"] == [{"name": "nginx", "image": "nginx:1.28"}]
    assert mine == {**wrote, "spec": {**wrote["spec"], "template": mine["spec"]["template"]}}


def test_it_finds_containers_by_name_and_leaves_those_out_that_were_not_written() -> None:
    live = live_web()
    containers = live["spec"]["template"]["spec"]["containers"]
    spec = {"template": {"spec": {"containers": [{"name": "sidecar", "image": "envoy:1"}, *containers]}}}
    written = {"spec": {"template": {"spec": {"containers": [{"name": "nginx", "image": "nginx:1.27"}]}}}}
    mine = diffs.only_written({**live, "spec": spec}, written)
    assert mine["spec"]["template"]["spec"]["containers"] == [{"name": "nginx", "image": "nginx:1.28"}]


def test_it_knows_of_server_side_apply_what_the_applier_owns() -> None:
    live = live_web()
    owned = {"f:spec": {"f:template": {"f:spec": {"f:containers": {'k:{"name":"nginx"}': {".": {}, "f:image": {}}}}}}}
    entries = [{"manager": "helm", "operation": "Apply", "fieldsV1": owned}]
    bare = {**live, "metadata": {"name": "web", "managedFields": entries}}
    found = diffs.applied(bare)
    assert found is not None
    assert (found.by, found.exact) == ("helm", False)
    assert found.manifest["spec"]["template"]["spec"] == {"containers": [{"image": "nginx:1.28"}]}


def test_it_takes_what_a_secret_was_written_as_for_what_it_is_kept_as() -> None:
    manifest = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "keys"}, "stringData": {"a": "b"}}
    found = diffs.applied(last_applied.remember({**manifest, "data": {"a": "Yg=="}}, manifest))
    assert found is not None
    assert found.manifest["data"] == {"a": "Yg=="}
    assert "stringData" not in found.manifest


@pytest.mark.parametrize("text", ["", "[]", "{", '"a"', "null"])
def test_it_knows_nothing_of_what_nobody_applied(text: str) -> None:
    notes = {last_applied.LAST_APPLIED: text}
    assert diffs.applied({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a", "annotations": notes}}) is None


@pytest.mark.parametrize("containers", [None, 3, ["x"], [{}], [{"name": {}}], {"name": "nginx"}, [[]]])
def test_it_bears_an_annotation_that_somebody_wrote_by_hand(containers: Any) -> None:
    live = live_web()
    written = {"metadata": {"name": "web"}, "spec": {"template": {"spec": {"containers": containers}}}}
    assert diffs.only_written(live, json.loads(json.dumps(written)))["metadata"] == {"name": "web"}


def test_it_takes_away_what_only_the_server_writes() -> None:
    shown = diffs.without_server_part(live_web())
    assert "status" not in shown
    assert shown["metadata"]["annotations"] == {"deployment.kubernetes.io/revision": "2"}
