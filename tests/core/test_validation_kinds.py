"""The small kinds and metadata; and warnings."""

from copy import deepcopy

import pytest
from judging import texts
from samples import SAMPLES

from cluster.core import defaults, validation


def made(kind, **parts):
    obj = defaults.apply(SAMPLES[kind])
    metadata = {**obj["metadata"], "resourceVersion": "1", **parts.pop("metadata", {})}
    return defaults.apply({**obj, "metadata": metadata, **parts})


@pytest.mark.parametrize(
    ("kind", "parts", "expected"),
    [
        (
            "ConfigMap",
            {"data": {"a b": "1"}, "binaryData": {}},
            'data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, ',
        ),
        ("ConfigMap", {"data": {"b": "1"}}, 'data[b]: Invalid value: "b": duplicate of key present in binaryData'),
        ("ConfigMap", {"data": {"a": "x" * 2**20}}, "[]: Too long: may not be more than 1048576 bytes"),
        ("Secret", {"type": "kubernetes.io/tls"}, "data[tls.crt]: Required value"),
        (
            "Secret",
            {"type": "kubernetes.io/dockercfg", "data": {".dockercfg": "eA=="}},
            "data[.dockercfg]: Invalid value",
        ),
        (
            "Event",
            {"involvedObject": {"namespace": "other"}},
            'involvedObject.namespace: Invalid value: "other": does not match event.namespace',
        ),
        (
            "Node",
            {"spec": {"taints": [{"key": "a"}]}},
            "metadata.taints[0].effect: Required value",
        ),
        (
            "Endpoints",
            {"subsets": [{"addresses": [{"ip": "127.0.0.1"}]}]},
            'subsets[0].addresses[0].ip: Invalid value: "127.0.0.1": '
            "may not be in the loopback range (127.0.0.0/8, ::1/128)",
        ),
        ("EndpointSlice", {"addressType": ""}, "addressType: Required value"),
        (
            "PodDisruptionBudget",
            {"spec": {"minAvailable": 1, "maxUnavailable": 1}},
            'spec: Invalid value: {"maxUnavailable":1,"minAvailable":1}: '
            "minAvailable and maxUnavailable cannot be both set",
        ),
        (
            "HorizontalPodAutoscaler",
            {"spec": {"maxReplicas": 0, "scaleTargetRef": {"kind": "A", "name": "a"}}},
            "spec.maxReplicas: Invalid value: 0: must be greater than 0",
        ),
        (
            "ResourceQuota",
            {"spec": {"hard": {"gpus": "1"}}},
            'spec.hard[gpus]: Invalid value: "gpus": must be a standard resource type or fully qualified',
        ),
        (
            "ResourceQuota",
            {"spec": {"hard": {"pods": "1"}, "scopes": ["Foo"]}},
            'spec.scopes: Invalid value: ["Foo"]: unsupported scope',
        ),
        (
            "ResourceQuota",
            {"spec": {"hard": {"requests.cpu": "1"}, "scopes": ["BestEffort"]}},
            'spec.scopes: Invalid value: ["BestEffort"]: unsupported scope applied to resource',
        ),
        (
            "ResourceQuota",
            {"spec": {"hard": {"pods": "1"}, "scopes": ["BestEffort", "NotBestEffort"]}},
            'spec.scopes: Invalid value: ["BestEffort","NotBestEffort"]: conflicting scopes',
        ),
        (
            "LimitRange",
            {"spec": {"limits": [{"type": "Pod", "min": {"cpu": "2"}, "max": {"cpu": "1"}}]}},
            'spec.limits[0].min[cpu]: Invalid value: "2": min value 2 is greater than max value 1',
        ),
        ("Namespace", {"metadata": {"namespace": "a"}}, "metadata.namespace: Forbidden: not allowed on this type"),
        ("Pod", {"metadata": {"namespace": ""}}, "metadata.namespace: Required value"),
        (
            "ConfigMap",
            {"metadata": {"finalizers": ["mine"]}},
            'metadata.finalizers[0]: Invalid value: "mine": '
            "name is neither a standard finalizer name nor is it fully qualified",
        ),
        (
            "ConfigMap",
            {"metadata": {"ownerReferences": [{"apiVersion": "v1", "kind": "Pod", "name": "a", "uid": ""}]}},
            'metadata.ownerReferences.uid: Invalid value: "": must not be empty',
        ),
        (
            "ConfigMap",
            {"metadata": {"generateName": "A-"}},
            'metadata.generateName: Invalid value: "A-": a lowercase RFC 1123 subdomain must consist of',
        ),
    ],
)
def test_it_judges_new_objects(kind, parts, expected):
    found = texts(validation.validate_create(made(kind, **parts)))
    assert found
    assert found[0].startswith(expected)


