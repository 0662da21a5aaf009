"""`[sig-apps] Deployment`: what is written, patched and watched (`test/e2e/apps/deployment.go`)."""

from tests.e2e import manifests
from tests.e2e.manifests import AGNHOST, NEWER_HTTPD, PAUSE, deployment
from tests.e2e.test_deployment import completed


def runs(replicas, label):
    """Whether a Deployment has the label, and all of its pods run."""

    def found(obj):
        status = obj["status"]
        numbers = [status.get(field, 0) for field in ("readyReplicas", "updatedReplicas", "unavailableReplicas")]
        return obj["metadata"]["labels"].get("test-deployment") == label and numbers == [replicas, replicas, 0]

    return found


def test_should_run_the_lifecycle_of_a_deployment(space):
    name, static = "test-deployment", {"test-deployment-static": "true"}
    selector = "test-deployment-static=true"
    everywhere = space.cluster.space("")

    with space.watch("deployments", labelSelector=selector, resourceVersion=_now(space)) as watch:
        space.create("deployments", deployment(name, 2, static, name=name, grace=1))
        first = watch.until("ADDED")["metadata"]["resourceVersion"]
        watch.until("MODIFIED", runs(2, None))
        spec = {"replicas": 1, "template": {"spec": {"terminationGracePeriodSeconds": 2}}}
        spec["template"]["spec"]["containers"] = [{"name": name, "image": AGNHOST}]
        space.patch("deployments", name, {"metadata": {"labels": {"test-deployment": "patched"}}, "spec": spec})
        patched = watch.until("MODIFIED", runs(1, "patched"))
        assert int(patched["metadata"]["resourceVersion"]) > int(first)
        assert [one["metadata"]["name"] for one in everywhere.list("deployments", labelSelector=selector)] == [name]
        _updated(space, name, patched)
        assert space.get("deployments", name, "status")["metadata"]["labels"]["test-deployment"] == "updated"
        watch.until("MODIFIED", runs(2, "updated"))
        nothing = {"status": {"readyReplicas": 0, "availableReplicas": 0}}
        space.patch("deployments", name, nothing, "status")
        watch.until("MODIFIED", lambda obj: not obj["status"].get("readyReplicas"))
        watch.until("MODIFIED", runs(2, "updated"))
        space.delete("deployments", query={"labelSelector": selector}, gracePeriodSeconds=1)
        watch.until("DELETED")


def _now(space):
    return space.get("deployments")["metadata"]["resourceVersion"]


def _updated(space, name, patched):
    """A PUT of the whole without a resourceVersion."""
    metadata = {**patched["metadata"], "labels": {**patched["metadata"]["labels"], "test-deployment": "updated"}}
    del metadata["resourceVersion"]
    spec = {
        **patched["spec"],
        "replicas": 2,
        "template": manifests.template(metadata["labels"], name=name, image=PAUSE),
    }
    space.update("deployments", {**patched, "metadata": metadata, "spec": spec})


def test_should_validate_deployment_status_endpoints(space):
    name = "test-deployment"
    space.create("deployments", deployment(name, 1, {"e2e": "status"}, image=NEWER_HTTPD))
    completed(space, name)
    version = _now(space)
    assert space.get("deployments", name, "status")["status"]["conditions"]
    extra = {"type": "StatusUpdate", "status": "True", "reason": "E2E", "message": "Set from e2e test"}
    space.changed("deployments", name, lambda found: found["status"]["conditions"].append(extra), "status")
    patched = {"status": {"conditions": [{"type": "StatusPatched", "status": "True"}]}}
    space.patch("deployments", name, patched, "status", kind="merge")
    with space.watch("deployments", labelSelector="e2e=status", resourceVersion=version) as watch:
        for kind in ("StatusUpdate", "StatusPatched"):
            watch.until("MODIFIED", lambda obj, kind=kind: _has(obj, kind))


def _has(obj, kind):
    return kind in {condition["type"] for condition in obj["status"].get("conditions", ())}
