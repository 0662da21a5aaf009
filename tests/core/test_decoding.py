"""Decoding: nulls, unknown fields, wrong types, in the words of the API server."""

import pytest

from cluster.core import decoding
from cluster.core.errors import BadRequest


def deployment(**spec):
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web"}, "spec": spec}


def pod(**spec):
    return {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "web"}, "spec": spec}


def test_it_names_every_unknown_field_in_the_order_of_the_document():
    container = {"name": "c", "imagePullPolice": "Always"}
    manifest = deployment(replica=3, template={"spec": {"containers": [container]}})
    with pytest.raises(BadRequest) as caught:
        decoding.decode_strictly(manifest)
    assert str(caught.value) == (
        'Deployment in version "v1" cannot be handled as a Deployment: strict decoding error: '
        'unknown field "spec.replica", unknown field "spec.template.spec.containers[0].imagePullPolice"'
    )


def test_it_drops_unknown_fields_when_they_are_only_warned_of():
    decoded = decoding.decode(deployment(replica=3, replicas=2))
    assert decoded.object["spec"] == {"replicas": 2}
    assert decoded.unknown == ['unknown field "spec.replica"']


@pytest.mark.parametrize(
    ("manifest", "fault"),
    [
        (deployment(replicas="three"), "string into Go struct field DeploymentSpec.spec.replicas of type int32"),
        (deployment(replicas=1.5), "number 1.5 into Go struct field DeploymentSpec.spec.replicas of type int32"),
        (
            deployment(replicas=2**31),
            "number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32",
        ),
        (deployment(replicas=True), "bool into Go struct field DeploymentSpec.spec.replicas of type int32"),
        (deployment(template=[]), "array into Go struct field DeploymentSpec.spec.template of type v1.PodTemplateSpec"),
        (pod(containers={}), "object into Go struct field PodSpec.spec.containers of type []v1.Container"),
        (pod(containers=["x"]), "string into Go struct field PodSpec.spec.containers of type v1.Container"),
        (pod(nodeSelector="x"), "string into Go struct field PodSpec.spec.nodeSelector of type map[string]string"),
        (pod(nodeSelector={"a": 1}), "number into Go struct field PodSpec.spec.nodeSelector of type string"),
        (pod(restartPolicy=1), "number into Go struct field PodSpec.spec.restartPolicy of type v1.RestartPolicy"),
        (
            pod(containers=[{"env": [{"value": 1}]}]),
            "number into Go struct field EnvVar.spec.containers.env.value of type string",
        ),
        (
            pod(containers=[{"readinessProbe": {"httpGet": {"port": True}}}]),
            "bool into Go value of type int32",
        ),
    ],
)
def test_it_complains_of_wrong_types_like_go(manifest, fault):
    assert decoding.decode(manifest).fault == f"json: cannot unmarshal {fault}"


def test_it_lets_a_bad_quantity_come_before_other_complaints():
    manifest = pod(restartPolicy=1, containers=[{"resources": {"limits": {"cpu": "lots"}}}])
    assert decoding.decode(manifest).fault.startswith("quantities must match the regular expression")


def test_it_drops_nulls_and_what_go_leaves_out():
    manifest = deployment(replicas=None, paused=False, minReadySeconds=0, selector={}, template={"metadata": None})
    decoded = decoding.decode(manifest).object
    assert decoded["spec"] == {"selector": {}, "template": {}}


def test_it_makes_zero_values_of_nulls_in_lists_and_maps():
    decoded = decoding.decode(pod(nodeSelector={"a": None}, containers=[None]))
    assert decoded.object["spec"] == {"nodeSelector": {"a": ""}, "containers": [{}]}


def test_it_writes_quantities_canonically():
    decoded = decoding.decode(pod(containers=[{"resources": {"limits": {"cpu": 0.5, "memory": "1024Mi"}}}]))
    assert decoded.object["spec"]["containers"][0]["resources"] == {"limits": {"cpu": "500m", "memory": "1Gi"}}


def test_it_finds_fields_that_come_twice():
    text = '{"spec": {"replicas": 1, "replicas": 2, "list": [{"a": 1, "a": 1}]}}'
    assert decoding.duplicate_fields(text) == ['duplicate field "spec.replicas"', 'duplicate field "spec.list[0].a"']


def test_it_leaves_objects_of_unknown_kinds_alone():
    obj = {"apiVersion": "example.com/v1", "kind": "Thing", "spec": {"a": None}}
    assert decoding.decode(obj).object == obj
    assert decoding.decode([1]).errors
