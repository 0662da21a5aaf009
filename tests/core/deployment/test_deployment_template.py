"""Pod templates: when two are the same, and their hash. Upstream's EqualIgnoreHash and `hash_test.go`."""

import pytest
from deployment_builders import pod_template, table

from cluster.core import deployments
from cluster.core.draft import SAFE
from cluster.core.semantic import equal
from cluster.core.template_hash import compute_hash


def template_of(given):
    metadata = {name: given[name] for name in ("name", "annotations", "labels")}
    return {"metadata": metadata, "spec": {"nodeName": given["node_name"]}}


@table("deployment_util_test", "template-equal-ignoring-hash")
def test_it_compares_templates_ignoring_the_hash(case):
    a, b = (template_of(case["given"][name]) for name in ("template_a", "template_b"))
    assert deployments.equal_ignoring_hash(a, b) == case["expect"]["equal"]
    assert deployments.equal_ignoring_hash(b, a) == case["expect"]["equal"]


SAME = {
    "missing and empty list": ({"containers": [], "tolerations": []}, {"containers": []}),
    "missing and null": ({"hostname": None}, {}),
    "missing and empty text": ({"nodeName": ""}, {}),
    "missing and empty selector": ({"nodeSelector": {}}, {}),
    "missing and false": ({"hostNetwork": False}, {}),
    "missing and empty resources": ({"resources": {"limits": {}}}, {}),
    "cpu by value": ({"limits": {"cpu": "1000m"}}, {"limits": {"cpu": 1}}),
    "memory by value": ({"requests": {"memory": "1Gi"}}, {"requests": {"memory": "1024Mi"}}),
    "size limit by value": ({"emptyDir": {"sizeLimit": "1Ki"}}, {"emptyDir": {"sizeLimit": "1024"}}),
}
DIFFERENT = {
    "root user and none": ({"runAsUser": 0}, {}),
    "not privileged and unsaid": ({"securityContext": {"privileged": False}}, {"securityContext": {}}),
    "empty directory and none": ({"emptyDir": {}}, {}),
    "label without value and none": ({"labels": {"a": ""}}, {"labels": {}}),
    "other cpu": ({"limits": {"cpu": "100m"}}, {"limits": {"cpu": "1"}}),
    "cpu and no cpu": ({"limits": {"cpu": "0"}}, {"limits": {}}),
    "command that looks like a quantity": ({"command": ["1"]}, {"command": ["1000m"]}),
    "order of containers": (
        {"containers": [{"name": "a"}, {"name": "b"}]},
        {"containers": [{"name": "b"}, {"name": "a"}]},
    ),
    "one container more": ({"containers": [{"name": "a"}]}, {"containers": [{"name": "a"}, {"name": "b"}]}),
}


@pytest.mark.parametrize(("a", "b"), SAME.values(), ids=SAME)
def test_it_takes_for_the_same(a, b):
    assert equal(a, b)
    assert equal(b, a)


@pytest.mark.parametrize(("a", "b"), DIFFERENT.values(), ids=DIFFERENT)
def test_it_takes_for_different(a, b):
    assert not equal(a, b)
    assert not equal(b, a)


@table("deployment_util_test", "template-hash")
def test_it_gives_different_templates_different_hashes(case):
    hashes = {compute_hash(pod_template(f"app:v0.{n}.0")) for n in range(1000)}
    assert len(hashes) == case["expect"]["distinct_hashes"]
    assert set("".join(hashes)) <= set(SAFE)
    assert all(6 <= len(hashed) <= 10 for hashed in hashes)


def test_it_gives_another_hash_after_a_collision():
    template = pod_template("nginx")
    assert len({compute_hash(template, count) for count in (None, 1, 2)}) == 3


def test_it_hashes_alike_whatever_the_order_of_keys():
    labels = [("a", "1"), ("b", "2")]
    one, other = ({"metadata": {"labels": dict(given)}} for given in (labels, reversed(labels)))
    assert compute_hash(one) == compute_hash(other)
