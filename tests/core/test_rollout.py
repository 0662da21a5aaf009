"""`kubectl rollout`: its lines, its refusals, its patches."""

from typing import Any

import pytest

from cluster.core import rollout, times
from cluster.core.rollout import RolloutRefused
from tests.core.printing_data import NOW, cases

CASES = cases("kubectl_rollout_test.json")
NOT_RUN = {
    "history/machine-readable": "-o json lists what `revisions` gives; tried below on the same data",
    "history/generated/no-such-deployment": "the answer of the API, not of kubectl",
    "rollback/exists-for-daemonset": "the playground has no ControllerRevisions",
    "rollback/exists-for-statefulset": "the playground has no ControllerRevisions",
    "restart/selector-matches-none": "needs an API to list from",
    "restart/selector-matches-two": "needs an API to list from",
}


def of(prefix: str) -> Any:
    chosen = [case for case in CASES if case["name"].startswith(prefix) and case["name"] not in NOT_RUN]
    return pytest.mark.parametrize("case", chosen, ids=[case["name"] for case in chosen])


def meta(given: dict[str, Any]) -> dict[str, Any]:
    return {key: given[key] for key in ("name", "labels", "annotations", "generation") if given.get(key) is not None}


def replica_set(given: dict[str, Any]) -> dict[str, Any]:
    marks = {
        "deployment.kubernetes.io/revision": given.get("revision_annotation", given.get("revision")),
        "kubernetes.io/change-cause": given.get("change_cause"),
        **given.get("other_annotations", {}),
    }
    created = times.to_text(NOW + 1000 * given.get("created_order", 0))
    return {
        "kind": "ReplicaSet",
        "metadata": {
            "name": given["name"],
            "creationTimestamp": created,
            "annotations": {key: str(value) for key, value in marks.items() if value is not None},
        },
        "spec": {"template": template(given, given.get("template_labels", {"foo": "bar"}))},
    }


def template(given: dict[str, Any], labels: dict[str, str]) -> dict[str, Any]:
    container = {"name": "c" if "template_labels" in given else "test", "image": given["image"], "resources": {}}
    return {"metadata": {"labels": labels}, "spec": {"containers": [container]}}


def deployment(given: dict[str, Any]) -> dict[str, Any]:
    spec = {"paused": given.get("paused")}
    if "image" in given:
        spec["template"] = template({**given, "template_labels": {}}, {"app": "web"})
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": meta(given), "spec": spec}


def status_input(given: dict[str, Any]) -> dict[str, Any]:
    spec = {"replicas": given.get("spec_replicas"), "updateStrategy": given.get("update_strategy")}
    if given["kind"] == "DaemonSet" and not spec["updateStrategy"]:
        spec["updateStrategy"] = {"type": "RollingUpdate"}
    reason = given.get("progressing_condition_reason")
    conditions = [{"type": "Progressing", "reason": reason}] if reason else []
    status = {**given.get("status", {}), "conditions": conditions}
    return {"kind": given["kind"], "metadata": meta(given), "spec": spec, "status": status}


