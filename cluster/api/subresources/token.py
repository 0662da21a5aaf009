"""`serviceaccounts/token`: a TokenRequest gets a token that looks real and opens nothing.

Upstream: `pkg/registry/core/serviceaccount/storage/token.go`, `pkg/apis/authentication/validation/validation.go`.
"""

from cluster.api import options
from cluster.api.resource import Answer, Call
from cluster.api.verbs import bodies
from cluster.core import times, tokens
from cluster.core.errors import BadRequest, Invalid, NotFound
from cluster.core.field_errors import invalid

SHORTEST, USUAL, LONGEST = 600, 3600, 1 << 32


def create(call: Call) -> Answer:
    """The TokenRequest with its token, 201. Raises NotFound, Invalid, BadRequest."""
    asked = options.write_options(call.request, "CreateOptions")
    body = bodies.read(call, asked, ("authentication.k8s.io/v1", "TokenRequest"))
    namespace, name = call.info.namespace, call.info.name
    if (body["metadata"].get("name") or name) != name:
        raise BadRequest(
            f"the name of the object ({body['metadata']['name']}) does not match the name on the URL ({name})"
        )
    account = call.state.get("ServiceAccount", namespace, name)
    if account is None:
        raise NotFound("", "serviceaccounts", name)
    spec = body.get("spec") or {}
    seconds = spec.get("expirationSeconds") or USUAL
    _judge(name, seconds)
    audiences = tuple(spec.get("audiences") or ()) or (tokens.ISSUER,)
    token = tokens.token(call.state.seed, namespace, name, call.wall, seconds, audiences)
    answer = {
        "kind": "TokenRequest",
        "apiVersion": "authentication.k8s.io/v1",
        "metadata": {"name": name, "namespace": namespace, "creationTimestamp": times.to_text(call.wall)},
        "spec": {**spec, "audiences": list(audiences), "expirationSeconds": seconds},
        "status": {"token": token, "expirationTimestamp": times.to_text(call.wall + seconds * times.SECOND)},
    }
    return Answer(answer, code=201, shown=True)


def _judge(name: str, seconds: int) -> None:
    field = "spec.expirationSeconds"
    if seconds < SHORTEST:
        why = "may not specify a duration less than 10 minutes"
        raise Invalid("TokenRequest", "authentication.k8s.io", name, [invalid(field, seconds, why)])
    if seconds > LONGEST:
        why = "may not specify a duration larger than 2^32 seconds"
        raise Invalid("TokenRequest", "authentication.k8s.io", name, [invalid(field, seconds, why)])


HANDLERS = {"create": create}
