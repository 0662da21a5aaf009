"""A client of one sandbox over real sockets, as small as it can be."""

import http.client
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode, urlsplit

from tests.e2e import protobuf_writing
from tests.patient import PATIENCE

JSON, PROTOBUF = "application/json", "application/vnd.kubernetes.protobuf"
GROUPS = {
    "deployments": "apis/apps/v1",
    "replicasets": "apis/apps/v1",
    "endpointslices": "apis/discovery.k8s.io/v1",
}
"""Where a resource is served, if not in the core group."""

Object = dict[str, Any]


class Refused(Exception):
    """The API said no."""

    def __init__(self, code: int, status: Object) -> None:
        super().__init__(f"{code}: {status.get('message') if isinstance(status, dict) else status}")
        self.code, self.status = code, status

    def unless(self, code: int) -> None:
        """Raise it again, unless it was to be expected."""
        if self.code != code:
            raise self


class Event(NamedTuple):
    """One event of a watch."""

    type: str
    object: Object


class Cluster:
    """One sandbox. Objects that are created and updated go as protobuf, patches as JSON."""

    def __init__(self, url: str, secret: str) -> None:
        self.address = urlsplit(url)
        self.secret = secret
        self._own = threading.local()

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """The parsed answer (text if it is no JSON). Raises Refused."""
        connection = self._connection()
        connection.request(method, f"{self.address.path}/{path}", self._encoded(body, headers), self._headers(headers))
        answer = connection.getresponse()
        content = answer.read()
        value = json.loads(content) if answer.headers.get_content_type() == JSON else content.decode()
        if answer.status >= 300:
            raise Refused(answer.status, value)
        return value

    def _encoded(self, body: Any, headers: dict[str, str]) -> bytes | None:
        if body is None or isinstance(body, bytes):
            return body
        if headers.get("content_type") == PROTOBUF:
            return protobuf_writing.encode(body)
        return json.dumps(body).encode()

    def _headers(self, headers: dict[str, str]) -> dict[str, str]:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return {"authorization": f"Bearer {self.secret}", "accept": f"{PROTOBUF},{JSON}", **named}

    def _connection(self) -> http.client.HTTPConnection:
        if not hasattr(self._own, "connection"):
            self._own.connection = self.connect()
        connection: http.client.HTTPConnection = self._own.connection
        return connection

    def connect(self) -> http.client.HTTPConnection:
        """A connection of one's own."""
        return http.client.HTTPConnection(self.address.hostname or "", self.address.port, timeout=PATIENCE)

    def space(self, name: str) -> "Space":
        """What is in a namespace; '' for all."""
        return Space(self, name)


class Space:
    """The objects of one namespace: `space.get("deployments", "web")`."""

    def __init__(self, cluster: Cluster, name: str) -> None:
        self.cluster, self.name = cluster, name

    def path(self, resource: str, *parts: str, **query: Any) -> str:
        """The path of a resource, below the sandbox's own address; underscores of queries stay as they are."""
        where = [GROUPS.get(resource, "api/v1")]
        where += ["namespaces", self.name] if self.name and resource not in {"namespaces", "nodes"} else []
        asked = f"?{urlencode(query)}" if query else ""
        return "/".join([*where, resource, *map(quote, parts)]) + asked

    def create(self, resource: str, obj: Object, **query: Any) -> Object:
        body = {**KINDS[resource], **obj}
        return self.cluster.ask("POST", self.path(resource, **query), body, content_type=PROTOBUF)

    def update(self, resource: str, obj: Object, *subresource: str) -> Object:
        path = self.path(resource, obj["metadata"]["name"], *subresource)
        return self.cluster.ask("PUT", path, obj, content_type=PROTOBUF)

    def patch(self, resource: str, name: str, patch: Any, *subresource: str, kind: str = "strategic-merge") -> Object:
        path = self.path(resource, name, *subresource)
        return self.cluster.ask("PATCH", path, patch, content_type=f"application/{kind}-patch+json")

    def get(self, resource: str, *parts: str, **query: Any) -> Any:
        return self.cluster.ask("GET", self.path(resource, *parts, **query))

    def list(self, resource: str, **query: Any) -> list[Object]:
        return self.get(resource, **query)["items"]

    def delete(self, resource: str, *name: str, query: dict[str, Any] | None = None, **options: Any) -> Object:
        """Of one object, or without a name of those that the query selects."""
        body = {"apiVersion": "v1", "kind": "DeleteOptions", **options}
        return self.cluster.ask("DELETE", self.path(resource, *name, **(query or {})), body, content_type=PROTOBUF)

    def remove(self, resource: str, name: str) -> None:
        """Delete it, unless somebody was faster."""
        try:
            self.delete(resource, name)
        except Refused as refused:
            refused.unless(404)

    def exists(self, resource: str, name: str) -> bool:
        try:
            self.get(resource, name)
        except Refused as refused:
            refused.unless(404)
            return False
        return True

    def changed(self, resource: str, name: str, change: Callable[[Object], None], *subresource: str) -> Object:
        """Read, change and write back until nobody was faster (`retry.RetryOnConflict`)."""
        while True:
            obj = self.get(resource, name)
            change(obj)
            try:
                return self.update(resource, {**KINDS[resource], **obj}, *subresource)
            except Refused as refused:
                refused.unless(409)

    @contextmanager
    def watch(self, resource: str, **query: Any) -> Iterator["Watch"]:
        """The events of a resource."""
        connection = self.cluster.connect()
        path = f"{self.cluster.address.path}/{self.path(resource, watch='true', **query)}"
        connection.request("GET", path, headers=self.cluster._headers({}))
        answer = connection.getresponse()
        assert answer.status == 200, answer.read()
        try:
            yield Watch(answer)
        finally:
            connection.close()


class Watch:
    """Events as they come."""

    def __init__(self, answer: http.client.HTTPResponse) -> None:
        self._answer = answer

    def next(self) -> Event:
        """The next event; fails when none comes in time."""
        found = json.loads(self._answer.readline())
        return Event(found["type"], found["object"])

    def until(self, type_: str, holds: Callable[[Object], bool] = lambda obj: True) -> Object:
        """The object of the first event of a type for which something holds."""
        deadline = time.monotonic() + PATIENCE
        while True:
            event = self.next()
            if event.type == type_ and holds(event.object):
                return event.object
            assert time.monotonic() < deadline, f"no such event, last was {event}"


KINDS = {
    "configmaps": {"apiVersion": "v1", "kind": "ConfigMap"},
    "deployments": {"apiVersion": "apps/v1", "kind": "Deployment"},
    "endpoints": {"apiVersion": "v1", "kind": "Endpoints"},
    "endpointslices": {"apiVersion": "discovery.k8s.io/v1", "kind": "EndpointSlice"},
    "namespaces": {"apiVersion": "v1", "kind": "Namespace"},
    "pods": {"apiVersion": "v1", "kind": "Pod"},
    "podtemplates": {"apiVersion": "v1", "kind": "PodTemplate"},
    "replicasets": {"apiVersion": "apps/v1", "kind": "ReplicaSet"},
    "replicationcontrollers": {"apiVersion": "v1", "kind": "ReplicationController"},
    "resourcequotas": {"apiVersion": "v1", "kind": "ResourceQuota"},
    "services": {"apiVersion": "v1", "kind": "Service"},
}


def eventually(holds: Callable[[], Any], seconds: float = PATIENCE) -> Any:
    """What something comes to when it is true at last (`wait.Poll`); fails when it never is."""
    deadline = time.monotonic() + seconds
    while not (found := holds()):
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.1)
    return found
