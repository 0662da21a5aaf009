"""The recorded answers of a real API server: decode, default, validate, as one pure function."""

from copy import deepcopy

import pytest
from upstream_tables import cases, changed, table

from cluster.core import decoding, defaults, validation
from cluster.core.errors import ApiError, Invalid

NAMESPACE = "val"
UPDATE = "update existing deployment web (PUT, dry run)"
PATCH = "patch existing deployment web (dry run)"
ANOTHER_LAYER = {
    "create/namespace-mismatch": "the URL's namespace is known to the API layer only",
    "create/kind-wrong": "which kind is expected is known to the API layer only",
    "create/api-version-wrong": "which version is expected is known to the API layer only",
    "create/already-exists": "needs the store",
    "create/missing-namespace": "needs the store",
    "update/stale-resource-version": "compare-and-set is the store's",
    "update/uid-differs": "a precondition of the store",
    "update/name-differs-from-url": "the URL is known to the API layer only",
    "update/missing-object": "needs the store",
    "update/generation-set-by-client-ignored": "generation is the API layer's",
    "update/status-in-main-put-ignored": "which part a write reaches is the API layer's",
    "patch/json-replace-missing-path": "applying patches is the API layer's",
    "patch/json-test-fails": "applying patches is the API layer's",
    "patch/not-json": "applying patches is the API layer's",
    "patch/missing-object": "needs the store",
    "scale/stale": "compare-and-set is the store's",
    "scale/read": "reading is the API layer's",
    "get/missing": "needs the store",
    "get/missing-namespace-list-is-empty": "needs the store",
    "delete/missing": "needs the store",
    "delete/uid-precondition-fails": "needs the store",
    "delete/bad-propagation": "DeleteOptions are the API layer's",
    "list/bad-label-selector": "tried in test_selectors",
    "list/bad-field-selector": "tried in test_selectors",
    "unknown-resource": "routing is the API layer's",
}


def create(manifest):
    """(HTTP code, Status or object, warnings) of a create request."""
    try:
        obj = decoding.decode_strictly(manifest)
        metadata = obj.get("metadata", {})
        metadata = {**metadata, "namespace": NAMESPACE}
        if metadata.get("generateName") and not metadata.get("name"):
            metadata["name"] = metadata["generateName"] + "x2x4x"
        obj = defaults.apply({**obj, "metadata": metadata})
        return judged(obj, validation.validate_create(obj)) or (201, obj, validation.warnings(obj))
    except ApiError as error:
        return error.code, error.status(), []


def judged(obj, errors):
    if errors:
        raise Invalid(obj["kind"], "apps", obj["metadata"].get("name", ""), errors)


def answer(expect):
    """The parts of a refusal that are compared."""
    return expect.get("reason"), expect.get("message"), expect.get("causes", [])


def refused(status):
    details = status.get("details") or {}
    return status.get("reason"), status.get("message"), details.get("causes", [])


@pytest.mark.parametrize("case", cases("generated_api_validation", operations=("create",), without=ANOTHER_LAYER))
def test_it_answers_a_create_like_the_api_server(case):
    given, expect = case["given"], case["expect"]
    code, body, warnings = create(changed(table("generated_api_validation")["base_manifest"], given["changes"]))
    assert code == expect["http"]
    assert code == 201 or refused(body) == answer(expect)
    assert [header(text) for text in warnings] == ([expect["warning"]] if "warning" in expect else [])


def header(text):
    escaped = text.replace('"', '\\"')
    return f'299 - "{escaped}"'


STORED = [case for case in cases("generated_api_validation") if "stored_object" in case.values[0]["expect"]]


@pytest.mark.parametrize("case", STORED)
def test_it_stores_what_the_api_server_stores(case):
    expected = deepcopy(case["expect"]["stored_object"])
    expected["metadata"].pop("generation")
    if "generateName" in expected["metadata"]:
        expected["metadata"]["name"] = expected["metadata"]["generateName"] + "x2x4x"
    _, stored, _ = create(changed(table("generated_api_validation")["base_manifest"], case["given"]["changes"]))
    assert stored == expected


def existing():
    """The Deployment `web` that the recorded updates and patches met."""
    _, stored, _ = create(table("generated_api_validation")["base_manifest"])
    return {**stored, "metadata": {**stored["metadata"], "resourceVersion": "7"}}


def update(manifest):
    old = existing()
    new = defaults.apply(decoding.decode_strictly(manifest))
    errors = validation.validate_update(new, old)
    return answer({}) if not errors else refused(Invalid("Deployment", "apps", "web", errors).status())


@pytest.mark.parametrize("case", cases("generated_api_validation", operations=(UPDATE,), without=ANOTHER_LAYER))
def test_it_answers_an_update_like_the_api_server(case):
    assert update(changed(existing(), case["given"]["changes"])) == answer(case["expect"])


PATCHED = {
    "patch/strategic-image": {"containers": [{"name": "c", "image": "nginx:2"}]},
    "patch/strategic-new-container-without-image": {
        "containers": [{"name": "d"}, {"name": "c", "image": "nginx:1.27"}]
    },
    "patch/merge-containers-replaces-list": {"containers": [{"image": "nginx:2"}]},
}
STRATEGIES = {
    "patch/merge-recreate-null-rolling-update": {"type": "Recreate", "rollingUpdate": None},
    "patch/strategic-recreate-retain-keys": {"type": "Recreate"},
    "patch/merge-recreate-only": {"type": "Recreate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
    "patch/strategic-recreate-plain": {
        "type": "Recreate",
        "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"},
    },
}


@pytest.mark.parametrize("case", cases("generated_api_validation", operations=(PATCH,), without=ANOTHER_LAYER))
def test_it_answers_the_result_of_a_patch_like_the_api_server(case):
    name, manifest = case["name"], deepcopy(existing())
    manifest["spec"]["template"]["spec"] |= PATCHED.get(name, {})
    manifest["spec"]["strategy"] = STRATEGIES.get(name, manifest["spec"]["strategy"])
    if name == "patch/merge-null-replicas-defaults-to-1":
        manifest["spec"]["replicas"] = None
    assert update(manifest) == answer(case["expect"])


@pytest.mark.parametrize(
    "case", cases("generated_api_validation", operations=("PUT scale subresource (dry run)",), without=ANOTHER_LAYER)
)
def test_it_answers_a_scale_like_the_api_server(case):
    scale = {"apiVersion": "autoscaling/v1", "kind": "Scale", "metadata": {"name": "web", "namespace": NAMESPACE}}
    scale["spec"] = {"replicas": case["given"]["changes"][0]["value"]}
    errors = validation.validate_scale(scale)
    found = refused(Invalid("Scale", "autoscaling", "web", errors).status()) if errors else answer({})
    assert found == answer(case["expect"])


def test_it_leaves_no_case_out_without_a_reason():
    tried = ("create", UPDATE, PATCH, "PUT scale subresource (dry run)")
    rest = {p.id for p in cases("generated_api_validation") if p.values[0]["given"]["operation"] not in tried}
    assert rest <= set(ANOTHER_LAYER)
