"""Plays a recorded story in a simulated cluster: the same acts, the real controllers, and the states to compare."""

import json
import re
from pathlib import Path
from typing import Any

from cluster.core import admission, deletion, engine, times
from cluster.core.acts import deployments as acts
from cluster.core.acts import objects
from cluster.core.bootstrap import new_state
from cluster.core.deployments import is_complete
from cluster.core.kinds import key_of
from cluster.core.moves import Put
from cluster.core.objects import with_metadata, with_spec

DATA = Path(__file__).parents[2] / "data" / "upstream"
START = times.to_ms("2026-01-01T00:00:00Z")
GATE = "example.com/open"
"""Where a person decides over a pod's readiness, as `readinessGates` are meant: by writing this condition."""
IMAGES = {"bad:1": "bad:does-not-exist"}
"""The recording's kubelet never pulled this one; the simulation's catalogue has another word for it."""
HASH = re.compile(r"\b(web|a|b)-[bcdf-hj-np-tv-xz2456789]{6,10}\b(-[bcdf-hj-np-tv-xz2456789]{5}\b)?")


def recorded(file: str) -> dict[str, Any]:
    """The cases of a file of recordings or scenarios, by name."""
    return {case["name"]: case for case in json.loads((DATA / file).read_text("utf-8"))["cases"]}


def plain(text: str) -> str:
    """A text without what is drawn by lot: hashes and suffixes in names."""
    text = HASH.sub(lambda found: f"{found[1]}-HASH{'-POD' if found[2] else ''}", text)
    return text.replace("does-not-exist", "1")


