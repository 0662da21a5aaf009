"""Quality of service: `k8s.io/kubectl/pkg/util/qos/qos.go`, `ComputePodQOS`."""

from cluster.core.describe.parts import part, quantity
from cluster.core.kinds import Object

RESOURCES = ("cpu", "memory")


def qos_class(pod: Object) -> str:
    """`Guaranteed` if every container limits cpu and memory to what it requests, `BestEffort` if none asks for
    anything, else `Burstable`. Resources of the pod as a whole count instead of its containers'.
    """
    spec = part(pod, "spec")
    if part(spec, "resources"):
        return _container_class(spec["resources"])
    containers = [*(spec.get("initContainers") or ()), *(spec.get("containers") or ())]
    classes = {_container_class(part(container, "resources")) for container in containers}
    if len(classes) > 1:
        return "Burstable"
    return classes.pop() if classes else "BestEffort"


def _container_class(resources: Object) -> str:
    pairs = [
        (quantity(part(resources, "requests").get(r)), quantity(part(resources, "limits").get(r))) for r in RESOURCES
    ]
    if all(not request.nano and not limit.nano for request, limit in pairs):
        return "BestEffort"
    return "Guaranteed" if all(request == limit and limit.nano for request, limit in pairs) else "Burstable"
