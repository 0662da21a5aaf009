"""A sandbox whose clock runs fast, and a namespace for each test (`test/e2e/framework/framework.go`)."""

import itertools

import pytest
import yaml

from tests.e2e.asking import Cluster, eventually

SPEED = 20
_numbers = itertools.count()


@pytest.fixture(scope="session")
def cluster(played):
    kubeconfig = played.folder / "e2e.yaml"
    played.sandbox("create", "e2e", f"--server={played.url}", f"--kubeconfig={kubeconfig}", f"--speed={SPEED}")
    token = yaml.safe_load(kubeconfig.read_text())["users"][0]["user"]["token"]
    return Cluster(f"{played.url}/k8s/e2e", token)


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
