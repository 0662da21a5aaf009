"""How much CPU and memory simulated containers use: what `kubectl top` shows and autoscalers act on.

Nothing runs, so use is made of what is known: the image when idle, requests per second times what one costs, and what
a learner says by annotations. `simulation.playground/cpu: 900m` on a Deployment or ReplicaSet is work that its ready
pods share; on a pod it is its own (`simulation.playground/memory` likewise, but never shared). Requests come from pods
that ask a Service in a loop: `while sleep 0.01; do wget -q -O- http://web; done`. Use changes only when one of
these does, so that a cluster at rest stays at rest.
"""

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from cluster.core import pods, quantity, times
from cluster.core.images import InvalidImageName, parse
from cluster.core.images.reference import digest_of
from cluster.core.kinds import Key, Object, key_of
from cluster.core.objects import annotations_of, controller_of
from cluster.core.quantity import QuantityError
from cluster.core.state import State

CPU, MEMORY = "simulation.playground/cpu", "simulation.playground/memory"
MEBIBYTE = 1 << 20
SCRAPE = 15 * times.SECOND
"""metrics-server looks every 15 s (`--metric-resolution`), and needs two looks for a rate."""
NODE_CPU, NODE_MEMORY = 120, 900 * MEBIBYTE
"""What a node's own programs take."""
IDLE: dict[str, tuple[int, int, int]] = {
    "nginx": (1, 4, 200),
    "httpd": (1, 6, 300),
    "postgres": (2, 28, 900),
    "mongo": (6, 120, 900),
    "redis": (2, 4, 100),
    "mysql": (8, 380, 900),
    "mariadb": (4, 90, 900),
    "go-demo-2": (1, 9, 400),
    "hpa-example": (1, 12, 8000),
    "php-apache": (1, 12, 8000),
    "pause": (0, 1, 0),
}
"""Idle CPU in thousandths, memory in MiB, microseconds of CPU for a request, by the repository's last part."""
COST = 500
_ASKS = re.compile(
    r"(?:wget|curl)\s[^;|&\n]*?(?:https?://)?([a-z][a-z0-9-]*)((?:\.[a-z0-9-]+)*)(?::\d+)?(?:/\S*)?\s*(?=[;|&\n>]|$)"
)
_PAUSE = re.compile(r"sleep\s+(\d*\.?\d+)")
_LOOP = re.compile(r"\b(?:while|until|for)\b")
ROUND_TRIP = 0.003
"""Seconds that a client in a loop needs for a request besides its pause."""


class Use(NamedTuple):
    """CPU in thousandths of a core, memory in bytes."""

    cpu: int
    memory: int

    def __add__(self, other: tuple[Any, ...]) -> "Use":
        return Use(self.cpu + other[0], self.memory + other[1])


NOTHING = Use(0, 0)


