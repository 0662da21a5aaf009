"""The manifests of the recorded stories, made of what a case gives."""

from tests.core.traces.player import GATE, IMAGES

APP = {"app": "web"}
FIELDS = {
    "progress_deadline": "progressDeadlineSeconds",
    "revision_history_limit": "revisionHistoryLimit",
    "min_ready_seconds": "minReadySeconds",
}


def deployment(given, name="web", labels=None, gated=False, **pod_spec):
    """The Deployment of a case; `gated`: a person decides over the readiness of its pods."""
    image = "notready:1" if "not Ready" in given.get("image", "") else "bad:1" if "image" in given else "img:1"
    spec = {"replicas": given.get("replicas", 1)}
    spec |= {field: given[word] for word, field in FIELDS.items() if word in given}
    if "max_surge" in given:
        limits = {"maxSurge": given["max_surge"], "maxUnavailable": given["max_unavailable"]}
        spec["strategy"] = {"type": "RollingUpdate", "rollingUpdate": limits}
    if "strategy" in given:
        spec["strategy"] = {"type": given["strategy"]}
    labels = labels or {"app": name}
    spec |= {"selector": {"matchLabels": labels}, "template": template(labels, image, gated, **pod_spec)}
    metadata = {"name": name}
    if "annotations" in given:
        metadata["annotations"] = given["annotations"]
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": metadata, "spec": spec}


def template(labels, image="img:1", gated=False, stay=0, **pod_spec):
    """A pod template; `stay`: seconds for which its pods stay terminating."""
    container = {"name": "c", "image": IMAGES.get(image, image)}
    if stay:
        container["lifecycle"] = {"preStop": {"sleep": {"seconds": stay}}}
        pod_spec["terminationGracePeriodSeconds"] = stay + 30
    if gated:
        pod_spec["readinessGates"] = [{"conditionType": GATE}]
    return {"metadata": {"labels": labels}, "spec": {"containers": [container], **pod_spec}}


def replica_set(name, labels, image, replicas=1, annotations=None):
    """A ReplicaSet that nobody owns."""
    metadata = {"name": name, "labels": labels, "annotations": annotations or {}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": template(labels, image)}
    return {"apiVersion": "apps/v1", "kind": "ReplicaSet", "metadata": metadata, "spec": spec}


def quota(hard):
    return {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "q"}, "spec": {"hard": hard}}


def pod(name, image="img:1", labels=None, resources=None, **spec):
    container = {"name": "c", "image": image, **({"resources": resources} if resources else {})}
    metadata = {"name": name, "labels": labels or {}}
    return {"apiVersion": "v1", "kind": "Pod", "metadata": metadata, "spec": {"containers": [container], **spec}}


def service(name="web", labels=None):
    ports = [{"port": 80, "targetPort": 8080}]
    spec = {"selector": labels or APP, "ports": ports}
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}, "spec": spec}
