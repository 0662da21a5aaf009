"""A cluster at one moment, frozen: its objects, its clock, its waiting work.

Objects are plain dicts in API form and are never mutated; who wants another object builds it by shallow copies. The
indexes answer what controllers ask all the time (a ReplicaSet's pods, a node's pods, the pods with a label) without
looking at the rest of the cluster. Their leaves are keyed by a number made of the uid: iteration order then depends on
neither Python's hash seed nor the order of insertion, which keeps the log reproducible.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple

from immutables import Map

from cluster.core.kinds import Key, Object, key_of
from cluster.core.queue import WorkQueue
from cluster.core.usage import Usage, after

IndexKey = tuple[str, ...]
Leaf = Map[int, Key]
Index = Map[IndexKey, Leaf]
EMPTY: Leaf = Map()

LABELLED = frozenset({"Pod", "ReplicaSet"})
"""Kinds that selectors look for often enough to be indexed by each label."""


class State(NamedTuple):
    """`now` in milliseconds since the Unix epoch; `revision` counts changes and is also the resourceVersion."""

    seed: str
    now: int
    revision: int = 0
    objects: Map[Key, Object] = Map()
    indexes: Index = Map()
    queue: WorkQueue = WorkQueue()
    usage: Usage = Usage()

    def later(self, now: int, queue: WorkQueue) -> "State":
        """This state at another moment and with other waiting work; a third of the time of `_replace`."""
        return State(self.seed, now, self.revision, self.objects, self.indexes, queue, self.usage)

    def get(self, kind: str, namespace: str, name: str) -> Object | None:
        """One object, or None. Cluster-scoped kinds have the namespace ''."""
        return self.objects.get((kind, namespace, name))

    def at(self, key: Key) -> Object | None:
        """The object of a key, or None."""
        return self.objects.get(key)

    def _leaf(self, *index_key: str) -> Iterator[Object]:
        objects = self.objects
        for key in self.indexes.get(index_key, EMPTY).values():
            yield objects[key]

    def count(self, kind: str, namespace: str | None = None) -> int:
        """How many objects of a kind there are, in one namespace or in all."""
        spaces = self.namespaces_of(kind) if namespace is None else (namespace,)
        return sum(len(self.indexes.get(("kind", kind, space), EMPTY)) for space in spaces)

    def has(self, kind: str, namespace: str = "") -> bool:
        """Whether there is any object of a kind, in one namespace or (no namespace given) at all.

        Takes 0.2 µs where `count` takes 1.2: most clusters lack most kinds, and who cares for one asks at every change.
        """
        return (("kind", kind, namespace) if namespace else ("spaces", kind)) in self.indexes

    def of_kind(self, kind: str, namespace: str | None = None) -> Iterator[Object]:
        """Every object of a kind, in one namespace or in all; the order is arbitrary but always the same."""
        if namespace is not None:
            return self._leaf("kind", kind, namespace)
        return (obj for space in self.namespaces_of(kind) for obj in self._leaf("kind", kind, space))

    def namespaces_of(self, kind: str) -> Iterator[str]:
        """The namespaces in which a kind has objects; '' for a cluster-scoped kind."""
        return (key[1] for key in self.indexes.get(("spaces", kind), EMPTY).values())

    def dependents(self, uid: str, kind: str = "") -> Iterator[Object]:
        """Objects with an ownerReference to this uid, of one kind or of all."""
        return (obj for obj in self._leaf("owner", uid) if not kind or obj["kind"] == kind)

    def orphans(self, kind: str, namespace: str) -> Iterator[Object]:
        """Pods or ReplicaSets of a namespace that no controller owns."""
        return self._leaf("orphan", kind, namespace)

    def pods_on(self, node: str) -> Iterator[Object]:
        """The pods bound to a node, terminating and finished ones too."""
        return self._leaf("node", node)

    def pods_at(self, ip: str) -> Iterator[Object]:
        """The pods that hold an address: one, or several that share their node's."""
        return self._leaf("ip", ip)

    def unbound_pods(self) -> Iterator[Object]:
        """The pods that no node has yet."""
        return self._leaf("node", "")

    def events_about(self, uid: str) -> Iterator[Object]:
        """The Events whose involved object has this uid."""
        return self._leaf("about", uid)

    def labelled(self, kind: str, namespace: str, labels: dict[str, str]) -> Iterator[Object]:
        """Pods or ReplicaSets that carry all these labels; found through the rarest of them. No label: all."""
        if not labels:
            yield from self.of_kind(kind, namespace)
            return
        leaves = [self.indexes.get(("label", kind, namespace, f"{k}={v}"), EMPTY) for k, v in labels.items()]
        for key in min(leaves, key=len).values():
            obj = self.objects[key]
            own = obj["metadata"].get("labels") or {}
            if all(own.get(k) == v for k, v in labels.items()):
                yield obj

    def services_for(self, pod: Object) -> Iterator[Object]:
        """The Services of the pod's namespace whose selector finds the pod; one without selector finds none."""
        metadata = pod["metadata"]
        namespace, labels = metadata.get("namespace", ""), metadata.get("labels") or {}
        for name, value in labels.items():
            for service in self._leaf("selects", namespace, f"{name}={value}"):
                if service["spec"]["selector"].items() <= labels.items():
                    yield service


