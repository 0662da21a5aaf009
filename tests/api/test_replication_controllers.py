"""ReplicationControllers and PodTemplates, as far as they differ from ReplicaSets."""

import pytest

from tests.api.asking import TABLE

RCS = "/api/v1/namespaces/default/replicationcontrollers"
PODS = "/api/v1/namespaces/default/pods"
TEMPLATES = "/api/v1/namespaces/default/podtemplates"


def controller(name="old", **spec):
    containers = [{"name": "web", "image": "nginx:1.27"}]
    template = {"metadata": {"labels": {"app": name}}, "spec": {"containers": containers}}
    return {"metadata": {"name": name}, "spec": {"replicas": 2, "template": template, **spec}}


def test_it_takes_selector_and_labels_from_the_template(api):
    made = api.post(RCS, controller()).body
    assert (made["spec"]["selector"], made["metadata"]["labels"]) == ({"app": "old"}, {"app": "old"})


def test_it_keeps_as_many_pods_as_wanted(api, passes):
    api.post(RCS, controller())
    passes(15)
    status = api.get(f"{RCS}/old").body["status"]
    assert status == {
        "replicas": 2, "fullyLabeledReplicas": 2, "readyReplicas": 2, "availableReplicas": 2, "observedGeneration": 1
    }  # fmt: skip
    owners = [pod["metadata"]["ownerReferences"][0] for pod in api.get(PODS).body["items"]]
    assert {(owner["apiVersion"], owner["kind"], owner["name"]) for owner in owners} == {
        ("v1", "ReplicationController", "old")
    }


def test_it_adopts_and_releases(api, passes):
    labels = {"app": "old"}
    stray = {"metadata": {"name": "stray", "labels": labels}, "spec": {"containers": [{"name": "a", "image": "nginx"}]}}
    api.post(PODS, stray)
    api.post(RCS, controller(replicas=1))
    passes(2)
    assert api.get(PODS).names == ["stray"]
    api.patch(f"{PODS}/stray", {"metadata": {"labels": {"app": "other"}}})
    passes(2)
    assert "ownerReferences" not in api.get(f"{PODS}/stray").body["metadata"]
    assert len(api.get(PODS).names) == 2


def test_it_is_scaled(api, passes):
    api.post(RCS, controller())
    scale = api.patch(f"{RCS}/old/scale", {"spec": {"replicas": 3}}).body
    assert (scale["spec"], scale["status"]["selector"]) == ({"replicas": 3}, "app=old")
    passes(2)
    assert len(api.get(PODS).names) == 3


@pytest.mark.parametrize(("policy", "left"), [(None, 2), ("Orphan", 2), ("Background", 0), ("Foreground", 0)])
def test_it_leaves_its_pods_unless_told_otherwise(api, passes, policy, left):
    api.post(RCS, controller())
    passes(15)
    api.delete(f"{RCS}/old", {"propagationPolicy": policy} if policy else None)
    passes(40)
    assert api.get(RCS).names == []
    pods = api.get(PODS).body["items"]
    assert len(pods) == left
    assert not any(pod["metadata"].get("ownerReferences") for pod in pods)


@pytest.mark.parametrize(
    ("spec", "message"),
    [
        ({"template": None}, "spec.template: Required value"),
        ({"replicas": -1}, "spec.replicas: Invalid value: -1: must be greater than or equal to 0"),
        ({"selector": {"app": "new"}}, "`selector` does not match template `labels`"),
    ],
)
def test_it_refuses(api, spec, message):
    got = api.post(RCS, controller(**spec))
    assert got.code == 422
    assert message in got.body["message"]


def test_it_may_change_its_selector(api):
    api.post(RCS, controller())
    template = {"metadata": {"labels": {"b": "c"}}}
    changed = api.patch(f"{RCS}/old", {"spec": {"selector": {"b": "c"}, "template": template}})
    assert (changed.code, changed.body["spec"]["selector"]) == (200, {"app": "old", "b": "c"})


def test_it_is_shown_with_its_selector(api):
    api.post(RCS, controller())
    row = api.get(RCS, accept=TABLE).body["rows"][0]["cells"]
    assert row == ["old", 2, 0, 0, "0s", "web", "nginx:1.27", "app=old"]


def test_it_stores_templates(api):
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"containers": [{"name": "test", "image": "test2"}]}}
    made = api.post(TEMPLATES, {"metadata": {"name": "one"}, "template": template})
    assert made.code == 201
    assert made.body["template"]["spec"]["restartPolicy"] == "Always"
    assert api.get(TEMPLATES, accept=TABLE).body["rows"][0]["cells"] == ["one", "test", "test2", "a=b"]