@of("status/")
def test_it_tells_how_far_a_rollout_is(case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    obj = status_input(given)
    if expect.get("error"):
        with pytest.raises(RolloutRefused) as refused:
            rollout.rollout_status(obj, given.get("requested_revision", 0))
        assert str(refused.value) == expect["error"]
    else:
        line = rollout.rollout_status(obj, given.get("requested_revision", 0))
        assert line == (expect["line"], expect["done"])


@of("history/")
def test_it_shows_the_history(case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    obj = {"apiVersion": "apps/v1", "kind": given.get("kind", "Deployment")}
    items = [replica_set(rs) for rs in given.get("replica_sets", [])] + given.get("controller_revisions", [])
    if expect.get("error"):
        with pytest.raises(RolloutRefused, match=f"^{expect['error']}$"):
            rollout.history(obj, items, given["revision"])
    else:
        text = rollout.history(obj, items, given.get("revision", 0))
        assert text == expect.get("text", "No rollout history found.")


def test_it_gives_each_revision_its_replica_set() -> None:
    case = next(case for case in CASES if case["name"] == "history/machine-readable")
    found = rollout.revisions(map(replica_set, case["given"]["replica_sets"]))
    names = {str(number): rs["metadata"]["name"] for number, rs in found.items()}
    assert names == case["expect"]["revision_to_replica_set"]


@of("rollback/generated/")
def test_it_rolls_back(case: dict[str, Any]) -> None:
    given, expect = case["given"], case["expect"]
    obj, sets = deployment(given["deployment"]), [replica_set(rs) for rs in given["replica_sets"]]
    if expect["error"]:
        with pytest.raises(RolloutRefused) as refused:
            rollout.undo(obj, sets, given["to_revision"], given["dry_run"] == "client")
        assert str(refused.value) == expect["error"]
    else:
        done = rollout.undo(obj, sets, given["to_revision"], given["dry_run"] == "client")
        assert (done.text, done.patch) == (expect["result_text"], expect["patch"])


def test_it_writes_the_rollback_patch_as_go_does() -> None:
    case = next(case for case in CASES if case["name"] == "rollback/patch-shape")
    patch = rollout.rollback_patch(case["given"]["target_template"], case["given"]["annotations"])
    assert patch == case["expect"]["patch"]


def test_it_rolls_back_deployments_only() -> None:
    with pytest.raises(RolloutRefused, match=r'^no rollbacker has been implemented for "ReplicaSet.apps"$'):
        rollout.undo({"kind": "ReplicaSet", "apiVersion": "apps/v1"}, [])


@of("pause/")
def test_it_pauses(case: dict[str, Any]) -> None:
    check_patch(case, rollout.pause_patch, {"spec": {"paused": True}})


@of("resume/")
def test_it_resumes(case: dict[str, Any]) -> None:
    check_patch(case, rollout.resume_patch, {"spec": {"paused": None}})


def check_patch(case: dict[str, Any], make: Any, patch: dict[str, Any]) -> None:
    obj = {"kind": case["given"]["kind"], "spec": {"paused": case["given"]["paused"]}}
    if case["expect"]["error"]:
        with pytest.raises(RolloutRefused, match=f"^{case['expect']['error']}$"):
            make(obj)
    else:
        assert make(obj) == patch


@of("restart/")
def test_it_restarts(case: dict[str, Any]) -> None:
    obj = {"kind": "Deployment", "metadata": {"name": "<name>"}, "spec": {"paused": case["given"]["paused"]}}
    if case["name"] == "restart/no-difference":
        obj["spec"] |= rollout.restart_patch(obj, NOW)["spec"]
    if "error" in case["expect"]:
        with pytest.raises(RolloutRefused) as refused:
            restart(obj)
        assert str(refused.value) == case["expect"]["error"]
    else:
        assert restart(obj) == {"kubectl.kubernetes.io/restartedAt": "2026-11-23T12:00:00Z"}


def restart(obj: dict[str, Any]) -> Any:
    patch = rollout.restart_patch(obj, NOW)
    rollout.refuse_same_second(obj, NOW)
    return patch["spec"]["template"]["metadata"]["annotations"]


@pytest.mark.parametrize("call", [rollout.rollout_status, lambda obj, n: rollout.history(obj, [], n)])
def test_it_refuses_negative_revisions(call: Any) -> None:
    with pytest.raises(RolloutRefused, match=r"^revision must be a positive integer: -1$"):
        call({"kind": "Deployment"}, -1)


def test_it_knows_no_rollout_of_replica_sets() -> None:
    replica_set = {"apiVersion": "apps/v1", "kind": "ReplicaSet"}
    with pytest.raises(RolloutRefused, match=r"^no status viewer has been implemented for ReplicaSet.apps$"):
        rollout.rollout_status(replica_set)
    with pytest.raises(RolloutRefused, match=r'^no history viewer has been implemented for "ReplicaSet.apps"$'):
        rollout.history(replica_set, [])


def test_it_prints_a_history_with_its_name() -> None:
    sets = [replica_set({"name": "web-1", "image": "img:1", "revision": 1})]
    text = rollout.history_report("deployment.apps/web", {"kind": "Deployment"}, sets)
    assert text == "deployment.apps/web \nREVISION  CHANGE-CAUSE\n1         <none>\n\n"


@pytest.mark.parametrize("parts", [{}, {"metadata": None, "spec": None, "status": None}])
def test_it_takes_a_deployment_with_missing_parts(parts: dict[str, Any]) -> None:
    obj = {"kind": "Deployment", **parts}
    assert rollout.rollout_status(obj) == ('deployment "" successfully rolled out\n', True)
    assert rollout.history(obj, [obj]).endswith("0         <none>\n")
    with pytest.raises(RolloutRefused):
        rollout.undo(obj, [obj])


def test_it_runs_every_other_case() -> None:
    names = {case["name"] for case in CASES}
    prefixes = ("status/", "history/", "rollback/generated/", "pause/", "resume/", "restart/")
    untried = {name for name in names - NOT_RUN.keys() if not name.startswith(prefixes)}
    assert NOT_RUN.keys() <= names
    assert untried == {"rollback/patch-shape", "rollback/exists-for-deployment"}
