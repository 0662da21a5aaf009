"""Who is it, and is this their sandbox: a secret as password (Basic) or as bearer token.

kubectl sends no token over plain http; it does send the user and password that stand in the server's URL. Over https
it sends the token, unless the URL has a password too. So both are taken everywhere, and the user name means nothing.

The sandbox that is asked for is never looked up: a wrong secret gets 401 and somebody else's 403, whether or not there
is such a sandbox.
"""

import base64
import binascii

from cluster import store
from cluster.api.request import Request, RequestInfo, info_of
from cluster.core.errors import ApiError, Unauthorized, qualified
from cluster.core.go_text import quote


class NotYours(ApiError):
    """403: known, but not allowed here (`apiserver/pkg/endpoints/handlers/responsewriters/errors.go`, Forbidden)."""

    code, reason = 403, "Forbidden"

    def __init__(self, user: str, request: Request) -> None:
        info = info_of(request)
        about = [qualified(info.group, info.resource)] if info.resource else []
        about += [quote(info.name)] if info.name else []
        text = " ".join([*(about and [*about, "is"]), f"forbidden: User {quote(user)} cannot {_what(request, info)}"])
        details = {"name": info.name, "group": info.group, "kind": info.resource}
        super().__init__(text, {key: value for key, value in details.items() if value})


def authenticate(request: Request, sandbox: str) -> int:
    """The id of the cluster `sandbox`, for whoever brings its secret to `/k8s/<sandbox>/`.

    Costs one query, or none for a secret seen in the last seconds. Raises Unauthorized, NotYours.
    """
    holder = _holder(request)
    if holder.cluster_name != sandbox:
        raise NotYours(user_of(holder.cluster_name), request)
    return holder.cluster_id


def authenticate_own(request: Request) -> int:
    """The id of the cluster that the request's secret opens. Raises Unauthorized."""
    return _holder(request).cluster_id


def _holder(request: Request) -> store.credentials.Holder:
    secret = secret_of(request.header("authorization"))
    holder = store.credentials.holder_of(secret) if secret else None
    if holder is None:
        raise Unauthorized
    return holder


def user_of(sandbox: str) -> str:
    """The name under which the API knows whoever brings a sandbox's secret (`kubectl auth whoami`)."""
    return f"sandbox:{sandbox}"


def secret_of(authorization: str) -> str:
    """The secret in an Authorization header, '' when there is none that can be read."""
    scheme, _, value = authorization.strip().partition(" ")
    match scheme.lower():
        case "bearer":
            return value.strip()
        case "basic":
            return _password(value.strip())
    return ""


def _password(encoded: str) -> str:
    try:
        return base64.b64decode(encoded, validate=True).decode().partition(":")[2]
    except (binascii.Error, ValueError):
        return ""


def _what(request: Request, info: RequestInfo) -> str:
    # `apiserver/pkg/endpoints/handlers/responsewriters/errors.go`, forbiddenMessage
    if not info.resource:
        return f"{request.method.lower()} path {quote(request.path)}"
    resource = f"{info.resource}/{info.subresource}" if info.subresource else info.resource
    # A namespace itself counts as lying in itself.
    namespace = info.namespace or (info.name if info.resource == "namespaces" else "")
    where = f"in the namespace {quote(namespace)}" if namespace else "at the cluster scope"
    return f"{info.verb} resource {quote(resource)} in API group {quote(info.group)} {where}"
