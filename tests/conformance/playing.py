"""Playing a session: a scenario's shell lines, one after another, in a namespace and a folder of its own.

A scenario has `name`, `about`, `files` ({path: text}), `steps` and `scale_exact` (false: the order in which ReplicaSets
were scaled depends on chance). A step is one of

    run      a shell line; `expect` says what is compared: exact (stdout, stderr, exit code), last (the last lines),
             code, or skip; `timeout` is in seconds (120)
    until    a shell line, tried until it exits with 0, for at most `within` seconds (60)
    capture  kinds whose objects are compared
"""

import json
import os
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

from tests.conformance.placeholders import Placeholders

PAUSE = 0.05
"""Seconds between two tries of an `until`."""
LAG = 0.4
"""Seconds that a watch may need to begin, or to tell what has happened."""
Scenario = dict[str, Any]
Step = dict[str, Any]


class Said(NamedTuple):
    """What became of a shell line."""

    code: int
    out: str
    err: str


class Shell:
    """bash with one kubectl, one kubeconfig, one namespace and one folder."""

    def __init__(self, folder: Path, kubectl: Path, kubeconfig: Path, namespace: str) -> None:
        programs = folder / ".bin"
        programs.mkdir(parents=True)
        (programs / "kubectl").symlink_to(kubectl.resolve())
        own = folder / ".kubeconfig"
        own.write_bytes(kubeconfig.read_bytes())
        own.chmod(0o600)
        path = f"{programs}{os.pathsep}/usr/bin{os.pathsep}/bin"
        words = {"HOME": str(folder), "KUBECONFIG": str(own), "LC_ALL": "C", "TZ": "UTC", "NAMESPACE": namespace}
        self._where: dict[str, Any] = {"cwd": folder, "env": {"PATH": path, **words}, "text": True}
        self._where["stdin"] = subprocess.DEVNULL

    def run(self, line: str, timeout: float = 120) -> Said:
        """Run a line and wait for it; 124 when it took too long."""
        try:
            done = subprocess.run(
                ["bash", "-c", line], **self._where, capture_output=True, timeout=timeout, check=False
            )
        except subprocess.TimeoutExpired:
            return Said(124, "", "took too long")
        return Said(done.returncode, done.stdout, done.stderr)

    def start(self, line: str) -> "subprocess.Popen[str]":
        """Run a line beside everything else."""
        pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
        return subprocess.Popen(["bash", "-c", f"exec {line}"], **self._where, **pipes)


class Watch(threading.Thread):
    """Follows the ReplicaSets: which came, in which order, and how they were scaled."""

    def __init__(self, shell: Shell) -> None:
        super().__init__(daemon=True)
        self.replica_sets: list[dict[str, Any]] = []
        self.scaled: list[list[Any]] = []
        self._process = shell.start("kubectl get replicasets --watch --output-watch-events -o json")

    def run(self) -> None:
        sizes: dict[str, Any] = {}
        for event in self._events():
            metadata = event["object"]["metadata"]
            if event["type"] == "ADDED":
                self.replica_sets.append(metadata)
            size = "deleted" if event["type"] == "DELETED" else event["object"]["spec"].get("replicas")
            if sizes.get(metadata["name"]) != size:
                sizes[metadata["name"]] = size
                self.scaled.append([metadata["name"], size])

    def _events(self) -> Iterator[dict[str, Any]]:
        """What the watch tells; each event ends with a line, but may have several."""
        text = ""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            text += line
            with suppress(ValueError):
                yield json.loads(text)
                text = ""

    def end(self) -> None:
        """Stop following, once what has happened has been told."""
        time.sleep(LAG)
        self._process.terminate()
        self.join(5)
        self._process.wait(5)


def play(scenario: Scenario, shell: Shell) -> dict[str, Any]:
    """The record of a session, in the form of those of real clusters."""
    namespace = scenario["name"]
    made = shell.run(
        f"kubectl create namespace {namespace} && kubectl config set-context --current --namespace={namespace}"
    )
    assert made.code == 0, made.err
    folder = Path(shell.run("pwd").out.strip())
    for name, text in (scenario.get("files") or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    watch = Watch(shell)
    watch.start()
    time.sleep(LAG)
    outcomes = [_outcome(shell, step) for step in scenario["steps"]]
    watch.end()
    place = Placeholders(watch.replica_sets)
    steps = [_recorded(place, step, found) for step, found in zip(scenario["steps"], outcomes, strict=True)]
    return {"name": namespace, "steps": steps, "scale": [[place.text(name), size] for name, size in watch.scaled]}


def _outcome(shell: Shell, step: Step) -> Any:
    if "run" in step:
        return shell.run(step["run"], step.get("timeout", 120))
    if "until" in step:
        return _holds(shell, step["until"], step.get("within", 60))
    return {kind: json.loads(shell.run(f"kubectl get {kind} -o json").out)["items"] for kind in step["capture"]}


def _holds(shell: Shell, line: str, within: float) -> bool:
    deadline = time.monotonic() + within
    while shell.run(line).code != 0:
        if time.monotonic() > deadline:
            return False
        time.sleep(PAUSE)
    return True


def _recorded(place: Placeholders, step: Step, found: Any) -> Step:
    if "until" in step:
        return {"until": step["until"], "held": found}
    if "capture" in step:
        return {"capture": {kind: place.objects(objects) for kind, objects in found.items()}}
    expect = step.get("expect", "exact")
    record = {"run": step["run"], "expect": expect, "code": found.code}
    if expect in {"exact", "last"}:
        out, err = place.output(step["run"], found.out), place.text(found.err)
        lines = slice(-1, None) if expect == "last" else slice(None)
        record["stdout"] = "\n".join(out.splitlines()[lines]) if expect == "last" else out
        record["stderr"] = "\n".join(err.splitlines()[lines]) if expect == "last" else err
    return record
