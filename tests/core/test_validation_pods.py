"""Pods: the pod spec in depth."""

import pytest
from judging import pod, texts

from cluster.core import validation

SUBDOMAIN = (
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and "
    "end with an alphanumeric character (e.g. 'example.com', regex used for validation is "
    r"'[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')"
)
C = "spec.containers[0]"
I = "spec.initContainers[0]"  # noqa: E741
NOT_WHOLE = 'Invalid value: "500m": must be an integer'
PROBE = {"tcpSocket": {"port": 1}}
SPREAD = {"maxSkew": 1, "topologyKey": "z", "whenUnsatisfiable": "ScheduleAnyway"}
NO_SIDECAR = "may not be set for init containers without restartPolicy=Always"


CONTAINERS = {
    "image with spaces": (
        {"image": " a"},
        [f'{C}.image: Invalid value: " a": must not have leading or trailing whitespace'],
    ),
    "restart policy": (
        {"restartPolicy": "Always"},
        [f"{C}.restartPolicy: Forbidden: may not be set for non-init containers"],
    ),
    "empty env source": (
        {"env": [{"name": "A", "valueFrom": {}}]},
        [
            f'{C}.env[0].valueFrom: Invalid value: "": must specify one of: `fieldRef`, `resourceFieldRef`, '
            "`configMapKeyRef` or `secretKeyRef`"
        ],
    ),
    "env field that is not offered": (
        {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels"}}}]},
        [
            f'{C}.env[0].valueFrom.fieldRef.fieldPath: Unsupported value: "metadata.labels": supported values: '
            '"metadata.name", "metadata.namespace", "metadata.uid", "spec.nodeName", "spec.serviceAccountName", '
            '"status.hostIP", "status.hostIPs", "status.podIP", "status.podIPs"'
        ],
    ),
    "env field that does not exist": (
        {"env": [{"name": "A", "valueFrom": {"fieldRef": {"fieldPath": "spec.x"}}}]},
        [
            f'{C}.env[0].valueFrom.fieldRef.fieldPath: Invalid value: "spec.x": '
            "error converting fieldPath: field label not supported: spec.x"
        ],
    ),
    "env key missing": (
        {"env": [{"name": "A", "valueFrom": {"secretKeyRef": {"name": "s"}}}]},
        [f"{C}.env[0].valueFrom.secretKeyRef.key: Required value"],
    ),
    "env from nothing": (
        {"envFrom": [{}]},
        [f'{C}.envFrom: Invalid value: "": must specify one of: `configMapRef` or `secretRef`'],
    ),
    "env from no name": ({"envFrom": [{"secretRef": {}}]}, [f"{C}.envFrom[0].secretRef.name: Required value"]),
    "divisor": (
        {"env": [{"name": "A", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "2"}}}]},
        [
            f'{C}.env[0].valueFrom.resourceFieldRef.divisor: Invalid value: "limits.cpu": '
            "only divisor's values 1m and 1 are supported with the cpu resource"
        ],
    ),
    "extended resource not whole": (
        {"resources": {"limits": {"example.com/gpu": "500m"}}},
        [
            f"{C}.resources.limits[example.com/gpu]: {NOT_WHOLE}",
            f"{C}.resources.requests[example.com/gpu]: {NOT_WHOLE}",
        ],
    ),
    "extended resource below its limit": (
        {"resources": {"limits": {"example.com/gpu": "2"}, "requests": {"example.com/gpu": "1"}}},
        [f'{C}.resources.requests: Invalid value: "1": must be equal to example.com/gpu limit of 2'],
    ),
    "huge pages alone": (
        {"resources": {"limits": {"hugepages-2Mi": "4Mi"}}},
        [f"{C}.resources: Forbidden: HugePages require cpu or memory"],
    ),
    "probe scheme": (
        {"readinessProbe": {"httpGet": {"port": 80, "scheme": "FTP"}}},
        [f'{C}.readinessProbe.httpGet.scheme: Unsupported value: "FTP": supported values: "HTTP", "HTTPS"'],
    ),
    "probe grace": (
        {"livenessProbe": {"exec": {"command": ["a"]}, "terminationGracePeriodSeconds": 0}},
        [f"{C}.livenessProbe.terminationGracePeriodSeconds: Invalid value: 0: must be greater than 0"],
    ),
    "mount twice": (
        {"volumeMounts": [{"name": "v", "mountPath": "/a"}, {"name": "v", "mountPath": "/a"}]},
        [f'{C}.volumeMounts[1].mountPath: Invalid value: "/a": must be unique'],
    ),
    "mount without path": ({"volumeMounts": [{"name": "v"}]}, [f"{C}.volumeMounts[0].mountPath: Required value"]),
    "absolute sub path": (
        {"volumeMounts": [{"name": "v", "mountPath": "/a", "subPath": "/b"}]},
        [f'{C}.volumeMounts.subPath: Invalid value: "/b": must be a relative path'],
    ),
    "host port twice": (
        {"ports": [{"containerPort": 1, "hostPort": 8}, {"containerPort": 2, "hostPort": 8}]},
        [f'{C}.ports[1].hostPort: Duplicate value: "TCP//8"'],
    ),
    "user id": (
        {"securityContext": {"runAsUser": -1}},
        [f"{C}.securityContext.runAsUser: Invalid value: -1: must be between 0 and 2147483647, inclusive"],
    ),
    "message policy": (
        {"terminationMessagePolicy": "Never"},
        [
            f'{C}.terminationMessagePolicy: Unsupported value: "Never": '
            'supported values: "File", "FallbackToLogsOnError"'
        ],
    ),
}


