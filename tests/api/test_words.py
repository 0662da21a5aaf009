"""Differences in words: short, the most important first."""

import pytest

from cluster.api.words import difference
from tests.api.asking import deployment


def changed(**metadata):
    obj = deployment()
    return {**obj, "metadata": {**obj["metadata"], **metadata}}


def test_it_says_nothing_about_nothing():
    assert difference(deployment(), deployment()) == ""


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (deployment(replicas=5), "spec.replicas 3 → 5"),
        (deployment(image="nginx:1.28"), "image of web nginx:1.27 → nginx:1.28"),
        (changed(labels={"a": "b"}), "metadata.labels set to {a}"),
        (changed(resourceVersion="7", managedFields=[]), ""),
    ],
)
def test_it_says_what_changed(after, words):
    assert difference(deployment(), after) == words


def test_it_names_labels_and_annotations():
    before, after = changed(labels={"a": "b", "c": "d"}), changed(labels={"a": "x", "e": "f"})
    assert difference(before, after) == "label a b → x, label c removed (was d), label e set to f"


def test_it_does_not_recite_what_kubectl_remembers():
    name = "kubectl.kubernetes.io/last-applied-configuration"
    assert difference(changed(annotations={name: "a"}), changed(annotations={name: "b"})) == ""


def test_it_counts_what_it_does_not_tell():
    data = ({"kind": "ConfigMap", "data": dict.fromkeys("abcde", value)} for value in "xy")
    assert difference(*data) == "data.a x → y, data.b x → y, data.c x → y, and 2 more"


def test_it_cuts_long_values():
    before, after = ({"data": {"a": value}} for value in ("x", "y" * 100))
    assert difference(before, after) == f"data.a x → {'y' * 39}…"


def test_it_tells_containers_by_their_names():
    before, after = deployment(), deployment()
    after["spec"]["template"]["spec"]["containers"].append({"name": "extra", "image": "busybox"})
    assert difference(before, after) == "spec.template.spec.containers.extra set to {name, image}"
