"""Objects written by several clients, one after the other, as tests tell it."""

import copy
from typing import Any

from cluster.core import managed_fields, times
from cluster.core.kinds import Object

START = times.to_ms("2026-01-01T00:00:00Z")
WEB: Object = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "web", "namespace": "default", "labels": {"app": "web"}},
    "spec": {
        "replicas": 2,
        "selector": {"matchLabels": {"app": "web"}},
        "strategy": {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": "25%", "maxUnavailable": "25%"}},
        "template": {
            "metadata": {"labels": {"app": "web"}},
            "spec": {
                "containers": [
                    {
                        "name": "web",
                        "image": "nginx:1.14.2",
                        "env": [{"name": "A", "value": "1"}],
                        "ports": [{"containerPort": 80, "protocol": "TCP"}],
                        "resources": {},
                    }
                ],
                "securityContext": {},
            },
        },
    },
    "status": {},
}


class Session:
    """One object and its writes; each is a second after the one before."""

    def __init__(self, live: Object | None = None) -> None:
        self.live, self.now = live, START

    def create(self, manager: str, obj: Object = WEB) -> None:
        self.live = managed_fields.update(None, obj, manager, "Update", obj["apiVersion"], "", self._tick())
        self.live["metadata"] |= {"uid": "1", "creationTimestamp": "2026-01-01T00:00:00Z"}

    def update(self, manager: str, subresource: str = "", **values: Any) -> None:
        """Write some paths, dots as `__`; None removes."""
        assert self.live is not None
        new = copy.deepcopy(self.live)
        for path, value in values.items():
            *parents, last = path.split("__")
            place = new
            for name in parents:
                place = place[int(name)] if isinstance(place, list) else place.setdefault(name, {})
            key: Any = int(last) if isinstance(place, list) else last
            place.pop(key) if value is None else place.__setitem__(key, value)
        self.put(manager, new, subresource)

    def put(self, manager: str, new: Object, subresource: str = "") -> None:
        self.live = managed_fields.update(
            self.live, new, manager, "Update", new["apiVersion"], subresource, self._tick()
        )

    def apply(self, manager: str, *, force: bool = False, metadata: dict[str, Any] | None = None, **spec: Any) -> None:
        config = {"apiVersion": "apps/v1", "kind": "Deployment", "metadata": {"name": "web", **(metadata or {})}}
        self.live = managed_fields.apply(
            self.live, config | ({"spec": spec} if spec else {}), manager, force, self._tick()
        )

    def _tick(self) -> int:
        self.now += 1000
        return self.now

    @property
    def entries(self) -> list[dict[str, Any]]:
        assert self.live is not None
        found: list[dict[str, Any]] = self.live["metadata"]["managedFields"]
        return found

    @property
    def managers(self) -> list[str]:
        """`kubectl Apply`, `kubectl-scale Update scale`: in the order of the list."""
        return [" ".join([e["manager"], e["operation"], e.get("subresource", "")]).strip() for e in self.entries]

    def owned(self, manager: str) -> dict[str, Any]:
        """The fields of a manager's only entry, {} without one."""
        found = [entry["fieldsV1"] for entry in self.entries if entry["manager"] == manager]
        assert len(found) <= 1
        return found[0] if found else {}


def containers(**fields: Any) -> dict[str, Any]:
    """A template with the container `web` of these fields."""
    return {"spec": {"containers": [{"name": "web", **fields}]}}
