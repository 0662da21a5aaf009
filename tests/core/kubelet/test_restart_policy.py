"""Kubernetes' own tables about which containers are started again, and rules in the life of a pod."""

import json
from pathlib import Path

import pytest
from pod_story import Story, container, pod

from cluster.core import restart_policy

TABLE = Path(__file__).parents[2] / "data" / "upstream" / "pod_util_test.json"
CASES = json.loads(TABLE.read_text("utf-8"))["cases"]


def cases(operation: str) -> list:
    wanted = [case for case in CASES if case["given"].get("operation") == operation]
    return [pytest.param(case["given"], case["expect"], id=case["name"]) for case in wanted]


def policies(given: dict) -> tuple:
    return given["pod_restart_policy"], given["container_restart_policy"], given["container_rules"]


@pytest.mark.parametrize(("given", "expect"), cases("container_should_restart"))
def test_it_decides_by_rules_container_and_pod(given, expect):
    assert restart_policy.should_restart(*policies(given), given["exit_code"]) == expect["restart"]


@pytest.mark.parametrize(("given", "expect"), cases("find_matching_restart_rule"))
def test_it_finds_the_rule_that_matches(given, expect):
    found = restart_policy.matching_rule(given["container_rules"], given["exit_code"])
    assert (found is not None) == expect["found"]


def test_it_restarts_one_container_of_a_pod_that_never_restarts():
    rule = {"action": "Restart", "exitCodes": {"operator": "In", "values": [42]}}
    one = container("busybox:1.36", command=["sh", "-c", "sleep 2; exit 42"])
    story = Story(pod({**one, "restartPolicy": "Never", "restartPolicyRules": [rule]}, restartPolicy="Never")).run(6)
    assert story.status["containerStatuses"][0]["restartCount"] == 1
    assert story.status["phase"] == "Running"
