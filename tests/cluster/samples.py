"""A Deployment as the API server would store it, and acts on it: what the tests and benchmarks let clusters do."""

from typing import Any

import orjson

from cluster import store
from cluster.core import bootstrap, engine, objects
from cluster.core.moves import Put
from cluster.core.state import State

Object = dict[str, Any]


def deployment(replicas: int = 3, image: str = "nginx:1.27", name: str = "web") -> Object:
    labels = {"app": name}
    container = {
        "name": "nginx",
        "image": image,
        "imagePullPolicy": "IfNotPresent",
        "resources": {},
        "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File",
    }
    pod = {
        "containers": [container],
        "dnsPolicy": "ClusterFirst",
        "restartPolicy": "Always",
        "schedulerName": "default-scheduler",
        "securityContext": {},
        "terminationGracePeriodSeconds": 30,
    }
    spec = {
        "replicas": replicas,
        "selector": {"matchLabels": labels},
        "template": {"metadata": {"labels": labels}, "spec": pod},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
        "revisionHistoryLimit": 10,
        "progressDeadlineSeconds": 600,
    }
    metadata = {"name": name, "namespace": "default"}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def config_map(name: str = "settings", **data: str) -> Object:
    metadata = {"name": name, "namespace": "default"}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": data}


def putting(obj: Object):
    """An act that creates an object, or replaces it."""

    def moves(state: State) -> list[Put]:
        before = state.get(obj["kind"], obj["metadata"].get("namespace", ""), obj["metadata"]["name"])
        return [
            Put({**before, **obj, "metadata": {**before["metadata"], **obj["metadata"]}} if before else obj, "test")
        ]

    return moves


def with_image(image: str, name: str = "web"):
    """An act that sets the image of the Deployment."""

    def moves(state: State) -> list[Put]:
        before = state.get("Deployment", "default", name)
        assert before is not None
        template = before["spec"]["template"]
        containers = [{**template["spec"]["containers"][0], "image": image}]
        template = {**template, "spec": {**template["spec"], "containers": containers}}
        return [Put(objects.with_spec(before, template=template), f"image {image}")]

    return moves


def lived(cluster, wall, seconds: float) -> State:
    """The state after a Deployment was rolled out for a while, by a worker that looks 20 times a second."""
    state = store.load(cluster.id)
    if state.get("Deployment", "default", "web") is None:
        state = store.act(cluster.id, putting(deployment()))
    for _ in range(round(seconds * 20)):
        wall.passes(0.05)
        state = store.advance(cluster.id)
    return state


def rehearsed(seed: str, now: int, replicas: int = 5, times: tuple[int, ...] = (0, 8000, 30_000)):
    """(state, changes) of a rollout and an update in memory, acted and ended at these milliseconds after `now`."""
    state, made = bootstrap.new_state(seed, now)
    changes = list(made)
    for at, act in zip(times, (putting(deployment(replicas)), with_image("nginx:1.28"), None), strict=True):
        state, steps = engine.run(state, now + at)
        changes.extend(engine.changes_of(steps))
        if act is not None:
            state, acted = engine.commit(state, act(state), "you")
            changes.extend(acted)
    return state, changes


def written(seed: str):
    """The log of a rehearsal, one line a change."""
    for change in rehearsed(seed, 1_767_225_600_000)[1]:
        yield f"{change[:-2]} {orjson.dumps(change.object).decode()}"
