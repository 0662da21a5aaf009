"""What an HTTP request asks of the API: verb, resource, namespace, name. Pure.

Upstream: `apiserver/pkg/endpoints/request/requestinfo.go` (RequestInfoFactory.NewRequestInfo).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote

NAMESPACE_SUBRESOURCES = frozenset({"status", "finalize"})
"""What may follow a namespace's name and still be about the namespace itself."""
VERBS = {"POST": "create", "GET": "get", "HEAD": "get", "PUT": "update", "PATCH": "patch", "DELETE": "delete"}
ON_COLLECTIONS = {"get": "list", "delete": "deletecollection"}


@dataclass(frozen=True, slots=True)
class Request:
    """One request to one cluster. `path` begins after the cluster's own address: `/apis/apps/v1/deployments`.

    `headers` have lower-case names; `body` is what was sent, decompressed.
    """

    method: str
    path: str
    query: Mapping[str, list[str]] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def param(self, name: str, default: str = "") -> str:
        """The first value of a query parameter."""
        values = self.query.get(name)
        return values[0] if values else default

    def params(self, name: str) -> list[str]:
        """All values of a query parameter."""
        return list(self.query.get(name, ()))

    def header(self, name: str, default: str = "") -> str:
        """A header by its lower-case name."""
        return self.headers.get(name, default)


def of_scope(scope: Mapping[str, Any], body: bytes = b"") -> Request:
    """The request of an ASGI connection, HTTP or WebSocket, whose `url_route` holds the path in the sandbox."""
    headers: dict[str, str] = {}
    for raw_name, raw_value in scope["headers"]:
        name, value = raw_name.decode("latin1").lower(), raw_value.decode("latin1")
        headers[name] = f"{headers[name]},{value}" if name in headers else value
    query = parse_qs(scope["query_string"].decode("latin1"), keep_blank_values=True)
    path = scope["url_route"]["kwargs"].get("path") or ""
    return Request(scope.get("method", "GET"), f"/{path}", query, headers, body)


@dataclass(frozen=True, slots=True)
class RequestInfo:
    """A request taken apart. A `verb` of '' and no resource: no request about a resource (`/version`, `/apis`).

    `path` is the rest behind a subresource: `/metrics` of `pods/web/proxy/metrics`.
    """

    verb: str = ""
    group: str = ""
    version: str = ""
    resource: str = ""
    subresource: str = ""
    namespace: str = ""
    name: str = ""
    path: str = ""

    @property
    def is_resource(self) -> bool:
        """Whether it is about a resource."""
        return bool(self.resource)

    @property
    def api_version(self) -> str:
        """`apps/v1`, `v1`."""
        return f"{self.group}/{self.version}" if self.group else self.version


def make(method: str, target: str, headers: Mapping[str, str] | None = None, body: bytes = b"") -> Request:
    """A request of a method and a target as on the wire: `GET`, `/api/v1/pods?limit=5`."""
    path, _, query = target.partition("?")
    lowered = {name.lower(): value for name, value in (headers or {}).items()}
    return Request(method, unquote(path), parse_qs(query, keep_blank_values=True), lowered, body)


def info_of(request: Request) -> RequestInfo:
    """What the request is about; an empty RequestInfo when its path is no resource's."""
    parts = [part for part in request.path.split("/") if part]
    if len(parts) < 3 or parts[0] not in {"api", "apis"}:
        return RequestInfo()
    if parts[0] == "api":
        group, version, rest = "", parts[1], parts[2:]
    elif len(parts) > 3:
        group, version, rest = parts[1], parts[2], parts[3:]
    else:
        return RequestInfo()
    return _resource_info(request, group, version, rest)


def _resource_info(request: Request, group: str, version: str, rest: list[str]) -> RequestInfo:
    verb = VERBS.get(request.method, "")
    if rest[0] == "watch" and len(rest) > 1:
        verb, rest = "watch", rest[1:]
    namespace, rest = _namespaced(rest)
    resource, name, subresource = (*rest, "", "")[:3]
    if not name:
        verb = ON_COLLECTIONS.get(verb, verb)
    if verb == "list" and is_true(request.param("watch")):
        verb = "watch"
    if verb == "get" and not subresource and is_true(request.param("watch")):
        verb = "watch"
    return RequestInfo(verb, group, version, resource, subresource, namespace, name, "/".join(rest[3:]))


def _namespaced(rest: list[str]) -> tuple[str, list[str]]:
    """The namespace and what follows: `namespaces/a/pods/b` -> a, pods b; `namespaces/a` is about the namespace."""
    if rest[0] != "namespaces" or len(rest) < 3:
        return "", rest
    if len(rest) == 3 and rest[2] in NAMESPACE_SUBRESOURCES:
        return "", rest
    return rest[1], rest[2:]


def is_true(text: str) -> bool:
    """A boolean parameter as `strconv.ParseBool` and the apiserver's conversion read it: `watch=1`, `watch=true`."""
    return text.lower() not in {"", "0", "false", "f", "no"}
