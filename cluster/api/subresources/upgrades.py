"""`pods/exec`, `pods/attach`, `pods/portforward`: they are spoken over upgraded connections (`api.streaming`).

A request without an upgrade, or whose upgrade was refused, gets the reason here.
"""

from cluster.api.resource import Answer, Call
from cluster.api.subresources.answers import container_of, pod_of
from cluster.core import logs
from cluster.core.errors import BadRequest, Forbidden


def refuse(call: Call) -> Answer:
    """What the kubelet would say of the container; else raises BadRequest or NotFound."""
    pod = pod_of(call)
    if not pod["spec"].get("nodeName"):
        raise Forbidden("", "pods", call.info.name, "the pod is not assigned to a node")
    if call.info.subresource != "portforward":
        name = container_of(pod, call.request.param("container"))
        run = logs.run_of(pod, name)
        if run is None or run.ended is not None:
            return Answer(f'container not found ("{name}")', code=500)
    raise BadRequest("Upgrade request required")


HANDLERS = {"create": refuse, "get": refuse}
