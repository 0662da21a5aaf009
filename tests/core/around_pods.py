"""A small cluster without kubelets and schedulers: pods are put where a test wants them, as a test wants them."""

import json
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from unittest import mock

from cluster.core import bootstrap, engine, nodes, times
from cluster.core.controllers import CONTROLLERS
from cluster.core.controllers.controller import Controller
from cluster.core.draft import Draft
from cluster.core.kinds import Key, Object, key_of
from cluster.core.moves import Delete, Emit, Move, Put, Wake
from cluster.core.state import State

BUSY_WITH_PODS = frozenset({"deployment-controller", "replicaset-controller", "default-scheduler", "kubelet"})
TRIGGERS = {
    kind: [entry for entry in entries if CONTROLLERS[entry[0]].name not in BUSY_WITH_PODS]
    for kind, entries in engine.TRIGGERS.items()
}
START = times.to_ms("2026-01-01T00:00:00Z")
UPSTREAM = Path(__file__).parents[1] / "data" / "upstream"


@lru_cache
def trace(name: str) -> dict[str, Any]:
    """A recording of a real control plane."""
    cases = json.loads((UPSTREAM / "live_traces.json").read_text())["cases"]
    return next(case for case in cases if case["name"] == name)


def new_cluster(*objects: Object, nodes: int = 3) -> State:
    """A new cluster with these objects in it, at rest."""
    state, _ = bootstrap.new_state("test", START, nodes)
    return put(state, *objects)


def put(state: State, *objects: Object, actor: str = "you") -> State:
    """The state with the objects written, and nobody told."""
    draft = Draft(state, actor)
    for obj in objects:
        draft.apply(Put(obj, "a test wants it"))
    return draft.freeze()


def act(state: State, *moves: Move, seconds: float = 0, actor: str = "you") -> State:
    """The state after these moves and so many seconds of what follows from them, while nobody touches the pods."""
    with mock.patch.object(engine, "TRIGGERS", TRIGGERS):
        state, _ = engine.commit(state, map(partial(_updated, state), moves), actor)
        return engine.run(state, state.now + round(seconds * 1000))[0]


def _updated(state: State, move: Move) -> Move:
    """A new version of an object is still the same object: with its uid and time of creation."""
    known = state.at(key_of(move.object)) if isinstance(move, Put) else None
    if known is None:
        return move
    return move._replace(object={**move.object, "metadata": {**known["metadata"], **move.object["metadata"]}})


def written(state: State, obj: Object) -> Object:
    """The object as it is stored."""
    found = state.at(key_of(obj))
    assert found is not None
    return found


def pod(name: str, ip: str = "", **traits: Any) -> Object:
    """A pod of `app: web` on node-1, ready when it has an IP; `ready=False` and `deleting=True` make it otherwise."""
    ready = "True" if traits.get("ready", bool(ip)) else "False"
    metadata = {"name": name, "namespace": "default", "labels": traits.get("labels", {"app": "web"})}
    if traits.get("deleting"):
        metadata |= {"deletionTimestamp": "2026-01-01T00:00:30Z", "deletionGracePeriodSeconds": 30}
    since = traits.get("since", "2026-01-01T00:00:00Z")
    status = {
        "phase": traits.get("phase", "Running"),
        "conditions": [{"type": "Ready", "status": ready, "lastTransitionTime": since}],
    }
    if ip:
        status |= {"podIP": ip, "podIPs": [{"ip": ip}]}
    containers = [{"name": "c", "image": "img:1", "ports": traits.get("ports", [])}]
    spec = {"containers": containers, "nodeName": traits.get("node", "node-1"), **traits.get("spec", {})}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": spec, "status": status}


def service(**spec: Any) -> Object:
    """The Service `web` with port 80 to 8080."""
    port = {"port": 80, "protocol": "TCP", "targetPort": 8080}
    whole = {"selector": {"app": "web"}, "type": "ClusterIP", "clusterIP": "10.96.7.7", "ports": [port], **spec}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "namespace": "default"}, "spec": whole}


def look(controller: Controller, state: State, key: Key) -> list[Move]:
    """What a controller wishes when it looks at a key."""
    return list(controller.reconcile(state, key))


def puts(moves: list[Move], kind: str) -> list[Object]:
    """The objects of a kind that would be written."""
    return [move.object for move in moves if isinstance(move, Put) and move.object["kind"] == kind]


def wakes(moves: list[Move]) -> list[float]:
    """The seconds after the start at which the controller wants to look again."""
    return [(move.at - START) / 1000 for move in moves if isinstance(move, Wake)]


def told(moves: list[Move]) -> list[str]:
    """The reasons of the Events that would be recorded."""
    return [move.reason for move in moves if isinstance(move, Emit)]


def removed(moves: list[Move]) -> list[Key]:
    """The keys of what would be removed."""
    return [move.key for move in moves if isinstance(move, Delete)]


def events(state: State, reason: str = "") -> list[tuple[str, str, str]]:
    """(source, reason, message) of the Events, in the order in which they first happened."""
    found = sorted(state.of_kind("Event"), key=lambda event: int(event["metadata"]["resourceVersion"]))
    return [
        (event["reportingComponent"], event["reason"], event["message"])
        for event in found
        if not reason or event["reason"] == reason
    ]


def unplug(state: State, *names: str) -> State:
    """The state with the kubelets of these nodes silent from now on."""
    return act(state, *(move for name in names for move in nodes.silence(state, name)))


def taints(state: State, name: str) -> list[str]:
    """The taints of a node as kubectl prints them."""
    node = state.get("Node", "", name)
    assert node is not None
    return sorted(f"{taint['key']}:{taint['effect']}" for taint in node["spec"].get("taints") or ())
