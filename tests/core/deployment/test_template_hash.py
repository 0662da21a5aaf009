"""`pod-template-hash` is the one that a real Kubernetes 1.36 gives."""

import pytest

from cluster.core.go_structs.dump import dump
from cluster.core.template_hash import compute_hash

RECORDED = {
    ("c", "img:1"): "5d9f7f9569",
    ("c", "img:2"): "559df59666",
    ("img", "img:1"): "5977d759f5",
}
QUANTITIES = {
    "100m": (100, -3, "100m"),
    "1": (1, 0, "1"),
    "1M": (1, 6, "1M"),
    "65Mi": (68157440, 0, "65Mi"),
    "64Mi": (67108864, 0, ""),
}


def template(name="c", image="img:1", **more):
    container = {
        "name": name, "image": image, "resources": {}, "terminationMessagePath": "/dev/termination-log",
        "terminationMessagePolicy": "File", "imagePullPolicy": "IfNotPresent", **more,
    }  # fmt: skip
    spec = {
        "containers": [container], "restartPolicy": "Always", "terminationGracePeriodSeconds": 30,
        "dnsPolicy": "ClusterFirst", "securityContext": {}, "schedulerName": "default-scheduler",
    }  # fmt: skip
    return {"metadata": {"labels": {"app": "web"}}, "spec": spec}


@pytest.mark.parametrize(("given", "hashed"), RECORDED.items(), ids=RECORDED.values())
def test_it_is_the_hash_of_a_real_cluster(given, hashed):
    assert compute_hash(template(*given)) == hashed


def test_an_empty_template_has_the_recorded_hashes():
    assert [compute_hash({}, count) for count in (1, 2, None, 2147483647)] == [
        "b54bc767c", "65cc779bc4", "85748b7f68", "579d8f8ff6",
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "parts"), QUANTITIES.items(), ids=QUANTITIES)
def test_a_quantity_keeps_its_text_only_if_go_takes_it_for_canonical(text, parts):
    dumped = (
        "{{i:(resource.int64Amount){{value:(int64){} scale:(resource.Scale){}}} "
        "d:(resource.infDecAmount){{Dec:(*inf.Dec)<nil>}} s:(string){} Format:"
    )
    assert dumped.format(*parts) in dump(template(resources={"limits": {"cpu": text}}))


def test_a_port_by_name_and_a_port_by_number():
    probe = dump(template(livenessProbe={"tcpSocket": {"port": "http"}}, readinessProbe={"httpGet": {"port": 80}}))
    assert "Port:(intstr.IntOrString){Type:(intstr.Type)1 IntVal:(int32)0 StrVal:(string)http}" in probe
    assert "Port:(intstr.IntOrString){Type:(intstr.Type)0 IntVal:(int32)80 StrVal:(string)}" in probe


def test_empty_lists_and_maps_are_as_if_they_were_missing():
    assert compute_hash(template(args=[], env=[])) == compute_hash(template())
