"""The catalogue: what exists, and how it behaves."""

import pytest

from cluster.core.images import InvalidImageName, behaviour

EXISTS = [
    "nginx",
    "nginx:1.25",
    "nginx:1.25.3-alpine",
    "nginx:stable-alpine",
    "nginx:alpine",
    "nginx:1.14.2",
    "nginx:1.16.1",
    "httpd:2.4",
    "postgres:11.0",
    "postgres:12.2",
    "postgres:16-alpine",
    "mongo:3.3",
    "mongo:7",
    "redis:6.2.6",
    "redis:7",
    "mysql:5.7",
    "mysql:8.0",
    "busybox:1.36",
    "busybox:1.28",
    "alpine:3.19",
    "vfarcic/go-demo-2",
    "vfarcic/go-demo-2:2.0",
    "registry.k8s.io/pause:3.9",
    "k8s.gcr.io/pause:2.0",
    "registry.k8s.io/e2e-test-images/agnhost:2.53",
    "gcr.io/google-samples/gb-frontend:v5",
    "gcr.io/google_samples/gb-frontend:v4",
    "gcr.io/google-samples/hello-app:2.0",
    "hashicorp/http-echo",
    "my.registry/team/app:whatever",
    "nginx:crash",
    "nginx:1.25-slow",
    "unknown",
    "nginx@sha256:" + "a" * 64,
]
MISSING = [
    "nginx:1.161",
    "nginx:2",
    "nginx:nope",
    "nginx:does-not-exist",
    "unknown:does-not-exist",
    "unknown:404",
    "vfarcic/go-demo-2:does-not-exist",
    "postgres:99",
    "postgres:12.99",
    "redis:1.0.0.0",
    "busybox:9",
    "mongo:3.99",
    "gcr.io/google-samples/hello-app:9.0",
    "registry.k8s.io/pause:9.9",
]


@pytest.mark.parametrize("reference", EXISTS)
def test_it_knows_what_exists(reference):
    assert behaviour(reference).pull_error == ""


@pytest.mark.parametrize("reference", MISSING)
def test_it_knows_what_does_not(reference):
    assert behaviour(reference).pull_error.endswith(": not found")


def test_it_quotes_containerd():
    name = "docker.io/library/nginx:does-not-exist"
    assert behaviour("nginx:does-not-exist").pull_error == (
        f'rpc error: code = NotFound desc = failed to pull and unpack image "{name}": '
        f'failed to resolve reference "{name}": {name}: not found'
    )


def test_it_lets_an_unknown_image_behave_well():
    app = behaviour("team/app:1.0")
    assert (app.pull_ms, app.start_ms, app.boot_ms, app.exits_ms, app.fails) == (1000, 1000, 0, None, False)
    assert app.version == "1.0"


@pytest.mark.parametrize(
    ("tag", "field", "value"),
    [("crash", "exit_code", 1), ("1.2-slow", "boot_ms", 20_000), ("v2-bad", "fails", True), ("1.0", "fails", False)],
)
def test_it_does_what_the_tag_says(tag, field, value):
    assert getattr(behaviour(f"team/app:{tag}"), field) == value


def test_it_refuses_what_is_no_reference():
    with pytest.raises(InvalidImageName):
        behaviour("No")
