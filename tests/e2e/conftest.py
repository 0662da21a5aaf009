"""A sandbox whose clock runs fast, and a namespace for each test (`test/e2e/framework/framework.go`)."""

import itertools

import pytest
import yaml

from tests.e2e.asking import Cluster, eventually

_numbers = itertools.count()


@pytest.fixture(scope="session")
def cluster(hurried):
    config = yaml.safe_load(hurried.read_text())
    server, token = config["clusters"][0]["cluster"]["server"], config["users"][0]["user"]["token"]
    return Cluster(server, token)


@pytest.fixture
def space(cluster, request):
    """The framework's BeforeEach and AfterEach: a namespace with all that pods need, and its deletion."""
    base = request.module.__name__.rpartition("test_")[2].replace("_", "-")
    name = f"{base}-{next(_numbers)}"
    labels = {"e2e-framework": base, "pod-security.kubernetes.io/enforce": "baseline"}
    cluster.space("").create("namespaces", {"metadata": {"name": name, "labels": labels}})
    space = cluster.space(name)
    eventually(lambda: space.exists("serviceaccounts", "default") and space.exists("configmaps", "kube-root-ca.crt"))
    yield space
    cluster.space("").delete("namespaces", name)
