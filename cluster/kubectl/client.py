"""The API as kubectl uses it: requests to the dispatcher of the REST API, in this process.

Bodies are plain objects; an answer that is no success raises ApiRefused; warnings go to stderr, each once.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from cluster.api import dispatch
from cluster.api.request import Request
from cluster.api.responses import Response
from cluster.api.vantage import Vantage
from cluster.core.go_text import quote
from cluster.core.kinds import Object
from cluster.kubectl.errors import ApiRefused, KubectlError
from cluster.kubectl.resources import Mapping as RestMapping

AGENT = "kubectl/v1.32.4 (linux/amd64) kubernetes/59526cd"
JSON = "application/json"
TABLE = f"{JSON};as=Table;v=v1;g=meta.k8s.io,{JSON};as=Table;v=v1beta1;g=meta.k8s.io,{JSON}"
PATCHES = {
    "strategic": "application/strategic-merge-patch+json",
    "merge": "application/merge-patch+json",
    "json": "application/json-patch+json",
    "apply": "application/apply-patch+yaml",
}
WARNING = re.compile(r'299 - "((?:[^"\\]|\\.)*)"')
Query = Mapping[str, str | Sequence[str]]


class Client:
    """Requests to one cluster, from where the session looks at it."""

    def __init__(self, vantage: Vantage, warn: Callable[[str], None]) -> None:
        self.vantage = vantage
        self._warn = warn
        self.warned: dict[str, None] = {}

    def request(self, method: str, path: str, query: Query | None = None, body: Any = None, **headers: str) -> Request:
        """A request with the headers that kubectl sends."""
        asked = {name: [value] if isinstance(value, str) else list(value) for name, value in (query or {}).items()}
        data = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        sent = {"user-agent": AGENT, "accept": JSON, "content-type": JSON}
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        return Request(method, path, {name: values for name, values in asked.items() if values}, sent, data)

    def ask(self, method: str, path: str, query: Query | None = None, body: Any = None, **headers: str) -> Any:
        """The content of the answer. Raises ApiRefused."""
        return self.content(self.answer(self.request(method, path, query, body, **headers)))

    def answer(self, request: Request) -> Response:
        """The whole answer; its warnings are told."""
        answer = dispatch.answer(self.vantage.cluster_id, request, self.vantage)
        for name, value in answer.headers:
            found = WARNING.fullmatch(value) if name == "Warning" else None
            if found:
                self._tell(re.sub(r"\\(.)", r"\1", found.group(1)))
        return answer

    def content(self, answer: Response) -> Any:
        """What a successful answer holds. Raises ApiRefused."""
        if answer.code >= 400:
            status = answer.content
            if not isinstance(status, dict):
                missing = {"reason": "NotFound", "message": "the server could not find the requested resource"}
                status = missing if answer.code == 404 else {"message": str(status)}
            raise ApiRefused(status)
        return answer.content

    def _tell(self, text: str) -> None:
        if text not in self.warned:
            self.warned[text] = None
            self._warn(text)

    def get(
        self,
        kind: RestMapping,
        namespace: str,
        name: str,
        subresource: str = "",
        query: Query | None = None,
        **headers: str,
    ) -> Object:
        """One object. Raises ApiRefused."""
        found: Object = self.ask("GET", place(kind, namespace, name, subresource), query, **headers)
        return found

    def list(
        self, kind: RestMapping, namespace: str, query: Query, limit: int = 500, **headers: str
    ) -> Iterator[Object]:
        """The lists, chunk by chunk. Raises ApiRefused."""
        asked = {**query, **({"limit": str(limit)} if limit else {})}
        while True:
            found = self.ask("GET", kind.path(namespace), asked, **headers)
            yield found
            proceed = (found.get("metadata") or {}).get("continue")
            if not proceed:
                return
            asked = {**asked, "continue": proceed}

    def items(self, kind: RestMapping, namespace: str, labels: str = "", fields: str = "") -> Sequence[Object]:
        """All objects of a list, each with its kind. Raises ApiRefused."""
        query = {name: text for name, text in (("labelSelector", labels), ("fieldSelector", fields)) if text}
        of_kind = {"apiVersion": kind.api_version, "kind": kind.kind}
        return [{**of_kind, **item} for page in self.list(kind, namespace, query) for item in page.get("items") or ()]

    def create(self, kind: RestMapping, namespace: str, obj: Object, query: Query, subresource: str = "") -> Object:
        """POST. Raises ApiRefused."""
        name = str(obj["metadata"]["name"]) if subresource else ""
        made: Object = self.ask("POST", place(kind, namespace, name, subresource), query, obj)
        return made

    def patch(  # noqa: PLR0913, PLR0917 - the parts of a request
        self, kind: RestMapping, namespace: str, name: str, patch: Any, type_: str, query: Query, subresource: str = ""
    ) -> Object:
        """PATCH of a type of PATCHES. Raises ApiRefused."""
        path = place(kind, namespace, name, subresource)
        changed: Object = self.ask("PATCH", path, query, patch, content_type=PATCHES[type_])
        return changed

    def replace(
        self, kind: RestMapping, namespace: str, name: str, obj: Object, query: Query, subresource: str = ""
    ) -> Object:
        """PUT. Raises ApiRefused."""
        replaced: Object = self.ask("PUT", place(kind, namespace, name, subresource), query, obj)
        return replaced

    def delete(self, kind: RestMapping, namespace: str, name: str, options: Object) -> Object:
        """DELETE. Raises ApiRefused."""
        body = {"kind": "DeleteOptions", "apiVersion": "v1", **options}
        gone: Object = self.ask("DELETE", place(kind, namespace, name), body=body)
        return gone


def place(kind: RestMapping, namespace: str, name: str, subresource: str = "") -> str:
    """The path of one object. Raises KubectlError for what can be no name (`rest.IsValidPathSegmentName`)."""
    if name in {".", ".."}:
        raise KubectlError(f"invalid resource name {quote(name)}: [may not be '{name}']")
    found = [f"may not contain '{char}'" for char in "/%" if char in name]
    if found:
        raise KubectlError(f"invalid resource name {quote(name)}: [{' '.join(found)}]")
    return kind.path(namespace, name, subresource)
