"""kr8s: a rolling update, a watch of it, an undo."""

import asyncio

import kr8s.asyncio
import pytest
from kr8s.asyncio.objects import Deployment, Namespace


@pytest.fixture
async def api(hurried, space):
    found = await kr8s.asyncio.api(kubeconfig=str(hurried))
    namespace = await Namespace({"metadata": {"name": space}}, api=found)
    await namespace.create()
    yield found
    await namespace.delete()


def is_over(found, image):
    status, wanted = found.status, found.spec.replicas
    counts = {status.get(name) for name in ("replicas", "updatedReplicas", "availableReplicas")}
    current = found.spec.template.spec.containers[0].image == image
    return current and status.get("observedGeneration") == found.metadata.generation and counts == {wanted}


async def rolled_out(api, space, image):
    async with asyncio.timeout(60):
        async for _, found in api.watch("deployments", namespace=space):
            if is_over(found, image):
                return


async def test_it_updates_watches_and_undoes(api, space, manifest):
    manifest["metadata"]["namespace"] = space
    deployment = await Deployment(manifest, api=api)
    await deployment.create()
    await rolled_out(api, space, "nginx:1.26")
    containers = [{"name": "web", "image": "nginx:1.27"}]
    await deployment.patch({"spec": {"template": {"spec": {"containers": containers}}}})
    await rolled_out(api, space, "nginx:1.27")
    sets = [one async for one in api.get("replicasets", namespace=space, label_selector={"app": "web"})]
    (old,) = [one for one in sets if one.annotations["deployment.kubernetes.io/revision"] == "1"]
    template = old.raw["spec"]["template"]
    del template["metadata"]["labels"]["pod-template-hash"]
    await deployment.patch([{"op": "replace", "path": "/spec/template", "value": dict(template)}], type="json")
    await rolled_out(api, space, "nginx:1.26")
    assert len([pod async for pod in api.get("pods", namespace=space, label_selector={"app": "web"})]) >= 2


async def test_it_scales_waits_and_deletes(api, space, manifest):
    manifest["metadata"]["namespace"] = space
    deployment = await Deployment(manifest, api=api)
    await deployment.create()
    await deployment.scale(3)
    await deployment.wait("condition=Available", timeout=60)
    async with asyncio.timeout(60):
        while not await deployment.ready():
            await asyncio.sleep(0.1)
    await deployment.delete()
    await deployment.wait("delete", timeout=60)
    assert not await deployment.exists()
