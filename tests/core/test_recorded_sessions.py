"""What a real cluster answered in recorded sessions, against what we print of the objects it had at that moment.

The records hold ages, times and addresses as placeholders, and whitespace folded. Only the steps right around the
moment at which the objects were recorded can be tried here; the events of a description were not recorded as objects.
"""

import json
import re
from collections.abc import Callable
from typing import Any

import pytest

from cluster.core import printers, rollout, tabwriter
from cluster.core.describe import Related, describe
from tests.core.printing_data import NOW, UPSTREAM

GOLDEN = UPSTREAM.parent / "golden"
Captured = dict[str, list[dict[str, Any]]]


def session(name: str) -> tuple[list[dict[str, Any]], Captured]:
    text = (GOLDEN / f"{name}.json").read_text()
    steps = json.loads(re.sub(r"<(hash\d)>", r"\1", text))["steps"]  # a placeholder is no valid label value
    captured = next(step["capture"] for step in steps if "capture" in step)
    for replica_set in captured["replicasets"]:
        replica_set["metadata"]["uid"] = replica_set["metadata"]["name"]
    for pod in captured.get("pods", []):
        for owner in pod["metadata"]["ownerReferences"]:
            owner["uid"] = owner["name"]
    return steps, captured


def folded(text: str) -> str:
    text = re.sub(r"\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000", "<time>", text)
    text = text.replace("<unknown>", "<age>").replace("200m\n", "<age>\n")
    return "\n".join(re.sub(r"[ \t]{2,}", "  ", line).rstrip() for line in text.splitlines())


def get(objects: list[dict[str, Any]], wide: bool = False) -> str:
    return tabwriter.table(printers.table(objects, NOW, wide))


def described(obj: dict[str, Any], captured: Captured) -> str:
    sets, pods = tuple(captured["replicasets"]), tuple(captured.get("pods", []))
    return describe(obj, Related(now=NOW, replica_sets=sets, pods=pods))


def undone(captured: Captured, **options: Any) -> str:
    try:
        done = rollout.undo(captured["deployments"][0], captured["replicasets"], **options)
    except rollout.RolloutRefused as refused:
        return f"error: {refused}"
    return f"deployment.apps/go-demo-2-api {done.text}" + (" (dry run)" if options.get("dry_run_client") else "")


def history(captured: Captured, name: str, revision: int = 0) -> str:
    return rollout.history_report(name, captured["deployments"][0], captured["replicasets"], revision)


STEPS: list[tuple[str, int, Callable[[Captured], str]]] = [
    ("create-and-inspect", 4, lambda c: get(c["deployments"])),
    ("create-and-inspect", 5, lambda c: get(c["deployments"], wide=True)),
    ("create-and-inspect", 6, lambda c: get(c["replicasets"])),
    ("create-and-inspect", 7, lambda c: get(c["replicasets"], wide=True)),
    ("create-and-inspect", 8, lambda c: get(c["pods"])),
    ("create-and-inspect", 16, lambda c: described(c["deployments"][0], c)),
    ("create-and-inspect", 17, lambda c: described(c["replicasets"][0], c)),
    ("image-that-does-not-exist", 5, lambda c: get(c["deployments"])),
    ("image-that-does-not-exist", 6, lambda c: get(c["replicasets"])),
    ("image-that-does-not-exist", 10, lambda c: described(c["deployments"][0], c)),
    ("pause-and-resume", 19, lambda c: history(c, "deployment.apps/nginx")),
    ("pause-and-resume", 20, lambda c: history(c, "deployment.apps/nginx", 2)),
    ("undo", 15, lambda c: history(c, "deployment.apps/go-demo-2-api")),
    ("undo", 16, lambda c: undone(c, to_revision=2)),
    ("undo", 17, lambda c: undone(c, to_revision=6)),
    ("undo", 18, lambda c: undone(c, to_revision=99)),
    ("undo", 19, lambda c: undone(c, dry_run_client=True)),
]


@pytest.mark.parametrize(("name", "index", "ours"), STEPS, ids=[f"{name}-{index}" for name, index, _ in STEPS])
def test_it_prints_what_the_recorded_session_shows(name: str, index: int, ours: Callable[[Captured], str]) -> None:
    steps, captured = session(name)
    recorded = (steps[index]["stdout"] or steps[index]["stderr"]).partition("\nEvents:")[0]
    assert folded(ours(captured)).strip() == recorded.strip()
