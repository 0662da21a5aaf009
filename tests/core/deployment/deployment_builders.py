"""Deployments, ReplicaSets and states for tests of the Deployment controller, and the tables of upstream's cases."""

import json
from functools import lru_cache
from pathlib import Path

import pytest

from cluster.core import draft, times
from cluster.core.controllers.deployment.work import Work
from cluster.core.deployments import DESIRED_REPLICAS, MAX_REPLICAS, desired_replicas
from cluster.core.moves import Delete, Emit, Put
from cluster.core.objects import owner_reference
from cluster.core.queue import WorkQueue
from cluster.core.state import assemble

NOW = times.to_ms("2026-01-01T00:00:00Z")
UPSTREAM = Path(__file__).parents[2] / "data" / "upstream"


@lru_cache
def read(file):
    return json.loads((UPSTREAM / f"{file}.json").read_text())["cases"]


def table(file, *groups):
    """Run the test once for each case whose name begins with one of these groups (`scale/`)."""
    found = [case for case in read(file) if case["name"].split("/")[0] in groups]
    assert found, f"no case of {groups} in {file}"
    return pytest.mark.parametrize("case", [pytest.param(case, id=case["name"]) for case in found])


def deployment(replicas=1, *, name="foo", annotations=None, status=None, generation=0, labels=None, **spec):
    """A Deployment as the API stores it; `strategy`, `max_surge`, `max_unavailable` and any field of the spec."""
    labels = {"foo": "bar"} if labels is None else labels
    strategy = {"type": spec.pop("strategy", "RollingUpdate")}
    rolling = {"maxSurge": spec.pop("max_surge", 0), "maxUnavailable": spec.pop("max_unavailable", 0)}
    if strategy["type"] == "RollingUpdate":
        strategy["rollingUpdate"] = rolling
    template = spec.pop("template", None) or pod_template("nginx", labels or {"foo": "bar"})
    metadata = {"name": name, "namespace": "default", "uid": draft.uid(name), "generation": generation}
    metadata |= {"annotations": annotations or {}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "strategy": strategy} | spec
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata,
        "spec": spec | {"template": template},
        "status": status or {},
    }


def web(given, **more):
    """A Deployment as deployment_controller_test writes it."""
    spec = {name: given[name] for name in ("strategy", "max_surge", "max_unavailable")}
    return deployment(given["replicas"], name=given["name"], labels=given["selector_match_labels"], **spec, **more)


def pod_template(image, labels=None, **spec):
    """A template of one container."""
    containers = [{"name": "c", "image": image}]
    return {"metadata": {"labels": labels or {"foo": "bar"}}, "spec": {"containers": containers} | spec}


def replica_set(name, replicas, *, owner=None, available=0, pods=0, created=0, annotations=None, **more):
    """A ReplicaSet with `pods` in its status; `created` in seconds, larger is newer."""
    labels = more.get("labels") or {"foo": "bar"}
    metadata = {"name": name, "namespace": "default", "uid": draft.uid(name), "labels": labels, "generation": 1}
    metadata |= {"creationTimestamp": times.to_text(NOW - times.HOUR + created * times.SECOND)}
    metadata |= {"annotations": annotations or {}}
    if owner is not None:
        metadata["ownerReferences"] = [owner_reference(owner)]
    status = {"replicas": pods, "availableReplicas": available, "observedGeneration": 1}
    template = more.get("template") or pod_template(f"image-of-{name}", labels)
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": metadata,
        "spec": {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template},
        "status": status | more.get("status", {}),
    }


def pod(name, owner, phase="Running", **metadata):
    """A pod of a ReplicaSet."""
    owners = [owner_reference(owner)] if owner else []
    metadata = {"labels": {"foo": "bar"}, "ownerReferences": owners} | metadata
    metadata = {"name": name, "namespace": "default", "uid": draft.uid(name)} | metadata
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {}, "status": {"phase": phase}}


def state_of(*objects, now=NOW):
    """A state of exactly these objects."""
    return assemble("seed", now, 1, objects, WorkQueue())


def work_on(deployment, *objects, now=NOW):
    """A sync that has just begun."""
    return Work(state_of(deployment, *objects, now=now), deployment)


def written(work, kind="ReplicaSet"):
    """The objects of a kind in the order in which they were written."""
    return [move.object for move in work.moves if isinstance(move, Put) and move.object["kind"] == kind]


def updates(work):
    """(name, size, the two size annotations) of every ReplicaSet written, in order."""
    wanted = (DESIRED_REPLICAS, MAX_REPLICAS)
    return [
        {
            "rs": rs["metadata"]["name"],
            "spec_replicas": desired_replicas(rs),
            "annotations": {name: rs["metadata"]["annotations"][name] for name in wanted},
        }
        for rs in written(work)
    ]


def events(moves):
    """The Events among some moves, as the tables write them."""
    emits = [move for move in moves if isinstance(move, Emit)]
    return [{"type": emit.type, "reason": emit.reason, "message": emit.message} for emit in emits]


def deleted(work):
    """The names deleted, in order."""
    return [move.key[2] for move in work.moves if isinstance(move, Delete)]


def sizes(*replica_sets):
    """Name -> size."""
    return {rs["metadata"]["name"]: desired_replicas(rs) for rs in replica_sets if rs is not None}
