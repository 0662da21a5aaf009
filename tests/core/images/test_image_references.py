"""References as Docker reads them."""

import pytest

from cluster.core.images import InvalidImageName, parse

DIGEST = "sha256:" + "a" * 64

NORMAL = [
    ("nginx", "docker.io/library/nginx:latest"),
    ("nginx:1.25", "docker.io/library/nginx:1.25"),
    ("vfarcic/go-demo-2", "docker.io/vfarcic/go-demo-2:latest"),
    ("docker.io/nginx", "docker.io/library/nginx:latest"),
    ("index.docker.io/library/nginx:1", "docker.io/library/nginx:1"),
    ("quay.io/a/b:v1", "quay.io/a/b:v1"),
    ("localhost/a", "localhost/a:latest"),
    ("localhost:5000/a:1", "localhost:5000/a:1"),
    ("registry:5000/a/b", "registry:5000/a/b:latest"),
    (f"nginx@{DIGEST}", f"docker.io/library/nginx@{DIGEST}"),
    (f"nginx:1.25@{DIGEST}", f"docker.io/library/nginx@{DIGEST}"),
    ("a__b/c-d.e:_x", "docker.io/a__b/c-d.e:_x"),
]


@pytest.mark.parametrize(("reference", "canonical"), NORMAL, ids=[reference for reference, _ in NORMAL])
def test_it_completes_a_reference(reference, canonical):
    assert parse(reference).canonical == canonical


def test_it_takes_a_reference_apart():
    assert parse("quay.io/a/b:v1") == ("quay.io", "a/b", "v1", "")


def test_it_makes_a_digest_of_the_tag():
    assert parse("nginx:1").by_digest != parse("nginx:2").by_digest
    assert parse(f"nginx@{DIGEST}").by_digest == f"docker.io/library/nginx@{DIGEST}"


BAD = [
    "",
    ":",
    "nginx:",
    "nginx:a b",
    "Nginx",
    "a//b",
    "/a",
    "-a",
    "a/",
    "nginx@",
    "nginx@sha256:1",
    "ngi nx",
    "a:" + "t" * 129,
    "a" * 64,
    "é",
    "x/" + "a" * 260,
]


@pytest.mark.parametrize("reference", BAD)
def test_it_refuses_what_is_none(reference):
    with pytest.raises(InvalidImageName, match="Failed to apply default image tag"):
        parse(reference)


def test_it_says_that_names_are_lower_case():
    with pytest.raises(InvalidImageName, match=r"repository name \(library/Nginx\) must be lowercase"):
        parse("Nginx")
