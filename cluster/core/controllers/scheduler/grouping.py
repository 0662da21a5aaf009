"""Which groups of pods a selector finds, and on which nodes they are."""

from collections.abc import Iterable, Mapping
from typing import Any

from cluster.core.pod_groups import NO_GROUPS, Group, Groups
from cluster.core.selectors import matches

Selector = Mapping[str, Any]


def matching(groups: Groups, namespace: str, selector: Selector | None) -> list[Group]:
    """The groups of a namespace that a LabelSelector selects, found through the rarest of its labels."""
    if selector is None:
        return []
    labels = selector.get("matchLabels")
    if labels:
        leaves = [groups.found.get((namespace, f"{key}={value}"), NO_GROUPS) for key, value in labels.items()]
        rarest = min(leaves, key=len)
        candidates: Iterable[Group] = rarest
    else:
        candidates = groups.under(namespace)
    return [group for group in candidates if matches(selector, dict(group[1]))]


def live_by_node(groups: Groups, namespace: str, selector: Selector | None) -> dict[str, int]:
    """How many pods that the selector finds are on each node, terminating ones left out."""
    counts: dict[str, int] = {}
    for group in matching(groups, namespace, selector):
        for node, count in groups.places[group].items():
            counts[node] = counts.get(node, 0) + count[1]
    return counts
