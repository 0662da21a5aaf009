"""`[sig-apps] ReplicaSet` (`test/e2e/apps/replica_set.go`)."""

from tests.e2e.asking import eventually
from tests.e2e.manifests import AGNHOST, PAUSE, pod, replica_set

LABELS = {"name": "sample-pod", "pod": "httpd"}
SELECTOR = "name=sample-pod,pod=httpd"


def ready(space, name, replicas):
    eventually(lambda: space.get("replicasets", name)["status"].get("readyReplicas") == replicas)


def test_should_serve_a_basic_image_on_each_replica_with_a_public_image(space):
    name = "my-hostname-basic"
    labels = {"name": name}
    ports = [{"containerPort": 9376}]
    space.create("replicasets", replica_set(name, 2, labels, image=AGNHOST, args=["serve-hostname"], ports=ports))
    ready(space, name, 2)
    pods = [one["metadata"]["name"] for one in space.list("pods", labelSelector=f"name={name}")]
    assert len(pods) == 2
    assert [space.get("pods", one, "proxy").strip() for one in pods] == pods


def failure_of(space, name):
    found = space.get("replicasets", name)
    if found["metadata"]["generation"] > found["status"].get("observedGeneration", 0):
        return None
    return {condition["type"] for condition in found["status"].get("conditions", ())}


def test_should_surface_a_failure_condition_on_a_common_issue_like_exceeded_quota(space):
    name = "condition-test"
    space.create("resourcequotas", {"metadata": {"name": name}, "spec": {"hard": {"pods": "2"}}})
    eventually(lambda: space.get("resourcequotas", name).get("status", {}).get("hard") == {"pods": "2"})
    space.create("replicasets", replica_set(name, 3, {"name": name}))
    eventually(lambda: failure_of(space, name) == {"ReplicaFailure"})
    space.changed("replicasets", name, lambda found: found["spec"].update(replicas=2))
    eventually(lambda: failure_of(space, name) == set())


def test_should_adopt_matching_pods_on_creation_and_release_no_longer_matching_pods(space):
    name = "pod-adoption-release"
    space.create("pods", pod(name, {"name": name}, name=name))
    eventually(lambda: space.get("pods", name)["status"]["phase"] == "Running")
    uid = space.create("replicasets", replica_set(name, 1, {"name": name}))["metadata"]["uid"]

    def owners():
        return {owner["uid"] for owner in space.get("pods", name)["metadata"].get("ownerReferences", ())}

    eventually(lambda: uid in owners())
    space.changed("pods", name, lambda found: found["metadata"].update(labels={"name": "not-matching-name"}))
    eventually(lambda: uid not in owners())


def test_replicaset_should_have_a_working_scale_subresource(space):
    space.create("replicasets", replica_set("test-rs", 1, LABELS))
    ready(space, "test-rs", 1)
    scale = space.get("replicasets", "test-rs", "scale")
    assert (scale["spec"]["replicas"], scale["status"]["replicas"]) == (1, 1)
    assert set(scale["status"]["selector"].split(",")) == set(SELECTOR.split(","))
    del scale["metadata"]["resourceVersion"]
    assert space.update("replicasets", {**scale, "spec": {"replicas": 2}}, "scale")["spec"]["replicas"] == 2
    assert space.get("replicasets", "test-rs")["spec"]["replicas"] == 2
    space.patch("replicasets", "test-rs", {"spec": {"replicas": 4}, "status": {"replicas": 0}}, "scale")
    assert space.get("replicasets", "test-rs")["spec"]["replicas"] == 4


def test_replace_and_patch_tests(space):
    name = "test-rs"
    version = space.cluster.space("").get("replicasets", labelSelector="test-rs=patched")["metadata"]["resourceVersion"]
    space.create("replicasets", replica_set(name, 1, LABELS))
    ready(space, name, 1)
    space.changed("replicasets", name, lambda found: found["spec"].update(replicas=2))
    containers = [{"name": name, "image": PAUSE}]
    template = {"spec": {"terminationGracePeriodSeconds": 0, "containers": containers}}
    metadata = {"labels": {"test-rs": "patched"}}
    space.patch("replicasets", name, {"metadata": metadata, "spec": {"replicas": 3, "template": template}})

    def patched(rs):
        counts = [rs["status"].get(field) for field in ("readyReplicas", "availableReplicas")]
        return counts == [3, 3] and rs["spec"]["template"]["spec"]["containers"][0]["image"] == PAUSE

    with space.watch("replicasets", labelSelector="test-rs=patched", resourceVersion=version) as watch:
        watch.until("ADDED", lambda rs: rs["metadata"]["name"] == name)
        watch.until("MODIFIED", patched)


def test_should_list_and_delete_a_collection_of_replica_sets(space):
    everywhere = space.cluster.space("")
    space.create("replicasets", replica_set("test-rs", 3, {**LABELS, "e2e": "abcde"}))
    ready(space, "test-rs", 3)
    assert len(everywhere.list("replicasets", labelSelector="e2e=abcde")) == 1
    space.delete("replicasets", query={"labelSelector": "e2e=abcde"}, gracePeriodSeconds=1)
    assert everywhere.list("replicasets", labelSelector="e2e=abcde") == []


def test_should_validate_replicaset_status_endpoints(space):
    name = "test-rs"
    version = space.cluster.space("").get("replicasets", labelSelector=SELECTOR)["metadata"]["resourceVersion"]
    space.create("replicasets", replica_set(name, 1, LABELS))
    ready(space, name, 1)
    assert space.get("replicasets", name, "status")["status"]["replicas"] == 1
    extra = {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from e2e test"}
    space.changed("replicasets", name, lambda found: found["status"].update(conditions=[extra]), "status")
    patch = {"status": {"conditions": [{"type": "StatusPatched", "status": "True"}]}}
    space.patch("replicasets", name, patch, "status", kind="merge")
    with space.watch("replicasets", labelSelector=SELECTOR, resourceVersion=version) as watch:
        for wanted in ("StatusUpdate", "StatusPatched"):
            watch.until("MODIFIED", lambda rs, wanted=wanted: wanted in str(rs["status"].get("conditions")))
