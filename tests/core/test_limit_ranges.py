"""LimitRanges: defaults for pods, and bounds."""

import pytest

from cluster.core import admission
from cluster.core.errors import Forbidden
from tests.core.lived_in import create, deployment, lived_in, of_app, pod


def limit_range(kind="Container", **bounds):
    spec = {"limits": [{"type": kind, **bounds}]}
    return {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "limits"}, "spec": spec}


def test_pods_that_ask_for_nothing_get_the_defaults():
    state = lived_in(limit_range(default={"cpu": "500m"}, defaultRequest={"cpu": "100m", "memory": "64Mi"}))
    made = create(state, pod("web", "nginx:1.27")).get("Pod", "default", "web")
    assert made["spec"]["containers"][0]["resources"] == {
        "requests": {"cpu": "100m", "memory": "64Mi"}, "limits": {"cpu": "500m"},
    }  # fmt: skip
    assert made["status"]["qosClass"] == "Burstable"
    told = "LimitRanger plugin set: cpu, memory request for container c; cpu limit for container c"
    assert made["metadata"]["annotations"]["kubernetes.io/limit-ranger"] == told


REFUSED = {
    "too much": (
        {"max": {"memory": "1Gi"}},
        {"limits": {"memory": "2Gi"}},
        "maximum memory usage per Container is 1Gi, but limit is 2Gi",
    ),
    "too little": (
        {"min": {"cpu": "100m"}},
        {"requests": {"cpu": "50m"}},
        "minimum cpu usage per Container is 100m, but request is 50m",
    ),
    "ratio": (
        {"maxLimitRequestRatio": {"cpu": "2"}},
        {"requests": {"cpu": "1"}, "limits": {"cpu": "4"}},
        "cpu max limit to request ratio per Container is 2, but provided ratio is 4.000000",
    ),
}


@pytest.mark.parametrize(("bounds", "resources", "text"), REFUSED.values(), ids=REFUSED)
def test_pods_out_of_range_are_refused(bounds, resources, text):
    state = lived_in(limit_range(**bounds))
    with pytest.raises(Forbidden) as refused:
        admission.create(state, pod("web", "nginx:1.27", resources=resources))
    assert text in refused.value.message
    assert refused.value.message.startswith('pods "web" is forbidden: ')


def test_a_pod_is_the_sum_of_its_containers():
    state = lived_in(limit_range("Pod", max={"cpu": "1"}))
    with pytest.raises(Forbidden, match="maximum cpu usage per Pod is 1, but limit is 2"):
        admission.create(state, pod("web", "nginx:1.27", resources={"limits": {"cpu": "2"}}))


def test_replica_sets_get_them_too():
    state = lived_in(limit_range(default={"memory": "64Mi"}), deployment("web", "nginx:1.27"))
    assert of_app(state, "web")[0]["spec"]["containers"][0]["resources"]["limits"] == {"memory": "64Mi"}
