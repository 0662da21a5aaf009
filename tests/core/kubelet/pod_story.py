"""One pod on one node, with nobody but its kubelet at work: what happens, told in short lines."""

from collections.abc import Callable
from typing import Any

from cluster.core import bootstrap, deletion, engine, times
from cluster.core.kinds import Object
from cluster.core.moves import Put
from cluster.core.pod_status import pod_summary

START = times.to_ms("2026-01-01T00:00:00Z")
KEY = ("Pod", "default", "web")


def container(image: str = "nginx:1.25", **fields: Any) -> dict[str, Any]:
    return {"name": "web", "image": image, **fields}


def http(port: int | str = 80, path: str = "/", **fields: Any) -> dict[str, Any]:
    return {"httpGet": {"port": port, "path": path}, **fields}


def pod(*containers: dict[str, Any], name: str = "web", **spec: Any) -> Object:
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "namespace": "default"},
        "spec": {"nodeName": "node-1", "containers": list(containers) or [container()], **spec},
        "status": {"phase": "Pending", "qosClass": "BestEffort"},
    }


def config(kind: str, name: str, **data: str) -> Object:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "default"}, "data": data}


class Story:
    """A cluster in which only kubelets act, and all that they did; times in milliseconds since its start."""

    def __init__(self, *objects: Object) -> None:
        self.state, _ = bootstrap.new_state("story", START, nodes=1)
        self.steps: list[engine.Step] = []
        self.do([Put(obj, "") for obj in objects])

    def do(self, moves: list[Any]) -> None:
        self.state, _ = engine.commit(self.state, moves, "user")

    def run(self, seconds: float) -> "Story":
        """Let it live until so many seconds after its start."""
        self.state, steps = engine.run(self.state, START + times.seconds(seconds))
        self.steps += steps
        return self

    def delete(self, name: str = "web", **how: Any) -> None:
        self.do(deletion.delete(self.state, ("Pod", "default", name), **how))

    def update(self, key: tuple[str, str, str], change: Callable[[Object], Object]) -> None:
        self.do([Put(change(self.state.objects[key]), "")])

    @property
    def pod(self) -> Object:
        return self.state.objects[KEY]

    @property
    def status(self) -> dict[str, Any]:
        return self.pod["status"]

    def shown(self, name: str = "web") -> list[tuple[int, str, str]]:
        """Each time kubectl's READY or STATUS changes: (milliseconds, READY, STATUS)."""
        rows: list[tuple[int, str, str]] = []
        for change in engine.changes_of(self.steps):
            if change.key == ("Pod", "default", name):
                summary = pod_summary(change.object)
                row = (change.now - START, f"{summary.ready}/{summary.total}", summary.status)
                if change.verb == "delete":
                    row = (change.now - START, "", "gone")
                if not rows or rows[-1][1:] != row[1:]:
                    rows.append(row)
        return rows

    def statuses(self, name: str = "web") -> list[str]:
        return [status for _, _, status in self.shown(name)]

    def events(self, reason: str) -> list[str]:
        """The messages of the Events of a reason, in order of first occurrence."""
        found = [event for event in self.state.of_kind("Event") if event["reason"] == reason]
        return [e["message"] for e in sorted(found, key=lambda e: int(e["metadata"]["resourceVersion"]))]

    def times_of(self, reason: str) -> list[int]:
        """When Events of a reason were recorded, repetitions included."""
        changes = engine.changes_of(self.steps)
        return [c.now - START for c in changes if c.key[0] == "Event" and c.object["reason"] == reason]

    def condition(self, type: str) -> tuple[str, str, str]:
        found = next(c for c in self.status["conditions"] if c["type"] == type)
        return found["status"], found.get("reason", ""), found.get("message", "")

    def waiting(self) -> tuple[str, str]:
        waiting = self.status["containerStatuses"][0]["state"]["waiting"]
        return waiting["reason"], waiting.get("message", "")