def test_it_allows_one_controller_only():
    owners = [{"apiVersion": "v1", "kind": "Pod", "name": n, "uid": n, "controller": True} for n in "ab"]
    (error,) = validation.validate_create(made("ConfigMap", metadata={"ownerReferences": owners}))
    assert error.detail == (
        'Only one reference can have Controller set to true. Found "true" in references for a and b'
    )


SEALED = "Forbidden: field is immutable when `immutable` is set"
CHANGES = {
    "sealed": ("ConfigMap", {"immutable": True}, {"data": {"a": "2"}}, [f"immutable: {SEALED}", f"data: {SEALED}"]),
    "sealed secret": ("Secret", {"immutable": True}, {"immutable": True, "data": {}}, [f"data: {SEALED}"]),
    "secret type": ("Secret", {}, {"type": "a"}, ['type: Invalid value: "a": field is immutable']),
    "name": ("ConfigMap", {}, {"metadata": {"name": "b"}}, ['metadata.name: Invalid value: "b": field is immutable']),
    "uid": (
        "ConfigMap",
        {"metadata": {"uid": "a"}},
        {"metadata": {"uid": "b"}},
        ['metadata.uid: Invalid value: "b": field is immutable'],
    ),
    "no version": (
        "ConfigMap",
        {},
        {"metadata": {"resourceVersion": ""}},
        ['metadata.resourceVersion: Invalid value: "": must be specified for an update'],
    ),
    "new finalizer while deleted": (
        "ConfigMap",
        {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z"}},
        {"metadata": {"deletionTimestamp": "2026-01-01T00:00:00Z", "finalizers": ["a/b"]}},
        [
            "metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, "
            'found new finalizers []string{"a/b"}'
        ],
    ),
    "address type": (
        "EndpointSlice",
        {},
        {"addressType": "FQDN", "endpoints": []},
        ['addressType: Invalid value: "FQDN": field is immutable'],
    ),
}


@pytest.mark.parametrize(("kind", "old", "new", "expected"), CHANGES.values(), ids=CHANGES)
def test_it_judges_changes(kind, old, new, expected):
    assert texts(validation.validate_update(made(kind, **deepcopy(new)), made(kind, **deepcopy(old)))) == expected


def test_it_ties_the_phase_of_a_namespace_to_its_deletion():
    active, ending = made("Namespace"), made("Namespace", status={"phase": "Terminating"})
    assert texts(validation.validate_status_update(ending, active)) == [
        "status.Phase: Invalid value: \"Terminating\": may only be 'Active' if `deletionTimestamp` is empty"
    ]


TERM = {"topologyKey": "zone"}
WARNINGS = {
    "old label": (
        "Pod",
        {"spec": {"nodeSelector": {"beta.kubernetes.io/os": "linux"}}},
        ['spec.nodeSelector[beta.kubernetes.io/os]: deprecated since v1.14; use "kubernetes.io/os" instead'],
    ),
    "dots in the name": (
        "Pod",
        {"metadata": {"name": "a.b"}},
        [
            "metadata.name: this is used in the Pod's hostname, which can result in surprising behavior; "
            "a DNS label is recommended: [must not contain dots]"
        ],
    ),
    "affinity to nothing": (
        "Pod",
        {"spec": {"affinity": {"podAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [TERM]}}}},
        [
            "spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0].labelSelector: "
            "a null labelSelector results in matching no pod"
        ],
    ),
    "part of a byte": (
        "Pod",
        {"spec": {"containers": [{"name": "c", "resources": {"requests": {"memory": "100m"}}}]}},
        ['spec.containers[0].resources.requests[memory]: fractional byte value "100m" is invalid, must be an integer'],
    ),
    "endpoints": ("Endpoints", {}, ["v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice"]),
    "headless and sticky": (
        "Service",
        {"spec": {"clusterIP": "None", "sessionAffinity": "ClientIP"}},
        ["spec.SessionAffinity is ignored for headless services"],
    ),
    "nothing to say": ("Deployment", {}, []),
}


@pytest.mark.parametrize(("kind", "parts", "expected"), WARNINGS.values(), ids=WARNINGS)
def test_it_warns(kind, parts, expected):
    assert validation.warnings(made(kind, **deepcopy(parts))) == expected
