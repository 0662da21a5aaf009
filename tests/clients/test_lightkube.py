"""lightkube: a rolling update, a watch of it, an undo, a server-side apply."""

import pytest
from lightkube import Client, KubeConfig
from lightkube.core.exceptions import ApiError
from lightkube.models.meta_v1 import ObjectMeta
from lightkube.resources.apps_v1 import Deployment, ReplicaSet
from lightkube.resources.core_v1 import Namespace
from lightkube.types import PatchType


@pytest.fixture
def api(hurried, space):
    config = KubeConfig.from_file(str(hurried))
    found = Client(config, namespace=space, field_manager="lightkube-tests")
    found.create(Namespace(metadata=ObjectMeta(name=space)))
    yield found
    found.delete(Namespace, space)


def rolled_out(api, image):
    """Watch until every pod is new and ready."""
    for _, found in api.watch(Deployment, server_timeout=60):
        status, wanted = found.status, found.spec.replicas
        current = found.spec.template.spec.containers[0].image == image
        counts = {status.replicas, status.updatedReplicas, status.availableReplicas}
        if current and status.observedGeneration == found.metadata.generation and counts == {wanted}:
            return


def test_it_updates_watches_and_undoes(api, manifest):
    api.create(Deployment.from_dict(manifest))
    rolled_out(api, "nginx:1.26")
    containers = [{"name": "web", "image": "nginx:1.27"}]
    api.patch(Deployment, "web", {"spec": {"template": {"spec": {"containers": containers}}}})
    rolled_out(api, "nginx:1.27")
    sets = list(api.list(ReplicaSet, labels={"app": "web"}))
    (old,) = [one for one in sets if one.metadata.annotations["deployment.kubernetes.io/revision"] == "1"]
    del old.spec.template.metadata.labels["pod-template-hash"]
    undo = [{"op": "replace", "path": "/spec/template", "value": old.spec.template.to_dict()}]
    api.patch(Deployment, "web", undo, patch_type=PatchType.JSON)
    rolled_out(api, "nginx:1.26")
    assert len(list(api.list(ReplicaSet, labels={"app": "web"}))) == 2


def test_it_applies_and_meets_conflicts(api, manifest):
    api.apply(Deployment.from_dict(manifest))
    manifest["spec"]["replicas"] = 3
    with pytest.raises(ApiError, match="conflict with"):
        api.apply(Deployment.from_dict(manifest), field_manager="another")
    applied = api.apply(Deployment.from_dict(manifest), field_manager="another", force=True)
    assert applied.spec.replicas == 3
    api.delete(Deployment, "web")
