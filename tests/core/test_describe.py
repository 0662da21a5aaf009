"""`kubectl describe`, compared with what the real one wrote about the same objects."""

import copy
import json
from typing import Any

import pytest

from cluster.core import times
from cluster.core.describe import DESCRIBERS, Related, describe, gather
from cluster.core.queue import WorkQueue
from cluster.core.state import assemble
from tests.core.printing_data import NOW, UPSTREAM

RECORD = json.loads((UPSTREAM.parent / "kubectl" / "describe.json").read_text())
OBJECTS = RECORD["objects"]
OUTPUTS = RECORD["outputs"]
FINISHED = ("Succeeded", "Failed")


def of_kind(kind: str, namespace: str | None = None) -> list[dict[str, Any]]:
    found = [obj for obj in OBJECTS if obj["kind"] == kind]
    return [obj for obj in found if namespace is None or obj["metadata"].get("namespace") == namespace]


def about(event: dict[str, Any]) -> tuple[str, str]:
    return event["involvedObject"]["kind"], event["involvedObject"]["name"]


def related_to(obj: dict[str, Any]) -> Related:
    meta, name = obj["metadata"], obj["metadata"]["name"]
    pods = of_kind("Pod")
    if obj["kind"] == "Node":
        pods = [pod for pod in pods if pod["spec"].get("nodeName") == meta["name"]]
        pods = [pod for pod in pods if pod["status"]["phase"] not in FINISHED]
    labelled = [s for s in of_kind("EndpointSlice") if s["metadata"]["labels"]["kubernetes.io/service-name"] == name]
    owned = [rs for rs in of_kind("ReplicaSet") if rs["metadata"]["ownerReferences"][0]["uid"] == meta["uid"]]
    return Related(
        now=times.to_ms(RECORD["now"]) + 500,
        events=[e for e in of_kind("Event") if about(e) == (obj["kind"], meta["name"])],
        replica_sets=tuple(owned),
        pods=tuple(pods),
        endpoint_slices=tuple(labelled),
        lease=next((lease for lease in of_kind("Lease") if lease["metadata"]["name"] == meta["name"]), None),
        resource_quotas=tuple(of_kind("ResourceQuota", name)),
        limit_ranges=tuple(of_kind("LimitRange", name)),
        secrets=tuple(of_kind("Secret")),
    )


@pytest.mark.parametrize("output", OUTPUTS, ids=[f"{o['kind']}-{o['name']}" for o in OUTPUTS])
def test_it_describes_as_kubectl_does(output: dict[str, Any]) -> None:
    obj = next(obj for obj in of_kind(output["kind"]) if obj["metadata"]["name"] == output["name"])
    assert describe(obj, related_to(obj)) == output["text"]


def test_it_has_a_record_of_every_kind_it_describes() -> None:
    assert {output["kind"] for output in OUTPUTS} == DESCRIBERS.keys() | {"Event"}


@pytest.mark.parametrize("kind", [*DESCRIBERS, "Event", "Unheard"])
@pytest.mark.parametrize("parts", [{}, {"metadata": {}, "spec": {}, "status": {}}, {"metadata": None, "spec": None}])
def test_it_describes_an_object_with_missing_parts(kind: str, parts: dict[str, Any]) -> None:
    obj = {"kind": kind, **parts}
    assert describe(obj, Related(now=NOW)).startswith("Name:")
    assert describe(obj, Related(NOW, [{}], ({},), ({},), ({},), {}, ({},), ({},), ({},))).startswith("Name:")


def test_it_leaves_the_events_out_when_none_were_fetched() -> None:
    assert "Events" not in describe({"kind": "Deployment"}, Related(now=NOW))
    assert describe({"kind": "Deployment"}, Related(now=NOW, events=[])).endswith("Events:            <none>\n")


def test_it_leaves_its_inputs_alone() -> None:
    before = copy.deepcopy(OBJECTS)
    for obj in OBJECTS:
        describe(obj, related_to(obj))
    assert before == OBJECTS


@pytest.mark.parametrize("output", OUTPUTS, ids=[f"{o['kind']}-{o['name']}" for o in OUTPUTS])
def test_it_gathers_what_kubectl_would_fetch(output: dict[str, Any]) -> None:
    state = assemble("seed", times.to_ms(RECORD["now"]) + 500, 1, OBJECTS, WorkQueue())
    obj = next(obj for obj in of_kind(output["kind"]) if obj["metadata"]["name"] == output["name"])
    described = describe(obj, gather(state, obj))
    # The server of the record listed pods in the file's order, real ones list by name.
    assert sorted(described.splitlines()) == sorted(output["text"].splitlines())
