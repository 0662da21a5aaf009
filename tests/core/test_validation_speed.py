"""Judging must cost next to nothing: controllers and people write all the time. Shown by `pytest --benchmark-only`."""

from cluster.core import defaults, selectors, validation

TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "c", "image": "nginx:1.27"}]}}
METADATA = {"name": "web", "namespace": "default", "labels": {"app": "web"}}
SELECTOR = {"matchLabels": {"app": "web"}}
DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": METADATA,
    "spec": {"replicas": 3, "selector": SELECTOR, "template": TEMPLATE},
}
POD = {"apiVersion": "v1", "kind": "Pod", "metadata": METADATA, "spec": TEMPLATE["spec"]}


def holds(benchmark, seconds):
    return benchmark.disabled or benchmark.stats.stats.mean < seconds


def judged(obj):
    return validation.validate_create(defaults.apply(obj))


def test_it_judges_a_deployment_within_half_a_millisecond(benchmark):
    assert benchmark(judged, DEPLOYMENT) == []
    assert holds(benchmark, 500e-6)


def test_it_judges_a_pod_within_a_third_of_a_millisecond(benchmark):
    assert benchmark(judged, POD) == []
    assert holds(benchmark, 300e-6)


def test_it_matches_a_label_within_a_microsecond(benchmark):
    assert benchmark(selectors.matches, SELECTOR, METADATA["labels"]) is True
    assert holds(benchmark, 1e-6)
