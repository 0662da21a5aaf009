"""OpenAPI: what is served is told, nothing else; in three forms; and every kubectl reads it."""

import gzip

import orjson
import pytest

from cluster.api import discovery, openapi, resources
from cluster.api.openapi import gnostic, v2
from cluster.api.openapi.serving import PROTOBUF
from cluster.api.request import make
from cluster.core import schema
from cluster.core.enums import FIELDS, enum_of
from tests.api.protobuf_reading import decoded

APPS = "/openapi/v3/apis/apps/v1"
DEPLOYMENT = "/apis/apps/v1/namespaces/{namespace}/deployments/{name}"
GO = "application/com.github.proto-openapi.spec.v2@v1.0+protobuf"
VERSIONS = [f"apis/{group}/{version}" if group else f"api/{version}" for group, version in resources.SERVED]
each_version = pytest.mark.parametrize("version", VERSIONS)


def ask(target, **headers):
    return openapi.answer(make("GET", target, {name.replace("_", "-"): value for name, value in headers.items()}))


def document(version):
    return orjson.loads(ask(f"/openapi/v3/{version}").body)


def swagger():
    return orjson.loads(ask("/openapi/v2").body)


def header(response, name):
    return dict(response.headers).get(name)


def references(value):
    """All names that a document refers to."""
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for item in value.values():
            yield from references(item)
    elif isinstance(value, list):
        for item in value:
            yield from references(item)


def operations(found):
    """(path, method, operation) of a document."""
    for path, item in found["paths"].items():
        yield from ((path, method, each) for method, each in item.items() if method != "parameters")


def test_it_lists_each_served_version_under_an_address_that_changes_with_its_text():
    paths = orjson.loads(ask("/openapi/v3").body)["paths"]
    assert sorted(paths) == sorted(VERSIONS)
    for name, place in paths.items():
        address, _, digest = place["serverRelativeURL"].partition("?hash=")
        assert address == f"/openapi/v3/{name}"
        assert header(ask(address), "ETag") == f'"{digest}"'


@each_version
def test_it_refers_to_nothing_that_it_does_not_tell(version):
    found = document(version)
    for reference in references(found):
        kind, name = reference.removeprefix("#/components/").split("/")
        assert name in found["components"][kind]


def test_it_refers_to_nothing_that_it_does_not_tell_in_swagger():
    found = swagger()
    assert all(name.removeprefix("#/definitions/") in found["definitions"] for name in references(found))


@each_version
def test_it_tells_every_resource_and_verb_of_discovery_and_no_other(version):
    group, name = ("", "v1") if version == "api/v1" else version.split("/")[1:]
    known = {each["name"]: set(each["verbs"]) - {"watch"} for each in discovery.resource_list(group, name)["resources"]}
    words = {"post": "create", "put": "update"}
    told: dict[str, set[str]] = {resource: set() for resource in known}
    for path, _, operation in operations(document(version)):
        rest = path.removeprefix(f"/{version}/").removeprefix("namespaces/{namespace}/").split("/")
        action = operation["x-kubernetes-action"]
        told["/".join(part for part in rest if part != "{name}")].add(words.get(action, action))
    assert {name: verbs for name, verbs in told.items() if "connect" not in verbs} == {
        name: verbs for name, verbs in known.items() if "connect" not in told[name]
    }


@each_version
def test_it_gives_each_operation_a_name_of_its_own(version):
    names = [operation["operationId"] for _, _, operation in operations(document(version))]
    assert len(names) == len(set(names))


@each_version
def test_it_declares_the_parameters_of_each_path(version):
    for path, item in document(version)["paths"].items():
        declared = {each["name"] for each in item.get("parameters", ())}
        assert declared == {name for name in ("namespace", "name") if f"{{{name}}}" in path}


def test_it_names_operations_as_kubernetes_does():
    paths = document("apis/apps/v1")["paths"]
    assert paths[DEPLOYMENT]["get"]["operationId"] == "readAppsV1NamespacedDeployment"
    assert paths[f"{DEPLOYMENT}/status"]["patch"]["operationId"] == "patchAppsV1NamespacedDeploymentStatus"
    assert paths[f"{DEPLOYMENT}/scale"]["put"]["operationId"] == "replaceAppsV1NamespacedDeploymentScale"
    collection = paths[DEPLOYMENT.removesuffix("/{name}")]
    assert collection["delete"]["operationId"] == "deleteAppsV1CollectionNamespacedDeployment"
    everywhere = paths["/apis/apps/v1/deployments"]["get"]["operationId"]
    assert everywhere == "listAppsV1DeploymentForAllNamespaces"


