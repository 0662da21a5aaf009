"""What clients look for and find always the same: ComponentStatuses, all well, and kinds of which there are none.

`kubectl get componentstatuses` and `kubectl cluster-info dump` fail where they are not served at all, and so does
`kubectl apply --prune`, which looks through all kinds of its list (`kubectl/pkg/util/prune/prune.go`). Without
CustomResourceDefinitions kubectl complains of them when it is given a kind that nobody serves. Upstream:
`pkg/registry/core/componentstatus/rest.go`.
"""

from typing import Any

from cluster.api.resource import READING, Call, Resource
from cluster.core.kinds import Object
from cluster.core.state import State

COMPONENTS = ("controller-manager", "etcd-0", "scheduler")


def _component(name: str) -> Object:
    conditions = [{"type": "Healthy", "status": "True", "message": "ok"}]
    metadata = {"name": name, "creationTimestamp": None}
    return {"apiVersion": "v1", "kind": "ComponentStatus", "metadata": metadata, "conditions": conditions}


def _components(_call: Call, _state: State, _namespace: str) -> list[Object]:
    return [_component(name) for name in COMPONENTS]


def _none(_call: Call, _state: State, _namespace: str) -> list[Object]:
    return []


def _empty(kind: str, plural: str, group: str = "", **fields: Any) -> Resource:
    return Resource(kind, plural, group, verbs=READING, objects=_none, **fields)


ROWS = (
    Resource(
        "ComponentStatus",
        "componentstatuses",
        namespaced=False,
        verbs=("get", "list"),
        short_names=("cs",),
        objects=_components,
        deprecated="v1 ComponentStatus is deprecated in v1.19+",
    ),
    _empty("PersistentVolume", "persistentvolumes", short_names=("pv",), namespaced=False),
    _empty("PersistentVolumeClaim", "persistentvolumeclaims", short_names=("pvc",)),
    _empty("DaemonSet", "daemonsets", "apps", short_names=("ds",), categories=("all",)),
    _empty("StatefulSet", "statefulsets", "apps", short_names=("sts",), categories=("all",)),
    _empty("CronJob", "cronjobs", "batch", short_names=("cj",), categories=("all",)),
    _empty("Job", "jobs", "batch", categories=("all",)),
    _empty("Ingress", "ingresses", "networking.k8s.io", short_names=("ing",)),
    _empty(
        "CustomResourceDefinition",
        "customresourcedefinitions",
        "apiextensions.k8s.io",
        short_names=("crd", "crds"),
        categories=("api-extensions",),
        namespaced=False,
    ),
)
