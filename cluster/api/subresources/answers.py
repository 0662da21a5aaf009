"""What several subresources answer with."""

from cluster.api.resource import Answer, Call
from cluster.core.errors import ApiError, BadRequest, NotFound
from cluster.core.kinds import Object


class ServiceUnavailable(ApiError):
    """503: nobody answers."""

    code, reason = 503, "ServiceUnavailable"


def success() -> Answer:
    """The `Status` of an act that makes no object."""
    status = {"kind": "Status", "apiVersion": "v1", "metadata": {}, "status": "Success", "code": 201}
    return Answer(status, code=201, shown=True)


def pod_of(call: Call) -> Object:
    """The pod that the request names. Raises NotFound."""
    pod = call.state.get("Pod", call.info.namespace, call.info.name)
    if pod is None:
        raise NotFound("", "pods", call.info.name)
    return pod


def container_of(pod: Object, name: str) -> str:
    """The name of the container that is meant; with none given, the only one, or the annotated default.

    Raises BadRequest (`pkg/registry/core/pod/strategy.go`, LogLocation and streamLocation).
    """
    spec, pod_name = pod["spec"], pod["metadata"]["name"]
    inits = [container["name"] for container in spec.get("initContainers") or ()]
    mains = [container["name"] for container in spec["containers"]]
    extra = [container["name"] for container in spec.get("ephemeralContainers") or ()]
    if name:
        if name not in {*inits, *mains, *extra}:
            raise BadRequest(f"container {name} is not valid for pod {pod_name}")
        return name
    if len(mains) == 1:
        return str(mains[0])
    text = f"a container name must be specified for pod {pod_name}, choose one of: [{' '.join(mains)}]"
    raise BadRequest(f"{text} or one of the init containers: [{' '.join(inits)}]" if inits else text)