@lru_cache(maxsize=4096)
def place_of(kind: str, namespace: str) -> tuple[IndexKey, int, Key]:
    """Where it is noted that a kind has objects in a namespace: (index key, number in its leaf, what stands there)."""
    number = int.from_bytes(blake2b(namespace.encode(), digest_size=8).digest(), "big")
    return ("spaces", kind), number, (kind, namespace, "")


def serial(obj: Object) -> int:
    """A number made of the uid's 80 least structured bits: the same in every process, unlike `hash(text)`."""
    uid = obj["metadata"]["uid"]
    return int(uid[:8] + uid[-12:], 16)


def index_keys(obj: Object) -> Iterator[IndexKey]:
    """Under which index keys an object stands."""
    kind, metadata = obj["kind"], obj["metadata"]
    namespace = metadata.get("namespace", "")
    yield ("kind", kind, namespace)
    controlled = False
    for owner in metadata.get("ownerReferences") or ():
        yield ("owner", owner["uid"])
        controlled = controlled or bool(owner.get("controller"))
    if kind in LABELLED:
        if not controlled:
            yield ("orphan", kind, namespace)
        for name, value in (metadata.get("labels") or {}).items():
            yield ("label", kind, namespace, f"{name}={value}")
    if kind == "Pod":
        yield ("node", obj["spec"].get("nodeName") or "")
        address = _address(obj)
        if address:
            yield ("ip", address)
    elif kind == "Event":
        yield ("about", (obj.get("involvedObject") or {}).get("uid", ""))
    elif kind == "Service" and obj["spec"].get("selector"):
        name, value = min(obj["spec"]["selector"].items())
        yield ("selects", namespace, f"{name}={value}")


def assemble(seed: str, now: int, revision: int, objects: Iterable[Object], queue: WorkQueue) -> State:
    """The state that consists of these objects, as read from storage: equal to the one that grew change by change."""
    by_key: dict[Key, Object] = {}
    index: dict[IndexKey, dict[int, Key]] = {}
    usage = Usage()
    for obj in objects:
        key, number = key_of(obj), serial(obj)
        by_key[key] = obj
        for index_key in index_keys(obj):
            index.setdefault(index_key, {})[number] = key
        usage = after(usage, None, obj)
    for kind, space in [(key[1], key[2]) for key in index if key[0] == "kind"]:
        place, number, noted = place_of(kind, space)
        index.setdefault(place, {})[number] = noted
    leaves = {index_key: Map(leaf) for index_key, leaf in index.items()}
    return State(seed, now, revision, Map(by_key), Map(leaves), queue, usage)


def same_place(old: Object, new: Object) -> bool:
    """Whether both certainly stand under the same index keys; false is always a safe answer."""
    a, b = old["metadata"], new["metadata"]
    if a.get("labels") is not b.get("labels") or a.get("ownerReferences") is not b.get("ownerReferences"):
        return False
    if old["kind"] == "Service":
        return bool(old["spec"].get("selector") == new["spec"].get("selector"))
    if old["kind"] != "Pod":
        return True
    return bool(old["spec"].get("nodeName") == new["spec"].get("nodeName")) and _address(old) == _address(new)


def _address(pod: Object) -> str:
    """The address that a pod holds: a finished one has given it back."""
    status = pod.get("status") or {}
    return "" if status.get("phase") in {"Succeeded", "Failed"} else str(status.get("podIP") or "")
