"""Choosing containers by name, with `*` as a wildcard. Upstream: `kubectl/pkg/cmd/set/helper.go` (selectString)."""

import fnmatch
from collections.abc import Callable

from cluster.core.kinds import Object


def is_chosen(name: str, pattern: str) -> bool:
    """Whether a container's name fits `web`, `web-*` or `*`."""
    return fnmatch.fnmatchcase(name, pattern.replace("[", "[[]").replace("?", "[?]"))


def changed(spec: Object, pattern: str, change: Callable[[Object], Object]) -> Object | None:
    """The pod spec with the chosen containers changed, None when there is none."""
    found = False
    for field in ("containers", "initContainers"):
        containers = []
        for container in spec.get(field) or []:
            chosen = is_chosen(str(container.get("name")), pattern)
            found = found or chosen
            containers.append(change(container) if chosen else container)
        spec = {**spec, field: containers} if containers else spec
    return spec if found else None
