"""The Python client of the Kubernetes project: a rolling update, a watch of it, an undo."""

import pytest
from kubernetes import client, config, watch


@pytest.fixture
def apis(hurried, space):
    with config.new_client_from_config(str(hurried)) as found:
        core = client.CoreV1Api(found)
        core.create_namespace({"metadata": {"name": space}})
        yield client.AppsV1Api(found), core
        core.delete_namespace(space)


def rolled_out(apps, space, image):
    """Watch until every pod is new and ready; the numbers of ready pods on the way."""
    ready = []
    watching = watch.Watch()
    for event in watching.stream(apps.list_namespaced_deployment, space, timeout_seconds=60):
        found = event["object"]
        assert isinstance(found, client.V1Deployment)
        ready.append(found.status.ready_replicas or 0)
        status, current = found.status, found.spec.template.spec.containers[0].image == image
        counts = {status.replicas, status.updated_replicas, status.available_replicas}
        if current and status.observed_generation == found.metadata.generation and counts == {found.spec.replicas}:
            watching.stop()
            return ready
    raise AssertionError("the rollout was not over in time")


def test_it_updates_watches_and_undoes(apis, space, manifest):
    apps, core = apis
    apps.create_namespaced_deployment(space, manifest)
    rolled_out(apps, space, "nginx:1.26")
    containers = [{"name": "web", "image": "nginx:1.27"}]
    apps.patch_namespaced_deployment("web", space, {"spec": {"template": {"spec": {"containers": containers}}}})
    assert min(rolled_out(apps, space, "nginx:1.27")) >= 2
    sets = apps.list_namespaced_replica_set(space, label_selector="app=web").items
    (old,) = [one for one in sets if one.metadata.annotations["deployment.kubernetes.io/revision"] == "1"]
    del old.spec.template.metadata.labels["pod-template-hash"]
    template = client.ApiClient().sanitize_for_serialization(old.spec.template)
    undo = [{"op": "replace", "path": "/spec/template", "value": template}]
    apps.patch_namespaced_deployment("web", space, undo)
    rolled_out(apps, space, "nginx:1.26")
    images = {pod.spec.containers[0].image for pod in core.list_namespaced_pod(space).items if _stays(pod)}
    assert images == {"nginx:1.26"}


def _stays(pod):
    return pod.metadata.deletion_timestamp is None


def test_it_scales_replaces_and_deletes(apis, space, manifest):
    apps, _ = apis
    apps.create_namespaced_deployment(space, manifest)
    scale = apps.read_namespaced_deployment_scale("web", space)
    scale.spec.replicas, scale.metadata.resource_version = 3, None
    assert apps.replace_namespaced_deployment_scale("web", space, scale).spec.replicas == 3
    rolled_out(apps, space, "nginx:1.26")
    found = apps.read_namespaced_deployment("web", space)
    found.metadata.resource_version = "1"
    with pytest.raises(client.ApiException) as refused:
        apps.replace_namespaced_deployment("web", space, found)
    assert (refused.value.status, refused.value.reason) == (409, "Conflict")
    assert apps.delete_namespaced_deployment("web", space)["status"] == "Success"
