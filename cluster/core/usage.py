"""What is taken on each node, and which pods are where: kept with every write, so that the scheduler need not count.

Pods count from binding until they are gone or finished, terminating ones too (the scheduler's cache never sees finished
pods: `pkg/scheduler/scheduler.go`, newPodInformer). Everything here follows from the objects alone: whoever puts the
same objects, in whatever order, gets an equal value.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from immutables import Map

from cluster.core.kinds import Key, Object, key_of
from cluster.core.pod_groups import Groups, group_of
from cluster.core.pod_resources import Amounts, Ports, Request, amount, host_ports, request_of
from cluster.core.pods import TERMINAL, is_terminal


class Allocatable(NamedTuple):
    """What a node can give to pods: cpu in thousandths, memory and storage in bytes, everything else in pieces."""

    cpu: int = 0
    memory: int = 0
    storage: int = 0
    pods: int = 0
    extended: Amounts = {}  # noqa: RUF012 - never written to


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


class Candidate(NamedTuple):
    """A node as the scheduler sees it; `fenced`: cordoned or tainted; `node` is empty if only its pods exist."""

    name: str
    node: Object
    labels: Mapping[str, str]
    fenced: bool
    allocatable: Allocatable
    taken: Taken


class Waiting(NamedTuple):
    """A pod that no node could take: when it may be tried again (milliseconds), and which plugins rejected it."""

    retry_at: int
    plugins: tuple[str, ...]


Images = Map[str, Map[str, int]]
"""Name of an image -> its size in bytes on each node that has it."""
NO_NODES: Map[str, int] = Map()
NOTHING = Taken()
NO_LABELS: dict[str, str] = {}
NO_NODE: Object = {}


class Usage(NamedTuple):
    """`names` are the nodes that exist, sorted; `nodes` may know more."""

    nodes: Map[str, Candidate] = Map()
    names: tuple[str, ...] = ()
    groups: Groups = Groups()
    images: Images = Map()
    waiting: Map[Key, Waiting] = Map()


def after(usage: Usage, before: Object | None, obj: Object | None) -> Usage:
    """The usage after one object was written or removed (None: it was not, or is no longer there)."""
    kind = (obj or before or NO_NODE).get("kind")
    if kind == "Pod":
        return _after_pod(usage, before, obj)
    return _after_node(usage, before, obj) if kind == "Node" else usage


def _after_pod(usage: Usage, before: Object | None, pod: Object | None) -> Usage:
    if before is not None:
        if pod is not None and before["spec"] is pod["spec"] and _tagged_alike(before, pod):
            return _after_status(usage, before, pod)
        usage = _counted(usage, before, -1)
    return usage if pod is None else _counted(usage, pod, 1)


def _tagged_alike(before: Object, pod: Object) -> bool:
    return before["metadata"].get("labels") is pod["metadata"].get("labels")


def _after_status(usage: Usage, before: Object, pod: Object) -> Usage:
    """A write that left spec and labels alone: only the beginning of deletion, the end of a pod, or a note matter."""
    node = pod["spec"].get("nodeName")
    if not node:
        same = before.get("simulation") is pod.get("simulation")
        return usage if same else _waiting(_waiting(usage, before, -1), pod, 1)
    was_over, is_over = is_terminal(before), is_terminal(pod)
    if was_over != is_over:
        return _counted(usage, before, -1) if is_over else _counted(usage, pod, 1)
    was_live, is_live = "deletionTimestamp" not in before["metadata"], "deletionTimestamp" not in pod["metadata"]
    if is_over or was_live == is_live:
        return usage
    groups = usage.groups.counted(group_of(pod), node, 0, 1 if is_live else -1)
    return Usage(usage.nodes, usage.names, groups, usage.images, usage.waiting)


def _counted(usage: Usage, pod: Object, sign: int) -> Usage:
    node = pod["spec"].get("nodeName")
    if not node:
        return _waiting(usage, pod, sign) if "simulation" in pod else usage
    if (pod.get("status") or NO_NODE).get("phase") in TERMINAL:
        return usage
    name, obj, labels, fenced, allocatable, taken = usage.nodes.get(node) or _unknown(node)
    taken = _plus(taken, request_of(pod), host_ports(pod), sign)
    if taken.pods or obj:
        nodes = usage.nodes.set(node, Candidate(name, obj, labels, fenced, allocatable, taken))
    else:
        nodes = usage.nodes.delete(node)
    live = sign if "deletionTimestamp" not in pod["metadata"] else 0
    groups = usage.groups.counted(group_of(pod), node, sign, live)
    return Usage(nodes, usage.names, groups, usage.images, usage.waiting)


def _unknown(name: str) -> Candidate:
    return Candidate(name, NO_NODE, NO_LABELS, False, Allocatable(), NOTHING)


def _waiting(usage: Usage, pod: Object, sign: int) -> Usage:
    note = (pod.get("simulation") or NO_NODE).get("scheduler")
    if not note:
        return usage
    if sign < 0:
        return usage._replace(waiting=usage.waiting.delete(key_of(pod)))
    return usage._replace(waiting=usage.waiting.set(key_of(pod), Waiting(note["retry_at"], tuple(note["plugins"]))))


def _plus(taken: Taken, request: Request, ports: Ports, sign: int) -> Taken:
    pods, cpu, memory, storage, guessed_cpu, guessed_memory, extended, taken_ports = taken
    return Taken(
        pods + sign,
        cpu + sign * request.cpu,
        memory + sign * request.memory,
        storage + sign * request.storage,
        guessed_cpu + sign * request.guessed_cpu,
        guessed_memory + sign * request.guessed_memory,
        _with_extended(extended, request, sign) if request.extended else extended,
        _with_ports(taken_ports, ports, sign) if ports else taken_ports,
    )


def _with_extended(extended: tuple[tuple[str, int], ...], request: Request, sign: int) -> tuple[tuple[str, int], ...]:
    sums = dict(extended)
    for resource, value in request.extended:
        sums[resource] = sums.get(resource, 0) + sign * value
    return tuple(sorted((resource, value) for resource, value in sums.items() if value))


def _with_ports(taken: Ports, ports: Ports, sign: int) -> Ports:
    left = list(taken)
    for port in ports:
        if sign > 0:
            left.append(port)
        else:
            left.remove(port)
    return tuple(sorted(left))


def _after_node(usage: Usage, before: Object | None, node: Object | None) -> Usage:
    name = (node or before or NO_NODE)["metadata"]["name"]
    images = usage.images
    if _listed(before) is not _listed(node):
        images = _after_images(images, before, node)
    known = usage.nodes.get(name)
    taken = NOTHING if known is None else known.taken
    if node is not None:
        nodes = usage.nodes.set(name, candidate_of(node, taken))
        names = usage.names if before is not None else tuple(sorted((*usage.names, name)))
        return Usage(nodes, names, usage.groups, images, usage.waiting)
    names = tuple(known for known in usage.names if known != name)
    nodes = usage.nodes.set(name, _unknown(name)._replace(taken=taken)) if taken.pods else usage.nodes.delete(name)
    return Usage(nodes, names, usage.groups, images, usage.waiting)


def candidate_of(node: Object, taken: Taken) -> Candidate:
    """A node as the scheduler sees it, with what its pods have taken."""
    spec, metadata = node.get("spec") or NO_NODE, node["metadata"]
    resources = (node.get("status") or NO_NODE).get("allocatable") or NO_NODE
    return Candidate(
        metadata["name"],
        node,
        metadata.get("labels") or NO_LABELS,
        bool(spec.get("unschedulable") or spec.get("taints")),
        _allocatable(tuple(resources.items())),
        taken,
    )


@lru_cache(maxsize=1024)
def _allocatable(items: tuple[tuple[str, Any], ...]) -> Allocatable:
    amounts = {resource: amount(resource, value) for resource, value in items}
    pop = amounts.pop
    return Allocatable(pop("cpu", 0), pop("memory", 0), pop("ephemeral-storage", 0), pop("pods", 0), amounts)


def _listed(node: Object | None) -> list[dict[str, Any]] | None:
    return ((node or NO_NODE).get("status") or NO_NODE).get("images")


def _after_images(images: Images, before: Object | None, node: Object | None) -> Images:
    for name, _size, place in _images(before):
        left = images[name].delete(place)
        images = images.set(name, left) if left else images.delete(name)
    for name, size, place in _images(node):
        images = images.set(name, images.get(name, NO_NODES).set(place, size))
    return images


def _images(node: Object | None) -> Iterator[tuple[str, int, str]]:
    sizes = {name: int(image.get("sizeBytes") or 0) for image in _listed(node) or () for name in image["names"] or ()}
    return ((name, size, node["metadata"]["name"]) for name, size in sizes.items()) if node else iter(())
