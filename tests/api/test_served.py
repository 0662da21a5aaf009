"""What is served: discovery in both forms, paths that are none, verbs that are not, computed and converted kinds."""

import pytest

from cluster import store
from cluster.api import resources
from cluster.core import nodes
from tests.api.asking import DEPLOYMENTS, deployment

AGGREGATED = "application/json;g=apidiscovery.k8s.io;v={};as=APIGroupDiscoveryList"
LEASES = "/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases"


@pytest.mark.parametrize("version", ["v2", "v2beta1"])
@pytest.mark.parametrize("path", ["/api", "/apis"])
def test_it_tells_everything_at_once(api, path, version):
    wanted = AGGREGATED.format(version)
    got = api.get(path, accept=f"{wanted},application/json;q=0.9")
    assert got.media_type == wanted
    assert got.body["apiVersion"] == f"apidiscovery.k8s.io/{version}"
    assert got.body["items"]


def test_it_prefers_what_the_client_prefers(api):
    accept = ",".join([AGGREGATED.format("v2"), AGGREGATED.format("v2beta1"), "application/json"])
    assert api.get("/apis", accept=accept).body["apiVersion"] == "apidiscovery.k8s.io/v2"
    assert api.get("/apis", accept="application/json").body["kind"] == "APIGroupList"
    assert api.get("/apis").body["kind"] == "APIGroupList"


def flat(api):
    """(group/version, resource or resource/subresource) of the plain documents."""
    found = [("v1", entry["name"]) for entry in api.get("/api/v1").body["resources"]]
    for group in api.get("/apis").body["groups"]:
        assert api.get(f"/apis/{group['name']}").body["name"] == group["name"]
        for version in group["versions"]:
            listed = api.get(f"/apis/{version['groupVersion']}").body
            found += [(listed["groupVersion"], entry["name"]) for entry in listed["resources"]]
    return found


def aggregated(api):
    """The same of the aggregated documents."""
    for path in ("/api", "/apis"):
        for group in api.get(path, accept=AGGREGATED.format("v2")).body["items"]:
            for version in group["versions"]:
                name = group["metadata"].get("name", "")
                place = f"{name}/{version['version']}" if name else version["version"]
                for entry in version["resources"]:
                    yield place, entry["resource"]
                    for sub in entry.get("subresources", ()):
                        yield place, f"{entry['resource']}/{sub['subresource']}"


def test_it_tells_the_same_in_both_forms(api):
    assert sorted(flat(api)) == sorted(aggregated(api))
    assert ("apps/v1", "deployments/scale") in flat(api)


def test_it_puts_into_all_what_kubectl_expects_there():
    names = {row.plural for row in resources.TABLE if "all" in row.categories}
    assert {"pods", "services", "deployments", "replicasets"} <= names


@pytest.mark.parametrize(
    "path", ["/foo", "/api/v2", "/apis/nope", "/apis/apps/v2", "/apis/apps/v1/x/y/z/q", "/version/x"]
)
def test_it_serves_nothing_elsewhere(api, path):
    assert api.get(path).code == 404


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("POST", f"{DEPLOYMENTS}/web"),
        ("PUT", DEPLOYMENTS),
        ("PATCH", DEPLOYMENTS),
        ("OPTIONS", DEPLOYMENTS),
        ("DELETE", "/api/v1/namespaces"),
        ("DELETE", "/apis/metrics.k8s.io/v1beta1/nodes/node-1"),
        ("POST", "/apis/apps/v1/deployments"),
        ("DELETE", f"{DEPLOYMENTS}/web/status"),
    ],
)
def test_it_refuses_verbs_that_a_path_has_not(api, method, path):
    got = api.ask(method, path, deployment() if method != "DELETE" else None)
    assert (got.code, got.body["reason"]) == (405, "MethodNotAllowed")
    assert got.body["message"] == "the server does not allow this method on the requested resource"


def test_it_tells_its_version_and_its_health(api):
    assert api.get("/version").body["gitVersion"] == nodes.VERSION
    assert [api.get(path).body for path in ("/healthz", "/livez", "/readyz")] == ["ok"] * 3


def test_it_answers_a_fault_of_its_own_without_telling_it(api, monkeypatch, caplog):
    monkeypatch.setattr(store, "hold", lambda _: 1 / 0)
    got = api.get("/api/v1/nodes")
    assert (got.code, got.body["reason"]) == (500, "InternalError")
    assert "division" not in got.body["message"]
    assert "ZeroDivisionError" in caplog.text


def test_it_asks_to_come_again_when_others_are_always_faster(api, monkeypatch):
    def lost(*_):
        raise store.Lost

    monkeypatch.setattr(store, "act", lost)
    got = api.post(DEPLOYMENTS, deployment())
    assert (got.code, got.body["details"]["retryAfterSeconds"]) == (429, 1)


def test_it_computes_the_leases_of_nodes(api, wall):
    before = store.load(api.cluster_id).revision
    wall.passes(25)
    lease = api.get(f"{LEASES}/node-1").body
    assert lease["spec"]["holderIdentity"] == "node-1"
    assert lease["spec"]["renewTime"] == "2026-01-01T00:00:20.000000Z"
    assert api.get(LEASES).names == ["node-1", "node-2", "node-3"]
    assert api.get("/apis/coordination.k8s.io/v1/namespaces/default/leases").names == []
    assert store.load(api.cluster_id).revision == before


def test_it_lets_the_lease_of_a_silent_node_grow_old(api, passes, cluster):
    passes(25)
    store.act(cluster.id, lambda state: nodes.silence(state, "node-1"))
    passes(100)
    assert api.get(f"{LEASES}/node-1").body["spec"]["renewTime"] == "2026-01-01T00:00:20.000000Z"


def heartbeat(api, name="node-2"):
    conditions = api.get(f"/api/v1/nodes/{name}").body["status"]["conditions"]
    return {condition["lastHeartbeatTime"] for condition in conditions}


def test_it_lets_living_nodes_report(api, wall):
    wall.passes(700)
    assert heartbeat(api) == {"2026-01-01T00:10:00Z"}


def test_it_stores_no_heartbeat_that_comes_back(api, wall):
    wall.passes(700)
    node = api.get("/api/v1/nodes/node-2").body
    before = store.load(api.cluster_id).revision
    assert api.put("/api/v1/nodes/node-2/status", node).code == 200
    assert store.load(api.cluster_id).revision == before


def test_it_serves_events_in_both_groups(api):
    event = {
        "metadata": {"name": "e", "namespace": "default"},
        "involvedObject": {"kind": "Pod", "name": "web", "namespace": "default"},
        "reason": "Because",
        "message": "it is so",
        "type": "Normal",
        "firstTimestamp": "2026-01-01T00:00:00Z",
    }
    assert api.post("/api/v1/namespaces/default/events", event).code == 201
    newer = api.get("/apis/events.k8s.io/v1/namespaces/default/events/e").body
    assert newer["apiVersion"] == "events.k8s.io/v1"
    assert (newer["regarding"]["name"], newer["note"]) == ("web", "it is so")
    assert newer["deprecatedFirstTimestamp"] == "2026-01-01T00:00:00Z"
    assert (
        newer["metadata"]["resourceVersion"]
        == (api.get("/api/v1/namespaces/default/events/e").body["metadata"]["resourceVersion"])
    )
