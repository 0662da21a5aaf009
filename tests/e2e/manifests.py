"""The objects that upstream's helpers make (`test/e2e/framework/{deployment,replicaset,pod}`)."""

from typing import Any

REGISTRY = "registry.k8s.io/e2e-test-images"
AGNHOST = f"{REGISTRY}/agnhost:2.53"
HTTPD = f"{REGISTRY}/httpd:2.4.38-4"
NEWER_HTTPD = f"{REGISTRY}/httpd:2.4.39-4"
NGINX = f"{REGISTRY}/nginx:1.14-4"
PAUSE = "registry.k8s.io/pause:3.10"
Object = dict[str, Any]


def pod_spec(image: str = HTTPD, name: str = "httpd", grace: int = 0, **container: Any) -> Object:
    """One container."""
    security = {"allowPrivilegeEscalation": False}
    containers = [{"name": name, "image": image, "securityContext": security, **container}]
    return {"terminationGracePeriodSeconds": grace, "containers": containers}


def template(labels: dict[str, str], /, **pod: Any) -> Object:
    """A pod template."""
    return {"metadata": {"labels": labels}, "spec": pod_spec(**pod)}


def replica_set(name: str, replicas: int, labels: dict[str, str], /, **pod: Any) -> Object:
    """A ReplicaSet (`newRS`)."""
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template(labels, **pod)}
    return {"metadata": {"name": name, "labels": labels}, "spec": spec}


def deployment(
    name: str, replicas: int, labels: dict[str, str], strategy: Any = "RollingUpdate", /, **pod: Any
) -> Object:
    """A Deployment (`NewDeployment`); the strategy is a type or a whole."""
    found = replica_set(name, replicas, labels, **pod)
    whole = {"type": strategy} if isinstance(strategy, str) else strategy
    return {**found, "spec": {**found["spec"], "strategy": whole}}


def replication_controller(name: str, replicas: int, labels: dict[str, str], image: str = NGINX) -> Object:
    """A ReplicationController (`newOwnerRC`)."""
    spec = {"replicas": replicas, "selector": labels, "template": template(labels, image=image, name="nginx")}
    return {"metadata": {"name": name}, "spec": spec}


def pod(name: str, labels: dict[str, str] | None = None, /, **spec: Any) -> Object:
    """A Pod."""
    return {"metadata": {"name": name, "labels": labels or {}}, "spec": pod_spec(**spec)}
