"""What the control plane owns is derived from the object, not stored in it."""

import copy
from typing import Any

import pytest

from cluster.core import managed_fields
from cluster.core.kinds import Object
from cluster.core.last_applied import LAST_APPLIED
from tests.core.managed_fields.sessions import WEB, Session

OWNER = {"apiVersion": "apps/v1", "kind": "ReplicaSet", "name": "web-1", "uid": "7", "controller": True}


def made(kind: str, api_version: str = "v1", **parts: Any) -> Object:
    metadata = {"name": "web", "uid": "1", "creationTimestamp": "2026-01-01T00:00:00Z", **parts.pop("metadata", {})}
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}


POD = made(
    "Pod",
    metadata={"ownerReferences": [OWNER], "labels": {"app": "web"}},
    spec={"containers": [{"name": "web", "image": "nginx"}], "nodeName": "node-1"},
    status={"phase": "Running", "conditions": [{"type": "Ready", "lastTransitionTime": "2026-01-01T00:00:09Z"}]},
    simulation={"started": 1},
)
WHO = {
    "a pod of a ReplicaSet": (POD, ["kube-controller-manager Update", "kubelet Update status"]),
    "a node": (made("Node", spec={"podCIDR": "10.0.0.0/24"}), ["kubelet Update"]),
    "a slice of endpoints": (
        made("EndpointSlice", "discovery.k8s.io/v1", addressType="IPv4"),
        ["kube-controller-manager Update"],
    ),
    "a map that a person made": (made("ConfigMap", data={"a": "1"}), ["kubectl-create Update"]),
    "a map that was applied": (
        made("ConfigMap", data={"a": "1"}, metadata={"annotations": {LAST_APPLIED: "{}"}}),
        ["kubectl-client-side-apply Update"],
    ),
    "the default account": (
        made("ServiceAccount", metadata={"name": "default", "labels": {"a": "b"}}),
        ["kube-controller-manager Update"],
    ),
    "the server's own Service": (
        made("Service", metadata={"name": "kubernetes"}, spec={"type": "ClusterIP"}),
        ["kube-apiserver Update"],
    ),
    "an event of the scheduler": (
        made("Event", reason="Scheduled", source={"component": "default-scheduler"}),
        ["kube-scheduler Update"],
    ),
    "nothing that could be owned": (made("ServiceAccount"), []),
}


def shown(obj: Object) -> list[str]:
    entries = managed_fields.complete(obj)["metadata"].get("managedFields", [])
    return [" ".join([e["manager"], e["operation"], e.get("subresource", "")]).strip() for e in entries]


@pytest.mark.parametrize(("obj", "wanted"), WHO.values(), ids=WHO)
def test_it_knows_who_made_what(obj: Object, wanted: list[str]) -> None:
    before = copy.deepcopy(obj)
    assert shown(obj) == wanted
    assert obj == before


def test_the_node_of_a_pod_is_nobodys_and_its_status_the_kubelets() -> None:
    creator, kubelet = managed_fields.complete(POD)["metadata"]["managedFields"]
    assert "f:nodeName" not in creator["fieldsV1"]["f:spec"]
    assert "f:simulation" not in creator["fieldsV1"]
    assert set(kubelet["fieldsV1"]) == {"f:status"}
    assert (creator["time"], kubelet["time"]) == ("2026-01-01T00:00:00Z", "2026-01-01T00:00:09Z")


def test_the_revision_of_a_deployment_belongs_to_its_controller() -> None:
    session = Session()
    session.create("kubectl-create")
    assert session.live is not None
    session.live["metadata"]["annotations"] = {"deployment.kubernetes.io/revision": "1"}
    session.live["status"] = {"replicas": 2}
    assert shown(session.live) == ["kube-controller-manager Update status", "kubectl-create Update"]
    fields = managed_fields.complete(session.live)["metadata"]["managedFields"][0]["fieldsV1"]
    assert fields["f:metadata"] == {"f:annotations": {"f:deployment.kubernetes.io/revision": {}}}


def test_the_first_write_of_a_client_stores_the_creator_too() -> None:
    session = Session(POD)
    session.update("kubectl-label", metadata__labels__x="y")
    assert session.managers == ["kube-controller-manager Update", "kubectl-label Update"]


def test_an_applier_meets_the_creator() -> None:
    session = Session({**copy.deepcopy(WEB), "metadata": {**WEB["metadata"], "uid": "1"}})
    with pytest.raises(managed_fields.ApplyConflict, match="kubectl-create"):
        session.apply("me", replicas=5)


def test_nothing_is_shown_of_an_object_whose_list_was_reset() -> None:
    obj = {**POD, "metadata": {**POD["metadata"], "managedFields": []}}
    assert "managedFields" not in managed_fields.complete(obj)["metadata"]
