"""Where pods may run, and as whom."""

import pytest
from judging import pod, texts

from cluster.core import names, validation

REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
PREFERRED = "preferredDuringSchedulingIgnoredDuringExecution"
(UPPER,) = names.is_dns1123_subdomain("A")
(SPACE,) = names.is_valid_label_value("a b")
ONE_VALUE = "must be only one value when `operator` is 'In' or 'NotIn' for node field selector"
IN = {"key": "a", "operator": "In", "values": ["b"]}


def node_affinity(**term):
    return {"affinity": {"nodeAffinity": {REQUIRED: {"nodeSelectorTerms": [term]}}}}


def expressed(**expression):
    return node_affinity(matchExpressions=[{**IN, **expression}])


E = f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[0].matchExpressions[0]"
F = f"spec.affinity.nodeAffinity.{REQUIRED}.nodeSelectorTerms[0].matchFields[0]"
P = f"spec.affinity.podAffinity.{REQUIRED}[0]"
AFFINITIES = {
    "good": (expressed(), []),
    "in nothing": (
        expressed(values=[]),
        [f"{E}.values: Required value: must be specified when `operator` is 'In' or 'NotIn'"],
    ),
    "exists with values": (
        expressed(operator="Exists"),
        [f"{E}.values: Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'"],
    ),
    "more than two": (
        expressed(operator="Gt", values=["1", "2"]),
        [f"{E}.values: Required value: must be specified single value when `operator` is 'Lt' or 'Gt'"],
    ),
    "operator": (expressed(operator="Is"), [f'{E}.operator: Invalid value: "Is": not a valid selector operator']),
    "value": (expressed(values=["a b"]), [f'{E}.values[0]: Invalid value: "a b": {SPACE}']),
    "field": (
        node_affinity(matchFields=[{**IN, "key": "metadata.uid"}]),
        [f'{F}.key: Invalid value: "metadata.uid": not a valid field selector key'],
    ),
    "node name": (
        node_affinity(matchFields=[{"key": "metadata.name", "operator": "In", "values": ["A"]}]),
        [f'{F}.values[0]: Invalid value: "A": {UPPER}'],
    ),
    "two node names": (
        node_affinity(matchFields=[{"key": "metadata.name", "operator": "In", "values": ["a", "b"]}]),
        [f"{F}.values: Required value: {ONE_VALUE}"],
    ),
    "weight": (
        {"affinity": {"nodeAffinity": {PREFERRED: [{"weight": 101, "preference": {}}]}}},
        [f"spec.affinity.nodeAffinity.{PREFERRED}[0].weight: Invalid value: 101: must be in the range 1-100"],
    ),
    "keys without selector": (
        {"affinity": {"podAffinity": {REQUIRED: [{"topologyKey": "z", "matchLabelKeys": ["a"]}]}}},
        [f"{P}.matchLabelKeys: Forbidden: must not be specified when labelSelector is not set"],
    ),
}


@pytest.mark.parametrize(("spec", "expected"), AFFINITIES.values(), ids=AFFINITIES)
def test_it_judges_affinity(spec, expected):
    assert texts(validation.validate_create(pod(**spec))) == expected


S = "spec.containers[0].securityContext"
PROFILES = '"Localhost", "RuntimeDefault", "Unconfined"'
CONTEXTS = {
    "privileged without escalation": (
        {"allowPrivilegeEscalation": False, "privileged": True},
        [
            f'{S}: Invalid value: {{"allowPrivilegeEscalation":false,"privileged":true}}: '
            "cannot set `allowPrivilegeEscalation` to false and `privileged` to true"
        ],
    ),
    "seccomp type missing": (
        {"seccompProfile": {}},
        [f"{S}.seccompProfile.type: Required value: type is required when seccompProfile is set"],
    ),
    "seccomp type": (
        {"seccompProfile": {"type": "Open"}},
        [f'{S}.seccompProfile.type: Unsupported value: "Open": supported values: {PROFILES}'],
    ),
    "seccomp file missing": (
        {"seccompProfile": {"type": "Localhost"}},
        [f"{S}.seccompProfile.localhostProfile: Required value: must be set when seccomp type is Localhost"],
    ),
    "app armor file": (
        {"appArmorProfile": {"type": "Unconfined", "localhostProfile": "a"}},
        [f'{S}.appArmorProfile.localhostProfile: Invalid value: "a": can only be set when AppArmor type is Localhost'],
    ),
    "proc mount": (
        {"procMount": "All"},
        [f'{S}.procMount: Unsupported value: "All": supported values: "Default", "Unmasked"'],
    ),
}


@pytest.mark.parametrize(("context", "expected"), CONTEXTS.values(), ids=CONTEXTS)
def test_it_judges_security_contexts(context, expected):
    assert texts(validation.validate_create(pod({"securityContext": context}))) == expected


def test_it_judges_the_groups_of_a_pod():
    context = {"supplementalGroups": [-1], "fsGroupChangePolicy": "Never"}
    assert texts(validation.validate_create(pod(securityContext=context))) == [
        "spec.securityContext.supplementalGroups[0]: Invalid value: -1: must be between 0 and 2147483647, inclusive",
        'spec.securityContext.fsGroupChangePolicy: Unsupported value: "Never": '
        'supported values: "Always", "OnRootMismatch"',
    ]