class Loads:
    """What is used at one moment; computes who asks whom at most once."""

    def __init__(self, state: State, now: int) -> None:
        self.state, self.now = state, now
        self._ready: dict[Key, int] = {}

    @cached_property
    def rates(self) -> dict[Key, float]:
        """Requests per second to each Service that somebody asks in a loop."""
        found: dict[Key, float] = {}
        for pod in self.state.of_kind("Pod"):
            if pods.phase_of(pod) == "Running":
                for key, rate in asked_by(pod):
                    found[key] = found.get(key, 0.0) + rate
        return found

    def of_pod(self, pod: Object) -> Use | None:
        """The pod's use; None while metrics-server does not know it."""
        uses = self.containers(pod)
        return sum(uses.values(), NOTHING) if uses else None

    def containers(self, pod: Object) -> dict[str, Use]:
        """The use of each container that has run long enough to be measured."""
        running = [container for container in pod["spec"]["containers"] if self._is_measured(pod, container)]
        if not running:
            return {}
        work, memory = self._work(pod), _amount(pod, MEMORY)
        uses = {}
        for position, container in enumerate(running):
            idle = idle_of(container["image"])
            extra = 0 if position else work
            own = idle.memory if memory is None or position else memory.value
            uses[container["name"]] = Use(_limited(container, idle.cpu + extra), own)
        return uses

    def of_node(self, node: Object) -> Use:
        """A node's use: its own programs and its pods."""
        known = (self.of_pod(pod) for pod in self.state.pods_on(node["metadata"]["name"]))
        return sum((use for use in known if use is not None), Use(NODE_CPU, NODE_MEMORY))

    def _is_measured(self, pod: Object, container: dict[str, Any]) -> bool:
        note = ((pod.get("simulation") or {}).get("containers") or {}).get(container["name"]) or {}
        return note.get("is") == "running" and scraped_at(self.now) - note["at"] >= SCRAPE

    def _work(self, pod: Object) -> int:
        """CPU for work, in thousandths: its own, its share of its owner's, and of the requests to its Services."""
        own = _amount(pod, CPU)
        if own is not None:
            return own.milli
        if not pods.is_ready(pod):
            return 0
        rate = sum(self._rate(service) for service in self.state.services_for(pod)) if self.rates else 0.0
        return self._shared(pod) + round(rate * _known(pod["spec"]["containers"][0]["image"])[2] / 1000)

    def _rate(self, service: Object) -> float:
        """Requests per second that each ready pod of a Service gets."""
        rate = self.rates.get(key_of(service), 0.0)
        if not rate:
            return 0.0
        namespace, selector = service["metadata"]["namespace"], service["spec"]["selector"]
        return rate / self._count_ready(key_of(service), self.state.labelled("Pod", namespace, selector))

    def _shared(self, pod: Object) -> int:
        """The pod's share of the work that its ReplicaSet or Deployment is said to have."""
        owner, namespace = controller_of(pod), pod["metadata"].get("namespace", "")
        while owner is not None:
            found = self.state.get(owner["kind"], namespace, owner["name"])
            if found is None:
                return 0
            work = _amount(found, CPU)
            if work is not None:
                return work.milli // self._count_ready(key_of(found), _pods_below(self.state, found))
            owner = controller_of(found)
        return 0

    def _count_ready(self, key: Key, found: Iterator[Object]) -> int:
        """How many of these pods are ready, at least 1; counted once for each key."""
        if key not in self._ready:
            self._ready[key] = max(sum(1 for pod in found if pods.is_ready(pod)), 1)
        return self._ready[key]


def scraped_at(now: int) -> int:
    """When metrics-server looked last."""
    return now - now % SCRAPE


def idle_of(image: str) -> Use:
    """What a container of an image uses without work."""
    cpu, memory, _ = _known(image)
    return Use(cpu, memory * MEBIBYTE)


def _known(image: str) -> tuple[int, int, int]:
    try:
        repository = parse(image).repository
    except InvalidImageName:
        return 0, 0, 0
    luck = int(digest_of(repository)[7:11], 16)
    return IDLE.get(repository.rsplit("/", 1)[-1], (1 + luck % 3, 3 + luck % 15, COST))


def _limited(container: dict[str, Any], cpu: int) -> int:
    """No more than the limit, or a core of a program that has one thread."""
    limit = ((container.get("resources") or {}).get("limits") or {}).get("cpu")
    return min(cpu, quantity.parse(limit).milli) if limit is not None else cpu


def _amount(obj: Object, annotation: str) -> quantity.Quantity | None:
    text = annotations_of(obj).get(annotation)
    try:
        return None if text is None else quantity.parse(text)
    except QuantityError:
        return None


def _pods_below(state: State, owner: Object) -> Iterator[Object]:
    for dependent in state.dependents(owner["metadata"]["uid"]):
        if dependent["kind"] == "Pod":
            yield dependent
        elif dependent["kind"] == "ReplicaSet":
            yield from _pods_below(state, dependent)


def asked_by(pod: Object) -> Iterator[tuple[Key, float]]:
    """Which Services a pod asks in a loop, and how often a second: `sleep 0.01` gives 1 / 0.013 s, that is 77."""
    for container in pod["spec"]["containers"]:
        text = " ".join([*(container.get("command") or ()), *(container.get("args") or ())])
        if not _LOOP.search(text):
            continue
        pause = _PAUSE.search(text)
        rate = 1 / (float(pause.group(1) if pause else 0) + ROUND_TRIP)
        for name, domain in _ASKS.findall(text):
            namespace = domain.split(".")[1] if domain else pod["metadata"].get("namespace", "")
            yield ("Service", namespace, name), rate
