"""The recorded answers of a real API server, one request each: codes, reasons, messages, causes, warnings, objects."""

import pytest

from cluster import store
from tests.api.asking import JSON_PATCH, MERGE, STRATEGIC
from tests.core.upstream_tables import cases, changed, table

TABLE = "generated_api_validation"
PATH = "/apis/apps/v1/namespaces/val/deployments"
WEB = f"{PATH}/web"
UPDATE = "update existing deployment web (PUT, dry run)"
PATCH = "patch existing deployment web (dry run)"
SCALE = "PUT scale subresource (dry run)"
TYPES = {"json": JSON_PATCH, "merge": MERGE, "strategic": STRATEGIC}
OTHER_UID = "11111111-1111-1111-1111-111111111111"


@pytest.fixture
def api(api):
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "val"}}
    assert api.post("/api/v1/namespaces", namespace).code == 201
    return api


@pytest.fixture
def web(api):
    """The Deployment that recorded updates, patches and scales met: paused, so that it has no pods."""
    manifest = changed(base(), [{"path": "spec/paused", "op": "set", "value": True}])
    return api.post(PATH, manifest).body


def base():
    return table(TABLE)["base_manifest"]


def agrees(got, expect, uid=""):
    """Whether an answer says what the recorded one said."""
    assert got.code == expect["http"]
    assert got.warnings == ([expect["warning"]] if "warning" in expect else [])
    if got.code < 400:
        return
    message = got.body["message"].replace(uid, "UID") if uid else got.body["message"]
    causes = (got.body.get("details") or {}).get("causes", [])
    assert (got.body["reason"], message, causes) == (expect["reason"], expect["message"], expect.get("causes", []))


@pytest.mark.parametrize("case", cases(TABLE, operations=("create",)))
def test_it_creates_like_the_api_server(api, case):
    given = case["given"]
    if given.get("existing"):
        api.post(PATH, base())
    got = api.post(f"{PATH}?fieldValidation=Strict", changed(base(), given["changes"]))
    agrees(got, case["expect"])


STORED = [case for case in cases(TABLE) if "stored_object" in case.values[0]["expect"]]
OURS = ("uid", "creationTimestamp", "resourceVersion", "managedFields")


@pytest.mark.parametrize("case", STORED)
def test_it_stores_what_the_api_server_stores(api, case):
    stored = api.post(PATH, changed(base(), case["given"]["changes"])).body
    stored["metadata"] = {name: value for name, value in stored["metadata"].items() if name not in OURS}
    expected = case["expect"]["stored_object"]
    if "generateName" in expected["metadata"]:
        assert stored["metadata"].pop("name").startswith(expected["metadata"]["generateName"])
    assert stored == expected


@pytest.mark.parametrize("case", cases(TABLE, operations=(UPDATE,)))
def test_it_updates_like_the_api_server(api, web, case):
    given, expect = case["given"], case["expect"]
    body = changed(web, given["changes"])
    if given["resource_version"] == "absent":
        del body["metadata"]["resourceVersion"]
    elif given["resource_version"] != "current":
        body["metadata"]["resourceVersion"] = given["resource_version"]
    name = body["metadata"]["name"] if case["name"] == "update/missing-object" else "web"
    if name != "web":
        del body["metadata"]["uid"]
    got = api.put(f"{PATH}/{name}?dryRun=All&fieldValidation=Strict", body)
    agrees(got, with_uid(expect, web))


@pytest.mark.parametrize("case", cases(TABLE, operations=(PATCH,)))
def test_it_patches_like_the_api_server(api, web, case):
    given = case["given"]
    name = "nope" if case["name"] == "patch/missing-object" else "web"
    body = given["body"].encode() if isinstance(given["body"], str) else given["body"]
    agrees(api.patch(f"{PATH}/{name}?dryRun=All", body, TYPES[given["type"]]), case["expect"])


@pytest.mark.parametrize("case", cases(TABLE, operations=(SCALE,)))
def test_it_scales_like_the_api_server(api, web, case):
    scale = {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "web", "namespace": "val"}}
    if case["given"]["resource_version"] != "absent":
        scale["metadata"]["resourceVersion"] = case["given"]["resource_version"]
    scale["spec"] = {"replicas": case["given"]["changes"][0]["value"]}
    agrees(api.put(f"{WEB}/scale?dryRun=All", scale), case["expect"])


def with_uid(expect, web):
    """The recorded answer with the uid of our Deployment in place of the recorded one."""
    text = expect.get("message", "")
    recorded = text.partition("UID in object meta: ")[2] or text.partition("UID in record (")[2].partition(")")[0]
    return {**expect, "message": text.replace(recorded, web["metadata"]["uid"])} if recorded else expect


OTHERS = {
    "get/missing": lambda api: api.get(f"{PATH}/nope"),
    "get/missing-namespace-list-is-empty": lambda api: api.get("/apis/apps/v1/namespaces/nope/deployments"),
    "create/missing-namespace": lambda api: api.post("/apis/apps/v1/namespaces/nope/deployments", base()),
    "delete/missing": lambda api: api.delete(f"{PATH}/nope"),
    "delete/uid-precondition-fails": lambda api: api.delete(WEB, {"preconditions": {"uid": OTHER_UID}}),
    "delete/bad-propagation": lambda api: api.delete(f"{WEB}?propagationPolicy=Sideways"),
    "list/bad-label-selector": lambda api: api.get(f"{PATH}?labelSelector=a+in+(b"),
    "list/bad-field-selector": lambda api: api.get(f"{PATH}?fieldSelector=spec.replicas=1"),
    "unknown-resource": lambda api: api.get("/apis/apps/v1/namespaces/val/deploymentz"),
    "scale/read": lambda api: api.get(f"{WEB}/scale"),
}
NAMED = {case.values[0]["name"]: case.values[0] for case in cases(TABLE)}


@pytest.mark.parametrize("name", OTHERS)
def test_it_answers_other_requests_like_the_api_server(api, web, name):
    got, expect = OTHERS[name](api), NAMED[name]["expect"]
    agrees(got, with_uid(expect, web))
    if "object" in expect:
        assert {field: got.body[field] for field in expect["object"]} == expect["object"]


def test_it_leaves_no_case_out():
    tried = [p.id for operation in ("create", UPDATE, PATCH, SCALE) for p in cases(TABLE, operations=(operation,))]
    assert sorted([*tried, *OTHERS]) == sorted(NAMED)
    assert len(NAMED) == 187


def test_it_changes_nothing_in_a_dry_run(api, web):
    before = store.load(api.cluster_id).revision
    assert api.put(f"{WEB}?dryRun=All", changed(web, [{"path": "spec/replicas", "op": "set", "value": 9}])).code == 200
    assert api.patch(f"{WEB}?dryRun=All", {"spec": {"replicas": 9}}).body["spec"]["replicas"] == 9
    assert api.delete(f"{WEB}?dryRun=All").code == 200
    assert store.load(api.cluster_id).revision == before
