"""`answer(cluster_id, request)`: every request that is one question and one answer, whoever asks, and how.

It blocks for the database, so it belongs into a thread. Streams (a watch) are asked for elsewhere: `views`.
"""

import logging

from cluster import store
from cluster.api import discovery, negotiation, openapi, request, resources, responses, tables, version
from cluster.api.negotiation import Form
from cluster.api.request import Request, RequestInfo
from cluster.api.resource import Answer, Call, Handler
from cluster.api.responses import JSON, TEXT, Response
from cluster.api.vantage import Vantage
from cluster.api.verbs import VERBS
from cluster.core.errors import ApiError, TooManyRequests, UnknownPath
from cluster.core.kinds import Object

logger = logging.getLogger(__name__)

LIMIT = 3 * 1024 * 1024
"""Bytes of a body (`apiserver/pkg/server/config.go`, MaxRequestBodyBytes)."""


class NotAllowed(ApiError):
    """405 of the router: the path is known, the method is none of its."""

    code, reason = 405, "MethodNotAllowed"

    def __init__(self) -> None:
        super().__init__("the server does not allow this method on the requested resource", {})


def answer(cluster_id: int, asked: Request, vantage: Vantage | None = None) -> Response:
    """The response to a request to a cluster; a refusal is a response too. Never raises.

    `vantage`: who asks looks at a moment of the past, perhaps; a change made there begins a branch.
    """
    call: Call | None = None
    try:
        info = request.info_of(asked)
        if not info.is_resource:
            return _document(asked)
        call = call_of(cluster_id, asked, info, vantage)
        form = negotiation.form_of(asked.header("accept"), call.resource.has_table)
        found = handler_of(call)(call)
        return _shown(call, found, form)
    except ApiError as error:
        return responses.refusal(error, _error_type(asked), _warnings(call))
    except store.Cluster.DoesNotExist:
        return responses.refusal(UnknownPath())
    except store.Lost:
        return responses.refusal(TooManyRequests("too many others write to this cluster; please try again", 1))
    except Exception:
        logger.exception("%s %s could not be answered", asked.method, asked.path)
        return responses.refusal(responses.InternalError())


def call_of(cluster_id: int, asked: Request, info: RequestInfo, vantage: Vantage | None = None) -> Call:
    """The request together with the row of its resource. Raises UnknownPath."""
    row = resources.find(info.group, info.version, info.resource)
    if row is None or (info.namespace and not row.namespaced):
        raise UnknownPath
    if info.subresource and row.subresource(info.subresource) is None:
        raise UnknownPath
    return Call(cluster_id, asked, info, row, [row.deprecated] if row.deprecated else [], vantage)


def handler_of(call: Call) -> Handler:
    """What the verb does to this resource. Raises NotAllowed where the resource has no such verb."""
    verb, row = call.info.verb, call.resource
    if call.info.subresource:
        sub = row.subresource(call.info.subresource)
        handler = sub.handlers.get(verb) if sub else None
    else:
        handler = row.handlers.get(verb) or (VERBS.get(verb) if verb in row.verbs else None)
    if handler is None or not _is_placed(call):
        raise NotAllowed
    return handler


def _is_placed(call: Call) -> bool:
    """Whether the path is one on which the verb can be: objects are named within their namespace only."""
    info, row = call.info, call.resource
    if info.verb == "create" and info.name and not info.subresource:
        return False
    if info.verb in {"update", "patch"} and not info.name:
        return False
    if row.namespaced and not info.namespace:
        return (info.verb in {"list", "watch"} and not info.name) or (info.verb == "create" and not row.stored)
    return True


def _document(asked: Request) -> Response:
    """What is served besides resources."""
    parts = [part for part in asked.path.split("/") if part]
    if not parts:
        return _plain(Answer({"paths": index()}, shown=True), asked)
    if asked.method not in {"GET", "HEAD"}:
        found = None
    elif parts == ["version"]:
        found = version.version()
    elif parts[0] in version.HEALTHY:
        found = version.healthy(parts[0], bool(asked.params("verbose")))
    elif parts[0] == "openapi":
        return openapi.answer(asked)
    else:
        found = discovery.answer(asked.path, asked.header("accept"))
    if found is None:
        return Response(404, "404 page not found\n", TEXT)
    return _plain(found, asked)


def _plain(found: Answer, asked: Request) -> Response:
    headers = tuple(found.headers.items())
    if isinstance(found.content, str | bytes):
        return Response(found.code, found.content, found.media_type or TEXT, headers)
    form = Form() if found.media_type else negotiation.form_of(_untransformed(asked.header("accept")))
    return Response(found.code, found.content, found.media_type or form.media_type, headers)


def _untransformed(accept: str) -> str:
    """The Accept header without parameters: documents have one form only, and are never refused."""
    return ", ".join(clause.media_type for clause in negotiation.clauses(accept)) + ", application/json"


def _shown(call: Call, found: Answer, form: Form) -> Response:
    headers = (*_warnings(call), *found.headers.items())
    if not isinstance(found.content, dict) and found.items is None:
        return Response(found.code, found.content, found.media_type or TEXT, headers)
    content = found.content if found.shown else represent(call, found, form)
    media_type = form.media_type
    return Response(found.code, content, found.media_type or media_type, headers)


def represent(call: Call, found: Answer, form: Form) -> Object:
    """An answer in the form that the client wants. Raises NotAcceptable or BadRequest."""
    if form.kind == "Table":
        return tables.table(call, found, form.version)
    if form.kind == "PartialObjectMetadataList":
        return tables.partial_list(call, found, form.version)
    if form.kind == "PartialObjectMetadata":
        if found.items is not None:
            return tables.partial_list(call, found, form.version)
        return tables.partial(call, found.content, form.version)
    if found.items is None:
        return call.shown(found.content)
    row = call.resource
    items = [_untyped(call.shown(obj)) for obj in found.items]
    meta = found.list_meta
    return {"kind": f"{row.kind}List", "apiVersion": row.api_version, "metadata": meta, "items": items}


def _untyped(obj: Object) -> Object:
    """An item of a list: its kind is said once, by the list, as Go's encoder leaves it out."""
    return {name: value for name, value in obj.items() if name not in {"kind", "apiVersion"}}


def _warnings(call: Call | None) -> tuple[tuple[str, str], ...]:
    return responses.warning_headers(call.warnings) if call else ()


def _error_type(asked: Request) -> str:
    try:
        return negotiation.form_of(_untransformed(asked.header("accept"))).media_type
    except ApiError:
        return JSON


def index() -> list[str]:
    """`/`: the paths that are served."""
    paths = ["/api", "/apis", "/healthz", "/livez", "/openapi/v2", "/openapi/v3", "/readyz", "/version"]
    for group, served in resources.SERVED:
        paths += [f"/apis/{group}", f"/apis/{group}/{served}"] if group else [f"/api/{served}"]
    return sorted(set(paths))
