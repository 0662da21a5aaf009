"""What clients look for and find always the same: ComponentStatuses, all well, and DaemonSets: none.

`kubectl get componentstatuses` and `kubectl cluster-info dump` fail where they are not served at all. Upstream:
`pkg/registry/core/componentstatus/rest.go`.
"""

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
    Resource(
        "DaemonSet",
        "daemonsets",
        group="apps",
        verbs=READING,
        short_names=("ds",),
        categories=("all",),
        objects=_none,
    ),
)