@pytest.mark.parametrize(("container", "expected"), CONTAINERS.values(), ids=CONTAINERS)
def test_it_judges_containers(container, expected):
    obj = pod(container, volumes=[{"name": "v", "emptyDir": {}}])
    assert texts(validation.validate_create(obj)) == expected


SPECS = {
    "init container with a probe": (
        {"initContainers": [{"name": "i", "image": "a", "readinessProbe": PROBE}]},
        [f"{I}.readinessProbe: Forbidden: {NO_SIDECAR}"],
    ),
    "sidecar with a probe": (
        {"initContainers": [{"name": "i", "image": "a", "restartPolicy": "Always", "readinessProbe": PROBE}]},
        [],
    ),
    "init container that restarts never": (
        {"initContainers": [{"name": "i", "image": "a", "restartPolicy": "Never"}]},
        [f'{I}.restartPolicy: Unsupported value: "Never": supported values: "Always"'],
    ),
    "ephemeral container": (
        {"ephemeralContainers": [{"name": "e", "image": "a"}]},
        ["spec.ephemeralContainers: Forbidden: cannot be set on create"],
    ),
    "two sources": (
        {"volumes": [{"name": "v", "emptyDir": {}, "secret": {"secretName": "s"}}]},
        ["spec.volumes[0].secret: Forbidden: may not specify more than 1 volume type"],
    ),
    "secret without name": (
        {"volumes": [{"name": "v", "secret": {}}]},
        ["spec.volumes[0].secret.secretName: Required value"],
    ),
    "mode": (
        {"volumes": [{"name": "v", "configMap": {"name": "c", "defaultMode": 512}}]},
        [
            "spec.volumes[0].configMap.defaultMode: Invalid value: 512: "
            "must be a number between 0 and 0777 (octal), both inclusive"
        ],
    ),
    "item that leaves its place": (
        {"volumes": [{"name": "v", "configMap": {"name": "c", "items": [{"key": "k", "path": "../a"}]}}]},
        ["spec.volumes[0].configMap.items[0].path: Invalid value: \"../a\": must not contain '..'"],
    ),
    "host path type": (
        {"volumes": [{"name": "v", "hostPath": {"path": "/a", "type": "Dir"}}]},
        [
            'spec.volumes[0].hostPath.type: Unsupported value: "Dir": supported values: "", "BlockDevice", '
            '"CharDevice", "Directory", "DirectoryOrCreate", "File", "FileOrCreate", "Socket"'
        ],
    ),
    "dns policy none": (
        {"dnsPolicy": "None"},
        ["spec.dnsConfig: Required value: must provide `dnsConfig` when `dnsPolicy` is None"],
    ),
    "node name": ({"nodeName": "A"}, [f'spec.nodeName: Invalid value: "A": {SUBDOMAIN}']),
    "gated and bound": (
        {"nodeName": "a", "schedulingGates": [{"name": "g"}]},
        ["spec.nodeName: Forbidden: cannot be set until all schedulingGates have been cleared"],
    ),
    "deadline": (
        {"activeDeadlineSeconds": 0},
        ["spec.activeDeadlineSeconds: Invalid value: 0: must be between 1 and 2147483647, inclusive"],
    ),
    "toleration without key": (
        {"tolerations": [{"operator": "Equal", "value": "a"}]},
        [
            'spec.tolerations[0].operator: Invalid value: "Equal": operator must be Exists when `key` is empty, '
            'which means "match all values and all keys"'
        ],
    ),
    "node affinity without terms": (
        {"affinity": {"nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": []}}}},
        [
            "spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms: "
            "Required value: must have at least one node selector term"
        ],
    ),
    "spread over too few domains": (
        {"topologySpreadConstraints": [{**SPREAD, "minDomains": 0}]},
        [
            "spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: must be greater than zero",
            "spec.topologySpreadConstraints[0].minDomains: Invalid value: 0: "
            "can only use minDomains if whenUnsatisfiable=DoNotSchedule, not ScheduleAnyway",
        ],
    ),
    "host alias": (
        {"hostAliases": [{"ip": "1.2.3"}]},
        [
            'spec.hostAliases[0].ip: Invalid value: "1.2.3": '
            "must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)"
        ],
    ),
}


@pytest.mark.parametrize(("spec", "expected"), SPECS.values(), ids=SPECS)
def test_it_judges_pod_specs(spec, expected):
    assert texts(validation.validate_create(pod(**spec))) == expected


def test_it_asks_for_a_whole_number_as_the_cost_of_deletion():
    obj = pod()
    obj["metadata"]["annotations"] = {"controller.kubernetes.io/pod-deletion-cost": "+1"}
    assert texts(validation.validate_create(obj)) == [
        'metadata.annotations[controller.kubernetes.io/pod-deletion-cost]: Invalid value: "+1": must be a 32bit integer'
    ]
