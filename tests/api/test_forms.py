"""Forms of answers and bodies: JSON, YAML, tables, metadata alone, protobuf; and what is not spoken."""

import pytest
import yaml

from cluster.api import resources
from cluster.core import schema
from tests.api.asking import DEPLOYMENTS, TABLE, config_map, deployment

NODES = "/api/v1/nodes"
HERE = "/api/v1/namespaces/default/configmaps"
META = "application/json;as={};v=v1;g=meta.k8s.io"


def test_it_prints_a_list_as_a_table(api):
    table = api.get(NODES, accept=TABLE).body
    assert (table["kind"], table["apiVersion"]) == ("Table", "meta.k8s.io/v1")
    assert [column["name"] for column in table["columnDefinitions"]][:5] == [
        "Name",
        "Status",
        "Roles",
        "Age",
        "Version",
    ]
    assert table["rows"][0]["cells"][:5] == ["node-1", "Ready", "<none>", "0s", "v1.36.2"]
    assert set(table["metadata"]) == {"resourceVersion"}


def test_it_prints_one_object_as_a_table(api):
    node = api.get(f"{NODES}/node-1").body
    table = api.get(f"{NODES}/node-1", accept=TABLE).body
    assert len(table["rows"]) == 1
    assert table["metadata"]["resourceVersion"] == node["metadata"]["resourceVersion"]


@pytest.mark.parametrize(("include", "kind"), [("", "PartialObjectMetadata"), ("Object", "Node"), ("None", None)])
def test_it_adds_to_a_row_what_is_asked_for(api, include, kind):
    table = api.get(f"{NODES}?includeObject={include}", accept=TABLE).body
    assert (table["rows"][0]["object"] or {}).get("kind") == kind


def test_it_refuses_to_add_what_it_does_not_know(api):
    assert api.get(f"{NODES}?includeObject=All", accept=TABLE).code == 400


def test_it_continues_a_table(api):
    first = api.get(f"{NODES}?limit=2", accept=TABLE).body
    rest = api.get(f"{NODES}?limit=2&continue={first['metadata']['continue']}", accept=TABLE).body
    assert [row["cells"][0] for row in first["rows"] + rest["rows"]] == ["node-1", "node-2", "node-3"]


def test_it_gives_metadata_alone(api):
    one = api.get(f"{NODES}/node-1", accept=META.format("PartialObjectMetadata")).body
    assert set(one) == {"kind", "apiVersion", "metadata"}
    many = api.get(NODES, accept=META.format("PartialObjectMetadataList")).body
    assert (many["kind"], len(many["items"])) == ("PartialObjectMetadataList", 3)


def test_it_tells_refusals_as_they_are_even_to_who_wants_a_table(api):
    assert api.get(f"{NODES}/nope", accept=TABLE).body["kind"] == "Status"


def test_it_speaks_yaml(api):
    got = api.get(f"{NODES}/node-1", accept="application/yaml")
    assert got.media_type == "application/yaml"
    assert yaml.safe_load(got.body)["metadata"]["name"] == "node-1"


def test_it_reads_yaml(api):
    body = yaml.safe_dump(deployment()).encode()
    assert api.ask("POST", DEPLOYMENTS, body, content_type="application/yaml").code == 201


@pytest.mark.parametrize(
    "accept",
    ["", "*/*", "application/*", "application/vnd.kubernetes.protobuf,application/json", "text/html, */*;q=0.1"],
)
def test_it_falls_back_to_json(api, accept):
    assert api.get(NODES, accept=accept).media_type == "application/json"


@pytest.mark.parametrize(
    "accept", ["text/html", "application/vnd.kubernetes.protobuf", "application/json;as=Chair;v=v1"]
)
def test_it_says_what_it_can_give(api, accept):
    got = api.get(NODES, accept=accept)
    assert (got.code, got.body["reason"]) == (406, "NotAcceptable")
    assert got.body["message"].startswith("only the following media types are accepted: application/json")


@pytest.mark.parametrize("content_type", ["text/plain", "application/cbor", "application/x-www-form-urlencoded"])
def test_it_says_what_it_can_read(api, content_type):
    got = api.ask("POST", HERE, config_map("a"), content_type=content_type)
    assert (got.code, got.body["reason"]) == (415, "UnsupportedMediaType")
    assert "accepted media types include: application/json, application/yaml" in got.body["message"]


def test_it_says_which_patches_it_can_read(api):
    got = api.patch(f"{NODES}/node-1", {}, "application/json")
    assert got.code == 415
    assert got.body["message"].endswith(
        "application/json-patch+json, application/merge-patch+json, application/strategic-merge-patch+json, "
        "application/apply-patch+yaml"
    )


@pytest.mark.parametrize("body", [b"", b"[]", b"5", b'"a"', b"null", b"{", b"\xff\xfe", b"a: [", b"- a\n- b"])
def test_it_refuses_bodies_that_are_no_objects(api, body):
    assert api.post(HERE, body).code == 400


def test_it_bears_deep_and_wide_bodies(api):
    assert api.post(HERE, b'{"a":' * 100_000 + b"1" + b"}" * 100_000).code == 400
    assert api.post(HERE, b"[" * 100_000).code == 400
    assert api.post(HERE, b'{"metadata":{"name":"a","labels":{"a":' + b"9" * 5000 + b"}}}").code == 400


WITHOUT_SCHEMA = {"NodeMetrics", "PodMetrics"}
"""Kinds of the metrics server, which is not the API server's."""


def test_it_has_a_schema_for_every_kind_that_is_served():
    without = {row.kind for row in resources.TABLE if not schema.name_of(row.api_version, row.kind)}
    assert without == WITHOUT_SCHEMA