def test_it_tells_of_a_subresource_what_kind_it_is():
    kind = document("apis/apps/v1")["paths"][f"{DEPLOYMENT}/scale"]["get"]["x-kubernetes-group-version-kind"]
    assert kind == {"group": "autoscaling", "kind": "Scale", "version": "v1"}


@pytest.mark.parametrize("parameter", ["dryRun", "fieldManager", "fieldValidation", "force"])
def test_it_lets_kubectl_find_out_what_a_patch_can_do(parameter):
    for found in (document("apis/apps/v1"), swagger()):
        assert parameter in {each["name"] for each in found["paths"][DEPLOYMENT]["patch"]["parameters"]}


def test_it_wraps_references_in_openapi_3_and_has_text_beside_them_in_swagger():
    selector = document("apis/apps/v1")["components"]["schemas"]["io.k8s.api.apps.v1.DeploymentSpec"]["properties"]
    name = "io.k8s.apimachinery.pkg.apis.meta.v1.LabelSelector"
    assert selector["selector"]["allOf"] == [{"$ref": f"#/components/schemas/{name}"}]
    old = swagger()["definitions"]["io.k8s.api.apps.v1.DeploymentSpec"]["properties"]["selector"]
    assert old["$ref"] == f"#/definitions/{name}"
    assert old["description"] == selector["selector"]["description"]


def test_it_allows_no_null_and_no_lists_of_types():
    assert b'"null"' not in ask(APPS).body
    assert b'"type":[' not in ask(APPS).body


def test_it_has_values_only_for_fields_that_there_are():
    for short, fields in FIELDS.items():
        properties = schema.definitions()[f"io.k8s.api.{short}"]["properties"]
        assert set(fields) <= set(properties), short
        assert all(list(values) == sorted(values) for field in fields if (values := enum_of(short, field)))


def test_it_is_not_sent_again_to_those_who_have_it():
    tag = header(ask(APPS), "ETag")
    again = ask(APPS, if_none_match=tag)
    assert (again.code, again.body) == (304, b"")
    assert ask(APPS, if_none_match='"another"').code == 200


def test_it_may_be_kept_for_ever_under_its_hash_and_leads_on_from_an_old_one():
    digest = header(ask(APPS), "ETag").strip('"')
    assert "immutable" in header(ask(f"{APPS}?hash={digest}"), "Cache-Control")
    old = ask(f"{APPS}?hash=OLD")
    assert (old.code, header(old, "Location")) == (301, f"?hash={digest}")


@pytest.mark.parametrize(
    ("accepted", "is_packed"), [("gzip", True), ("br, gzip;q=0.5", True), ("gzip;q=0", False), ("", False)]
)
def test_it_is_packed_for_those_who_can_unpack(accepted, is_packed):
    response = ask(APPS, accept_encoding=accepted)
    assert (header(response, "Content-Encoding") == "gzip") is is_packed
    body = gzip.decompress(response.body) if is_packed else response.body
    assert orjson.loads(body)["openapi"] == "3.0.0"


@pytest.mark.parametrize(
    ("path", "accept", "code", "media_type"),
    [
        ("/openapi/v2", "application/json", 200, "application/json"),
        ("/openapi/v2", f"{GO}", 200, PROTOBUF),
        ("/openapi/v2", PROTOBUF, 200, PROTOBUF),
        ("/openapi/v2", "*/*", 200, "application/json"),
        ("/openapi/v2", "text/html", 406, "application/json"),
        ("/openapi/v3", "", 200, "application/json"),
        ("/openapi/v3", "text/html", 406, "application/json"),
        ("/openapi/v3/api/v2", "", 404, "text/plain; charset=utf-8"),
        ("/openapi/v3/apis/apps", "", 404, "text/plain; charset=utf-8"),
        ("/openapi/v4", "", 404, "text/plain; charset=utf-8"),
    ],
)
def test_it_answers_in_the_form_that_is_asked_for(path, accept, code, media_type):
    response = ask(path, accept=accept)
    assert (response.code, response.media_type) == (code, media_type)


def test_it_says_the_same_in_protobuf():
    assert decoded("Document", ask("/openapi/v2", accept=GO).body) == v2.document()


def test_it_refuses_to_write_what_the_tables_do_not_know():
    with pytest.raises(KeyError, match="hosts"):
        gnostic.encode({"swagger": "2.0", "hosts": []})
