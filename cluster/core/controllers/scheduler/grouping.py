"""Which groups of pods a selector finds, and on which nodes they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from cluster.core.selectors import matches
from cluster.core.usage import NO_GROUPS, Group, Usage

Selector = Mapping[str, Any]


def matching(usage: Usage, namespace: str, selector: Selector | None) -> list[Group]:
    """The groups of a namespace that a LabelSelector selects, found through the rarest of its labels."""
    if selector is None:
        return []
    labels = selector.get("matchLabels")
    if labels:
        leaves = [usage.found.get((namespace, f"{key}={value}"), NO_GROUPS) for key, value in labels.items()]
        rarest = min(leaves, key=len)
        candidates: Iterable[Group] = rarest
    else:
        candidates = usage.groups_under(namespace)
    return [group for group in candidates if matches(selector, dict(group.labels))]


def live_by_node(usage: Usage, namespace: str, selector: Selector | None) -> dict[str, int]:
    """How many pods that the selector finds are on each node, terminating ones left out."""
    counts: dict[str, int] = {}
    for group in matching(usage, namespace, selector):
        for node, count in usage.groups[group].items():
            counts[node] = counts.get(node, 0) + count.live
    return counts
