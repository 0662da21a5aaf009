"""What is taken on each node, and how many pods of which kind are where: kept, so that the scheduler need not count.

Pods count from binding until they are gone or finished, terminating ones too (the scheduler's cache never sees finished
pods: `pkg/scheduler/scheduler.go`, newPodInformer). Pods of one namespace with the same labels and pod affinity form a
group; selectors are tried on groups, so what a question costs depends on the number of ReplicaSets, not of pods.

Everything here follows from the objects alone: whoever puts the same objects gets the same value.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from immutables import Map

from cluster.core.kinds import Key, Object, key_of
from cluster.core.pod_resources import Request, request_of
from cluster.core.pods import is_terminal

Ports = tuple[tuple[str, str, int], ...]
"""(host address, protocol, host port), sorted."""


class Taken(NamedTuple):
    """What the pods of one node ask for together."""

    pods: int = 0
    cpu: int = 0
    memory: int = 0
    storage: int = 0
    guessed_cpu: int = 0
    guessed_memory: int = 0
    extended: tuple[tuple[str, int], ...] = ()
    ports: Ports = ()


class Group(NamedTuple):
    """Pods that no selector can tell apart; `affinity` is JSON of podAffinity and podAntiAffinity, mostly ''."""

    namespace: str
    labels: tuple[tuple[str, str], ...]
    affinity: str


class Count(NamedTuple):
    """Pods of a group on one node; `live` leaves out terminating ones."""

    all: int
    live: int


class Waiting(NamedTuple):
    """A pod that no node could take: when it may be tried again (milliseconds), and who rejected it."""

    retry_at: int
    plugins: tuple[str, ...]


NOTHING = Taken()
NOWHERE: Map[str, Count] = Map()
NO_GROUPS: Map[Group, None] = Map()
NO_NODES: Map[str, int] = Map()
Groups = Map[Group, Map[str, Count]]
Images = Map[str, Map[str, int]]
Found = Map[tuple[str, ...], Map[Group, None]]
WITH_AFFINITY = ("affinity",)


class Usage(NamedTuple):
    """`found` has the groups by namespace, by one label, or for having a pod affinity; `images` sizes by node."""

    nodes: Map[str, Taken] = Map()
    groups: Groups = Map()
    found: Found = Map()
    images: Images = Map()
    waiting: Map[Key, Waiting] = Map()

    def groups_under(self, *index_key: str) -> Iterable[Group]:
        """The groups under an index key: (namespace,), (namespace, "key=value") or WITH_AFFINITY."""
        return self.found.get(index_key, NO_GROUPS)


def after(usage: Usage, before: Object | None, obj: Object | None) -> Usage:
    """The usage after one object was written or removed (None: it was not, or is no longer there)."""
    kind = (obj or before or {}).get("kind")
    if kind == "Pod":
        return _after_pod(usage, before, obj)
    if kind == "Node" and _listed(before) is not _listed(obj):
        return usage._replace(images=_after_images(usage.images, before, obj))
    return usage


def _after_pod(usage: Usage, before: Object | None, pod: Object | None) -> Usage:
    if before is not None and pod is not None and _counts_alike(before, pod):
        return usage
    if before is not None:
        usage = _counted(usage, before, -1)
    return usage if pod is None else _counted(usage, pod, 1)


def _counts_alike(before: Object, pod: Object) -> bool:
    """Whether both certainly count the same; false is always a safe answer."""
    a, b = before["metadata"], pod["metadata"]
    return (
        before["spec"] is pod["spec"]
        and a.get("labels") is b.get("labels")
        and ("deletionTimestamp" in a) == ("deletionTimestamp" in b)
        and ("nodeName" in pod["spec"] or before.get("simulation") is pod.get("simulation"))
        and is_terminal(before) == is_terminal(pod)
    )


def _counted(usage: Usage, pod: Object, sign: int) -> Usage:
    node = pod["spec"].get("nodeName")
    if not node:
        return _waiting(usage, pod, sign)
    if is_terminal(pod):
        return usage
    nodes = usage.nodes
    taken = _plus(nodes.get(node, NOTHING), request_of(pod), host_ports(pod), sign)
    nodes = nodes.set(node, taken) if taken.pods else nodes.delete(node)
    groups, found = _in_groups(usage, group_of(pod), node, sign, "deletionTimestamp" not in pod["metadata"])
    return usage._replace(nodes=nodes, groups=groups, found=found)


def _waiting(usage: Usage, pod: Object, sign: int) -> Usage:
    note = (pod.get("simulation") or {}).get("scheduler")
    if not note:
        return usage
    if sign < 0:
        return usage._replace(waiting=usage.waiting.delete(key_of(pod)))
    return usage._replace(waiting=usage.waiting.set(key_of(pod), Waiting(note["retry_at"], tuple(note["plugins"]))))


def _plus(taken: Taken, request: Request, ports: Ports, sign: int) -> Taken:
    extended = taken.extended
    if request.extended:
        sums = dict(extended)
        for resource, value in request.extended:
            sums[resource] = sums.get(resource, 0) + sign * value
        extended = tuple(sorted((resource, value) for resource, value in sums.items() if value))
    return Taken(
        taken.pods + sign,
        taken.cpu + sign * request.cpu,
        taken.memory + sign * request.memory,
        taken.storage + sign * request.storage,
        taken.guessed_cpu + sign * request.guessed_cpu,
        taken.guessed_memory + sign * request.guessed_memory,
        extended,
        _with_ports(taken.ports, ports, sign) if ports else taken.ports,
    )


def _with_ports(taken: Ports, ports: Ports, sign: int) -> Ports:
    left = list(taken)
    for port in ports:
        if sign > 0:
            left.append(port)
        else:
            left.remove(port)
    return tuple(sorted(left))


def host_ports(pod: Object) -> Ports:
    """The ports of the node that a pod takes (`pkg/scheduler/framework/plugins/nodeports`, GetHostPorts)."""
    return tuple([
        (port.get("hostIP") or "0.0.0.0", port.get("protocol") or "TCP", int(port["hostPort"]))
        for container in (*pod["spec"]["containers"], *_sidecars(pod))
        for port in container.get("ports") or ()
        if port.get("hostPort")
    ])


def _sidecars(pod: Object) -> Iterator[dict[str, Any]]:
    return (c for c in pod["spec"].get("initContainers") or () if c.get("restartPolicy") == "Always")


def group_of(pod: Object) -> Group:
    """The group that a pod belongs to."""
    metadata, affinity = pod["metadata"], pod["spec"].get("affinity")
    labels = metadata.get("labels")
    text = ""
    if affinity and (affinity.get("podAffinity") or affinity.get("podAntiAffinity")):
        text = json.dumps([affinity.get("podAffinity") or {}, affinity.get("podAntiAffinity") or {}], sort_keys=True)
    return Group(metadata.get("namespace", ""), tuple(sorted(labels.items())) if labels else (), text)


def _in_groups(usage: Usage, group: Group, node: str, sign: int, live: bool) -> tuple[Groups, Found]:
    groups, found = usage.groups, usage.found
    places = groups.get(group, NOWHERE)
    known = places.get(node)
    count = Count(sign, sign * live) if known is None else Count(known[0] + sign, known[1] + sign * live)
    if not count.all and len(places) == 1:
        return groups.delete(group), _without(found, group)
    if not places:
        found = _with(found, group)
    places = places.set(node, count) if count.all else places.delete(node)
    return groups.set(group, places), found


def _with(found: Found, group: Group) -> Found:
    for key in _index_keys(group):
        found = found.set(key, found.get(key, NO_GROUPS).set(group, None))
    return found


def _without(found: Found, group: Group) -> Found:
    for key in _index_keys(group):
        left = found[key].delete(group)
        found = found.set(key, left) if left else found.delete(key)
    return found


def _index_keys(group: Group) -> Iterator[tuple[str, ...]]:
    yield (group.namespace,)
    for name, value in group.labels:
        yield (group.namespace, f"{name}={value}")
    if group.affinity:
        yield WITH_AFFINITY


def _after_images(images: Images, before: Object | None, node: Object | None) -> Images:
    for name, _size, place in _images(before):
        left = images[name].delete(place)
        images = images.set(name, left) if left else images.delete(name)
    for name, size, place in _images(node):
        images = images.set(name, images.get(name, NO_NODES).set(place, size))
    return images


def _listed(node: Object | None) -> list[dict[str, Any]] | None:
    return ((node or {}).get("status") or {}).get("images")


def _images(node: Object | None) -> Iterator[tuple[str, int, str]]:
    listed = _listed(node) or ()
    sizes = {name: int(image.get("sizeBytes") or 0) for image in listed for name in image.get("names") or ()}
    return ((name, size, node["metadata"]["name"]) for name, size in sizes.items()) if node else iter(())
