"""POST, PUT, PATCH and DELETE: what is stored, who is told to have done what, what is answered."""

import pytest

from cluster import store
from tests.api.asking import DEPLOYMENTS, JSON_PATCH, MERGE, config_map, deployment

WEB = f"{DEPLOYMENTS}/web"
HERE = "/api/v1/namespaces/default/configmaps"
APPLY = "application/apply-patch+yaml"


def newest(api):
    """The newest line of the log."""
    revision = store.load(api.cluster_id).revision
    return store.newest_changes(api.cluster_id, 1, revision)[0]


@pytest.fixture
def web(api):
    return api.post(DEPLOYMENTS, deployment()).body


def test_it_creates_an_object_with_what_the_system_gives_it(api):
    got = api.post(DEPLOYMENTS, deployment())
    metadata = got.body["metadata"]
    assert got.code == 201
    assert (metadata["namespace"], metadata["generation"]) == ("default", 1)
    assert metadata["resourceVersion"] == str(store.load(api.cluster_id).revision)
    assert metadata["uid"]


def test_it_makes_names(api):
    manifest = {"metadata": {"generateName": "a-"}}
    names = [api.post(HERE, manifest).body["metadata"]["name"] for _ in range(3)]
    assert len(set(names)) == 3
    assert all(name.startswith("a-") and len(name) == 7 for name in names)


def test_it_wants_a_name(api):
    got = api.post(HERE, {"metadata": {}})
    assert got.body["message"] == (
        'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'
    )


def test_it_takes_the_kind_from_the_address(api):
    assert api.post(HERE, {"metadata": {"name": "a"}}).code == 201


@pytest.mark.parametrize(
    ("command", "agent", "actor"),
    [
        ("kubectl create", "kubectl/v1.32.4 (linux/amd64) kubernetes/59526cd", "you (kubectl create)"),
        ("", "lightkube/0.15", "you (lightkube)"),
        ("", "", "you"),
        ("<script>", "<script>", "you"),
    ],
)
def test_it_tells_who_acted(api, command, agent, actor):
    api.ask("POST", HERE, config_map("a"), kubectl_command=command, user_agent=agent)
    assert newest(api).actor == actor


def test_it_tells_what_was_done(api, web):
    api.patch(WEB, {"spec": {"replicas": 5}})
    assert newest(api).reason == "you patched deployment web: spec.replicas 3 → 5"
    api.put(f"{WEB}/scale", {"metadata": {"name": "web"}, "spec": {"replicas": 2}})
    assert newest(api).reason == "you scaled deployment web: spec.replicas 5 → 2"
    api.delete(WEB)
    assert newest(api).reason == "web was deleted"


def test_it_replaces_unless_someone_was_faster(api, web):
    web["spec"]["replicas"] = 5
    assert api.put(WEB, web).body["metadata"]["generation"] == 2
    again = api.put(WEB, web)
    assert (again.code, again.body["reason"]) == (409, "Conflict")


def test_it_replaces_without_condition_when_none_is_sent(api, web):
    assert api.put(WEB, deployment(replicas=7)).body["spec"]["replicas"] == 7


@pytest.mark.parametrize(
    ("body", "kind"),
    [({}, MERGE), ({"spec": {"replicas": 3}}, MERGE), ([], JSON_PATCH), ({"metadata": {"labels": None}}, MERGE)],
)
def test_it_writes_nothing_when_nothing_changes(api, web, body, kind):
    before = store.load(api.cluster_id).revision
    assert api.patch(WEB, body, kind).code == 200
    assert api.put(WEB, api.get(WEB).body).code == 200
    assert store.load(api.cluster_id).revision == before


def test_it_never_creates_by_put(api):
    assert api.put(WEB, deployment()).code == 404


def test_it_keeps_the_status_in_a_write_of_the_object_and_the_spec_in_one_of_the_status(api, web):
    api.put(WEB, {**web, "status": {"replicas": 9}})
    assert api.get(WEB).body["status"] == {}
    got = api.put(f"{WEB}/status", {**web, "spec": {**web["spec"], "replicas": 9}, "status": {"replicas": 4}})
    assert (got.body["spec"]["replicas"], got.body["status"]) == (3, {"replicas": 4})
    assert got.body["metadata"]["generation"] == 1


def test_it_patches_the_scale(api, web):
    got = api.patch(f"{WEB}/scale", {"spec": {"replicas": 6}}, MERGE)
    assert (got.body["kind"], got.body["spec"]) == ("Scale", {"replicas": 6})
    assert api.get(WEB).body["metadata"]["generation"] == 2


def test_it_scales_to_nothing(api, web):
    assert api.patch(f"{WEB}/scale", {"spec": {"replicas": 0}}, MERGE).body["spec"] == {}
    assert api.get(WEB).body["spec"]["replicas"] == 0


def test_it_scales_under_a_condition(api, web):
    scale = api.get(f"{WEB}/scale").body
    api.patch(WEB, {"metadata": {"labels": {"a": "b"}}})
    assert api.put(f"{WEB}/scale", scale).code == 409


def test_it_applies_what_does_not_exist_and_then_changes_nothing(api):
    path = f"{WEB}?fieldManager=me"
    first, second = api.patch(path, deployment(), APPLY), api.patch(path, deployment(), APPLY)
    assert (first.code, second.code) == (201, 200)
    assert first.body == second.body
    assert [entry["manager"] for entry in first.body["metadata"]["managedFields"]] == ["me"]


