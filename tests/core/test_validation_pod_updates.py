"""Pods: the little that may change, and their status."""

from copy import deepcopy

import pytest
from judging import pod, texts

from cluster.core import validation


def changed(**spec):
    new = deepcopy(pod())
    new["spec"] |= spec
    return new


def test_it_lets_images_and_more_tolerations_in():
    new = changed(tolerations=[{"key": "a", "operator": "Exists"}], activeDeadlineSeconds=5)
    new["spec"]["containers"][0]["image"] = "nginx:2"
    assert validation.validate_update(new, pod()) == []


def test_it_says_the_famous_sentence_and_what_differs():
    (error,) = validation.validate_update(changed(nodeName="n1"), pod())
    assert str(error) == (
        "spec: Forbidden: pod updates may not change fields other than `spec.containers[*].image`,"
        "`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,"
        "`spec.tolerations` (only additions to existing tolerations),"
        "`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)\n"
        '@@ -42,7 +42,7 @@\n  "NodeSelector": null,\n  "ServiceAccountName": "",\n'
        '  "AutomountServiceAccountToken": null,\n'
        '- "NodeName": "",\n+ "NodeName": "n1",\n'
        '  "SecurityContext": {\n   "HostNetwork": false,\n   "HostPID": false,\n'
    )


TOLERATION = {"key": "a", "operator": "Exists", "effect": "NoExecute"}
UPDATES = {
    "more containers": (
        {"containers": []},
        [
            "spec.containers: Required value",
            "spec.containers: Forbidden: pod updates may not add or remove containers",
        ],
    ),
    "fewer tolerations": (
        {"tolerations": []},
        ["spec.tolerations: Forbidden: existing toleration can not be modified except its tolerationSeconds"],
    ),
    "toleration for longer": ({"tolerations": [{**TOLERATION, "tolerationSeconds": 9}]}, []),
    "later deadline": (
        {"tolerations": [TOLERATION], "activeDeadlineSeconds": 99},
        ["spec.activeDeadlineSeconds: Invalid value: 99: must be less than or equal to previous value"],
    ),
    "new gate": (
        {"tolerations": [TOLERATION], "schedulingGates": [{"name": "g"}]},
        ["spec.schedulingGates[0].name: Forbidden: only deletion is allowed, but found new scheduling gate 'g'"],
    ),
}


@pytest.mark.parametrize(("spec", "expected"), UPDATES.values(), ids=UPDATES)
def test_it_judges_changes(spec, expected):
    old = pod(tolerations=[TOLERATION], activeDeadlineSeconds=10)
    new = {**old, "spec": {**old["spec"], **spec}}
    assert texts(validation.validate_update(new, old)) == expected


def state(**ended):
    return {"containerStatuses": [{"name": "c", "state": ended}]}


def test_it_lets_no_ended_container_run_again():
    new, old = pod(restartPolicy="Never"), pod(restartPolicy="Never")
    new |= {"status": state(running={})}
    old |= {"status": state(terminated={"exitCode": 1})}
    found = texts(validation.validate_status_update(new, old))
    assert found == ["status.containerStatuses[0].state: Forbidden: may not be transitioned to non-terminated state"]
    always = {**old, "spec": {**old["spec"], "restartPolicy": "Always"}}
    assert validation.validate_status_update(new, always) == []