class Player:
    """One cluster and its clock. `say_ready(pod)`: whether a new pod with the gate is let become ready."""

    def __init__(self, nodes: int = 3, seed: str = "trace") -> None:
        self.state, changes = new_state(seed, START, nodes)
        self.changes: list[Any] = []
        self.born = {change.object["metadata"]["uid"]: change.revision for change in changes}
        self.watchers: list[Any] = []
        self.say_ready = lambda image: not image.startswith("notready")

    # What a person does.

    def commit(self, moves, actor="you"):
        self.state, changes = engine.commit(self.state, moves, actor)
        self._note(changes)

    def create(self, manifest):
        """`kubectl create`, all checks included."""
        self.commit(objects.create(self.state, manifest))
        return self.state.at((manifest["kind"], "default", manifest["metadata"]["name"]))

    def change(self, obj, **spec):
        """Write fields of an object's spec."""
        stored = self.state.at(key_of(obj))
        self.commit([Put(admission.update(self.state, with_spec(stored, **spec)), "changed")])

    def relabel(self, obj, **metadata):
        """Write fields of an object's metadata."""
        stored = self.state.at(key_of(obj))
        self.commit([Put(admission.update(self.state, with_metadata(stored, **metadata)), "changed")])

    def annotate(self, obj, **annotations):
        stored = self.state.at(key_of(obj))
        self.relabel(stored, annotations={**(stored["metadata"].get("annotations") or {}), **annotations})

    def set_image(self, image, name="web"):
        self.commit(acts.set_image(self.state, ("Deployment", "default", name), "c", IMAGES.get(image, image)))

    def delete(self, obj, **options):
        self.commit(deletion.delete(self.state, key_of(obj), **options))

    def open_gate(self, pod, is_open=True):
        """Decide over a pod's readiness."""
        stored = self.state.at(key_of(pod))
        status = stored.get("status") or {}
        others = [c for c in status.get("conditions") or () if c["type"] != GATE]
        moment = times.to_text(self.state.now)
        decided = {"type": GATE, "status": "True" if is_open else "False", "lastTransitionTime": moment}
        wanted = {**stored, "status": {**status, "conditions": [*others, decided]}}
        self.commit([Put(admission.update(self.state, wanted, "status"), "decided", "status")])

    # Time.

    def step(self, until):
        """The next step up to `until` (milliseconds). Whether there was one."""
        self.state, done = engine.step(self.state, until)
        if done is None:
            self.state = self.state._replace(now=max(self.state.now, until))
            return False
        self._note(done.changes)
        return True

    def run(self, seconds):
        until = self.state.now + times.seconds(seconds)
        while self.step(until):
            pass

    def until(self, is_so, within=900):
        """Let the cluster live until something is so. Raises AssertionError when it does not come true."""
        until = self.state.now + times.seconds(within)
        while not is_so():
            assert self.step(until), f"not within {within} s"

    def until_complete(self, name="web"):
        """Until the rollout is over and no pod is terminating; then a second more, so that moments differ."""
        self.until(lambda: self._is_complete(name))
        self.run(1)

    def until_quiet(self, seconds=8, within=900):
        """Until no Deployment and no ReplicaSet has changed for some seconds."""
        last = limit = self.state.now
        while last + times.seconds(seconds) > self.state.now:
            seen = len(self.changes)
            self.step(last + times.seconds(seconds))
            if any(change.key[0] in {"Deployment", "ReplicaSet"} for change in self.changes[seen:]):
                last = self.state.now
            assert self.state.now < limit + times.seconds(within)

    def _is_complete(self, name):
        web = self.state.get("Deployment", "default", name)
        return is_complete(web) and not web["status"].get("terminatingReplicas") and not self.terminating()

    def _note(self, changes):
        self.changes += changes
        for change in changes:
            if change.verb == "create":
                self.born[change.object["metadata"]["uid"]] = change.revision
        for watcher in self.watchers:
            watcher()
        for change in changes:
            if change.key[0] == "Pod" and change.verb == "update":
                self._judge_readiness(change)

    def _judge_readiness(self, change):
        pod = self.state.at(change.key)
        if pod is None or "readinessGates" not in pod["spec"] or pod["metadata"].get("deletionTimestamp"):
            return
        image = pod["spec"]["containers"][0]["image"]
        decided = {c["type"] for c in pod["status"].get("conditions") or ()}
        if pod["status"].get("phase") == "Running" and GATE not in decided and self.say_ready(image):
            self.open_gate(pod)

    # What there is to see.

    def get(self, name="web"):
        return self.state.get("Deployment", "default", name)

    def of_kind(self, kind):
        """The objects of a kind in the default namespace, oldest first."""
        return sorted(self.state.of_kind(kind, "default"), key=lambda obj: self.born[obj["metadata"]["uid"]])

    def pods_of(self, replica_set):
        uid = replica_set["metadata"]["uid"]
        return [pod for pod in self.of_kind("Pod") if any(o["uid"] == uid for o in owners(pod))]

    def terminating(self):
        return [pod for pod in self.of_kind("Pod") if pod["metadata"].get("deletionTimestamp")]

    def events(self, about=""):
        """[kind, type, reason, message] of the Events in the order of their first occurrence."""
        found = [e for e in self.of_kind("Event") if e["involvedObject"]["kind"] == about or not about]
        return [[e["involvedObject"]["kind"], e["type"], e["reason"], plain(e["message"])] for e in found]

    def snapshot(self, name="web"):
        """The Deployment and all ReplicaSets as the recordings have them, without what is drawn by lot."""
        web = self.get(name)
        status = {field: value for field, value in web["status"].items() if field != "conditions"}
        conditions = {c["type"]: [c["status"], c["reason"], plain(c["message"])] for c in web["status"]["conditions"]}
        deployment = {
            "generation": web["metadata"]["generation"],
            "annotations": web["metadata"]["annotations"],
            "status": status,
            "conditions": conditions,
        }
        return {"deployment": deployment, "replica_sets": [_shown(rs) for rs in self.of_kind("ReplicaSet")]}


def owners(obj):
    return obj["metadata"].get("ownerReferences") or []


def _shown(rs):
    status = {name: value for name, value in rs["status"].items() if name != "conditions"}
    return {
        "image": plain(rs["spec"]["template"]["spec"]["containers"][0]["image"]),
        "spec_replicas": rs["spec"]["replicas"],
        "status": status,
        "annotations": rs["metadata"]["annotations"],
    }
