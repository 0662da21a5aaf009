"""What a change means to one watch. Pure.

Upstream: `apiserver/pkg/storage/cacher/cache_watcher.go` (convertToWatchEvent): with a selector, an object that begins
to match is ADDED and one that ceases to is DELETED, whatever was done to it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from cluster.core.kinds import Object

Type = Literal["ADDED", "MODIFIED", "DELETED", "BOOKMARK"]
Place = tuple[str, str]
"""(namespace, name)."""


class Event(NamedTuple):
    """One event of a watch: the object in stored form, as it is now or was last."""

    type: Type
    object: Object


class Happening(NamedTuple):
    """One change of the log, as far as watches care."""

    verb: str
    kind: str
    namespace: str
    object: Object


@dataclass(slots=True)
class Selection:
    """Which objects one watch is about. `known` holds the places of those that match so far.

    Without selectors every object matches all its life, so that nothing need be known.
    """

    kind: str
    namespace: str = ""
    matches: Callable[[Object], bool] | None = None
    known: set[Place] = field(default_factory=set)

    def begin(self, objects: Iterable[Object]) -> None:
        """These objects match at the beginning."""
        if self.matches is not None:
            self.known = {place_of(obj) for obj in objects}

    def event_of(self, happening: Happening) -> Event | None:
        """What this watch is told of a change, if anything."""
        if happening.kind != self.kind or (self.namespace and happening.namespace != self.namespace):
            return None
        if self.matches is None:
            return Event(TYPES[happening.verb], happening.object)
        return self._selected(happening)

    def _selected(self, happening: Happening) -> Event | None:
        place = place_of(happening.object)
        was = place in self.known
        if happening.verb != "delete" and self.matches is not None and self.matches(happening.object):
            self.known.add(place)
            return Event("MODIFIED" if was else "ADDED", happening.object)
        self.known.discard(place)
        return Event("DELETED", happening.object) if was else None


TYPES: dict[str, Type] = {"create": "ADDED", "update": "MODIFIED", "delete": "DELETED"}


def place_of(obj: Object) -> Place:
    """Where an object stands within its kind."""
    metadata = obj["metadata"]
    return metadata.get("namespace", ""), metadata["name"]
