"""Bound pods counted by what selectors can tell apart, so that a question costs by ReplicaSets instead of pods.

Pods of one namespace with the same labels and the same pod affinity form a group.
"""

import json
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from immutables import Map

from cluster.core.kinds import Object


class Group(NamedTuple):
    """Pods that no selector can tell apart; `affinity` is JSON of podAffinity and podAntiAffinity, mostly ''."""

    namespace: str
    labels: tuple[tuple[str, str], ...]
    affinity: str


class Count(NamedTuple):
    """Pods of a group on one node; `live` leaves out terminating ones."""

    all: int
    live: int


Places = Map[str, Count]
"""By node."""
Leaf = Map[Group, None]
NOWHERE: Places = Map()
NO_GROUPS: Leaf = Map()
WITH_AFFINITY = ("affinity",)


class Groups(NamedTuple):
    """`places` says where the pods of each group are; `found` has the groups by namespace, label, or affinity."""

    places: Map[Group, Places] = Map()
    found: Map[tuple[str, ...], Leaf] = Map()

    def under(self, *key: str) -> Iterable[Group]:
        """The groups under (namespace,), (namespace, "key=value") or WITH_AFFINITY; the order is arbitrary."""
        return self.found.get(key, NO_GROUPS)

    def counted(self, group: Group, node: str, all: int, live: int) -> "Groups":
        """With so many more pods (fewer, if negative) of a group on a node."""
        places = self.places.get(group, NOWHERE)
        before = places.get(node)
        count = Count(all, live) if before is None else Count(before[0] + all, before[1] + live)
        if count[0]:
            found = self.found if places else _with(self.found, group)
            return Groups(self.places.set(group, places.set(node, count)), found)
        if len(places) > 1:
            return Groups(self.places.set(group, places.delete(node)), self.found)
        return Groups(self.places.delete(group), _without(self.found, group))


def group_of(pod: Object) -> Group:
    """The group that a pod belongs to."""
    metadata, affinity = pod["metadata"], pod["spec"].get("affinity")
    labels = metadata.get("labels")
    text = ""
    if affinity and (affinity.get("podAffinity") or affinity.get("podAntiAffinity")):
        text = json.dumps([affinity.get("podAffinity") or {}, affinity.get("podAntiAffinity") or {}], sort_keys=True)
    return Group(metadata.get("namespace", ""), tuple(sorted(labels.items())) if labels else (), text)


def _with(found: Map[tuple[str, ...], Leaf], group: Group) -> Map[tuple[str, ...], Leaf]:
    for key in _keys(group):
        found = found.set(key, found.get(key, NO_GROUPS).set(group, None))
    return found


def _without(found: Map[tuple[str, ...], Leaf], group: Group) -> Map[tuple[str, ...], Leaf]:
    for key in _keys(group):
        left = found[key].delete(group)
        found = found.set(key, left) if left else found.delete(key)
    return found


def _keys(group: Group) -> Iterator[tuple[str, ...]]:
    yield (group.namespace,)
    for name, value in group.labels:
        yield (group.namespace, f"{name}={value}")
    if group.affinity:
        yield WITH_AFFINITY
