"""Volumes, mounts and devices."""

import pytest
from judging import pod, texts

from cluster.core import validation

V = "spec.volumes[0]"
NAME_REF = {"fieldPath": "metadata.name"}
VOLUMES = {
    "limit below zero": (
        {"emptyDir": {"sizeLimit": "-1"}},
        [f"{V}.emptyDir.sizeLimit: Forbidden: SizeLimit field must be a valid resource quantity"],
    ),
    "host path that climbs": (
        {"hostPath": {"path": "/a/../b"}},
        [f"{V}.hostPath.path: Invalid value: \"/a/../b\": must not contain '..'"],
    ),
    "host path missing": ({"hostPath": {}}, [f"{V}.hostPath.path: Required value"]),
    "item without key": (
        {"secret": {"secretName": "s", "items": [{"path": "a"}]}},
        [f"{V}.secret.items[0].key: Required value"],
    ),
    "absolute item": (
        {"secret": {"secretName": "s", "items": [{"key": "k", "path": "/a"}]}},
        [f'{V}.secret.items[0].path: Invalid value: "/a": must be a relative path'],
    ),
    "claim without name": (
        {"persistentVolumeClaim": {}},
        [f"{V}.persistentVolumeClaim.claimName: Required value"],
    ),
    "file of nothing": (
        {"downwardAPI": {"items": [{"path": "a"}]}},
        [f"{V}.downwardAPI.fieldRef: Required value: one of fieldRef and resourceFieldRef is required"],
    ),
    "file of two things": (
        {
            "downwardAPI": {
                "items": [
                    {
                        "path": "a",
                        "fieldRef": NAME_REF,
                        "resourceFieldRef": {"containerName": "c", "resource": "limits.cpu"},
                    }
                ]
            }
        },
        [
            f'{V}.downwardAPI: Invalid value: "resource": '
            "fieldRef and resourceFieldRef can not be specified simultaneously"
        ],
    ),
    "amount of no container": (
        {"downwardAPI": {"items": [{"path": "a", "resourceFieldRef": {"resource": "limits.cpu"}}]}},
        [f"{V}.downwardAPI.resourceFieldRef.containerName: Required value"],
    ),
    "projection of nothing": (
        {"projected": {"sources": [{}]}},
        [f"{V}.projected.sources[0]: Required value: must specify a projection type"],
    ),
    "projected secret without name": (
        {"projected": {"sources": [{"secret": {}}]}},
        [f"{V}.projected.sources[0].secret.name: Required value"],
    ),
    "all right": ({"projected": {"sources": [{"downwardAPI": {"items": [{"path": "a", "fieldRef": NAME_REF}]}}]}}, []),
}


@pytest.mark.parametrize(("source", "expected"), VOLUMES.values(), ids=VOLUMES)
def test_it_judges_volumes(source, expected):
    assert texts(validation.validate_create(pod(volumes=[{"name": "v", **source}]))) == expected


C = "spec.containers[0]"
DEVICE = {"name": "v", "devicePath": "/dev/a"}
CONTAINERS = {
    "device that is none": (
        {"volumeDevices": [DEVICE]},
        [
            f'{C}.volumeDevices[0].name: Invalid value: "v": '
            "can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode"
        ],
    ),
    "unknown device": (
        {"volumeDevices": [{"name": "w", "devicePath": "/dev/a"}]},
        [f'{C}.volumeDevices[0].name: Not found: "w"'],
    ),
    "propagation": (
        {"volumeMounts": [{"name": "v", "mountPath": "/a", "mountPropagation": "Bidirectional"}]},
        [
            f"{C}.volumeMounts.mountPropagation: Forbidden: "
            "Bidirectional mount propagation is available only to privileged containers"
        ],
    ),
    "two sub paths": (
        {"volumeMounts": [{"name": "v", "mountPath": "/a", "subPath": "b", "subPathExpr": "c"}]},
        [f'{C}.volumeMounts[0].subPathExpr: Invalid value: "c": subPathExpr and subPath are mutually exclusive'],
    ),
}


@pytest.mark.parametrize(("container", "expected"), CONTAINERS.values(), ids=CONTAINERS)
def test_it_judges_what_containers_mount(container, expected):
    obj = pod(container, volumes=[{"name": "v", "emptyDir": {}}])
    assert texts(validation.validate_create(obj)) == expected
