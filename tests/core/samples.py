"""One rich, valid object of each kind, as a person would write it."""

from typing import Any

CONTAINER: dict[str, Any] = {
    "name": "web",
    "image": "nginx:1.27",
    "command": ["nginx"],
    "ports": [{"name": "http", "containerPort": 80}],
    "env": [
        {"name": "A", "value": "1"},
        {"name": "B", "valueFrom": {"fieldRef": {"fieldPath": "metadata.labels['app']"}}},
        {"name": "C", "valueFrom": {"configMapKeyRef": {"name": "settings", "key": "c"}}},
        {"name": "D", "valueFrom": {"resourceFieldRef": {"resource": "limits.cpu", "divisor": "1m"}}},
    ],
    "envFrom": [{"prefix": "X_", "secretRef": {"name": "keys"}}],
    "resources": {"requests": {"cpu": "100m"}, "limits": {"cpu": "1", "memory": "64Mi"}},
    "readinessProbe": {"httpGet": {"port": "http"}, "periodSeconds": 1},
    "livenessProbe": {"tcpSocket": {"port": 80}},
    "startupProbe": {"exec": {"command": ["true"]}},
    "lifecycle": {"preStop": {"sleep": {"seconds": 5}}},
    "volumeMounts": [{"name": "data", "mountPath": "/data"}],
    "securityContext": {"runAsUser": 1000, "allowPrivilegeEscalation": False},
}
_AFFINITY: dict[str, Any] = {
    "nodeAffinity": {
        "requiredDuringSchedulingIgnoredDuringExecution": {
            "nodeSelectorTerms": [{"matchExpressions": [{"key": "zone", "operator": "In", "values": ["a"]}]}]
        }
    },
    "podAntiAffinity": {
        "preferredDuringSchedulingIgnoredDuringExecution": [
            {
                "weight": 1,
                "podAffinityTerm": {
                    "topologyKey": "kubernetes.io/hostname",
                    "labelSelector": {"matchLabels": {"app": "web"}},
                },
            }
        ]
    },
}
POD_SPEC: dict[str, Any] = {
    "containers": [CONTAINER],
    "initContainers": [
        {"name": "setup", "image": "busybox"},
        {"name": "proxy", "image": "envoy:1", "restartPolicy": "Always"},
    ],
    "volumes": [
        {"name": "data"},
        {"name": "conf", "configMap": {"name": "settings", "items": [{"key": "a", "path": "b"}]}},
        {"name": "all", "projected": {"sources": [{"secret": {"name": "keys"}}]}},
    ],
    "affinity": _AFFINITY,
    "nodeSelector": {"disk": "ssd"},
    "tolerations": [{"key": "a", "operator": "Exists", "effect": "NoExecute", "tolerationSeconds": 5}],
    "topologySpreadConstraints": [
        {
            "maxSkew": 1,
            "topologyKey": "zone",
            "whenUnsatisfiable": "DoNotSchedule",
            "labelSelector": {"matchLabels": {"app": "web"}},
        }
    ],
    "securityContext": {"fsGroup": 1},
    "hostAliases": [{"ip": "10.0.0.1", "hostnames": ["a.b"]}],
}
TEMPLATE: dict[str, Any] = {"metadata": {"labels": {"app": "web"}}, "spec": POD_SPEC}
_SELECTOR: dict[str, Any] = {"matchLabels": {"app": "web"}}


def _made(api_version: str, kind: str, *, namespaced: bool = True, **parts: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": "web", "labels": {"app": "web"}, "annotations": {"note": "any"}}
    if namespaced:
        metadata["namespace"] = "default"
    return {"apiVersion": api_version, "kind": kind, "metadata": metadata, **parts}


SAMPLES: dict[str, dict[str, Any]] = {
    sample["kind"]: sample
    for sample in (
        _made("v1", "Namespace", namespaced=False),
        _made(
            "v1",
            "Node",
            namespaced=False,
            spec={"taints": [{"key": "a", "effect": "NoSchedule"}]},
            status={"capacity": {"cpu": "4", "memory": "8Gi", "pods": "110"}},
        ),
        _made("v1", "Pod", spec=POD_SPEC),
        _made("apps/v1", "ReplicaSet", spec={"replicas": 2, "selector": _SELECTOR, "template": TEMPLATE}),
        _made(
            "apps/v1",
            "Deployment",
            spec={
                "replicas": 3,
                "selector": {"matchExpressions": [{"key": "app", "operator": "In", "values": ["web"]}]},
                "template": TEMPLATE,
                "strategy": {"rollingUpdate": {"maxSurge": 1}},
            },
        ),
        _made("v1", "Service", spec={"selector": {"app": "web"}, "ports": [{"port": 80, "targetPort": "http"}]}),
        _made("v1", "Endpoints", subsets=[{"addresses": [{"ip": "10.0.0.1"}], "ports": [{"port": 80}]}]),
        _made(
            "discovery.k8s.io/v1",
            "EndpointSlice",
            addressType="IPv4",
            endpoints=[{"addresses": ["10.0.0.1"], "conditions": {"ready": True}}],
            ports=[{"port": 80}],
        ),
        _made(
            "v1",
            "Event",
            involvedObject={"kind": "Pod", "namespace": "default", "name": "web"},
            reason="Started",
            type="Normal",
            firstTimestamp="2026-01-01T00:00:00Z",
            eventTime=None,
        ),
        _made("v1", "ConfigMap", data={"a": "1"}, binaryData={"b": "AAAA"}),
        _made("v1", "Secret", stringData={"password": "secret"}, data={"user": "YQ=="}),
        _made("v1", "ServiceAccount", imagePullSecrets=[{"name": "keys"}]),
        _made(
            "autoscaling/v2",
            "HorizontalPodAutoscaler",
            spec={"maxReplicas": 5, "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "web"}},
        ),
        _made("policy/v1", "PodDisruptionBudget", spec={"minAvailable": "50%", "selector": _SELECTOR}),
        _made("v1", "ResourceQuota", spec={"hard": {"pods": "5", "requests.cpu": "1"}}),
        _made("v1", "LimitRange", spec={"limits": [{"type": "Container", "max": {"cpu": "1"}, "min": {"cpu": "1m"}}]}),
    )
}
