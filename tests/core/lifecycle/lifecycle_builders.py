"""Objects and states for the tests of how pods come and go."""

import json
from pathlib import Path
from typing import Any

from cluster.core import bootstrap, engine, times
from cluster.core.kinds import Key, Object
from cluster.core.moves import Change, Move, Put
from cluster.core.state import State

UPSTREAM = Path(__file__).resolve().parents[2] / "data" / "upstream"
NOW = times.to_ms("2026-01-01T12:00:00Z")
LABELS = {"app": "web"}
RS: Key = ("ReplicaSet", "default", "web")


def cases_of(file: str) -> list[Any]:
    """All cases of a table."""
    return list(json.loads((UPSTREAM / file).read_text())["cases"])


def cases(file: str, *prefixes: str) -> list[Any]:
    """The cases of a table whose names begin so; never none."""
    found = [case for case in cases_of(file) if case["name"].startswith(prefixes)]
    assert found
    return found


def name_of(case: Any) -> str:
    return str(case["name"])


def ago(seconds: float | None) -> str | None:
    return None if seconds is None else times.to_text(NOW - times.seconds(seconds))


def condition(type: str, status: str, since: str | None = None) -> dict[str, Any]:
    return {"type": type, "status": status} | ({"lastTransitionTime": since} if since else {})


def a_pod(name: str = "web-1", **parts: Any) -> Object:
    """A pod; parts are labels, owners, node, phase, ready (a status), since (a time), metadata, spec and status."""
    metadata = {"name": name, "namespace": "default", **parts.get("metadata", {})}
    if parts.get("labels", LABELS) is not None:
        metadata["labels"] = parts.get("labels", LABELS)
    if parts.get("owners"):
        metadata["ownerReferences"] = parts["owners"]
    spec = {"containers": [{"name": "c", "image": "nginx"}], "terminationGracePeriodSeconds": 30}
    spec |= parts.get("spec", {})
    if parts.get("node"):
        spec["nodeName"] = parts["node"]
    status = {"phase": parts.get("phase", "Running"), **parts.get("status", {})}
    if parts.get("ready"):
        status["conditions"] = [condition("Ready", parts["ready"], parts.get("since"))]
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def owner(uid: str, name: str = "web", controller: bool = True, kind: str = "ReplicaSet") -> dict[str, Any]:
    return {
        "apiVersion": "apps/v1" if kind in {"ReplicaSet", "Deployment"} else "v1",
        "kind": kind,
        "name": name,
        "uid": uid,
        "controller": controller,
        "blockOwnerDeletion": True,
    }


def a_replica_set(replicas: int = 2, name: str = "web", **parts: Any) -> Object:
    """A ReplicaSet; `labels` for selector and template, `owners`, `metadata`, `spec`, `status`."""
    labels = parts.get("labels", LABELS)
    metadata = {"name": name, "namespace": "default", **parts.get("metadata", {})}
    if parts.get("owners"):
        metadata["ownerReferences"] = parts["owners"]
    template = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "c", "image": "nginx"}]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template, **parts.get("spec", {})}
    status = parts.get("status", {"replicas": 0})
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": metadata, "spec": spec, "status": status}


def an_object(kind: str, name: str, namespace: str = "default", **parts: Any) -> Object:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": namespace}, **parts}


def a_state(*objects: Object) -> State:
    """A new cluster that holds these objects too; nobody has looked at them yet."""
    state, _ = bootstrap.new_state("test", NOW)
    return put(state, *objects)


def put(state: State, *objects: Object) -> State:
    """The state with these objects written, with no controller woken."""
    return apply(state, *(Put(obj, "") for obj in objects))


def apply(state: State, *moves: Move, actor: str = "you") -> State:
    """The state after these moves, with no controller woken."""
    queue = state.queue
    return engine.commit(state, moves, actor)[0]._replace(queue=queue)


def stored(state: State, kind: str, name: str, namespace: str = "default") -> Object:
    found = state.get(kind, namespace, name)
    assert found is not None
    return found


def names(state: State, kind: str = "Pod", namespace: str = "default") -> list[str]:
    return sorted(obj["metadata"]["name"] for obj in state.of_kind(kind, namespace))


def events(state: State) -> list[tuple[str, str]]:
    """(reason, message) of all Events, in the order of their making."""
    found = sorted(state.of_kind("Event"), key=lambda event: int(event["metadata"]["resourceVersion"]))
    return [(event["reason"], event["message"]) for event in found]


def a_change(before: Object | None, after: Object, verb: str = "update") -> Change:
    key = (after["kind"], after["metadata"].get("namespace", ""), after["metadata"]["name"])
    return Change(1, 1, NOW, "you", "", verb, key, after, before)  # type: ignore[arg-type]
