"""A namespace and a Deployment for each client, made with that client."""

import pytest


@pytest.fixture
def manifest():
    """Two pods of a web server, as a person writes it."""
    labels = {"app": "web"}
    containers = [{"name": "web", "image": "nginx:1.26"}]
    template = {"metadata": {"labels": labels}, "spec": {"containers": containers}}
    spec = {"replicas": 2, "selector": {"matchLabels": labels}, "template": template}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}


@pytest.fixture
def space(request):
    """The name of a namespace that no other test has."""
    return f"{request.module.__name__.rpartition('_')[2]}-{len(request.node.name)}"
