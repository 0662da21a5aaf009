"""Bodies in protobuf: recorded ones of kubectl, and bytes that are none."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cluster.api import protobuf
from tests.api.asking import DEPLOYMENTS

DATA = Path(__file__).parent.parent / "data" / "kubectl" / "protobuf_bodies.json"
RECORDED = {case["path"].rpartition("/")[2]: case for case in json.loads(DATA.read_text("utf-8"))["cases"]}
PROTOBUF = "application/vnd.kubernetes.protobuf"


def body(name):
    return base64.b64decode(RECORDED[name]["body"])


def test_it_reads_a_deployment():
    container = {"name": "nginx", "image": "nginx:1.27", "ports": [{"containerPort": 80}], "resources": {}}
    labels = {"app": "pb"}
    assert protobuf.decode(body("deployments")) == {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "pb", "labels": labels},
        "spec": {
            "replicas": 0,
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            "strategy": {},
        },
        "status": {},
    }


@pytest.mark.parametrize(
    ("name", "path", "value"),
    [
        ("namespaces", ("metadata", "name"), "pbns"),
        ("configmaps", ("data", "a"), "b"),
        ("secrets", ("data", "a"), "Yg=="),
        ("services", ("spec", "ports", 0, "targetPort"), 8080),
        ("services", ("spec", "type"), "NodePort"),
        ("resourcequotas", ("spec", "hard", "requests.cpu"), "2"),
        ("serviceaccounts", ("metadata", "name"), "pbsa"),
        ("poddisruptionbudgets", ("spec", "minAvailable"), "50%"),
        ("horizontalpodautoscalers", ("spec", "maxReplicas"), 3),
        ("selfsubjectaccessreviews", ("spec", "resourceAttributes", "verb"), "get"),
        ("token", ("kind",), "TokenRequest"),
    ],
)
def test_it_reads_what_kubectl_sends(name, path, value):
    found = protobuf.decode(body(name))
    for step in path:
        found = found[step]
    assert found == value


@pytest.mark.parametrize(
    "name", ["deployments", "configmaps", "secrets", "services", "resourcequotas", "serviceaccounts"]
)
def test_it_stores_what_kubectl_sends(api, name):
    case = RECORDED[name]
    got = api.ask("POST", f"{case['path']}?fieldValidation=Strict", body(name), content_type=PROTOBUF)
    assert (got.code, got.warnings) == (201, [])


@pytest.mark.parametrize("sent", [b"", b"{}", b"k8s\x00", b"k8s\x00\xff\xff", body("deployments")[:-7]])
def test_it_refuses_what_is_no_protobuf(api, sent):
    got = api.ask("POST", DEPLOYMENTS, sent, content_type=PROTOBUF)
    assert (got.code, got.body["reason"]) == (400, "BadRequest")


@given(st.binary(), st.integers(0, 200), st.binary(max_size=3))
def test_it_bears_any_bytes(tail, cut, patch):
    whole = body("deployments")
    for damaged in (b"k8s\x00" + tail, whole[:cut] + patch + whole[cut + len(patch) :]):
        try:
            protobuf.decode(damaged)
        except protobuf.Malformed:
            continue
