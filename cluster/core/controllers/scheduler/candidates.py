"""The nodes as the scheduler sees them: what they can give, and what is taken already."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from cluster.core.kinds import Object
from cluster.core.pod_resources import amount
from cluster.core.state import State
from cluster.core.usage import NOTHING, Taken, Usage

NO_LABELS: dict[str, str] = {}


class Allocatable(NamedTuple):
    """What a node can give to pods: cpu in thousandths, memory and storage in bytes, everything else in pieces."""

    cpu: int
    memory: int
    storage: int
    pods: int
    extended: Mapping[str, int]


class Candidate(NamedTuple):
    """A node with what the pods on it have taken."""

    name: str
    node: Object
    labels: Mapping[str, str]
    allocatable: Allocatable
    taken: Taken


def candidates_of(state: State, usage: Usage) -> list[Candidate]:
    """All nodes, by name."""
    taken = usage.nodes
    found = []
    for node in state.of_kind("Node"):
        metadata = node["metadata"]
        name = metadata["name"]
        resources = (node.get("status") or {}).get("allocatable") or {}
        found.append(Candidate(
            name, node, metadata.get("labels") or NO_LABELS,
            _allocatable(tuple(resources.items())), taken.get(name, NOTHING),
        ))
    found.sort(key=_name)
    return found


def _name(candidate: Candidate) -> str:
    return candidate.name


@lru_cache(maxsize=1024)
def _allocatable(items: tuple[tuple[str, Any], ...]) -> Allocatable:
    amounts = {resource: amount(resource, value) for resource, value in items}
    pop = amounts.pop
    return Allocatable(pop("cpu", 0), pop("memory", 0), pop("ephemeral-storage", 0), pop("pods", 0), amounts)
