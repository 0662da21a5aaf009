"""A session with the real kubectl, replayed: objects as they were at each step, and what it printed about them."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from cluster.core import printers, rollout, tabwriter, times
from cluster.core.describe import Related, describe
from tests.core.printing_data import NOW, cases

LIVE = {case["name"]: case["expect"] for case in cases("live_kubectl_cli.json")}
Object = dict[str, Any]
NEEDS_AN_API = re.findall(
    r"\S+",
    """
    get-none create create-again get-name set-image set-image-same set-image-all set-image-unknown-container
    annotate-change-cause annotate-again-no-overwrite pause set-image-paused status-paused-timeout resume restart
    restart-within-second status-missing history-missing undo-missing-deployment pause-missing restart-missing
    status-no-arg undo-no-arg scale scale-mismatch scale-match scale-negative scale-no-flag scale-missing
    scale-selector-none restart-selector-none wait-available wait-timeout set-resources set-env label label-conflict
    label-remove patch-noop patch patch-invalid patch-selector apply-create apply-same apply-change apply-undo
    apply-undone-again apply-bad-selector apply-unknown-field replace-missing bad-image get-bad
    wait-progressing-false delete delete-again delete-ignore delete-orphan get-after-orphan expose-none
    """,
)
"""Steps whose words come from an API server, or from a command that writes to one."""


def template(image: str, app: str = "web", pod_hash: str = "") -> Object:
    labels = {"app": app, **({"pod-template-hash": pod_hash} if pod_hash else {})}
    container = {"name": "img" if app == "web" else "c", "image": image, "resources": {}}
    return {"metadata": {"labels": labels}, "spec": {"containers": [container]}}


def replica_set(revision: int, pod_hash: str, image: str, replicas: int = 0, **more: Any) -> Object:
    app, cause = more.get("app", "web"), more.get("cause")
    notes = {"deployment.kubernetes.io/revision": str(revision), "kubernetes.io/change-cause": cause}
    return {
        "apiVersion": "apps/v1",
        "kind": "ReplicaSet",
        "metadata": {
            "name": f"{app}-{pod_hash}",
            "uid": pod_hash,
            "creationTimestamp": times.to_text(more.get("created", NOW - 1000)),
            "annotations": {key: value for key, value in notes.items() if value},
        },
        "spec": {
            "replicas": replicas,
            "selector": {"matchLabels": {"app": app, "pod-template-hash": pod_hash}},
            "template": template(image, app, pod_hash),
        },
        "status": {"replicas": replicas, "readyReplicas": replicas},
    }


def web(revision: int, image: str, paused: bool = False, **status: int) -> Object:
    full = {"replicas": 3, "readyReplicas": 3, "updatedReplicas": 3, "availableReplicas": 3, **status}
    annotations = {"deployment.kubernetes.io/revision": str(revision)}
    created = times.to_text(NOW - 1000)
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "creationTimestamp": created, "annotations": annotations},
        "spec": {
            "replicas": 3,
            "paused": paused,
            "selector": {"matchLabels": {"app": "web"}},
            "template": template(image),
        },
        "status": full,
    }


ONE = [replica_set(1, "5977d759f5", "img:1", 3)]
THREE = [
    replica_set(1, "5977d759f5", "img:1"),
    replica_set(2, "66f6486b96", "img:2"),
    replica_set(3, "8b6fb87c", "img:3", 3, cause="other"),
]
BARE = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": {"name": "web-586786f464"}}
AP = {**web(1, "bad:1", updatedReplicas=1), "metadata": {"name": "ap"}}
AP["spec"]["replicas"] = 2
LATE = {**AP, "status": {"conditions": [{"type": "Progressing", "reason": "ProgressDeadlineExceeded"}]}}


def history(*sets: Object, name: str = "web", revision: int = 0) -> str:
    return rollout.history_report(f"deployment.apps/{name}", web(1, "img:1"), sets, revision)


def undo(*arguments: Any, suffix: str = "", **options: Any) -> str:
    return f"deployment.apps/web {rollout.undo(*arguments, **options).text}{suffix}\n"


def revisions(*pairs: tuple[int, str]) -> list[Object]:
    return [replica_set(number, str(number), f"img:{number}", cause=cause) for number, cause in pairs]


PRINTED: dict[str, Callable[[], str]] = {
    "get": lambda: tabwriter.table(printers.table(web(1, "img:1"), NOW)),
    "get-wide": lambda: tabwriter.table(printers.table(web(1, "img:1"), NOW, wide=True)),
    "get-rs": lambda: tabwriter.table(printers.table(ONE, NOW)),
    "get-rs-wide": lambda: tabwriter.table(printers.table(ONE, NOW, wide=True)),
    "history-1": lambda: history(*ONE),
    "history-3": lambda: history(*THREE),
    "history-rev-2": lambda: history(*THREE, revision=2),
    "history-rev-3": lambda: history(*THREE, revision=3),
    "history-after-undo": lambda: history(*revisions((1, ""), (3, "other"), (4, ""))),
    "history-after-undo-again": lambda: history(*revisions((1, ""), (4, ""), (5, "other"))),
    "history-after-undo-to-1": lambda: history(*revisions((4, ""), (5, "other"), (6, ""))),
    "apply-history": lambda: history(*revisions((3, ""), (4, "")), name="ap"),
    "undo-current": lambda: undo(web(3, "img:3"), THREE, 3),
    "undo-dry-client": lambda: undo(web(3, "img:3"), THREE, dry_run_client=True, suffix=" (dry run)"),
    "undo-dry-server": lambda: undo(web(3, "img:3"), THREE, suffix=" (server dry run)"),
    "undo": lambda: undo(web(3, "img:3"), THREE),
    "undo-again": lambda: undo(web(4, "img:2"), [*THREE, replica_set(4, "66f6486b96", "img:2", 3)]),
    "undo-to-1": lambda: undo(web(5, "img:3"), THREE, 1),
    "status-done": lambda: rollout.rollout_status(web(1, "img:1"))[0],
    "status-revision-match": lambda: rollout.rollout_status(web(6, "img:1"), 6)[0],
    "status-paused-watch-off": lambda: rollout.rollout_status(web(6, "img:4", True, updatedReplicas=0))[0],
    "status-bad-watch-off": lambda: rollout.rollout_status(AP)[0],
}

REFUSED: dict[str, Callable[[], object]] = {
    "history-rev-negative": lambda: history(revision=-1),
    "history-rev-9": lambda: history(*THREE, revision=9),
    "undo-negative": lambda: undo(web(3, "img:3"), THREE, -1),
    "undo-missing": lambda: undo(web(3, "img:3"), THREE, 9),
    "undo-single-revision": lambda: undo(web(1, "img:1"), ONE),
    "undo-paused": lambda: undo(web(3, "img:3", paused=True), THREE),
    "status-negative": lambda: rollout.rollout_status(web(6, "img:1"), -1),
    "status-revision-mismatch": lambda: rollout.rollout_status(web(6, "img:1"), 2),
    "status-deadline": lambda: rollout.rollout_status(LATE),
    "status-of-replicaset": lambda: rollout.rollout_status(BARE),
    "history-of-replicaset": lambda: rollout.history(BARE, []),
    "undo-of-replicaset": lambda: rollout.undo(BARE, []),
    "pause-of-replicaset": lambda: rollout.pause_patch(BARE),
    "resume-of-replicaset": lambda: rollout.resume_patch(BARE),
    "restart-of-replicaset": lambda: rollout.restart_patch(BARE, NOW),
    "pause-twice": lambda: rollout.pause_patch(web(6, "img:1", paused=True)),
    "resume-twice": lambda: rollout.resume_patch(web(6, "img:1")),
    "restart-paused": lambda: rollout.restart_patch(web(6, "img:1", paused=True), NOW),
}
DESCRIBED = {"describe-rs": "ReplicaSet", "describe": "Deployment", "describe-deadline": "Deployment"}


@pytest.mark.parametrize("step", PRINTED)
def test_it_prints_what_kubectl_printed(step: str) -> None:
    assert PRINTED[step]() == LIVE[step]["stdout"]


@pytest.mark.parametrize("step", REFUSED)
def test_it_refuses_in_the_words_of_kubectl(step: str) -> None:
    with pytest.raises(rollout.RolloutRefused) as refused:
        REFUSED[step]()
    words = re.sub(r'^error: (\S+ "\S+" (?=is |paus|resum|restart|can))?', "", LIVE[step]["stderr"].strip())
    assert str(refused.value) == words


def events_of(text: str, ages: dict[str, int]) -> list[Object]:
    """Events read back from a description: type, reason, age and how often, source, message."""
    rows = [re.split(r"  +", row.strip()) for row in text.partition("Events:\n")[2].splitlines()[2:]]
    events = []
    for kind, reason, age, source, message in rows:
        last, count, first = re.fullmatch(r"(\w+)(?: \(x(\d+) over (\w+)\))?", age).groups()  # type: ignore[union-attr]
        first_ms, last_ms = (NOW - ages[text] for text in (first or last, last))
        event = {"type": kind, "reason": reason, "source": {"component": source}, "message": message}
        moments = {"firstTimestamp": times.to_text(first_ms), "lastTimestamp": times.to_text(last_ms)}
        events.append({**event, **moments, "count": int(count or 1)})
    return events


SECONDS = {f"{n}s": n * 1000 for n in range(120)}


@pytest.mark.parametrize("step", DESCRIBED)
def test_it_lines_events_up_as_kubectl_does(step: str) -> None:
    text = LIVE[step]["stdout"]
    ours = describe({"kind": DESCRIBED[step]}, Related(NOW, events_of(text, SECONDS)))
    assert ours.partition("Events:")[2] == text.partition("Events:")[2]


def test_it_describes_a_replica_set_with_limits_and_environment() -> None:
    text = LIVE["describe-rs"]["stdout"].partition("Events:")[0]
    obj = replica_set(11, "76b884c6d6", "img:4", 2)
    notes = {"desired-replicas": "2", "max-replicas": "3", "revision": "11"}
    obj["metadata"] |= {
        "namespace": "cli1795426138",
        "labels": obj["spec"]["template"]["metadata"]["labels"],
        "annotations": {f"deployment.kubernetes.io/{key}": value for key, value in notes.items()},
        "ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}],
    }
    restarted = {"kubectl.kubernetes.io/restartedAt": "2026-11-23T09:29:20Z"}
    obj["spec"]["template"]["metadata"]["annotations"] = restarted
    limits = {"limits": {"cpu": "200m", "memory": "512Mi"}}
    obj["spec"]["template"]["spec"]["containers"][0] |= {"resources": limits, "env": [{"name": "A", "value": "1"}]}
    pod = {"metadata": {"ownerReferences": [{"controller": True, "uid": "76b884c6d6"}]}, "status": {"phase": "Running"}}
    assert describe(obj, Related(now=NOW, pods=(pod, pod))) == text


def test_it_tries_every_step_that_needs_no_api() -> None:
    tried = [*PRINTED, *REFUSED, *DESCRIBED]
    assert sorted([*tried, *NEEDS_AN_API]) == sorted(LIVE)
