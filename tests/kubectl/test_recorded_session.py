"""A recorded session of the real kubectl against a real cluster, command by command, with a clock moved by hand."""

import json
import re
from pathlib import Path

import pytest

from cluster import kubectl, store

ROOT = Path(__file__).parents[1]
CASES = json.loads((ROOT / "data/upstream/live_kubectl_cli.json").read_text())["cases"]
SAFE = "bcdfghjklmnpqrstvwxz2456789"
VOLATILE = (
    (rf"\b(web|ap)-[{SAFE}]{{8,10}}-[{SAFE}]{{5}}\b", r"\1-<pod>"),
    (rf"\b(web|ap)-[{SAFE}]{{8,10}}\b", r"\1-<set>"),
    (rf"\bpod-template-hash([=:]\s*)[{SAFE}]{{8,10}}\b", r"pod-template-hash\1<hash>"),
    (r"\b\d+[smhd](\d+[smh])?\b", "<age>"),
    (r"\w{3}, \d\d \w{3} \d{4} [\d:]+ \+0000", "<time>"),
    (r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "<time>"),
    (r"<age> \(x\d+ over <age>\)", "<age>"),
    (r"[ \t]{2,}", "  "),
)
NAMESPACE = "cli1795426138"
DIFFERENT = {
    "scale-no-flag": "the recorded build writes this refusal into its log; kubectl's releases write it as any other",
    "status-paused-timeout": "the pretended kubelets of the record were ready at once",
    "describe": "the record's kubelets were quicker, so its events differ in number",
    "describe-rs": "the record's kubelets were quicker, so its events differ in number",
    "describe-deadline": "the record's kubelets were quicker, so its events differ in number",
    "get-bad": "how far two pods have come depends on how long images take",
}
"""Steps that are typed but not compared, and why."""


def plain(text):
    for pattern, mark in VOLATILE:
        text = re.sub(pattern, mark, text)
    lines = [line.rstrip() for line in text.splitlines()]
    # Rows of tables are in the order of their names, which chance gave.
    return "\n".join(sorted(lines) if text.startswith("NAME") else lines)


class Terminal:
    """A session whose waiting lets the simulated time pass."""

    def __init__(self, wall):
        self.wall = wall
        self.cluster = store.create_cluster(name="recorded", seed="seed").pk
        self.kubeconfig = kubectl.Kubeconfig.of("recorded")

    def passes(self, seconds):
        for _ in range(max(1, round(min(seconds, 1.0) * 10))):
            self.wall.passes(0.1)
            store.advance(self.cluster)

    def run(self, words, stdin):
        told = {"out": "", "err": ""}
        session = kubectl.Session(
            self.cluster,
            self.kubeconfig,
            out=lambda text: told.update(out=told["out"] + text),
            err=lambda text: told.update(err=told["err"] + text),
            stdin=lambda: stdin,
            news=self.passes,
            monotonic=lambda: self.wall.now / 1000,
        )
        return kubectl.run(words, session), told["out"], told["err"]

    def settle(self):
        for _ in range(45):
            self.wall.passes(1)
            store.advance(self.cluster)


@pytest.fixture
def terminal(transactional_db, wall):
    made = Terminal(wall)
    made.run(["create", "namespace", NAMESPACE], "")
    made.run(["config", "set-context", "--current", f"--namespace={NAMESPACE}"], "")
    return made


def of_this_session(words, terminal):
    """ReplicaSets had other names when the session was recorded."""
    if not any(re.fullmatch(rf"(.*/)?web-[{SAFE}]{{8,10}}", word) for word in words):
        return words
    _, names, _ = terminal.run(["get", "rs", "-o", "jsonpath={.items[*].metadata.name}"], "")
    found = next((name for name in names.split() if name.startswith("web-")), "web-x")
    return [re.sub(rf"web-[{SAFE}]{{8,10}}", found, word) for word in words]


def test_it_answers_as_recorded(terminal):
    told = []
    for case in CASES:
        name, given, expect = case["name"], case["given"], case["expect"]
        if name == "status-deadline":
            terminal.run(["patch", "deploy", "ap", "-p", '{"spec":{"progressDeadlineSeconds":2}}'], "")
            terminal.passes(1)
        words = [word.replace("=bad:1", "=bad:does-not-exist") for word in given["args"][1:]]
        words = of_this_session(words, terminal)
        code, out, err = terminal.run(words, given.get("stdin", ""))
        terminal.settle()
        wanted = expect["exit"], plain(expect["stdout"]), plain(expect["stderr"])
        if name not in DIFFERENT and wanted != (code, plain(out), plain(err)):
            told.append(f"{name}: {words}\n  wanted {wanted}\n  had    {(code, plain(out), plain(err))}")
    assert not told, "\n".join([f"{len(told)} of {len(CASES)}", *told])
