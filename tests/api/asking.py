"""A client of the API for tests: requests in, answers out, no HTTP between."""

from typing import Any, NamedTuple

import orjson

from cluster.api import dispatch, request

DEPLOYMENTS = "/apis/apps/v1/namespaces/default/deployments"
TABLE = "application/json;as=Table;v=v1;g=meta.k8s.io,application/json"
MERGE = "application/merge-patch+json"
STRATEGIC = "application/strategic-merge-patch+json"
JSON_PATCH = "application/json-patch+json"


class Got(NamedTuple):
    """An answer: its code, its body parsed (text if it is no JSON), its Warning headers."""

    code: int
    body: Any
    warnings: list[str]
    media_type: str

    @property
    def names(self) -> list[str]:
        """The names of a list's items."""
        return [item["metadata"]["name"] for item in self.body["items"]]


class Api:
    """`api.get("/api/v1/pods")`, `api.post(path, body)`, ...: bodies that are no bytes are sent as JSON."""

    def __init__(self, cluster_id: int) -> None:
        self.cluster_id = cluster_id

    def ask(self, method: str, target: str, body: Any = None, **headers: str) -> Got:
        data = body if isinstance(body, bytes) else b"" if body is None else orjson.dumps(body)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        sent.setdefault("content-type", "application/json")
        answer = dispatch.answer(self.cluster_id, request.make(method, target, sent, data))
        parsed = orjson.loads(answer.body) if answer.media_type.startswith("application/json") else answer.body.decode()
        warnings = [value for name, value in answer.headers if name == "Warning"]
        return Got(answer.code, parsed, warnings, answer.media_type)

    def get(self, target: str, **headers: str) -> Got:
        return self.ask("GET", target, **headers)

    def post(self, target: str, body: Any, **headers: str) -> Got:
        return self.ask("POST", target, body, **headers)

    def put(self, target: str, body: Any, **headers: str) -> Got:
        return self.ask("PUT", target, body, **headers)

    def patch(self, target: str, body: Any, kind: str = STRATEGIC) -> Got:
        return self.ask("PATCH", target, body, content_type=kind)

    def delete(self, target: str, body: Any = None) -> Got:
        return self.ask("DELETE", target, body)


def deployment(name: str = "web", replicas: int = 3, image: str = "nginx:1.27") -> dict[str, Any]:
    """A manifest as a person writes it."""
    labels = {"app": name}
    pod = {"metadata": {"labels": labels}, "spec": {"containers": [{"name": "web", "image": image}]}}
    spec = {"replicas": replicas, "selector": {"matchLabels": labels}, "template": pod}
    return {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": name}, "spec": spec}


def config_map(name: str, **labels: str) -> dict[str, Any]:
    """A ConfigMap with some labels."""
    metadata = {"name": name, "labels": labels}
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {"a": "b"}}
