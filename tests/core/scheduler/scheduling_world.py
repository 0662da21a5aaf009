"""Small clusters to schedule in: nodes and pods in a line each, and nobody about but the scheduler."""

from typing import Any
from unittest import mock

from cluster.core import engine, times
from cluster.core.controllers import CONTROLLERS, scheduler
from cluster.core.draft import Draft
from cluster.core.kinds import Object, key_of
from cluster.core.moves import Delete, Move, Put
from cluster.core.nodes import new_node
from cluster.core.objects import condition_of
from cluster.core.state import State

START = times.to_ms("2026-01-01T00:00:00Z")
SCHEDULER = next(i for i, controller in enumerate(CONTROLLERS) if controller.name == "default-scheduler")
TRIGGERS = {kind: [entry for entry in entries if entry[0] == SCHEDULER] for kind, entries in engine.TRIGGERS.items()}


def node(name: str, labels: dict[str, str] | None = None, taints: list[Any] | None = None, **capacity: str) -> Object:
    """A node of 4 cpu, 8Gi and 110 pods; `cordoned="yes"` closes it, other words are resources."""
    cordoned = capacity.pop("cordoned", "")
    made = new_node(name, 1, START, {key.replace("_", "-"): value for key, value in capacity.items()})
    made["metadata"]["labels"] |= labels or {}
    made["spec"] |= {"taints": taints} if taints else {}
    made["spec"] |= {"unschedulable": True} if cordoned else {}
    return made


def pod(name: str, on: str = "", labels: dict[str, str] | None = None, **spec: Any) -> Object:
    """A pod labelled app=web; `requests` are those of its only container, everything else is part of the spec."""
    container = {"name": "c", "image": spec.pop("image", "nginx"), "resources": {"requests": spec.pop("requests", {})}}
    metadata = {"name": name, "namespace": spec.pop("namespace", "default"), "labels": labels or {"app": "web"}}
    metadata |= {"deletionTimestamp": "2026-01-01T00:00:30Z"} if spec.pop("deleting", False) else {}
    status = {"phase": spec.pop("phase", "Pending")}
    spec = {"containers": [container], **spec} | ({"nodeName": on} if on else {})
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def cluster(*objects: Object) -> State:
    """A cluster of these objects alone, and nobody told of them."""
    return put(State("test", START), *objects)


def put(state: State, *objects: Object) -> State:
    """The state with the objects written, and nobody told."""
    draft = Draft(state, "you")
    for obj in objects:
        draft.apply(Put(_known(state, obj), "a test wants it"))
    return draft.freeze()


def _known(state: State, obj: Object) -> Object:
    """A new version of an object is still the same object: with its uid."""
    found = state.at(key_of(obj))
    return obj if found is None else {**obj, "metadata": {"uid": found["metadata"]["uid"], **obj["metadata"]}}


def ask(state: State, obj: Object) -> scheduler.Explanation:
    """The scheduler's whole table for a pod that is not stored."""
    return scheduler.explain(state, {**obj, "metadata": {"uid": "1", **obj["metadata"]}})


def fits_on(state: State, obj: Object) -> set[str]:
    """The nodes that no filter rejects."""
    return {row.node for row in ask(state, obj).nodes if row.rejection is None}


def points(state: State, obj: Object, plugin: str) -> list[int]:
    """One plugin's points, nodes by name; empty when it has nothing to say."""
    scores = [score for row in ask(state, obj).nodes for score in row.scores]
    return [score.points for score in scores if score.plugin == plugin]


def act(state: State, *moves: Move | Object, seconds: float = 0) -> State:
    """The state after these moves and so many seconds of the scheduler's work."""
    wished = [move if isinstance(move, Put | Delete) else Put(_known(state, move), "you did") for move in moves]
    with mock.patch.object(engine, "TRIGGERS", TRIGGERS):
        state, _ = engine.commit(state, wished, "you")
        return engine.run(state, state.now + round(seconds * 1000))[0]


def stored(state: State, obj: Object) -> Object:
    """The object as it is stored."""
    found = state.at(key_of(obj))
    assert found is not None
    return found


def place_of(state: State, obj: Object) -> str:
    """The node of a stored pod, or ''."""
    return str(stored(state, obj)["spec"].get("nodeName", ""))


def verdict(state: State, obj: Object) -> str:
    """The message of condition PodScheduled, '' when there is none."""
    return str((condition_of(stored(state, obj), "PodScheduled") or {}).get("message", ""))


def replica_set(name: str, labels: dict[str, str]) -> Object:
    """A ReplicaSet, as far as the scheduler looks at one."""
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {"selector": {"matchLabels": labels}},
    }


def owned(obj: Object, owner: Object) -> Object:
    """The pod as one of the ReplicaSet."""
    reference = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": owner["metadata"]["name"], "controller": True}
    metadata = {**obj["metadata"], "ownerReferences": [{**reference, "uid": owner["metadata"].get("uid", "u")}]}
    return {**obj, "metadata": metadata}
