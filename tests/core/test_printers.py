"""`kubectl get`: rows as the API server prints them."""

import json
from typing import Any

import pytest

from cluster.core import printers, tabwriter, times
from cluster.core.durations import go_duration, human_duration
from tests.core.printing_data import NOW, UPSTREAM, cases, with_times

PRINTED = cases("printers_test.json")
GENERATED = cases("generated_printers.json")
GENERATED_PODS = [case for case in GENERATED if case["given"]["kind"] == "Pod"]
DURATIONS = [case for case in GENERATED if case["given"]["kind"] == "duration"]
KINDS = sorted(printers.PRINTERS)


def objects_of(given: dict[str, Any], cut: bool = False) -> list[dict[str, Any]]:
    obj = with_times(given["object"], cut)
    kind = given["kind"].removesuffix("List")
    return [{**item, "kind": kind} for item in (obj["items"] if given["kind"].endswith("List") else [obj])]


def titled(obj: dict[str, Any], wide: bool) -> dict[str, Any]:
    titles = [c.name.upper() for c in printers.columns(obj["kind"]) if wide or not c.priority]
    row = dict(zip(titles, printers.cells(obj, NOW, wide), strict=True))
    conditions = [[c["type"], c["status"], c["reason"]] for c in printers.row_conditions(obj)]
    return {**row, "_row_condition": conditions[0]} if conditions else row


@pytest.mark.parametrize("case", PRINTED, ids=[case["name"] for case in PRINTED])
def test_it_prints_the_rows_of_upstream(case: dict[str, Any]) -> None:
    given = case["given"]
    assert [titled(obj, given["wide"]) for obj in objects_of(given, cut=True)] == case["expect"]["rows"]


@pytest.mark.parametrize("case", GENERATED_PODS, ids=[case["name"] for case in GENERATED_PODS])
def test_it_prints_pods_in_every_state(case: dict[str, Any]) -> None:
    assert titled(objects_of(case["given"])[0], False).items() >= case["expect"]["row"].items()


@pytest.mark.parametrize("case", DURATIONS, ids=[case["name"] for case in DURATIONS])
def test_it_writes_durations(case: dict[str, Any]) -> None:
    ms = round(case["given"]["seconds"] * 1000)
    assert human_duration(ms) == case["expect"]["human"]


@pytest.mark.parametrize(
    ("ms", "text"),
    [(0, "0s"), (250, "250ms"), (1500, "1.5s"), (90_000, "1m30s"), (3_600_000, "1h0m0s"), (-2000, "-2s")],
)
def test_it_writes_durations_as_go_does(ms: int, text: str) -> None:
    assert go_duration(ms) == text


@pytest.mark.parametrize("kind", [*KINDS, "Unheard"])
@pytest.mark.parametrize("parts", [{}, {"metadata": {}, "spec": {}, "status": {}}, {"metadata": None, "status": None}])
def test_it_prints_an_object_with_missing_parts(kind: str, parts: dict[str, Any]) -> None:
    row = printers.cells({"kind": kind, **parts}, NOW)
    assert len(row) == len(printers.columns(kind))
    json.dumps(row)


def test_it_has_the_columns_of_upstream() -> None:
    columns = json.loads((UPSTREAM / "printers_test.json").read_text())["columns"]
    for kind, titles in columns.items():
        ours = printers.columns(kind)
        assert [c.name.upper() for c in ours if not c.priority] == titles["default"]
        wide = [c.name.upper() for c in ours] if kind == "Event" else [c.name.upper() for c in ours if c.priority]
        assert wide == titles["wide_extra"]


def test_it_aligns_a_table_as_kubectl_does() -> None:
    deployment = {
        "kind": "Deployment",
        "metadata": {"name": "web", "creationTimestamp": times.to_text(NOW - 1000)},
        "spec": {"replicas": 3},
        "status": {"readyReplicas": 3, "updatedReplicas": 3, "availableReplicas": 3},
    }
    assert tabwriter.table(printers.table(deployment, NOW)) == (
        "NAME   READY   UP-TO-DATE   AVAILABLE   AGE\nweb    3/3     3            3           1s\n"
    )


def test_it_takes_lists_and_shows_wide_columns_when_asked() -> None:
    pods = {"kind": "PodList", "items": [{"metadata": {"name": "a"}}, {"metadata": {"name": "b"}}]}
    assert [len(row) for row in printers.table(pods, NOW, wide=True)] == [9, 9, 9]
    assert [row[0] for row in printers.table(pods, NOW)] == ["NAME", "a", "b"]
    assert printers.table([], NOW) == []


@pytest.mark.parametrize("kind", [*KINDS, "Unheard"])
def test_it_knows_what_every_column_means(kind: str) -> None:
    assert all(printers.description(column) for column in printers.columns(kind))


def test_it_explains_the_name_as_the_api_does() -> None:
    assert printers.description(printers.columns("Pod")[0]).startswith("Name must be unique within a namespace.")