def test_it_refuses_to_take_fields_of_others_unless_forced(api, web):
    wanted = {**deployment(replicas=5)}
    refused = api.patch(f"{WEB}?fieldManager=me", wanted, APPLY)
    assert (refused.code, refused.body["reason"]) == (409, "Conflict")
    assert refused.body["details"]["causes"][0]["field"] == ".spec.replicas"
    assert api.patch(f"{WEB}?fieldManager=me&force=true", wanted, APPLY).body["spec"]["replicas"] == 5


def test_it_wants_to_know_who_applies(api):
    got = api.patch(WEB, deployment(), APPLY)
    assert got.body["message"] == (
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch'
    )


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("dryRun=Some", 'dryRun: Unsupported value: ["Some"]: supported values: "All"'),
        ("fieldValidation=Loose", 'fieldValidation: Unsupported value: "Loose"'),
        (f"fieldManager={'x' * 129}", "fieldManager: Too long: may not be more than 128 bytes"),
    ],
)
def test_it_judges_the_options_of_a_write(api, query, field):
    got = api.post(f"{HERE}?{query}", config_map("a"))
    assert got.code == 422
    assert got.body["message"].startswith(f'CreateOptions.meta.k8s.io "" is invalid: {field}')


UNKNOWN = {"metadata": {"name": "a"}, "date": {"x": "1"}}


def test_it_warns_of_unknown_fields_unless_told_otherwise(api):
    assert api.post(f"{HERE}?dryRun=All", UNKNOWN).warnings == ['299 - "unknown field \\"date\\""']
    assert api.post(f"{HERE}?dryRun=All&fieldValidation=Ignore", UNKNOWN).warnings == []
    strict = api.post(f"{HERE}?dryRun=All&fieldValidation=Strict", UNKNOWN)
    assert strict.body["message"] == (
        'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "date"'
    )


def test_it_tells_fields_that_come_twice(api):
    body = b'{"metadata":{"name":"a"},"data":{"x":"1","x":"2"}}'
    assert api.post(f"{HERE}?dryRun=All", body).warnings == ['299 - "duplicate field \\"data.x\\""']


def test_it_answers_a_deletion_with_a_status(api, web):
    got = api.delete(WEB)
    assert got.body["status"] == "Success"
    assert got.body["details"] == {
        "name": "web",
        "group": "apps",
        "kind": "deployments",
        "uid": web["metadata"]["uid"],
    }
    assert api.get(WEB).code == 404


def test_it_answers_a_deletion_that_takes_time_with_the_object(api, web):
    got = api.delete(WEB, {"kind": "DeleteOptions", "apiVersion": "v1", "propagationPolicy": "Foreground"})
    assert got.body["metadata"]["finalizers"] == ["foregroundDeletion"]
    assert got.body["metadata"]["deletionTimestamp"]


@pytest.mark.parametrize("query", ["orphanDependents=true", "propagationPolicy=Orphan"])
def test_it_orphans(api, web, query):
    assert api.delete(f"{WEB}?{query}").body["metadata"]["finalizers"] == ["orphan"]


def test_it_refuses_deletions_that_make_no_sense(api, web):
    both = api.delete(WEB, {"orphanDependents": True, "propagationPolicy": "Orphan"})
    assert (both.code, "cannot be both set" in both.body["message"]) == (422, True)
    assert api.delete(WEB, {"gracePeriodSeconds": "soon"}).code == 400
    assert api.delete(WEB, {"preconditions": {"resourceVersion": "1"}}).code == 409
    assert api.delete(WEB, {"kind": "Deployment"}).code == 400
    assert api.get(WEB).code == 200


def test_it_lets_an_object_go_with_its_last_finalizer(api):
    manifest = config_map("a")
    manifest["metadata"]["finalizers"] = ["example.org/wait"]
    api.post(HERE, manifest)
    assert api.delete(f"{HERE}/a").body["metadata"]["deletionTimestamp"]
    assert api.patch(f"{HERE}/a", {"metadata": {"finalizers": None}}, MERGE).code == 200
    assert api.get(f"{HERE}/a").code == 404


def test_it_finalizes_a_namespace(api):
    api.post("/api/v1/namespaces", {"metadata": {"name": "a"}})
    body = {"metadata": {"name": "a"}, "spec": {"finalizers": ["example.org/mine"]}}
    assert api.put("/api/v1/namespaces/a", body).body["spec"]["finalizers"] == ["kubernetes"]
    assert api.put("/api/v1/namespaces/a/finalize", body).body["spec"]["finalizers"] == ["example.org/mine"]


def test_it_makes_nothing_in_a_namespace_that_is_being_deleted(api):
    api.post("/api/v1/namespaces", {"metadata": {"name": "a"}})
    api.delete("/api/v1/namespaces/a")
    got = api.post("/api/v1/namespaces/a/configmaps", config_map("x"))
    assert (got.code, got.body["details"]["causes"][0]["reason"]) == (403, "NamespaceTerminating")


def test_it_asks_the_quota_for_every_kind(api):
    quota = {"metadata": {"name": "q"}, "spec": {"hard": {"count/deployments.apps": "1", "services": "1"}}}
    api.post("/api/v1/namespaces/default/resourcequotas", quota)
    assert api.post(DEPLOYMENTS, deployment("a")).code == 201
    got = api.post(DEPLOYMENTS, deployment("b"))
    assert got.body["message"] == (
        'deployments.apps "b" is forbidden: exceeded quota: q, requested: count/deployments.apps=1, '
        "used: count/deployments.apps=1, limited: count/deployments.apps=1"
    )
